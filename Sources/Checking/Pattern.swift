// Patterns of the worksheet language: `tr(sqrtm(A))` matches any call of that shape, whatever stands for A.

import Worksheets

/// An expression whose names stand for any expression.
struct Pattern: Sendable {
    let expression: Expression

    /// Reads a pattern. The patterns of the catalogue are literals of this room; the tests read every one of them.
    init?(_ source: String) {
        guard let expression = Expression(source: source) else { return nil }
        self.expression = expression
    }

    /// What each name of the pattern stands for where `candidate` has its shape; nil where it has not.
    func match(_ candidate: Expression) -> [String: Expression]? {
        var bindings: [String: Expression] = [:]
        return Self.match(expression, candidate, &bindings) ? bindings : nil
    }

    /// The pattern with its names replaced by what they stand for.
    func filled(with bindings: [String: Expression]) -> Expression {
        expression.replacing { node in
            if case .name(let name) = node.kind { bindings[name] } else { nil }
        }
    }

    private static func match(_ pattern: Expression, _ candidate: Expression, _ bindings: inout [String: Expression]) -> Bool {
        switch (pattern.kind, candidate.kind) {
        case (.name(let name), _):
            if let bound = bindings[name] { return bound.source == candidate.source }
            bindings[name] = candidate
            return true
        case (.number(let a, _), .number(let b, _)): return a == b
        case (.negative(let a), .negative(let b)), (.root(let a), .root(let b)), (.transpose(let a), .transpose(let b)):
            return match(a, b, &bindings)
        case (.binary(let first, let a, let b), .binary(let second, let c, let d)):
            return first == second && match(a, c, &bindings) && match(b, d, &bindings)
        case (.call(let first, let a), .call(let second, let b)):
            guard first == second, a.count == b.count else { return false }
            for (left, right) in zip(a, b) {
                guard left.label == right.label else { return false }
                // An option is a word: it stands for itself.
                if left.label != nil {
                    guard left.value.source == right.value.source else { return false }
                } else if !match(left.value, right.value, &bindings) {
                    return false
                }
            }
            return true
        default: return false
        }
    }
}

extension Expression {
    /// Reads one expression; nil where the text is not exactly that.
    public init?(source: String, limits: WorksheetLimits = WorksheetLimits()) {
        let sheet = Worksheet(source, limits: limits)
        guard sheet.errors.isEmpty, sheet.statements.count == 1, case .show(let expression)? = sheet.statements.first?.kind else {
            return nil
        }
        self = expression
    }
}
