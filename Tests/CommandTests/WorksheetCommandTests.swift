// `fid calc`, `fid run` and `fid functions`: worksheets from the command line.

import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct WorksheetCommandTests {
    @Test func `a line with its derivation`() throws {
        let run = try Command.run(["calc", "sqrtm([2 -1; -1 2])"])
        #expect(run.code == 0)
        #expect(
            run.output.withoutRounding == """
                1  The root by eigenvalues LAPACK agrees
                   1.1  The eigenvalues, largest first LAPACK agrees
                      λ(A) = [ 3  1 ]
                   1.2  The projector of one eigenvalue LAPACK agrees
                      P    = ⎡  0.5  −0.5 ⎤
                       λ=3   ⎣ −0.5   0.5 ⎦
                   1.3  The projector of one eigenvalue LAPACK agrees
                      P    = ⎡ 0.5  0.5 ⎤
                       λ=1   ⎣ 0.5  0.5 ⎦
                            __
                   A^½ = ∑ √λᵢ Pᵢ = ½ ⎡ 1 + √3  1 − √3 ⎤
                         i            ⎣ 1 − √3  1 + √3 ⎦

                sqrtm([2 -1; -1 2]) = ½ ⎡ 1 + √3  1 − √3 ⎤
                                        ⎣ 1 − √3  1 + √3 ⎦

                """)
    }

    @Test func `the document's example as a worksheet runs at the first try`() throws {
        let run = try Command.run(["run", "examples/fid-by-hand.fid"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(run.output.contains("FID = 1\n"))
        #expect(run.output.contains("✓ fid(X_g, X_r) == FID  holds"))
        #expect(!run.output.contains("✗"))
    }

    @Test func `a claim that fails is exit code 1, a line that cannot be read 2`() throws {
        let wrong = try Command.run(["calc", "1 + 1 == 3"])
        #expect(wrong.code == 1)
        #expect(wrong.output == "✗ 1 + 1 == 3  does not hold (difference 1)\n  found = 2\n")
        let broken = try Command.run(["calc", "[1 2; 3]"])
        #expect(broken.code == 2)
        #expect(
            broken.output == """
                line 1, column 7: row 2 of the matrix has 1 entries, the rows above have 2
                  [1 2; 3]
                        ^

                """)
    }

    @Test(arguments: ["text", "markdown", "latex", "json"])
    func `each form of output`(format: String) throws {
        let run = try Command.run(["calc", "x = [1/2 √3]", "x == [0.5 1.73]", "--format", format, "--no-steps"])
        #expect(run.code == 0)
        switch format {
        case "json":
            let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            #expect(object["holds"] as? Bool == true)
            let lines = try #require(object["lines"] as? [[String: Any]])
            #expect(lines.first?["value"] as? [[String]] == [["0.5", "√3"]])
        case "latex": #expect(run.output.contains(#"\[ x=\begin{bmatrix}0.5 & \sqrt{3}\end{bmatrix} \]"#))
        case "markdown": #expect(run.output.hasPrefix("```text\n"))
        default: #expect(run.output == "x = [ 0.5  √3 ]\n\n✓ x == [0.5 1.73]  holds (difference 0.00205)\n")
        }
    }

    @Test func `sheets that cannot be read`() throws {
        let scratch = try Scratch()
        #expect(
            try Command.run(["run", scratch.path("missing.fid")]).errors
                == "fid: \(scratch.path("missing.fid")) does not exist: check the path\n")
        let binary = try scratch.write("binary.fid", [0xFF, 0xFE, 0x00, 0x81])
        #expect(try Command.run(["run", binary]).errors == "fid: \(binary) is no text in UTF-8\n")
        #expect(try Command.run(["run", scratch.url.path]).code == 2)
        let empty = try scratch.write("empty.fid", "")
        #expect(try Command.run(["run", empty]).code == 0)
    }

    @Test func `files are found from the sheet's folder, or from the current one`() throws {
        let scratch = try Scratch()
        _ = try scratch.write("x.csv", "1,2\n3,4\n")
        let sheet = try scratch.write("sheet.fid", "X = load(\"x.csv\")\nX == [1 2; 3 4]\n")
        #expect(try Command.run(["run", sheet]).code == 0)
        #expect(try Command.run(["run", "sheet.fid"], in: scratch.url).code == 0)
        #expect(try Command.run(["calc", "load(\"x.csv\") == [1 2; 3 4]"], in: scratch.url).code == 0)
        let missing = try Command.run(["calc", "1 + load(\"x.cvs\")"], in: scratch.url)
        #expect(missing.code == 2)
        #expect(
            missing.output == """
                line 1, column 10: x.cvs does not exist: check the path
                  1 + load("x.cvs")
                           ^^^^^^^

                """)
        #expect(
            try Command.run(["calc", "load(\"x.cvs\")", "--lang", "zh"], in: scratch.url).output.contains(
                "第 1 行第 6 列：x.cvs 不存在：请检查路径"))
    }

    @Test func `neighbourhoods do not depend on the number of threads, nor on the kernels of OpenBLAS`() throws {
        // Whole numbers, so that there are ties, and far from 0, where single precision alone would lose them.
        let scratch = try Scratch()
        let sheet = try scratch.write(
            "sheet.fid",
            """
            X = float(load("x.csv"))
            Y = float(load("y.csv"))
            """ + ["precision", "recall", "density", "coverage"].map { "\n\($0)(X, Y, k: 4)" }.joined())
        for (name, seed) in [("x.csv", 7), ("y.csv", 11)] {
            var generator = SeededGenerator(seed: seed)
            let rows = (0..<90).map { _ in
                (0..<6).map { _ in "\(1000 + generator.next() % 4).5" }.joined(separator: ",")
            }
            _ = try scratch.write(name, rows.joined(separator: "\n") + "\n")
        }
        let surroundings = [
            ["OPENBLAS_NUM_THREADS": "1"], ["OPENBLAS_NUM_THREADS": "2"], ["OPENBLAS_NUM_THREADS": "3"],
            ["OPENBLAS_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Prescott"],
        ]
        let runs = try surroundings.map { try Command.run(["run", sheet, "--format", "json"], environment: $0) }
        let first = try #require(runs.first)
        #expect(first.code == 0)
        // recall, 89/90; density, 67/72; coverage, 13/15
        for value in ["0.9888888889", "0.9305555556", "0.8666666667"] { #expect(first.output.contains(value)) }
        for run in runs { #expect(run.output == first.output) }
    }

    @Test func `the Inception Score with its derivation, in both languages`() throws {
        let run = try Command.run(["calc", "is([0.9 0.1; 0.1 0.9])"])
        #expect(
            run.output.withoutRounding == """
                1  The mean of the rows: how often each class is seen LAPACK agrees
                           1
                   p(y) = ─── ∑ p(y | xᵢ) = [ 0.5  0.5 ]
                           n  i

                2  How far each image is from the mean
                   KL(p(y | xᵢ) ‖ p(y)) = [ 0.3680642072  0.3680642072 ]

                3  The mean of the divergences
                    1
                   ─── ∑ KL(p(y | xᵢ) ‖ p(y)) = 0.3680642072
                    n  i

                4  Variety: the entropy of the mean
                   H(y) = 0.6931471806

                5  Doubt: the mean entropy of the rows
                   H(y | x) = 0.3250829734

                6  The Inception Score, from the mean divergence or from both entropies
                         H(y)−H(y|x)
                   IS = e            = e^(0.6931471806 − 0.3250829734) = 1.444934811

                The exact numbers end at log: from here on in double precision.
                is([0.9 0.1; 0.1 0.9]) = 1.444934811

                """)
        let chinese = try Command.run(["calc", "is([0.9 0.1; 0.1 0.9])", "--lang", "zh"])
        #expect(chinese.output.contains("4  多样性：均值的熵\n   H(y) = 0.6931471806\n"))
        #expect(try Command.run(["calc", "is([0.9 0.1; 0.1 0.9])", "--plain"]).output.contains("H of y = 0.6931471806\n"))
    }

    @Test func `in Chinese`() throws {
        let run = try Command.run(["calc", "mean(Y)", "1 == 2", "--lang", "zh"])
        #expect(run.output.contains("第 1 行第 6 列：Y 没有定义：请先给它赋值"))
        #expect(run.output.contains("✗ 1 == 2  不成立（相差 1）"))
    }

    @Test func `the functions are listed, one by one too`() throws {
        let list = try Command.run(["functions"])
        #expect(list.output.contains("cov(X, divisor: n-1 | n)  the covariance of the columns"))
        #expect(list.lines.allSatisfy { $0.count <= 80 })
        #expect(try Command.run(["functions", "cov", "--lang", "zh"]).output.contains("各列的协方差矩阵"))
        #expect(try Command.run(["functions", "covr"]).errors == "fid: there is no function covr; did you mean cov?\n")
        #expect(try Command.run(["functions", "load"]).output.hasSuffix("\n\n  fid calc 'load(\"examples/toy/real.csv\")'\n"))
        #expect(list.output.hasPrefix("data\n  load(file, key: \"name\")  the matrix in a .npy, .npz, .csv or text file"))
        let json = try Command.run(["functions", "--json"])
        #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [[String: String]])
    }
}

