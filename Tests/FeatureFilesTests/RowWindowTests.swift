// Parts of the rows of files: every form of storage, the numbers of rows in errors, files that shrink while they are read.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct RowWindowTests {
    private let values = Matrix<Double>.random(rows: 23, columns: 4, seed: 5)

    private func read(_ window: RowWindow, blocks: Int) throws -> [Double] {
        var window = window
        var block = [Double](repeating: 0, count: blocks * window.columns)
        var result: [Double] = []
        while true {
            let count = try block.withUnsafeMutableBufferPointer { try window.read(into: $0, maximumRows: blocks) }
            guard count > 0 else { return result }
            result += block[..<(count * window.columns)]
        }
    }

    private func reader(_ path: String) throws -> RowReader {
        guard case .samples(let reader) = try FeatureFile.open(path) else { throw FeatureFileError.notFound(file: path) }
        return reader
    }

    @Test(arguments: ["C order", "Fortran order", "stored member", "deflated member"])
    func `windows read their rows and no others`(form: String) throws {
        let folder = try TemporaryFolder()
        let plain = npy([23, 4], values.elements)
        let columns = (0..<4).flatMap { column in (0..<23).map { values[$0, column] } }
        let path =
            switch form {
            case "Fortran order":
                try folder.write(npy("<f8", "(23, 4)", fortran: true, data: encoded(columns)), to: "x.npy")
            case "stored member": try folder.write(Zip([.init(name: "x.npy", content: plain)]).bytes, to: "x.npz")
            case "deflated member":
                try folder.write(Zip([.init(name: "x.npy", content: plain, isDeflated: true)]).bytes, to: "x.npz")
            default: try folder.write(plain, to: "x.npy")
            }
        let reader = try reader(path)
        for range in [0..<23, 0..<1, 22..<23, 7..<16, 5..<5] {
            for blocks in [1, 3, 40] {
                let expected = Array(values.elements[range.lowerBound * 4..<range.upperBound * 4])
                #expect(try read(RowWindow(reader, rows: range), blocks: blocks) == expected, "\(form) \(range) by \(blocks)")
            }
        }
    }

    @Test func `the windows of several files are their rows in order`() throws {
        let folder = try TemporaryFolder()
        let cuts = [0, 9, 10, 23]
        let readers = try (0..<3).map { index in
            let part = values.rows(cuts[index]..<cuts[index + 1])
            return try reader(folder.write(npy([part.rows, 4], part.elements), to: "\(index).npy"))
        }
        let pool = try PooledRows(readers)
        #expect(pool.rows == 23)
        #expect(try pool.readAll() == values)
        for count in 1...23 {
            let joined = try (1...count).flatMap { index -> [Double] in
                let shard = try ShardSpec("\(index)/\(count)")
                return try pool.windows(of: shard.rows(of: 23)).flatMap { try read($0, blocks: 2) }
            }
            #expect(joined == values.elements, "\(count) shards")
        }
    }

    @Test func `the identity of a set is that of its rows, not of its names`() throws {
        let folder = try TemporaryFolder()
        let bytes = npy([23, 4], values.elements)
        let a = try PooledRows([reader(folder.write(bytes, to: "a.npy"))])
        #expect(try a.identity() == PooledRows([reader(folder.write(bytes, to: "b.npy"))]).identity())
        for (name, change) in [("first", 0), ("last", 91)] {
            var other = values.elements
            other[change] += 1
            let path = try folder.write(npy([23, 4], other), to: "\(name).npy")
            #expect(try a.identity() != PooledRows([reader(path)]).identity(), "\(name) row")
        }
        let cut = try folder.write(npy([22, 4], Array(values.elements[..<88])), to: "cut.npy")
        #expect(try a.identity() != PooledRows([reader(cut)]).identity())
    }

    @Test func `files of different numbers of features`() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write(npy([1, 4], [1, 2, 3, 4]), to: "a.npy")
        let b = try folder.write(npy([1, 3], [1, 2, 3]), to: "b.npy")
        let sentence = folder.sentence { try PooledRows([reader(a), reader(b)]) }
        #expect(
            sentence
                == Sentence(
                    english:
                        "b.npy has 3 features and a.npy has 4: files of one set come from the same layer of the same network",
                    chinese: "b.npy 有 3 维特征，而 a.npy 有 4 维：同一组的文件必须来自同一网络的同一层"))
    }

    @Test func `a number that is not finite is named by its row in the file`() throws {
        let folder = try TemporaryFolder()
        var elements = values.elements
        elements[17 * 4 + 2] = .nan
        let path = try folder.write(npy([23, 4], elements), to: "x.npy")
        let window = RowWindow(try reader(path), rows: 15..<20)
        #expect(folder.sentence { try read(window, blocks: 2) }.english.hasPrefix("x.npy holds NaN in row 18, column 3:"))
        #expect(try read(RowWindow(reader(path), rows: 0..<17), blocks: 4).count == 68, "other shards do not meet it")
    }

    @Test func `a file that shrinks while it is read`() throws {
        let folder = try TemporaryFolder()
        let bytes = npy([23, 4], values.elements)
        let path = try folder.write(bytes, to: "x.npy")
        for range in [0..<23, 10..<20] {
            try folder.write(bytes, to: "x.npy")
            var window = RowWindow(try reader(path), rows: range)
            var block = [Double](repeating: 0, count: 8)
            #expect(try block.withUnsafeMutableBufferPointer { try window.read(into: $0, maximumRows: 2) } == 2)
            // The file on the disk loses its end behind the reader's back.
            #expect(truncate(path, off_t(bytes.count - 14 * 32)) == 0)
            let rest = window
            #expect(
                folder.sentence { try read(rest, blocks: 30) }.english.hasPrefix("x.npy became shorter while it was read ("),
                "\(range)")
        }
    }
}
