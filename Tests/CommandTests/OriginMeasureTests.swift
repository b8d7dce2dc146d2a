// `fid compute --interval`, `--directions`, `--samples`: against NumPy and SciPy, as text, as JSON, in receipts, step by step.

import Foundation
import TestSupport
import Testing

@Suite struct OriginMeasureTests {
    /// 40 and 30 samples of three features by a formula that the independent computation shares; row 7 of the second set is an outlier.
    private static func entries(_ rows: Int, _ a: Int, _ b: Int, _ c: Int, shift: [Double] = [0, 0, 0]) -> [Double] {
        (0..<rows * 3).map { index in
            let (i, j) = (index / 3, index % 3)
            let square: Int = a * i * i
            let mixed: Int = b * (i + 1) * (j + 2) * (j + 1)
            let last: Int = c * j * i
            return Double((square + mixed + last) % 41) / 8 + shift[j]
        }
    }

    private static let second: [Double] = {
        var rows = entries(30, 5, 11, 2, shift: [1, 0, -0.5])
        rows.replaceSubrange(18..<21, with: [12, -6, 9])
        return rows
    }()

    /// A folder with x.npy, y.npy, and y in three files as y/1.npy, y/2.npy and y/3.npy.
    private static func scratch() throws -> Scratch {
        let scratch = try Scratch()
        _ = try scratch.write("x.npy", NPY.doubles(entries(40, 7, 5, 3), shape: "(40, 3)"))
        _ = try scratch.write("y.npy", NPY.doubles(second, shape: "(30, 3)"))
        try FileManager.default.createDirectory(at: scratch.url.appending(path: "y"), withIntermediateDirectories: true)
        for (index, range) in [0..<10, 10..<17, 17..<30].enumerated() {
            let part = Array(second[range.lowerBound * 3..<range.upperBound * 3])
            _ = try scratch.write("y/\(index + 1).npy", NPY.doubles(part, shape: "(\(range.count), 3)"))
        }
        return scratch
    }

    private struct Record: Decodable {
        struct Direction: Decodable {
            let contribution, share, shift: Double
            let deviations, vector: [Double]
        }
        struct Samples: Decodable {
            struct Row: Decodable {
                let row, rowInFile: Int
                let file: String
                let change: Double
            }
            let file: String
            let count: Int
            let rows: [Row]
        }
        let frechetInceptionDistance: Double?
        let fidJackknife, fidJackknifeStandardError, fidIntervalLower, fidIntervalUpper: Double?
        let directions: [Direction]?
        let samples: [Samples]?
    }

    private static func record(_ arguments: [String], in scratch: Scratch) throws -> Record {
        let run = try Command.run(["compute"] + arguments + ["--json"], in: scratch.url)
        #expect(run.code == 0 && run.errors == "", "\(run.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Record.self, from: Data(run.output.utf8))
    }

    @Test(arguments: [
        ([], 1.5763134559932346, 2.9154923319078807, 7.993268812883446),
        (["--interval-groups", "5", "--interval-level", "0.9"], 1.7189281663680305, 2.945219541473097, 7.9976849808839),
        (["--divisor", "n"], 1.6142637969177942, 2.816618975968769, 7.813600364657563),
    ])
    func `an interval against NumPy and SciPy`(
        options: [String], corrected: Double, error: Double, upper: Double
    ) throws {
        let scratch = try Self.scratch()
        for second in ["y.npy", "y"] {
            let record = try Self.record(["x.npy", second, "--interval"] + options, in: scratch)
            #expect(isClose(try #require(record.fidJackknife), corrected, relative: 1e-11))
            #expect(isClose(try #require(record.fidJackknifeStandardError), error, relative: 1e-11))
            #expect(record.fidIntervalLower == 0)
            // The quantile of Student's distribution is good to 1e-9.
            #expect(isClose(try #require(record.fidIntervalUpper), upper, relative: 1e-8))
            #expect(record.directions == nil && record.samples == nil)
        }
    }

