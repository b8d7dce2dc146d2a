// Places in a worksheet: lines and columns, counted from 1 as an editor counts them.

/// A stretch of one line of a worksheet.
public struct SourceSpan: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The first column, from 1, in characters.
    public let column: Int
    /// How many characters; at least 1.
    public let length: Int

    public init(line: Int, column: Int, length: Int = 1) {
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// The stretch from the beginning of this to the end of `other`, where both are on one line; this one otherwise.
    func joined(to other: SourceSpan) -> SourceSpan {
        guard other.line == line, other.column >= column else { return self }
        return SourceSpan(line: line, column: column, length: other.column + other.length - column)
    }
}

/// The limits of one worksheet: homework comes from outside.
public struct WorksheetLimits: Hashable, Sendable {
    /// Lines of a sheet.
    public var lines = 10_000
    /// Elements of exact values, in all.
    public var exactElements = 1_000_000
    /// Elements of values in double precision, in all; 20 million take 160 MB.
    public var realElements = 20_000_000
    /// Elements of a loaded table of text that stay exact: what a person would work out by hand, with room.
    public var exactLoadedElements = 4_096
    /// Columns of such a table: exact eigenvalues of more would take minutes.
    public var exactLoadedColumns = 12
    /// Characters of one text.
    public var textLength = 1_000
    /// Brackets within brackets.
    public var nesting = 256
    /// Decimal digits of one integer in an exact number.
    public var digits = 20_000

    public init() {}
}

extension String {
    /// The lines as an editor counts them: CRLF is one end of a line.
    public var sourceLines: [Substring] { split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }
}
