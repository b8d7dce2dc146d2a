// Claims: whether two values agree, exactly, within a tolerance, or to the digits written.

import ExactArithmetic
import LinearAlgebra
import RealModule

extension Evaluator {
    /// How close floating-point results must be where nothing is said: LAPACK's rounding on small problems, with room.
    static let floatingTolerance = 1e-9

    mutating func claim(
        _ left: Value, _ expression: Expression, _ tolerance: Double?, _ recorder: Recorder?
    ) throws -> Claim {
        let right = try value(of: expression, recorder)
        if case .exact(let a) = left, case .exact(let b) = right, tolerance == nil, a.asMatrix == b.asMatrix {
            return Claim(left: left, right: right, holds: true, difference: 0, tolerance: 0)
        }
        guard let a = left.inDouble?.asMatrix, let b = right.inDouble?.asMatrix, a.shape == b.shape else {
            return Claim(left: left, right: right, holds: left == right, difference: nil, tolerance: 0)
        }
        let gaps = zip(a.elements, b.elements).map { abs($0 - $1) }
        let difference = gaps.max() ?? 0
        let scale = max(1, b.elements.map(abs).max() ?? 1)
        if let tolerance {
            return Claim(left: left, right: right, holds: difference <= tolerance, difference: difference, tolerance: tolerance)
        }
        // A decimal claims the digits that are written: 1.37 is right for anything that rounds to it.
        if let allowed = expression.halfUnits, allowed.count == gaps.count, allowed.contains(where: { $0 > 0 }) {
            let exactlyRight = left.isExact && right.isExact
            let holds = zip(gaps, allowed).allSatisfy {
                $0 <= $1 * (1 + 1e-9) + (exactlyRight ? 0 : Self.floatingTolerance * scale * 1e-3)
            }
            return Claim(left: left, right: right, holds: holds, difference: difference, tolerance: allowed.max() ?? 0)
        }
        if left.isExact, right.isExact {
            return Claim(left: left, right: right, holds: false, difference: difference, tolerance: 0)
        }
        let bound = Self.floatingTolerance * scale
        return Claim(left: left, right: right, holds: difference <= bound, difference: difference, tolerance: bound)
    }
}

extension Expression {
    /// Half a unit of the last digit written, for each entry of a value that was written out: 0.005 for `1.37`, 0 for a whole
    /// number, a fraction or a root, which claim to be exact. Nil for what is not written out.
    public var halfUnits: [Double]? {
        switch kind {
        case .number(_, let decimals): return [decimals.map { 0.5 * Double.pow(10, -Double($0)) } ?? 0]
        case .negative(let inner): return inner.halfUnits
        case .bracket(let rows):
            let entries = rows.flatMap { $0 }.map(\.halfUnits)
            return entries.contains { $0 == nil } ? nil : entries.flatMap { $0 ?? [] }
        default: return isWrittenOut ? [0] : nil
        }
    }
}
