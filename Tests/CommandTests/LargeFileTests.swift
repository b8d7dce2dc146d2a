// A number that is not finite in the middle of a 400 MB file: row and column named, by the whole run and by the shard that meets it.

import Foundation
import Testing

@Suite struct LargeFileTests {
    @Test func `NaN in the middle of a 400 MB file`() throws {
        let scratch = try Scratch()
        let (rows, columns) = (25_000, 2048)
        let header = NPY.header("{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }")
        let path = try scratch.write("x.npy", header)
        // All zeros, and one NaN: a file with a hole takes no room on the disk.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(header.count + rows * columns * 8))
        let (row, column) = (12_345, 678)
        try file.seek(toOffset: UInt64(header.count + ((row - 1) * columns + column - 1) * 8))
        try file.write(contentsOf: withUnsafeBytes(of: Double.nan.bitPattern.littleEndian) { Data($0) })
        try file.close()
        let sentence =
            "fid: \(path) holds NaN in row 12345, column 678: find out where it came from and extract the features again\n"
        for arguments in [["compute", path, path], ["stats", path, "--shard", "25/50", "-o", scratch.path("s.npz")]] {
            let run = try Command.run(arguments)
            #expect(run.code == 2 && run.output == "")
            #expect(run.errors == sentence)
        }
        #expect(try scratch.contents() == ["x.npy"])
    }
}
