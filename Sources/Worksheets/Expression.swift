// What a worksheet says, as a tree: expressions, and the statements made of them.

import ExactArithmetic

/// An expression with its place.
public struct Expression: Hashable, Sendable {
    public indirect enum Kind: Hashable, Sendable {
        /// A literal number; `decimals` is how many digits were written behind the point, nil where there is no point.
        case number(Exact, decimals: Int?)
        case name(String)
        case text(String)
        /// `[1 2; 3 4]`, row by row.
        case bracket([[Expression]])
        case negative(Expression)
        case root(Expression)
        case transpose(Expression)
        case binary(BinaryOperator, Expression, Expression)
        case call(String, [CallArgument])
        /// `A[i, j]`; nil stands for `:`, all of them.
        case element(Expression, [Expression?])
    }

    public let kind: Kind
    public let span: SourceSpan

    public init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

/// An operator between two operands.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "^"
    case elementwise = ".*"

    var precedence: Int {
        switch self {
        case .plus, .minus: 1
        case .times, .divided, .elementwise: 2
        case .power: 4
        }
    }
}

/// An argument of a call: `divisor: n` or just a value.
public struct CallArgument: Hashable, Sendable {
    public let label: String?
    public let value: Expression
    public let span: SourceSpan
}

/// One statement of a worksheet.
public struct Statement: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// `name = expression`, and what a chain `name = a = b` states besides: each further value must equal the first.
        case definition(name: String, Expression, stated: [Expression])
        /// `left == right`, with the tolerance of `within` where one is given.
        case claim(Expression, Expression, tolerance: Expression?)
        /// An expression to be shown.
        case show(Expression)
    }

    public let kind: Kind
    public let span: SourceSpan

    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

extension Expression {
    /// Whether the expression is a number or a matrix of numbers as they were written.
    public var isLiteral: Bool {
        switch kind {
        case .number: true
        case .negative(let inner): inner.isLiteral
        case .bracket(let rows): rows.allSatisfy { $0.allSatisfy(\.isLiteral) }
        default: false
        }
    }
}
