// `fid compute`: the number, its JSON, its notes, and the agreement of every form of input.

import Foundation
import TestSupport
import Testing

private struct Record: Decodable {
    let frechetInceptionDistance, meanTerm, traceTerm: Double
    let spectrumMismatch, misalignment: Double?
    let count: [Int?]
    let rank: [Int?]
    let dimension: Int
    let route: String
    let verification: [String: Double]?

    init(_ run: Run) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Record.self, from: Data(run.output.utf8))
    }
}

@Suite struct ComputeTests {
    static let toy = ["examples/toy/real.csv", "examples/toy/generated.csv"]

    @Test func `the toy is 1 in floating point`() throws {
        let run = try Command.run(["compute"] + Self.toy + ["--json"])
        #expect(run.code == 0)
        let record = try Record(run)
        #expect(abs(record.frechetInceptionDistance - 1) < 1e-14)
        #expect(abs(record.meanTerm - 0.5) < 1e-15)
        #expect(abs(record.traceTerm - 0.5) < 1e-14)
        #expect(record.count == [2, 2])
        #expect(record.rank == [1, 1])
        #expect(record.dimension == 3)
        #expect(record.route == "crossGram")
        let mismatch = try #require(record.spectrumMismatch)
        #expect(abs(mismatch - (4.5 - 3 * 2.0.squareRoot())) < 1e-14)
    }

    @Test func `with divisor n it is 3/4`() throws {
        let record = try Record(try Command.run(["compute"] + Self.toy + ["--json", "--divisor", "n"]))
        #expect(abs(record.frechetInceptionDistance - 0.75) < 1e-14)
    }

    @Test(arguments: ["automatic", "crossGram", "pivotedCholesky", "matrixRoot"])
    func `each route`(route: String) throws {
        let record = try Record(try Command.run(["compute"] + Self.toy + ["--json", "--route", route, "--verify"]))
        #expect(abs(record.frechetInceptionDistance - 1) < 1e-14)
        #expect((record.verification?["difference"] ?? 1) < 1e-14)
    }

    @Test func `statistics written by fid give the same, whole and compact`() throws {
        let scratch = try Scratch()
        for (index, file) in Self.toy.enumerated() {
            #expect(try Command.run(["stats", file, "-o", scratch.path("\(index).npz")]).code == 0)
            let compact = ["stats", file, "--compact", "--precision", "float64", "-o", scratch.path("c\(index).npz")]
            #expect(try Command.run(compact).code == 0)
        }
        for names in [["0.npz", "1.npz"], ["c0.npz", "c1.npz"], ["0.npz", "c1.npz"]] {
            let run = try Command.run(["compute"] + names.map { scratch.path($0) } + ["--json"])
            #expect(run.errors == "")
            #expect(abs(try Record(run).frechetInceptionDistance - 1) < 1e-13, "\(names)")
        }
        #expect(try scratch.contents() == ["0.npz", "1.npz", "c0.npz", "c1.npz"])
    }

    @Test func `several files are one set`() throws {
        let scratch = try Scratch()
        let first = try scratch.write("a.csv", "1,2\n3,5\n")
        let second = try scratch.write("b.csv", "0,1\n2,2\n7,1\n")
        let whole = try scratch.write("c.csv", "1,2\n3,5\n0,1\n2,2\n7,1\n")
        #expect(try Command.run(["stats", first, second, "-o", scratch.path("ab.npz")]).code == 0)
        let record = try Record(try Command.run(["compute", scratch.path("ab.npz"), whole, "--json"]))
        #expect(abs(record.frechetInceptionDistance) < 1e-12)
        #expect(record.count == [5, 5])
    }

    @Test func `the text tells sizes, route and what few samples mean`() throws {
        let run = try Command.run(["compute"] + Self.toy)
        #expect(
            run.output == """
                FID                    1
                  mean term            0.5
                  trace term           0.5
                    spectrum mismatch  0.257359312881
                    misalignment       0.242640687119

                examples/toy/real.csv: 2 samples of 3 features, rank 1
                examples/toy/generated.csv: 2 samples of 3 features, rank 1
                route: singular values of the cross Gram matrix of the centred samples; no
                covariance was formed
                note: with 2 samples for 3 features the covariance has not full rank; the number
                is exact, but it overestimates the FID of the distributions: compare only sets
                of equal size

                """)
    }

    @Test func `projected samples keep their distances on all axes`() throws {
        let scratch = try Scratch()
        let names = Self.toy.map { Command.projectRoot.appending(path: $0).path }
        let scores = scratch.path("scores.npz")
        #expect(try Command.run(["project"] + names + ["--axes", "3", "--precision", "float64", "-o", scores]).code == 0)
        let record = try Record(try Command.run(["compute", scores + ":real", scores + ":generated", "--json"]))
        #expect(abs(record.frechetInceptionDistance - 1) < 1e-13)
    }

    @Test(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"))
    func `the committed statistics give the distance of the features to 1e-5`() throws {
        let real = SharedData.flowers.path
        for (a, b) in [("roses", "tulips"), ("daisy", "sunflowers")] {
            let whole = try Record(try Command.run(["compute", "\(real)/\(a).npy", "\(real)/\(b).npy", "--json", "--no-split"]))
            let compact = try Record(
                try Command.run(["compute", "examples/flowers/\(a).npz", "examples/flowers/\(b).npz", "--json", "--no-split"]))
            let relative = abs(compact.frechetInceptionDistance / whole.frechetInceptionDistance - 1)
            #expect(relative < 1e-5, "\(a), \(b): \(relative)")
        }
    }
}