@Suite struct VerifyCommandTests {
    @Test func `the course that comes with fid holds`() throws {
        let run = try Command.run(["verify"])
        #expect(run.code == 0)
        #expect(run.output.hasSuffix("all hold, and both languages agree\n"))
    }

    @Test func `a course with an error is exit code 1, with file and line`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch.url.appending(path: "en"), withIntermediateDirectories: true)
        _ = try scratch.write("en/01-x.md", "---\nid: x\ntitle: X\nminutes: 1\n---\n\n```fid\n1 == 2\n```\n")
        let run = try Command.run(["verify", "--lessons", scratch.url.path])
        #expect(run.code == 1)
        #expect(
            run.output == """
                en/01-x.md:1: the lesson x has no translation in zh/
                en/01-x.md:8: the claim does not hold: the sides differ by 1
                2 errors in 1 lessons

                """)
    }

    @Test func `a folder that is not there`() throws {
        let run = try Command.run(["verify", "--lessons", "/nowhere/at/all"])
        #expect(run.code == 2)
        #expect(run.errors == "fid: /nowhere/at/all does not exist: check the path\n")
    }
}

@Suite struct LessonCommandTests {
    @Test func `the course is listed`() throws {
        let english = try Command.run(["lesson"])
        #expect(english.code == 0)
        #expect(english.output.contains(" 9  fid-by-hand          The whole FID, by hand"))
        #expect(try Command.run(["lesson", "--lang", "zh"]).output.contains("分钟"))
    }

