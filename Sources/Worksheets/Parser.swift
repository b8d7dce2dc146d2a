// Reads tokens into statements, one line at a time: a line with an error does not hide the ones behind it.

import ExactArithmetic
import Localization

/// A worksheet that has been read: its statements in order, and what could not be read.
public struct Worksheet: Sendable {
    public let source: String
    /// The number of the first line: 1, or where a part of a longer sheet begins.
    public let firstLine: Int
    public let statements: [Statement]
    /// In the order of their places.
    public let errors: [WorksheetError]
    /// Whether the text ends within a bracket that further lines could close.
    public let endsInsideBracket: Bool
    private let lines: [Substring]

    /// Reads a worksheet. Errors are collected, never thrown: what is right stays readable.
    public init(_ source: String, limits: WorksheetLimits = WorksheetLimits(), firstLine: Int = 1) {
        self.source = source
        self.firstLine = firstLine
        lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let lineCount = source.reduce(1) { $0 + ($1.isNewline ? 1 : 0) }
        guard lineCount <= limits.lines else {
            statements = []
            endsInsideBracket = false
            errors = [WorksheetError(.tooManyLines(limit: limits.lines), SourceSpan(line: limits.lines + 1, column: 1))]
            return
        }
        var lexer = Lexer(source, limits: limits, firstLine: firstLine)
        lexer.read()
        let broken = Set(lexer.errors.map(\.span.line))
        var parser = Parser(tokens: lexer.tokens, limits: limits, brokenLines: broken)
        parser.readAll()
        statements = parser.statements
        endsInsideBracket = parser.endsInsideBracket && lexer.errors.isEmpty
        errors = (lexer.errors + parser.errors).sorted { ($0.span.line, $0.span.column) < ($1.span.line, $1.span.column) }
    }

    /// A name in the spelling by which an evaluator knows it: `Σ_r` is `Sigma_r`.
    public static func spelling(ofName name: String) -> String { Lexer.spelling(ofName: name) }

    /// The text of one line, by its number as places give it; nil where the sheet has no such line.
    public func line(_ number: Int) -> String? {
        let index = number - firstLine
        return lines.indices.contains(index) ? String(lines[index]) : nil
    }
}

struct Parser {
    private let tokens: [Token]
    private let limits: WorksheetLimits
    /// Lines in which a word could not be read: their statements are passed over.
    private let brokenLines: Set<Int>
    private var position = 0
    private var depth = 0
    /// How many brackets of the statement at hand are open; where reading it fails, as many as were open there.
    private var openBrackets = 0
    /// Whether the last statement failed only because the text ended within a bracket.
    private(set) var endsInsideBracket = false
    private(set) var statements: [Statement] = []
    private(set) var errors: [WorksheetError] = []

    init(tokens: [Token], limits: WorksheetLimits, brokenLines: Set<Int>) {
        self.tokens = tokens
        self.limits = limits
        self.brokenLines = brokenLines
    }

    /// The token at hand; behind the last one the end stays at hand.
    private var current: Token { tokens[min(position, tokens.count - 1)] }

    private mutating func advance() -> Token {
        let token = current
        if position < tokens.count - 1 { position += 1 }
        return token
    }

    mutating func readAll() {
        while current.kind != .end {
            if current.kind == .newline {
                _ = advance()
                continue
            }
            let start = current.span
            let startPosition = position
            depth = 0
            openBrackets = 0
            do throws(WorksheetError) {
                let statement = try statement()
                guard current.kind == .newline || current.kind == .end else {
                    throw unexpected(Phrase("the end of the line", "行尾"))
                }
                if (start.line...max(start.line, tokens[max(0, position - 1)].span.line)).allSatisfy({ !brokenLines.contains($0) }
                ) {
                    statements.append(statement)
                }
            } catch {
                if !brokenLines.contains(error.span.line) { errors.append(error) }
                endsInsideBracket = current.kind == .end && openBrackets > 0
                position = startPosition
                skipLine()
            }
        }
    }

    private mutating func skipLine() {
        while current.kind != .newline, current.kind != .end { _ = advance() }
    }

    private func unexpected(_ expected: Phrase) -> WorksheetError {
        let found = current.kind == .newline || current.kind == .end ? "⏎" : current.spelling
        return WorksheetError(.unexpected(found, expected: expected), current.span)
    }

    // MARK: Statements

    private mutating func statement() throws(WorksheetError) -> Statement {
        let start = current.span
        if case .name(let name) = current.kind, position + 1 < tokens.count, tokens[position + 1].isSign("=") {
            _ = advance()
            _ = advance()
            let value = try expression()
            var stated: [Expression] = []
            while current.isSign("=") {
                _ = advance()
                stated.append(try expression())
            }
            return Statement(kind: .definition(name: name, value, stated: stated), span: start)
        }
        let left = try expression()
        guard current.isSign("==") else { return Statement(kind: .show(left), span: left.span) }
        _ = advance()
        let right = try expression()
        var tolerance: Expression?
        if current.kind == .name("within") {
            _ = advance()
            tolerance = try expression()
        }
        return Statement(kind: .claim(left, right, tolerance: tolerance), span: left.span)
    }

