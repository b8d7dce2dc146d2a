// Writes an expression as a line of the language: what is written is read back as the same tree.

import ExactArithmetic

extension Expression {
    /// The expression in the language's own spelling, with as few parentheses as it needs.
    public var source: String { text(above: 0) }

    /// How tightly the outermost operation binds; what needs no parentheses anywhere binds tightest.
    private var precedence: Int {
        switch kind {
        case .binary(let operation, _, _): operation.precedence
        case .negative, .root: 3
        case .number(let value, _): value < 0 ? 3 : value.isInteger ? 6 : decimalText == nil ? 2 : 6
        default: 6
        }
    }

    private func text(above level: Int) -> String {
        let inner = bare
        return precedence < level ? "(\(inner))" : inner
    }

    private var decimalText: String? {
        guard case .number(let value, let decimals?) = kind, decimals > 0, let ten = Exact(10).power(decimals),
            let (scaled, _) = (value * ten).rational
        else { return nil }
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    private var bare: String {
        switch kind {
        case .number(let value, _): decimalText ?? value.description
        case .name(let name): name
        case .text(let text): "\"\(text)\""
        case .bracket(let rows): "[" + rows.map { $0.map(\.entry).joined(separator: " ") }.joined(separator: "; ") + "]"
        case .negative(let inner): "-" + inner.text(above: 3)
        case .root(let inner): "√" + inner.text(above: 4)
        case .transpose(let inner): inner.text(above: 5) + "'"
        case .binary(.power, let base, let exponent): base.text(above: 5) + "^" + exponent.text(above: 5)
        case .binary(let operation, let left, let right): written(operation, left, right)
        case .call(let name, let arguments):
            name + "(" + arguments.map { ($0.label.map { "\($0): " } ?? "") + $0.value.source }.joined(separator: ", ") + ")"
        case .element(let base, let indices):
            base.text(above: 5) + "[" + indices.map { $0?.source ?? ":" }.joined(separator: ", ") + "]"
        }
    }

    private func written(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> String {
        let level = operation.precedence
        // Operators of one level group to the left.
        let second = right.text(above: level + 1)
        let isTight = operation == .times || operation == .divided
        return left.text(above: level) + (isTight ? operation.rawValue : " \(operation.rawValue) ") + second
    }

    /// An entry of a matrix: between brackets white space separates, so a sum or a product stands in parentheses.
    private var entry: String {
        switch kind {
        case .number, .name, .call, .element, .bracket, .text: source
        case .negative(let inner) where inner.isLiteral: source
        case .binary(.divided, let a, let b) where a.isLiteral && b.isLiteral: source
        default: "(\(source))"
        }
    }
}

extension Expression {
    /// Whether the value was written out: numbers joined by operators and roots, no names, no functions of the language.
    /// `3/4`, `1 + √3`, `[1/2 0.5; 1 2]` are; `mean(X)` and `2*S` are not.
    public var isWrittenOut: Bool {
        switch kind {
        case .number: true
        case .name, .text, .element: false
        case .negative(let inner), .root(let inner), .transpose(let inner): inner.isWrittenOut
        case .bracket(let rows): rows.allSatisfy { $0.allSatisfy(\.isWrittenOut) }
        case .binary(_, let left, let right): left.isWrittenOut && right.isWrittenOut
        case .call(let name, let arguments):
            ["sqrt", "exp", "log", "abs"].contains(name) && arguments.allSatisfy(\.value.isWrittenOut)
        }
    }

    /// The names that the expression uses.
    public var names: Set<String> {
        switch kind {
        case .number, .text: []
        case .name(let name): [name]
        case .negative(let inner), .root(let inner), .transpose(let inner): inner.names
        case .bracket(let rows): rows.reduce(into: []) { set, row in row.forEach { set.formUnion($0.names) } }
        case .binary(_, let left, let right): left.names.union(right.names)
        case .call(_, let arguments):
            // An option's value (`divisor: n`) is a word, not a name.
            arguments.filter { $0.label == nil }.reduce(into: []) { $0.formUnion($1.value.names) }
        case .element(let base, let indices): indices.reduce(into: base.names) { $0.formUnion($1?.names ?? []) }
        }
    }

    /// The expression with its parts put through `transform`, which sees each node before its parts; where it gives one back,
    /// that stands in the node's place and is not looked into further.
    public func replacing(_ transform: (Expression) -> Expression?) -> Expression {
        if let replaced = transform(self) { return replaced }
        let kind: Kind =
            switch self.kind {
            case .number, .name, .text: self.kind
            case .negative(let inner): .negative(inner.replacing(transform))
            case .root(let inner): .root(inner.replacing(transform))
            case .transpose(let inner): .transpose(inner.replacing(transform))
            case .bracket(let rows): .bracket(rows.map { $0.map { $0.replacing(transform) } })
            case .binary(let operation, let left, let right):
                .binary(operation, left.replacing(transform), right.replacing(transform))
            case .call(let name, let arguments):
                .call(
                    name,
                    arguments.map {
                        CallArgument(
                            label: $0.label, value: $0.label == nil ? $0.value.replacing(transform) : $0.value, span: $0.span)
                    })
            case .element(let base, let indices): .element(base.replacing(transform), indices.map { $0?.replacing(transform) })
            }
        return Expression(kind, span)
    }
}

extension Expression {
    /// The entries of a literal as they were written, row by row.
    public var entryTexts: [String] {
        if case .bracket(let rows) = kind { rows.flatMap { $0.map(\.source) } } else { [source] }
    }
}

extension Value {
    /// The value as a literal of the language: exact numbers as they are, others with `digits` significant digits.
    public func source(digits: Int = 10) -> String {
        switch self {
        case .exact(let tensor):
            Self.literal(tensor) { number in
                let text = number.description
                return number.isRational ? text : "(\(text))"
            }
        case .real(let tensor):
            Self.literal(tensor) { Exact(exactly: $0)?.decimal(significantDigits: digits) ?? "\($0)" }
        case .text(let text): "\"\(text)\""
        }
    }

    private static func literal<E>(_ tensor: Tensor<E>, _ write: (E) -> String) -> String {
        switch tensor {
        case .scalar(let value): write(value)
        case .vector(let vector): "[" + vector.elements.map(write).joined(separator: " ") + "]"
        case .matrix(let matrix):
            "["
                + (0..<matrix.rows).map { i in (0..<matrix.columns).map { write(matrix[i, $0]) }.joined(separator: " ") }
                .joined(separator: "; ") + "]"
        }
    }
}
