// The calls that say what a FID is worth: its bias, its limit, its interval, and where it comes from.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra

extension KernelCall {
    /// The number that an option is set to; nil for a default that is none.
    func number(_ option: String) -> Element? {
        guard let written = options[option], let exact = Exact(decimal: written) else { return nil }
        if let value = exact as? Element { return value }
        return exact.doubleValue as? Element
    }

    func estimates() throws -> Tensor<Element>? {
        switch name {
        case "fidbias":
            let counts = (try count(1, upTo: 1_000_000_000), try count(2, upTo: 1_000_000_000))
            return .scalar(try matrix(0).samplingBias(counts: counts, recorder: recorder))
        case "fidinf":
            let (first, second) = try inDouble()
            let options = ExtrapolationOptions(seed: options["seed"].flatMap(UInt64.init) ?? 0)
            let distance = try first.frechetDistanceAtInfinity(to: second, options: options, recorder: recorder)
            return try tensor(Matrix(rows: 1, columns: 1, elements: [distance.value])).map { .scalar($0[0, 0]) }
        case "fidint":
            let (first, second) = try inDouble()
            let groups = count("groups")
            let interval = try FrechetInterval(
                first: first.groupMoments(groups), second: second.groupMoments(groups),
                level: number("level")?.doubleValue ?? 0.95, recorder: recorder)
            return try tensor(Matrix(rows: 1, columns: 2, elements: [interval.lower, interval.upper])).map { .vector($0.row(0)) }
        case "fidshares":
            let first = try recorder.about("r") { try FittedNormal(samples: matrix(0), recorder: recorder) }
            let second = try recorder.about("g") { try FittedNormal(samples: matrix(1), recorder: recorder) }
            return .vector(try first.frechetContributions(to: second, recorder: recorder).contributions)
        case "influence": return .vector(try matrix(0).frechetChangesWithoutRows(to: matrix(1), recorder: recorder))
        default: return nil
        }
    }

    /// Both arguments in double precision; exact ones leave their field first.
    private func inDouble() throws -> (Matrix<Double>, Matrix<Double>) {
        guard !Element.isExact else { throw LinearAlgebraError.leavesField(operation: name) }
        return (matrix(0).approximate, matrix(1).approximate)
    }

    /// What was computed in double precision; elements are either exact or of that precision.
    private func tensor(_ matrix: Matrix<Double>) throws -> Matrix<Element>? {
        guard let matrix = matrix as? Matrix<Element> else { throw LinearAlgebraError.leavesField(operation: name) }
        return matrix
    }
}
