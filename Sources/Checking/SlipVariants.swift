// A formula with one slip made in it, at every place where it can be made.

import Worksheets

/// A formula as somebody follows it who makes known mistakes.
struct SlipVariant: Sendable {
    let misconceptions: [Misconception]
    let formula: Expression
}

/// Makes the variants of a formula.
struct SlipVariants {
    /// What calls mean, in simpler calls: slips are made in the simpler ones.
    static let meanings: [Rewriting] = [
        Rewriting("fid(X, Y)", "frechet(mean(X), cov(X), mean(Y), cov(Y))"),
        Rewriting("fid(X, Y, divisor: n)", "frechet(mean(X), cov(X, divisor: n), mean(Y), cov(Y, divisor: n))"),
        Rewriting("frechet(m, A, u, B)", "norm2(m - u) + (tr(A) + tr(B) - 2*tr(sqrtm(A*B)))"),
        Rewriting("frechet1d(a, s, b, t)", "(a - b)^2 + (s - t)^2"),
        Rewriting("tr(A + B - 2*C)", "tr(A) + tr(B) - 2*tr(C)"),
        Rewriting("trsqrt(A, B)", "tr(sqrtm(A*B))"),
        Rewriting("sqrtprod(A, B)", "sqrtm(A*B)"),
        Rewriting("cov(X)", "(X - mean(X))'*(X - mean(X))/(rows(X) - 1)"),
        Rewriting("cov(X, divisor: n)", "(X - mean(X))'*(X - mean(X))/rows(X)"),
        Rewriting("scatter(X)", "(X - mean(X))'*(X - mean(X))"),
        Rewriting("center(X)", "X - mean(X)"),
    ]

    /// The formulas of names that may be looked into: the steps of a task.
    let formulas: [String: Expression]

    /// The values of names.
    let values: [String: Value]

    /// Whether an expression is a matrix of several rows, as far as it can be seen.
    private func isSamples(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name(let name): (values[name]?.shape.rows ?? 0) > 1
        case .bracket(let rows): rows.count > 1
        default: false
        }
    }

    /// The forms of a formula in which slips are sought: as it stands, with calls spelled out, with names spelled out.
    func forms(of formula: Expression) -> [Expression] {
        let spelled = Self.spelledOut(formula)
        let inlined = inlined(formula, levels: 8)
        var seen: Set<String> = []
        return [formula, spelled, inlined, Self.spelledOut(inlined)].filter { seen.insert($0.source).inserted }
    }

    /// All variants with one slip: the form nearest to the formula first, in each form the likelier slip first.
    func single(of formula: Expression) -> [SlipVariant] {
        var seen: Set<String> = []
        return forms(of: formula).flatMap { form in
            Misconception.all.flatMap { misconception in
                variants(of: form, misconception).filter { seen.insert(misconception.id + $0.source).inserted }
                    .map { SlipVariant(misconceptions: [misconception], formula: $0) }
            }
        }
    }

    /// Variants with two slips, handed to `body` one by one until it returns false; the pairs of likely slips come first.
    func forEachPair(of formula: Expression, limit: Int, _ body: (SlipVariant) -> Bool) {
        guard let form = forms(of: formula).last else { return }
        var seen: Set<String> = []
        for first in Misconception.all {
            for variant in variants(of: form, first).prefix(2) {
                for second in Misconception.all where second.id != first.id {
                    guard let both = variants(of: variant, second).first, seen.insert(both.source).inserted else { continue }
                    guard body(SlipVariant(misconceptions: [first, second], formula: both)), seen.count < limit else {
                        return
                    }
                }
            }
        }
    }

    // MARK: Rewriting

    static func spelledOut(_ formula: Expression) -> Expression {
        var current = formula
        // Each meaning is simpler than what it explains, so few rounds are enough.
        for _ in 0..<6 {
            let next = current.replacing { node in meanings.lazy.compactMap { $0.applied(to: node) }.first }
            if next.source == current.source { break }
            current = next
        }
        return current
    }

    private func inlined(_ formula: Expression, levels: Int) -> Expression {
        guard levels > 0, !formula.names.isDisjoint(with: formulas.keys) else { return formula }
        let next = formula.replacing { node in
            if case .name(let name) = node.kind { formulas[name] } else { nil }
        }
        // A chain of names that doubles at each step would grow without end.
        return next.size > 2000 ? formula : inlined(next, levels: levels - 1)
    }

    /// The slip made everywhere at once, then on one operand at a time: who forgets to centre X_r forgets it wherever X_r stands.
    func variants(of formula: Expression, _ misconception: Misconception) -> [Expression] {
        misconception.rewritings.flatMap { rewriting -> [Expression] in
            var places: [String] = []
            let everywhere = formula.replacing { node in
                guard let changed = made(rewriting, misconception, at: node) else { return nil }
                if !places.contains(node.source) { places.append(node.source) }
                return changed
            }
            guard places.count > 1 else { return places.isEmpty ? [] : [everywhere] }
            return [everywhere]
                + places.prefix(Self.placeLimit).map { place in
                    formula.replacing { $0.source == place ? made(rewriting, misconception, at: $0) : nil }
                }
        }
    }

    /// How many single places of one slip are tried.
    private static let placeLimit = 12

    private func made(_ rewriting: Rewriting, _ misconception: Misconception, at node: Expression) -> Expression? {
        // XᵀX is a Gram matrix, which the slips of covariances are about; 2·S is no product of matrices.
        if misconception.id.hasPrefix("product-"), case .binary(.times, let left, let right) = node.kind {
            if case .transpose = left.kind { return nil }
            if case .transpose = right.kind { return nil }
            if left.isLiteral || right.isLiteral { return nil }
        }
        return rewriting.applied(to: node, isSamples: isSamples)
    }
}

extension Expression {
    /// How many characters the expression takes.
    var size: Int { source.utf8.count }
}