    // MARK: Expressions

    /// One level deeper into brackets, powers and signs; `body` may not go on without end.
    private mutating func nested<Result>(
        _ body: (inout Parser) throws(WorksheetError) -> Result
    ) throws(WorksheetError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.nesting else { throw WorksheetError(.tooDeep(limit: limits.nesting), current.span) }
        return try body(&self)
    }

    mutating func expression() throws(WorksheetError) -> Expression {
        try nested { parser throws(WorksheetError) in try parser.sum(inBracket: false) }
    }

    /// Between brackets white space separates entries: `[1 -2]` holds two numbers, `[1 - 2]` and `[1-2]` one.
    private func separatesEntries(_ token: Token) -> Bool {
        token.spaceBefore && !token.spaceAfter
    }

    private mutating func sum(inBracket: Bool) throws(WorksheetError) -> Expression {
        var left = try product(inBracket: inBracket)
        while true {
            guard current.isSign("+") || current.isSign("-") else { return left }
            if inBracket, separatesEntries(current) { return left }
            let sign = advance()
            skipNewlines(openBrackets > 0)
            let right = try product(inBracket: inBracket)
            left = Expression(.binary(sign.isSign("+") ? .plus : .minus, left, right), left.span.joined(to: right.span))
        }
    }

    private mutating func product(inBracket: Bool) throws(WorksheetError) -> Expression {
        var left = try signed(inBracket: inBracket)
        while true {
            let operation: BinaryOperator
            if current.isSign("*") {
                operation = .times
            } else if current.isSign("/") {
                operation = .divided
            } else if current.isSign(".*") {
                operation = .elementwise
            } else if !inBracket, startsFactor(current), joins(left, current) {
                // `2√3` and `2(a + b)`: a number before a root or a parenthesis multiplies it.
                let right = try signed(inBracket: inBracket)
                left = Expression(.binary(.times, left, right), left.span.joined(to: right.span))
                continue
            } else if inBracket, !current.spaceBefore, current.isSign("√"), joins(left, current) {
                let right = try signed(inBracket: inBracket)
                left = Expression(.binary(.times, left, right), left.span.joined(to: right.span))
                continue
            } else {
                return left
            }
            _ = advance()
            skipNewlines(openBrackets > 0)
            let right = try signed(inBracket: inBracket)
            left = Expression(.binary(operation, left, right), left.span.joined(to: right.span))
        }
    }

    private func startsFactor(_ token: Token) -> Bool { token.isSign("√") || token.isSign("(") }

    private func joins(_ left: Expression, _ token: Token) -> Bool {
        if case .number = left.kind { return !token.spaceBefore || token.isSign("√") }
        if case .negative(let inner) = left.kind { return joins(inner, token) }
        if case .binary(.times, _, _) = left.kind { return !token.spaceBefore && token.isSign("√") }
        return false
    }

    private mutating func signed(inBracket: Bool) throws(WorksheetError) -> Expression {
        guard current.isSign("-") || current.isSign("+") || current.isSign("√") else { return try power(inBracket: inBracket) }
        let sign = advance()
        let operand = try nested { parser throws(WorksheetError) in try parser.signed(inBracket: inBracket) }
        let span = sign.span.joined(to: operand.span)
        if sign.isSign("-") { return Expression(.negative(operand), span) }
        return sign.isSign("+") ? operand : Expression(.root(operand), span)
    }

    private mutating func power(inBracket: Bool) throws(WorksheetError) -> Expression {
        let base = try postfix(inBracket: inBracket)
        guard current.isSign("^") else { return base }
        _ = advance()
        // To the right: 2^3^2 is 2^9.
        let exponent = try nested { parser throws(WorksheetError) in try parser.signed(inBracket: inBracket) }
        return Expression(.binary(.power, base, exponent), base.span.joined(to: exponent.span))
    }

    private mutating func postfix(inBracket: Bool) throws(WorksheetError) -> Expression {
        let isParenthesised = current.isSign("(")
        var base = try primary()
        while true {
            if current.isSign("'"), !current.spaceBefore || !inBracket {
                let sign = advance()
                base = Expression(.transpose(base), base.span.joined(to: sign.span))
            } else if current.isSign("["), !current.spaceBefore, base.canBeIndexed || isParenthesised {
                base = try element(of: base)
            } else {
                return base
            }
        }
    }

    private mutating func element(of base: Expression) throws(WorksheetError) -> Expression {
        let open = advance()
        openBrackets += 1
        var indices: [Expression?] = []
        repeat {
            if !indices.isEmpty { _ = advance() }
            skipNewlines(true)
            if current.isSign(":") {
                _ = advance()
                indices.append(nil)
            } else {
                indices.append(try expression())
            }
            skipNewlines(true)
        } while current.isSign(",")
        guard current.isSign("]") else {
            throw current.kind == .newline || current.kind == .end
                ? WorksheetError(.unclosedBracket("["), open.span) : unexpected(Phrase("“]”", "“]”"))
        }
        let close = advance()
        openBrackets -= 1
        return Expression(.element(base, indices), base.span.joined(to: close.span))
    }