    @Test func `directions against NumPy, and their sum`() throws {
        let scratch = try Self.scratch()
        #expect(try Command.run(["stats", "y.npy", "-o", "y.npz"], in: scratch.url).code == 0)
        let expected: [(Double, Double, [Double], [Double])] = [
            (
                2.8327696663722195, 1.0332200421982813, [1.5557068781194794, 2.8618450464285554],
                [0.7965948757203569, -0.5873546323799423, 0.1430074816150951]
            ),
            (
                0.5896775739483535, -0.5567630980512634, [1.351669565854927, 1.5501330459548983],
                [-0.38735892007648, -0.31433363517896906, 0.8666876212525233]
            ),
            (
                0.1842582169528808, -0.10813009380847563, [1.5893844399513444, 1.284501506225747],
                [0.4641009276151602, 0.7457941415813062, 0.4779136191507315]
            ),
        ]
        // Statistics are enough, and more directions than features are all of them.
        for (second, count) in [("y.npy", 2), ("y", 3), ("y.npz", 9)] {
            let record = try Self.record(["x.npy", second, "--directions", "\(count)"], in: scratch)
            let directions = try #require(record.directions)
            #expect(directions.count == min(count, 3))
            for (found, (contribution, shift, deviations, vector)) in zip(directions, expected) {
                #expect(isClose(found.contribution, contribution, relative: 1e-11))
                #expect(isClose(found.shift, shift, relative: 1e-10))
                #expect(zip(found.deviations, deviations).allSatisfy { isClose($0, $1, relative: 1e-11) })
                #expect(zip(found.vector, vector).allSatisfy { abs($0 - $1) < 1e-10 })
                #expect(isClose(found.share, contribution / 3.6067054572734563, relative: 1e-11))
            }
            if count > 2 {
                let sum = directions.reduce(0) { $0 + $1.contribution }
                #expect(isClose(sum, try #require(record.frechetInceptionDistance), relative: 1e-12))
            }
        }
        #expect(try Self.record(["x.npy", "y.npy", "--metrics", "directions"], in: scratch).frechetInceptionDistance == nil)
    }

    @Test func `samples against the derivative by finite differences, with the file and the row in it`() throws {
        let scratch = try Self.scratch()
        let sets = try #require(try Self.record(["x.npy", "y", "--samples", "4"], in: scratch).samples)
        #expect(sets.map(\.file) == ["x.npy", "y"] && sets.map(\.count) == [40, 30])
        let expected = [
            [
                (27, -0.21594148093277235), (38, -0.20484444567969717), (24, -0.14461059426137032),
                (40, -0.12208429300031298),
            ],
            [(7, -3.634153209078228), (18, -0.1965244359188508), (27, -0.15113024820282797), (20, -0.0796567440977114)],
        ]
        for (set, rows) in zip(sets, expected) {
            #expect(set.rows.map(\.row) == rows.map(\.0))
            #expect(zip(set.rows, rows).allSatisfy { isClose($0.change, $1.1, relative: 1e-8) })
        }
        #expect(sets[0].rows.map(\.rowInFile) == [27, 38, 24, 40] && Set(sets[0].rows.map(\.file)) == ["x.npy"])
        #expect(sets[1].rows.map { "\($0.file) \($0.rowInFile)" } == ["y/1.npy 7", "y/3.npy 1", "y/3.npy 10", "y/3.npy 3"])
    }

    @Test func `names of measures and of worksheet functions ask for the same`() throws {
        let scratch = try Self.scratch()
        let arguments = ["compute", "x.npy", "y.npy", "--metrics"]
        let named = try Command.run(arguments + ["fid,interval,directions,samples"], in: scratch.url)
        let called = try Command.run(arguments + ["fid,fidint,fidshares,influence"], in: scratch.url)
        let asked = try Command.run(
            ["compute", "x.npy", "y.npy", "--interval", "--directions", "5", "--samples", "5"], in: scratch.url)
        #expect(named.code == 0 && named.output == called.output && named.output == asked.output)
        // They are explanations of the FID, not further numbers.
        let all = try Command.run(
            ["compute", "--real", "x.npy", "--generated", "y.npy", "--metrics", "all", "--kid-subsets", "0", "--json"],
            in: scratch.url)
        #expect(all.code == 0 && !all.output.contains("jackknife") && !all.output.contains("\"directions\""))
    }

