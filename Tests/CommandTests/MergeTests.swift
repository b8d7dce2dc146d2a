// `fid merge`: any sharding in any order is the whole; what does not belong together is refused by name.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct MergeTests {
    private static let (rows, columns) = (60, 5)

    /// Samples about a mean that is large beside their spread: what loses digits without centring.
    private static func samples(seed: Int, rows: Int = rows, columns: Int = columns) -> Matrix<Double> {
        Matrix.random(rows: rows, columns: columns, seed: seed, offset: 100)
    }

    private static func write(_ scratch: Scratch, _ name: String, _ samples: Matrix<Double>) throws -> String {
        try scratch.write(name, NPY.doubles(samples.elements, shape: "(\(samples.rows), \(samples.columns))"))
    }

    private func statistics(_ path: String) throws -> StoredStatistics {
        guard case .statistics(let statistics) = try FeatureFile.open(path) else { throw FeatureFileError.notFound(file: path) }
        return statistics
    }

    private func distance(_ a: String, _ b: String) throws -> Double {
        struct Record: Decodable { let frechetInceptionDistance: Double }
        let run = try Command.run(["compute", a, b, "--json", "--no-split"])
        #expect(run.code == 0, "\(run.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Record.self, from: Data(run.output.utf8)).frechetInceptionDistance
    }

    private func expectSame(_ path: String, _ whole: StoredStatistics, _ comment: String) throws {
        let merged = try statistics(path)
        #expect(merged.count == whole.count, "\(comment)")
        #expect(zip(merged.mean, whole.mean).allSatisfy { isClose($0, $1, relative: 1e-14) }, "\(comment)")
        let (a, b) = (try #require(merged.scatter), try #require(whole.scatter))
        let scale = b.elements.map(abs).max() ?? 0
        #expect(largestDifference(a, b) <= 1e-12 * scale, "\(comment)")
        #expect(merged.parts == whole.parts, "\(comment): the whole is known as the whole")
    }

    @Test(arguments: [1, 2, 3])
    func `any sharding in any order is the whole`(seed: Int) throws {
        let scratch = try Scratch()
        var generator = SeededGenerator(seed: seed)
        let path = try Self.write(scratch, "x.npy", Self.samples(seed: seed))
        let other = try Self.write(scratch, "y.npy", Self.samples(seed: seed + 100))
        let wholePath = scratch.path("whole.npz")
        #expect(try Command.run(["stats", path, "-o", wholePath]).code == 0)
        let whole = try statistics(wholePath)
        let expected = try distance(path, other)
        let count = [2, 7, Self.rows][seed - 1]
        let shards = try (1...count).map { (index: Int) throws -> String in
            let target = scratch.path("s\(index).npz")
            #expect(try Command.run(["stats", path, "--shard", "\(index)/\(count)", "-o", target]).code == 0)
            return target
        }
        var first: Data?
        for round in 0..<3 {
            let merged = scratch.path("m.npz")
            let run = try Command.run(["merge"] + shards.shuffled(using: &generator) + ["-o", merged])
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.output == "\(merged): 60 samples of 5 features, merged from \(count) files\n")
            try expectSame(merged, whole, "seed \(seed) round \(round)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: merged))
            #expect(first == nil || first == bytes, "the order changes no bit")
            first = bytes
            #expect(isClose(try distance(merged, other), expected, relative: 1e-12))
        }
        // In two steps, as nodes would do it.
        let mixed = shards.shuffled(using: &generator)
        let half = count / 2
        for (name, part) in [("a", mixed[..<half]), ("b", mixed[half...])] {
            let run = try Command.run(["merge"] + part + ["--partial", "-o", scratch.path("\(name).npz")])
            #expect(run.code == 0 && run.output.hasSuffix("; shards are missing\n"), "\(run.errors)\(run.output)")
        }
        let twice = scratch.path("twice.npz")
        #expect(try Command.run(["merge", scratch.path("b.npz"), scratch.path("a.npz"), "-o", twice]).code == 0)
        try expectSame(twice, whole, "merged merges, seed \(seed)")
    }

    @Test func `folders of features and of statistics are sets`() throws {
        let scratch = try Scratch()
        for folder in ["features", "statistics"] {
            try FileManager.default.createDirectory(at: scratch.url.appending(path: folder), withIntermediateDirectories: true)
        }
        let samples = Self.samples(seed: 8)
        let cuts = [0, 11, 12, 60]
        for index in 0..<3 { _ = try Self.write(scratch, "features/\(index).npy", samples.rows(cuts[index]..<cuts[index + 1])) }
        _ = try scratch.write("features/notes.txt", "not features\n")
        let whole = try Self.write(scratch, "x.npy", samples)
        let other = try Self.write(scratch, "y.npy", Self.samples(seed: 9))
        let expected = try distance(whole, other)
        #expect(isClose(try distance(scratch.path("features"), other), expected, relative: 1e-12))
        let scores = [
            "project", scratch.path("features"), other, "--axes", "2", "-o", scratch.path("z.npz"), "--precision", "float64",
        ]
        #expect(try Command.run(scores).code == 0)
        guard case .samples(let reader) = try FeatureFile.open(scratch.path("z.npz") + ":features") else {
            throw CancellationError()
        }
        #expect(reader.rows == 60 && reader.columns == 2, "a folder is one set of scores")
        // The shards of a folder, cut where no file ends.
        for index in 1...4 {
            let output = scratch.path("statistics/{shard}.npz")
            #expect(try Command.run(["stats", scratch.path("features"), "--shard", "\(index)/4", "-o", output]).code == 0)
        }
        #expect(isClose(try distance(scratch.path("statistics"), other), expected, relative: 1e-12))
        #expect(try Command.run(["merge", scratch.path("statistics"), "-o", scratch.path("m.npz")]).code == 0)
        #expect(isClose(try distance(scratch.path("m.npz"), other), expected, relative: 1e-12))

        try FileManager.default.removeItem(atPath: scratch.path("statistics/2-of-4.npz"))
        let run = try Command.run(["compute", scratch.path("statistics"), other])
        #expect(run.code == 2)
        #expect(
            run.errors.hasPrefix("fid: shard 2 of 4 is missing beside \(scratch.path("statistics"))/1-of-4.npz, "),
            "\(run.errors)")
        try FileManager.default.copyItem(atPath: whole, toPath: scratch.path("statistics/x.npy"))
        let mixed = try Command.run(["compute", scratch.path("statistics"), other])
        #expect(mixed.code == 2 && mixed.errors.contains("holds both samples ("), "\(mixed.errors)")
    }

    @Test func `a folder of more files than may be open by default`() throws {
        let scratch = try Scratch()
        let samples = Self.samples(seed: 10, rows: 600, columns: 2)
        for row in 0..<600 { _ = try Self.write(scratch, "\(row).npy", samples.rows(row..<row + 1)) }
        let run = try Command.shell("ulimit -Sn 256; \"$FID\" stats '\(scratch.url.path)' -o '\(scratch.path("s.npz"))'")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output == "\(scratch.path("s.npz")): 600 samples of 2 features\n")
    }

    /// Files that do not merge, made in a scratch folder that holds x.npy and its shards 1.npz, 2.npz, 3.npz of 3.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let make: @Sendable (Scratch) throws -> [String]
        /// The sentence, the folder's path left out.
        let says: String

        init(_ name: String, says: String, _ make: @escaping @Sendable (Scratch) throws -> [String]) {
            testDescription = name
            self.make = make
            self.says = says
        }
    }

    private static func stats(_ scratch: Scratch, _ arguments: [String], to name: String) throws {
        let run = try Command.run(["stats"] + arguments + ["-o", scratch.path(name)])
        #expect(run.code == 0, "\(run.errors)")
    }

    static let refusals: [Refusal] = [
        Refusal(
            "a missing shard",
            says:
                "shard 2 of 3 is missing beside 1.npz, 3.npz: compute it with fid stats --shard 2/3, or merge what is there by fid merge --partial"
        ) { _ in ["3.npz", "1.npz"] },
        Refusal(
            "two missing shards",
            says:
                "shards 1, 3 of 3 are missing beside 2.npz: compute them with fid stats --shard 1/3, or merge what is there by fid merge --partial"
        ) { _ in ["2.npz"] },
        Refusal("a shard twice", says: "2.npz and copy.npz both hold shard 2 of 3: leave one of them out") { scratch in
            try FileManager.default.copyItem(atPath: scratch.path("2.npz"), toPath: scratch.path("copy.npz"))
            return ["1.npz", "2.npz", "3.npz", "copy.npz"]
        },
        Refusal("the same file twice", says: "2.npz and 2.npz both hold shard 2 of 3: leave one of them out") { _ in
            ["1.npz", "2.npz", "2.npz", "3.npz"]
        },
        Refusal("a shard that a merge holds", says: "m.npz and 2.npz both hold shard 2 of 3: leave one of them out") { scratch in
            _ = try Command.run(["merge", "1.npz", "2.npz", "--partial", "-o", "m.npz"], in: scratch.url)
            return ["m.npz", "3.npz", "2.npz"]
        },
        Refusal("a shard that the whole holds", says: "whole.npz and 2.npz are of the same samples: leave one of them out") {
            try stats($0, [$0.path("x.npy")], to: "whole.npz")
            return ["whole.npz", "2.npz"]
        },
        Refusal("the whole twice", says: "whole.npz and again.npz are of the same samples: leave one of them out") {
            try stats($0, [$0.path("x.npy")], to: "whole.npz")
            try stats($0, [$0.path("x.npy")], to: "again.npz")
            return ["whole.npz", "again.npz"]
        },
        Refusal(
            "two splittings",
            says:
                "1.npz is of a set split into 3 shards and of2.npz of the same set split into 2: merge shards of one splitting"
        ) {
            try stats($0, [$0.path("x.npy"), "--shard", "2/2"], to: "of2.npz")
            return ["1.npz", "of2.npz"]
        },
        Refusal(
            "a shard of other data",
            says: "other.npz is shard 2 of 3 of other data than 1.npz: make all shards from the same files in the same order"
        ) {
            let other = try write($0, "other.npy", samples(seed: 78))
            try stats($0, [other, "--shard", "2/3"], to: "other.npz")
            return ["1.npz", "other.npz", "3.npz"]
        },
        Refusal(
            "other numbers of features", says: "wide.npz has 6 features and 1.npz has 5: shards of one set have the same"
        ) {
            let wide = try write($0, "wide.npy", samples(seed: 78, columns: 6))
            try stats($0, [wide, "--shard", "2/3"], to: "wide.npz")
            return ["1.npz", "wide.npz", "3.npz"]
        },
        Refusal(
            "statistics of another program",
            says:
                "f.npz does not tell of how many samples it is, and merging weighs by that: write it again with fid stats, or add the number, numpy.savez(path, mu=mu, sigma=sigma, count=n)"
        ) {
            let mu = NPY.doubles([1, 2, 3, 4, 5], shape: "(5,)")
            let sigma = NPY.doubles((0..<25).map { $0 % 6 == 0 ? 1 : 0 }, shape: "(5, 5)")
            _ = try $0.write("f.npz", Zip.stored([("mu.npy", mu), ("sigma.npy", sigma)]))
            return ["1.npz", "f.npz"]
        },
        Refusal(
            "samples", says: "x.npy holds samples, and statistics are merged: run fid stats on all sample files together"
        ) { _ in ["x.npy", "1.npz"] },
        Refusal(
            "a compact file in half precision",
            says:
                "c.npz keeps a factor rounded to float16, so that a merge could not equal the whole to 1e-12: write it again without --compact, or with --precision float64"
        ) {
            try stats($0, [$0.path("x.npy"), "--compact"], to: "c.npz")
            return ["c.npz"]
        },
        Refusal(
            "a file cut short",
            says: "2.npz is a cut-off archive, for the directory at its end is missing: copy or write it again"
        ) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: $0.path("2.npz")))
            _ = try $0.write("2.npz", Array(bytes.prefix(bytes.count / 2)))
            return ["1.npz", "2.npz", "3.npz"]
        },
        Refusal(
            "an empty file",
            says: "2.npz is empty (0 bytes): what should have written it did not finish, so write it again"
        ) {
            _ = try $0.write("2.npz", [UInt8]())
            return ["1.npz", "2.npz", "3.npz"]
        },
        Refusal(
            "a file that is something else",
            says: "2.npz is a JPEG image, not features: pass the features that a network extracted from the images"
        ) {
            _ = try $0.write("2.npz", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3, 4, 5, 6, 7])
            return ["1.npz", "2.npz", "3.npz"]
        },
        Refusal("a file that is not there", says: "4.npz does not exist: check the path") { _ in ["1.npz", "4.npz"] },
    ]

    @Test(arguments: refusals)
    func `what does not merge is named, and nothing is written`(refusal: Refusal) throws {
        let scratch = try Scratch()
        let path = try Self.write(scratch, "x.npy", Self.samples(seed: 77))
        for index in 1...3 { try Self.stats(scratch, [path, "--shard", "\(index)/3"], to: "\(index).npz") }
        let files = try refusal.make(scratch)
        let before = try scratch.contents()
        let run = try Command.run(["merge"] + files + ["-o", "out.npz"], in: scratch.url)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.errors == "fid: \(refusal.says)\n")
        #expect(try scratch.contents() == before)
        let chinese = try Command.run(["merge"] + files + ["-o", "out.npz", "--lang", "zh"], in: scratch.url)
        #expect(chinese.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese.errors)")
    }

    @Test(arguments: ["1.npz", "2.npz", "3.npz"])
    func `a shard that was damaged on its way is named`(name: String) throws {
        let scratch = try Scratch()
        let path = try Self.write(scratch, "x.npy", Self.samples(seed: 12))
        for index in 1...3 { try Self.stats(scratch, [path, "--shard", "\(index)/3"], to: "\(index).npz") }
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path(name))))
        // The scatter is the largest member: in the middle of the file lies a number of it.
        bytes[bytes.count / 2] ^= 0x40
        _ = try scratch.write(name, bytes)
        let before = try scratch.contents()
        let run = try Command.run(["merge", "3.npz", "1.npz", "2.npz", "-o", "m.npz"], in: scratch.url)
        #expect(run.code == 2 && run.output == "")
        #expect(run.errors.contains(/^fid: \S*[0-9]\.npz:?\w*.*CRC-32.*\n$/) && run.errors.contains(name), "\(run.errors)")
        #expect(try scratch.contents() == before)
    }

    @Test func `whole sets unite, in any form that keeps all digits`() throws {
        let scratch = try Scratch()
        let (a, b) = (Self.samples(seed: 4), Self.samples(seed: 5))
        let paths = [try Self.write(scratch, "a.npy", a), try Self.write(scratch, "b.npy", b)]
        try Self.stats(scratch, paths, to: "both.npz")
        try Self.stats(scratch, [paths[0]], to: "a.npz")
        try Self.stats(scratch, [paths[1], "--compact", "--precision", "float64"], to: "b.npz")
        #expect(try Command.run(["merge", "b.npz", "a.npz", "-o", "m.npz"], in: scratch.url).code == 0)
        let (merged, both) = (try statistics(scratch.path("m.npz")), try statistics(scratch.path("both.npz")))
        #expect(merged.count == 120)
        #expect(largestDifference(try #require(merged.scatter), try #require(both.scatter)) < 1e-10)
        // The statistics of another program that tells its count.
        let sigma = try #require(both.covariance)
        let foreign = Zip.stored([
            ("mu.npy", NPY.doubles(both.mean.elements, shape: "(5,)")),
            ("sigma.npy", NPY.doubles(sigma.elements, shape: "(5, 5)")),
            ("count.npy", NPY.doubles([120], shape: "()")),
        ])
        _ = try scratch.write("foreign.npz", foreign)
        _ = try Self.write(scratch, "c.npy", Self.samples(seed: 6))
        try Self.stats(scratch, [scratch.path("c.npy")], to: "c.npz")
        #expect(try Command.run(["merge", "foreign.npz", "c.npz", "-o", "f.npz"], in: scratch.url).code == 0)
        try Self.stats(scratch, paths + [scratch.path("c.npy")], to: "all.npz")
        let (f, all) = (try statistics(scratch.path("f.npz")), try statistics(scratch.path("all.npz")))
        #expect(largestDifference(try #require(f.scatter), try #require(all.scatter)) < 1e-10)
    }

    @Test func `a shard alone is computed with a word of warning`() throws {
        let scratch = try Scratch()
        let path = try Self.write(scratch, "x.npy", Self.samples(seed: 7))
        try Self.stats(scratch, [path, "--shard", "2/3"], to: "2.npz")
        let run = try Command.run(["compute", "2.npz", "x.npy"], in: scratch.url)
        #expect(run.code == 0)
        #expect(run.errors == "fid: 2.npz: only shard 2 of 3, not the whole set\n")
    }

    @Test(arguments: ["no/such/folder/m.npz", "."])
    func `an output that cannot be written`(name: String) throws {
        let scratch = try Scratch()
        let path = try Self.write(scratch, "x.npy", Self.samples(seed: 7))
        try Self.stats(scratch, [path], to: "x.npz")
        let run = try Command.run(["merge", "x.npz", "-o", name], in: scratch.url)
        #expect(run.code == 2 && run.output == "" && run.errors.hasPrefix("fid: \(name) "), "\(run.errors)")
        #expect(try scratch.contents() == ["x.npy", "x.npz"])
    }
}