    private mutating func primary() throws(WorksheetError) -> Expression {
        let token = current
        switch token.kind {
        case .number(let value, let decimals):
            _ = advance()
            return Expression(.number(value, decimals: decimals), token.span)
        case .text(let text):
            _ = advance()
            return Expression(.text(text), token.span)
        case .name(let name):
            _ = advance()
            guard current.isSign("("), !current.spaceBefore else { return Expression(.name(name), token.span) }
            return try call(name, token)
        case .sign("("):
            _ = advance()
            openBrackets += 1
            skipNewlines(true)
            let inner = try expression()
            skipNewlines(true)
            guard current.isSign(")") else { throw closing(token, ")") }
            let close = advance()
            openBrackets -= 1
            return Expression(inner.kind, token.span.joined(to: close.span))
        case .sign("["):
            return try bracket()
        default:
            throw unexpected(Phrase("a number, a name or a bracket", "数字、名称或括号"))
        }
    }

    private func closing(_ open: Token, _ bracket: String) -> WorksheetError {
        current.kind == .end || current.kind == .newline
            ? WorksheetError(.unclosedBracket(open.spelling), open.span) : unexpected(Phrase(same: "“\(bracket)”"))
    }

    private mutating func call(_ name: String, _ token: Token) throws(WorksheetError) -> Expression {
        let open = advance()
        openBrackets += 1
        var arguments: [CallArgument] = []
        skipNewlines(true)
        while !current.isSign(")") {
            var label: String?
            let start = current.span
            if case .name(let word) = current.kind, position + 1 < tokens.count, tokens[position + 1].isSign(":") {
                _ = advance()
                _ = advance()
                label = word
            }
            let value = try expression()
            arguments.append(CallArgument(label: label, value: value, span: start.joined(to: value.span)))
            skipNewlines(true)
            guard current.isSign(",") else { break }
            _ = advance()
            skipNewlines(true)
        }
        guard current.isSign(")") else { throw closing(open, ")") }
        let close = advance()
        openBrackets -= 1
        return Expression(.call(name, arguments), token.span.joined(to: close.span))
    }

    // MARK: Matrices

    private mutating func skipNewlines(_ isInside: Bool) {
        guard isInside else { return }
        while current.kind == .newline { _ = advance() }
    }

    /// `[1 2; 3 4]`, `[1, 2; 3, 4]`, rows on lines of their own, or `[[1, 2], [3, 4]]`.
    private mutating func bracket() throws(WorksheetError) -> Expression {
        let open = advance()
        openBrackets += 1
        let rows = try nested { parser throws(WorksheetError) in try parser.rows(open) }
        let close = advance()
        openBrackets -= 1
        let span = open.span.joined(to: close.span)
        guard !rows.isEmpty else { throw WorksheetError(.emptyMatrix, span) }
        // [[1, 2], [3, 4]]: one row of rows.
        if rows.count == 1, rows[0].allSatisfy({ $0.isSingleRow }), rows[0].count > 0 {
            return Expression(.bracket(rows[0].map(\.singleRow)), span)
        }
        return Expression(.bracket(rows), span)
    }

    private mutating func rows(_ open: Token) throws(WorksheetError) -> [[Expression]] {
        var rows: [[Expression]] = []
        var row: [Expression] = []
        while !current.isSign("]") {
            switch current.kind {
            case .end: throw WorksheetError(.unclosedBracket("["), open.span)
            case .newline, .sign(";"):
                _ = advance()
                if !row.isEmpty { rows.append(row) }
                row = []
            case .sign(","):
                guard !row.isEmpty else { throw unexpected(Phrase("an entry", "元素")) }
                _ = advance()
            default:
                // A line that begins a statement shows that the bracket was forgotten, not that it runs on.
                if rows.count + row.count > 0, startsStatement { throw WorksheetError(.unclosedBracket("["), open.span) }
                row.append(try sum(inBracket: true))
            }
        }
        if !row.isEmpty { rows.append(row) }
        return rows
    }

    private var startsStatement: Bool {
        guard case .name = current.kind, position + 1 < tokens.count, position > 0 else { return false }
        return tokens[position - 1].kind == .newline && (tokens[position + 1].isSign("=") || tokens[position + 1].isSign("=="))
    }
}

extension Expression {
    fileprivate var canBeIndexed: Bool {
        switch kind {
        case .name, .element, .transpose, .call: true
        default: false
        }
    }

    fileprivate var isSingleRow: Bool {
        if case .bracket(let rows) = kind { rows.count == 1 } else { false }
    }

    fileprivate var singleRow: [Expression] {
        if case .bracket(let rows) = kind, let row = rows.first { row } else { [self] }
    }
}