    @Test func `a second way for each`() throws {
        let scratch = try Self.scratch()
        let run = try Command.run(
            ["compute", "x.npy", "y", "--interval", "--directions", "2", "--samples", "1", "--verify", "--width", "400"],
            in: scratch.url)
        #expect(run.code == 0)
        let lines = run.lines.filter { $0.hasPrefix("verified: ") }
        #expect(lines.count == 5, "\(run.output)")
        #expect(
            lines[1].contains(
                /^verified: interval: a group of either set left out by reading all others gives .* and .*, a difference of [0-9.]+e-1[0-9]; the error bound is [0-9.]+e-1[0-9]; pseudo-values agree to ([0-9.]+e-1[0-9]|0)$/
            ), "\(lines[1])")
        #expect(
            lines[2].contains(
                /^verified: directions: all 3 add up to 3\.6067054572\d*, a difference of ([0-9.]+e-1[0-9]|0) to the FID; residual [0-9.]+e-1[0-9], loss of orthogonality [0-9.]+e-1[0-9]$/
            ), "\(lines[2])")
        // The distances are those of SciPy without these rows.
        #expect(
            lines[3]
                == "verified: samples: x.npy without row 27 has in fact the FID 3.40496744812, without row 32 3.60678001383, a difference of -0.2; first order is off by 0.0086"
        )
        #expect(
            lines[4]
                == "verified: samples: y without row 7 has in fact the FID 1.1819278788, without row 5 3.62813317321, a difference of -2.4; first order is off by 1.2"
        )
        #expect(!run.output.contains("NOT verified"))
    }

    @Test func `the Inception Score by a second algorithm, with its bound`() throws {
        let scratch = try Scratch()
        _ = try scratch.write("p.csv", "0.7,0.2,0.1\n0.1,0.8,0.1\n0.05,0.05,0.9\n0.3,0.3,0.4\n0.6,0.3,0.1\n")
        for (options, mean) in [(["--splits", "1"], "1.39584032792"), (["--splits", "2"], "1.27165857446")] {
            let run = try Command.run(
                ["compute", "--probabilities", "p.csv", "--verify", "--width", "400"] + options, in: scratch.url)
            #expect(run.code == 0)
            let line = try #require(run.lines.first { $0.hasPrefix("verified: ") })
            let figure = #"([0-9.]+e-1[0-9]|0)"#
            let pattern = try Regex(
                #"^verified: is: a second algorithm gives \#(mean), a difference of \#(figure); the error bound is \#(figure); of all images 1.39584032792, a difference of \#(figure); the bound is \#(figure)$"#
            )
            #expect(line.contains(pattern), "\(line)")
        }
    }

    @Test func `receipts keep them, and fid compare tells their options apart`() throws {
        let scratch = try Self.scratch()
        func receipt(_ name: String, _ options: [String]) throws {
            let arguments = ["compute", "x.npy", "y.npy", "--interval", "--directions", "2", "--samples", "1"]
            #expect(try Command.run(arguments + options + ["--receipt", name], in: scratch.url).code == 0)
        }
        try receipt("a.json", [])
        try receipt("b.json", ["--interval-groups", "5"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: scratch.path("a.json"))))
                as? [String: Any])
        let options = try #require(object["options"] as? [String: String])
        #expect(options["interval_groups"] == "10" && options["interval_level"] == "0.95")
        #expect(options["directions"] == "2" && options["samples"] == "1")
        let results = try #require(object["results"] as? [String: Double])
        #expect(isClose(try #require(results["direction_1_contribution"]), 2.8327696663722195, relative: 1e-11))
        #expect(results["sample_second_1_row"] == 7)
        #expect(results["fid_interval_upper"] != nil)
        #expect(try Command.run(["compare", "a.json", "a.json"], in: scratch.url).code == 0)
        let run = try Command.run(["compare", "a.json", "b.json", "--width", "200"], in: scratch.url)
        #expect(run.code == 1)
        #expect(run.output.contains("the number is defined otherwise (option interval_groups): that explains the gap."))
    }

    @Test(arguments: [("interval", "fidint(X, Y, groups: 6)"), ("directions", "fidshares(X, Y)"), ("samples", "influence(X, Y)")])
    func `each step by step`(name: String, call: String) throws {
        let scratch = try Scratch()
        func table(_ entries: [Double]) -> String {
            stride(from: 0, to: 36, by: 3).map { "\(entries[$0]),\(entries[$0 + 1]),\(entries[$0 + 2])\n" }.joined()
        }
        _ = try scratch.write("x.csv", table(Self.entries(12, 7, 5, 3)))
        _ = try scratch.write("y.csv", table(Self.second))
        let run = try Command.run(["explain", "x.csv", "y.csv", "--metric", name], in: scratch.url)
        #expect(run.code == 0 && run.errors == "")
        #expect(run.output.contains("\n\(call) ="))
        let chinese = try Command.run(["explain", "x.csv", "y.csv", "--metric", name, "--lang", "zh"], in: scratch.url)
        #expect(chinese.output.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        let detail = try Command.run(["metrics", name])
        #expect(
            detail.code == 0 && detail.output.contains("--\(name)")
                && detail.output.contains("fid functions \(call.prefix { $0 != "(" })"))
    }

    // MARK: Whole outputs

    @Test(arguments: [
        OutputTests.Snapshot(testDescription: "origins", arguments: []),
        OutputTests.Snapshot(testDescription: "origins-zh", arguments: ["--lang", "zh"]),
        OutputTests.Snapshot(testDescription: "origins-40", arguments: ["--width", "40"]),
        OutputTests.Snapshot(testDescription: "origins-plain", arguments: ["--plain"]),
    ])
    func `whole outputs`(snapshot: OutputTests.Snapshot) throws {
        let scratch = try Self.scratch()
        let run = try Command.run(
            ["compute", "x.npy", "y", "--interval", "--directions", "2", "--samples", "2"] + snapshot.arguments, in: scratch.url)
        #expect(run.code == 0 && run.errors == "")
        try OutputTests.expect(run.output, toBe: snapshot.testDescription)
    }

    @Test(arguments: ["metrics", "metrics-zh"])
    func `the list of measures`(name: String) throws {
        let run = try Command.run(["metrics", "--lang", name.hasSuffix("zh") ? "zh" : "en"])
        try OutputTests.expect(run.output, toBe: name)
    }
}
