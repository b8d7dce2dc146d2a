// Tables of text, as people and programs write them.

import FeatureFiles
import LinearAlgebra
import TestSupport
import Testing

/// A text and the cells that it holds, two in a row.
struct TextTable: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var cells = ["1", "2.5", "-3", "4e-1"]
    var values = [1, 2.5, -3, 0.4]
}

@Suite struct TextTests {
    @Test(arguments: [
        TextTable(testDescription: "comma", text: "1,2.5\n-3,4e-1\n"),
        TextTable(testDescription: "comma and space, no end of line", text: "1, 2.5\n-3 , 4e-1"),
        TextTable(testDescription: "semicolon", text: "1;2.5\n-3;4e-1\n"),
        TextTable(testDescription: "tab", text: "1\t2.5\n-3\t4e-1\n"),
        TextTable(testDescription: "spaces", text: "  1   2.5\n -3   4e-1  \n"),
        TextTable(testDescription: "header", text: "first,second\n1,2.5\n-3,4e-1\n"),
        TextTable(testDescription: "quoted header and cells", text: "\"a, b\",\"c\"\n\"1\",2.5\n-3,\"4e-1\"\n"),
        TextTable(testDescription: "comments and empty lines", text: "# x\n\n1,2.5\n  # y\n   \n-3,4e-1\n\n"),
        TextTable(testDescription: "Windows", text: "\u{FEFF}a;b\r\n1;2.5\r\n-3;4e-1\r\n"),
        TextTable(testDescription: "old Mac", text: "1,2.5\r-3,4e-1\r"),
        TextTable(
            testDescription: "fractions", text: "1/4,-2/3\n.5,+1E2\n", cells: ["1/4", "-2/3", ".5", "+1E2"],
            values: [0.25, -2.0 / 3, 0.5, 100]),
    ])
    func table(_ table: TextTable) throws {
        let folder = try TemporaryFolder()
        let reader = try samples(try folder.write(Array(table.text.utf8), to: "x.csv"))
        #expect(reader.textCells == Matrix(rows: 2, columns: 2, elements: table.cells))
        #expect(try reader.readAll() == Matrix(rows: 2, columns: 2, elements: table.values))
        #expect(try rows(of: reader, by: 1) == table.values)
        var other = reader
        var row = [0.0, 0]
        try row.withUnsafeMutableBufferPointer { try other.read(rows: 1..<2, into: $0) }
        #expect(row == Array(table.values[2...]))
    }

    @Test func oneColumnAndOneRow() throws {
        let folder = try TemporaryFolder()
        #expect(try samples(try folder.write(Array("1\n2\n3\n".utf8), to: "x.txt")).columns == 1)
        #expect(try samples(try folder.write(Array("1 2 3\n".utf8), to: "x.txt")).columns == 3)
    }
}
