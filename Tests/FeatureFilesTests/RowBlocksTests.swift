// Feature files as sources of row blocks: any rows in any order, and what is wrong with them named.

import FeatureFiles
import LinearAlgebra
import TestSupport
import Testing

@Suite struct RowBlocksTests {
    private func reader(_ path: String) throws -> RowReader {
        guard case .samples(let reader) = try FeatureFile.open(path) else { throw FeatureFileError.empty(file: path) }
        return reader
    }

    @Test(arguments: [StoredPrecision.float16, .float32, .float64])
    func `blocks and single rows are those of the whole, and the reader stays where it is`(precision: StoredPrecision) throws {
        let folder = try TemporaryFolder()
        let matrix = Matrix<Double>(rows: 30, columns: 4) { Double($0) + Double($1) / 4 }
        try NPYWriter.write(matrix, to: folder.file("x.npy"), precision: precision)
        var reader = try reader(folder.file("x.npy"))
        #expect(reader.wholeMatrix == nil)
        #expect(try reader.block(7..<19) == matrix.rows(7..<19))
        #expect(try reader.block(5..<5).rows == 0)
        #expect(try reader.gathered([29, 3, 3, 0]) == matrix.gathered([29, 3, 3, 0]))
        #expect(reader.position == 0)
        #expect(try reader.readAll() == matrix)
    }

    @Test func `column by column, and as text`() throws {
        let folder = try TemporaryFolder()
        let matrix = Matrix<Double>(rows: 6, columns: 3) { Double(10 * $0 + $1) }
        let columns = (0..<3).flatMap { j in (0..<6).map { matrix[$0, j] } }
        try folder.write(npy("<f8", "(6, 3)", fortran: true, data: encoded(columns)), to: "f.npy")
        let text = (0..<6).map { i in matrix.row(i).map { "\($0)" }.elements.joined(separator: ",") }.joined(separator: "\n")
        try folder.write(Array(text.utf8), to: "t.csv")
        for name in ["f.npy", "t.csv"] {
            var reader = try reader(folder.file(name))
            #expect(try reader.block(2..<5) == matrix.rows(2..<5), "\(name)")
            #expect(try reader.gathered([5, 1]) == matrix.gathered([5, 1]), "\(name)")
        }
    }

    @Test func `several files are one source, and each row tells where it lies`() throws {
        let folder = try TemporaryFolder()
        let matrix = Matrix<Double>(rows: 12, columns: 3) { Double(10 * $0 + $1) }
        let cuts = [0, 5, 6, 12]
        let readers = try (0..<3).map { index -> RowReader in
            try NPYWriter.write(matrix.rows(cuts[index]..<cuts[index + 1]), to: folder.file("\(index).npy"))
            return try reader(folder.file("\(index).npy"))
        }
        var rows = try PooledRows(readers)
        for lower in 0...12 {
            for upper in lower...12 {
                #expect(try rows.block(lower..<upper) == matrix.rows(lower..<upper), "\(lower)..<\(upper)")
            }
        }
        #expect(try rows.gathered([11, 5, 0, 6]) == matrix.gathered([11, 5, 0, 6]))
        #expect((0..<12).map { rows.place(of: $0).file } == [0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2])
        #expect((0..<12).map { rows.place(of: $0).row } == [0, 1, 2, 3, 4, 0, 0, 1, 2, 3, 4, 5])
        #expect(rows.readers[0].bytesPerRow == 12)
        try folder.write(Array("1,2,3\n".utf8), to: "t.csv")
        #expect(try reader(folder.file("t.csv")).bytesPerRow == nil)
    }

    @Test func `a NaN is named by row and column, in a block or alone`() throws {
        let folder = try TemporaryFolder()
        var values = [Double](repeating: 1, count: 40)
        values[4 * 7 + 2] = .nan
        try folder.write(npy([10, 4], values), to: "x.npy")
        var reader = try reader(folder.file("x.npy"))
        #expect(try reader.block(0..<7).rows == 7)
        let said = "x.npy holds NaN in row 8, column 3: find out where it came from and extract the features again"
        #expect(folder.sentence { try reader.block(3..<10) }.english == said)
        #expect(folder.sentence { try reader.gathered([9, 7]) }.english == said)
    }
}