    @Test(arguments: 1...11, ["en", "zh"])
    func `each lesson is printed whole, in both languages, no line too wide`(number: Int, language: String) throws {
        let run = try Command.run(["lesson", "\(number)", "--lang", language], environment: ["COLUMNS": "72"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(!run.output.contains("{{"))
        #expect(!run.output.contains("$"))
        #expect(!run.output.contains("✗"))
        #expect(!run.output.unicodeScalars.contains { (0xE000...0xF8FF).contains($0.value) }, "a slot was left unfilled")
        #expect(run.lines.allSatisfy { $0.displayWidth <= 72 }, "\(run.lines.first { $0.displayWidth > 72 } ?? "")")
    }

    @Test func `plain text has no drawn characters`() throws {
        for lesson in ["3", "5", "9"] {
            let run = try Command.run(["lesson", lesson, "--plain"])
            #expect(
                !run.output.unicodeScalars.contains {
                    (0x2300...0x25FF).contains($0.value) || (0x2800...0x28FF).contains($0.value) || $0.value == 0x1B
                })
        }
    }

    @Test func `a lesson that is not there`() throws {
        let run = try Command.run(["lesson", "fid-by-hnd"])
        #expect(run.code == 2)
        #expect(run.errors == "fid: there is no lesson fid-by-hnd; did you mean fid-by-hand?\n")
    }
}

@Suite struct ClaimsCommandTests {
    @Test func `the ledger, whole and one row`() throws {
        let list = try Command.run(["claims", "--width", "120"])
        #expect(list.code == 0)
        #expect(list.output.contains("D2.10"))
        let one = try Command.run(["claims", "d3.2"])
        #expect(one.output.hasPrefix("D3.2 · (Σ_rΣ_g)^½ is the geometric mean of the covariances\nverdict: holds if\n"))
        #expect(one.output.contains("lesson: matrix-square-root\n"))
        #expect(try Command.run(["claims", "D2.10"]).output.contains("lesson: two-moments (not written yet)"))
        #expect(try Command.run(["claims", "D1.5", "--lang", "zh"]).output.contains("结论：成立"))
        let json = try Command.run(["claims", "--json"])
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: String]])
        #expect(rows.count == 53)
        #expect(rows.allSatisfy { !($0["statement"] ?? "").isEmpty && !($0["lesson"] ?? "").isEmpty })
        #expect(try Command.run(["claims", "D9.9"]).code == 2)
    }
}
