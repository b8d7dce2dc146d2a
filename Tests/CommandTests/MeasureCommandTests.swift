// `fid compute --metrics`, `fid metrics`, receipts and `fid compare`.

import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct MeasureCommandTests {
    private static let toy = ["examples/toy/real.csv", "examples/toy/generated.csv"]

    private static func object(_ run: Run) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    @Test func `the toy's kernel distances are those of exact arithmetic`() throws {
        let run = try Command.run(["compute"] + Self.toy + ["--metrics", "kid", "--kid-subsets", "0", "--json"])
        #expect(run.code == 0)
        let value = try #require(try Self.object(run)["kernel_inception_distance_full"] as? Double)
        #expect(abs(value + 82711.0 / 1728) < 1e-12)
        #expect(try Self.object(run)["frechet_inception_distance"] == nil)
    }

    @Test func `a measure with roles wants them named`() throws {
        for name in ["precision", "recall", "density", "coverage", "pr", "all"] {
            let run = try Command.run(["compute"] + Self.toy + ["--metrics", name])
            #expect(run.code == 2)
            #expect(run.errors.contains("changes when the sets are exchanged: say which is which, --real A --generated B"))
            #expect(run.output == "")
        }
    }

    @Test(arguments: [
        (["--metrics", "kids"], "fid: there is no measure ‘kids’; did you mean kid?\n"),
        (
            ["--metrics", "is"],
            "fid: the Inception Score is computed from class probabilities: --probabilities FILE or --logits FILE, or of pictures\n"
        ),
    ])
    func `what cannot be asked`(options: [String], message: String) throws {
        let run = try Command.run(["compute"] + Self.toy + options)
        #expect(run.code == 2)
        #expect(run.errors == message)
    }

    @Test(arguments: [["a.csv"], ["a.csv", "b.csv", "c.csv"], ["--real", "a.csv"], ["a.csv", "b.csv", "--real", "a.csv"], []])
    func `two sets, by place or by role`(files: [String]) throws {
        let run = try Command.run(["compute"] + files)
        #expect(run.code == 2)
        #expect(run.errors.contains("Name two sets: A B, or --real A --generated B."))
    }

    @Test func `the Inception Score of probabilities, of logits, and of neither`() throws {
        let scratch = try Scratch()
        let probabilities = try scratch.write("p.csv", "0.8,0.2\n0.1,0.9\n")
        let run = try Command.run(["compute", "--probabilities", probabilities, "--splits", "1", "--json"])
        #expect(run.code == 0)
        let score = try #require(try Self.object(run)["inception_score_mean"] as? Double)
        #expect(abs(score - 1.3170522760) < 1e-9)
        // Logits are probabilities up to a constant in each row.
        let logits = try scratch.write("l.csv", "\(log(0.8) + 3),\(log(0.2) + 3)\n\(log(0.1) - 1),\(log(0.9) - 1)\n")
        let same = try Command.run(["compute", "--metrics", "is", "--logits", logits, "--splits", "1", "--json"])
        #expect(abs(try #require(try Self.object(same)["inception_score_mean"] as? Double) - score) < 1e-12)
        let mistaken = try Command.run(["compute", "--probabilities", logits])
        #expect(mistaken.code == 2)
        #expect(mistaken.errors.contains("logits"))
        let short = try scratch.write("s.csv", "0.8,0.2\n0.1,0.8\n")
        let unequal = try Command.run(["compute", "--probabilities", short])
        #expect(unequal.code == 2)
        #expect(unequal.errors.contains("row 2") && unequal.errors.contains("0.9"))
    }

    @Test func `more neighbours than samples`() throws {
        let run = try Command.run([
            "compute", "--real", Self.toy[0], "--generated", Self.toy[1], "--metrics", "precision", "--k", "2",
        ])
        #expect(run.code == 2)
        #expect(run.errors.contains("k = 2 is too large"))
    }

    @Test func `statistics hold no samples`() throws {
        let run = try Command.run([
            "compute", "examples/flowers/roses.npz", "examples/flowers/tulips.npz", "--metrics", "kid",
        ])
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: examples/flowers/roses.npz holds statistics, and samples are needed here: name the file of features\n"
        )
    }

    @Test func `measures of the flowers are the reference's`() throws {
        guard SharedData.hasFlowers else {
            print("skipped: the features of the flowers are not here")
            return
        }
        let flowers = SharedData.flowers
        let run = try Command.run([
            "compute", "--real", flowers.appending(path: "roses.npy").path, "--generated",
            flowers.appending(path: "tulips.npy").path,
            "--metrics", "fid,kid,pr,density", "--kid-subset-size", "500", "--json", "--k", "3",
        ])
        #expect(run.code == 0)
        let object = try Self.object(run)
        let expected: [(String, Double, Double)] = [
            ("frechet_inception_distance", 111.9849403196045, 1e-9),
            ("kernel_inception_distance_full", 0.04312952251207269, 1e-9),
            ("kernel_inception_distance_mean", 0.04310398354285968, 1e-9),
            ("kernel_inception_distance_std", 0.001380051206580551, 1e-9),
            ("precision", 451.0 / 799, 1e-15), ("recall", 183.0 / 641, 1e-15), ("density", 1455.0 / (3 * 799), 1e-15),
        ]
        for (key, value, tolerance) in expected {
            let found = try #require(object[key] as? Double, "\(key)")
            #expect(abs(found - value) <= tolerance * abs(value), "\(key): \(found)")
        }
    }

    @Test(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"))
    func `neighbours of the flowers are the reference's, in both roles`() throws {
        let (roses, tulips) = (641.0, 799.0)
        let cases: [(real: String, generated: String, expected: [String: Double])] = [
            (
                "roses", "tulips",
                ["precision": 585 / tulips, "recall": 239 / roses, "density": 3046 / (5 * tulips), "coverage": 387 / roses]
            ),
            (
                "tulips", "roses",
                ["precision": 239 / roses, "recall": 585 / tulips, "density": 624 / (5 * roses), "coverage": 216 / tulips]
            ),
        ]
        for (real, generated, expected) in cases {
            let run = try Command.run([
                "compute", "--real", SharedData.flowers.appending(path: "\(real).npy").path, "--generated",
                SharedData.flowers.appending(path: "\(generated).npy").path, "--metrics", "prdc,kid", "--kid-subsets", "0", "--k",
                "5",
                "--json",
            ])
            #expect(run.code == 0)
            let object = try Self.object(run)
            for (key, value) in expected {
                let found = try #require(object[key] as? Double, "\(key)")
                #expect(abs(found - value) <= 1e-15 * value, "\(real) as real, \(key): \(found)")
            }
            let kid = try #require(object["kernel_inception_distance_full"] as? Double)
            #expect(abs(kid - 0.04312952251207269) < 1e-9 * 0.043, "\(real) as real: \(kid)")
        }
    }

    @Test(arguments: [
        (
            "en",
            "fid: FILES: FID∞ is meaningless with so few samples (N = 2, d = 3): the FID is linear in 1/N only well above N = d; have at least 8, better 12, in each set, or use the kernel distance, which is unbiased at any size\n"
        ),
        (
            "zh",
            "fid: FILES：样本太少（N = 2，d = 3），算不出有意义的 FID∞：只有 N 远大于 d 时 FID 才与 1/N 成线性关系；每组至少要有 8 个样本，最好有 12 个，或改用任何样本数下都无偏的核距离\n"
        ),
    ])
    func `FID∞ of fewer samples than features`(language: String, message: String) throws {
        let files = Self.toy.joined(separator: ", ")
        let alone = try Command.run(["compute"] + Self.toy + ["--metrics", "fidinf", "--lang", language])
        #expect(alone.code == 2)
        #expect(alone.output == "")
        #expect(alone.errors == message.replacing("FILES", with: files))
        // Of several measures the others are worth having.
        let several = try Command.run(["compute"] + Self.toy + ["--metrics", "fid,fidinf", "--json", "--lang", language])
        #expect(several.code == 0)
        #expect(try Self.object(several)["frechet_inception_distance"] != nil)
        #expect(try Self.object(several)["fid_infinity"] == nil)
    }

    @Test func `receipts say what differs, and which difference explains the gap`() throws {
        let scratch = try Scratch()
        func receipt(_ name: String, _ arguments: [String], threads: String = "2") throws -> String {
            let run = try Command.run(
                ["compute"] + arguments + ["--receipt", scratch.path(name)], environment: ["OPENBLAS_NUM_THREADS": threads])
            #expect(run.code == 0)
            return scratch.path(name)
        }
        let one = try receipt("one.json", Self.toy)
        let again = try receipt("again.json", Self.toy, threads: "1")
        let divided = try receipt("divided.json", Self.toy + ["--divisor", "n"])
        let other = try receipt("other.json", [Self.toy[0], Self.toy[0]])

        let same = try Command.run(["compare", one, again])
        #expect(same.code == 0)
        #expect(same.output.contains("The numbers agree: what is left is rounding."))
        #expect(same.output.contains("threads"))

        let definition = try Command.run(["compare", one, divided])
        #expect(definition.code == 1)
        #expect(
            definition.output.replacing("\n", with: " ").contains(
                "The data are the same, and the number is defined otherwise (option divisor): that explains the gap."))

        let data = try Command.run(["compare", one, other, "--lang", "zh"])
        #expect(data.code == 1)
        #expect(data.output.contains("数据不同"))

        let broken = try scratch.write("broken.json", "{\"inputs\": 3}")
        #expect(
            try Command.run(["compare", one, broken]).errors
                == "fid: \(broken) is no receipt: fid compute --receipt FILE writes one\n")
        let object = try Self.object(Run(output: String(contentsOfFile: one, encoding: .utf8), errors: "", code: 0, seconds: 0))
        let input = try #require((object["inputs"] as? [[String: Any]])?.first)
        #expect((input["sha256"] as? String)?.count == 64)
        #expect((object["error_bounds"] as? [String: Double])?["frechet_inception_distance"] != nil)
    }

    @Test(arguments: ["en", "zh"], [40, 80, 100])
    func `no line is wider than the terminal`(language: String, width: Int) throws {
        for arguments in [["metrics"], ["metrics", "prdc"], ["compute"] + Self.toy + ["--metrics", "fid,kid,cmmd", "--verify"]] {
            let run = try Command.run(arguments + ["--lang", language, "--width", "\(width)"])
            #expect(run.code == 0)
            for line in run.lines { #expect(String(line).displayWidth <= width, "\(line)") }
        }
    }
}
