// `fid check`, `fid mistakes` and `fid grade`: homework from the command line.

import Checking
import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct HomeworkCommandTests {
    private static let homework = "examples/homework/divided-by-n.fid"

    @Test func `a sheet with one mistake`() throws {
        let run = try Command.run(["check", Self.homework])
        #expect(run.code == 1)
        #expect(run.errors == "")
        #expect(
            run.output == """
                The FID of two photographs and two generated pictures

                ✓ line 9   mu_r     right
                ✓ line 10  mu_g     right
                ✗ line 11  Sigma_r  wrong: divided by n instead of n − 1
                    the mean was taken from the same n rows, so only n − 1 of their deviations
                      are free: the FID's covariance divides by n − 1
                    Differs: [1, 1] is 1/4, not 0.5; [1, 2] is 1/4, not 0.5; [1, 3] is −1/2, not
                      −1; [2, 1] is 1/4, not 0.5 and 5 more.
                    It should follow Sigma_r = C_r'*C_r/(rows(X_r) - 1)
                              ⎡  0.5   0.5  −1 ⎤
                    Sigma_r = ⎢  0.5   0.5  −1 ⎥
                              ⎣ −1    −1     2 ⎦
                    To read: fid lesson covariance

                ✓ line 12  Sigma_g  right
                ✓ line 13  m        right
                → line 14  T_r      right, given your Sigma_r
                ✓ line 15  T_g      right
                → line 16  M        right, given your Sigma_r
                → line 17  S        right, given your Sigma_r
                → line 18  t        right, given your Sigma_r
                → line 19  FID      right, given your Sigma_r

                12 of 14 points; the first wrong value is Sigma_r in line 11

                """)
    }

    @Test func `hints tell more and more, and never the value`() throws {
        let hints = try (1...3).map { try Command.run(["check", Self.homework] + Array(repeating: "--hint", count: $0)) }
        for hint in hints {
            #expect(hint.code == 1)
            #expect(!hint.output.contains("0.5"))
            #expect(hint.output.contains("Look at [1, 1]"))
        }
        #expect(!hints[0].output.contains("divided by n"))
        #expect(hints[0].output.contains("How many of the deviations are free"))
        #expect(hints[1].output.contains("wrong: divided by n instead of n − 1"))
        #expect(!hints[1].output.contains("C_r'*C_r"))
        #expect(hints[2].output.contains("It should follow Sigma_r = C_r'*C_r/(rows(X_r) - 1)"))
    }

    @Test(arguments: ["en", "zh"], [40, 80, 100])
    func `no line is wider than the terminal`(language: String, width: Int) throws {
        for arguments in [
            ["check", Self.homework, "--show"], ["mistakes"], ["mistakes", "sqrt-split"],
            ["mistakes", "--collisions", "fid-by-hand"],
        ] {
            let run = try Command.run(arguments + ["--lang", language, "--width", "\(width)"])
            for line in run.lines { #expect(String(line).displayWidth <= width, "\(line)") }
            let plain = try Command.run(arguments + ["--lang", language, "--width", "\(width)", "--plain"])
            #expect(!plain.output.contains { "✓✗→≈⎡⎤".contains($0) })
        }
    }

    @Test func `a sheet that is all right`() throws {
        let run = try Command.run(["check", "examples/fid-by-hand.fid"])
        #expect(run.code == 0 || run.code == 1)
        #expect(!run.output.contains("✗"))
        let scratch = try Scratch()
        let sheet = try scratch.write("right.txt", "mu: 3 3\nC: [-2 2; -1 -2; 3 0]\nA: [14 -2; -2 8]\nSigma: [7 -1; -1 4]\n")
        let right = try Command.run(["check", sheet, "--task", "covariance"])
        #expect(right.code == 0)
        #expect(right.output.hasSuffix("5 of 5 points; all is right\n"))
    }

    @Test func `as JSON`() throws {
        let run = try Command.run(["check", Self.homework, "--json"])
        #expect(run.code == 1)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let record = try decoder.decode(CheckRecord.self, from: Data(run.output.utf8))
        #expect(record.student == "Wei")
        #expect(record.task == "fid-by-hand")
        #expect(record.firstWrong == "Sigma_r")
        #expect(record.lines.first { $0.name == "Sigma_r" }?.mistakes == ["cov-divide-by-n"])
        #expect(record.lines.first { $0.name == "FID" }?.given == ["Sigma_r"])
        #expect(record.earned == 12)
        #expect(record.possible == 14)
    }

    @Test func `what cannot be checked`() throws {
        let scratch = try Scratch()
        let missing = try Command.run(["check", scratch.path("none.fid")])
        #expect(missing.code == 2)
        #expect(missing.errors == "fid: \(scratch.path("none.fid")) does not exist: check the path\n")
        let task = try Command.run(["check", Self.homework, "--task", "fid-by-hamd"])
        #expect(task.code == 2)
        #expect(task.errors == "fid: there is no task fid-by-hamd; did you mean fid-by-hand?\n")
        let named = try scratch.write("named.fid", "---\ntask: covariences\n---\nmu = [1 2]\n")
        #expect(try Command.run(["check", named]).errors == "fid: there is no task covariences; did you mean covariance?\n")
        #expect(try Command.run(["check"]).code == 2)
        let broken = try scratch.write("broken.fid", "mu = [3 3\n")
        #expect(try Command.run(["check", broken, "--task", "covariance"]).code == 2)
        #expect(
            try Command.run(["mistakes", "sqrt-spit"]).errors == "fid: there is no mistake sqrt-spit; did you mean sqrt-split?\n")
    }

    @Test func `the self-test finds what it plants`() throws {
        let run = try Command.run(["check", "--self-test", "--task", "covariance", "--json"])
        #expect(run.code == 0)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let row = try #require((object["rows"] as? [[String: Any]])?.first)
        #expect((row["sheets"] as? Int ?? 0) > 100)
        #expect(row["found"] as? Int == row["sheets"] as? Int)
    }
}

@Suite struct GradeTests {
    @Test func `a class: points, steps that fail, mistakes counted by students`() throws {
        let scratch = try Scratch()
        let catalogue = TaskCatalogue(folder: SharedData.projectRoot.appending(path: "lessons"))
        let task = try #require(catalogue.task("covariance"))
        let planted = task.plantedSheets().filter { !$0.mistake.hasPrefix("s") && $0.mistake != "transposed" }
        let forms: [(HomeworkForm, String)] = [(.fid, "fid"), (.markdown, "md"), (.text, "txt"), (.csv, "csv")]
        var expected: [String: Int] = [:]
        var steps: [String: Int] = [:]
        for (index, sheet) in planted.enumerated() {
            let (form, suffix) = forms[index % forms.count]
            _ = try scratch.write("student-\(index).\(suffix)", sheet.text(form, formulas: false))
            expected[sheet.mistake, default: 0] += 1
            steps[sheet.step, default: 0] += 1
        }
        let run = try Command.run(["grade", scratch.url.path, "--task", "covariance", "--format", "json"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let counts = { (key: String) in
            Dictionary(
                ((object[key] as? [[String: Any]]) ?? []).compactMap { row -> (String, Int)? in
                    guard let name = row["name"] as? String, let students = row["students"] as? Int else { return nil }
                    return (name, students)
                }
            ) { first, _ in first }
        }
        #expect(planted.count >= 6)
        #expect(counts("mistakes") == expected)
        #expect(counts("failing_steps") == steps)
        #expect((object["students"] as? [Any])?.count == planted.count)
    }

    @Test func `hostile submissions are graded as errors, and the others as ever`() throws {
        let scratch = try Scratch()
        let files = FileManager.default
        _ = try scratch.write("good.txt", "mu: 3 3\nC: [-2 2; -1 -2; 3 0]\nA: [14 -2; -2 8]\nSigma: [7 -1; -1 4]\n")
        _ = try scratch.write("nested.fid", "mu = " + String(repeating: "[", count: 100_000))
        _ = try scratch.write("roots.fid", "mu = " + String(repeating: "√", count: 50_000) + "2")
        _ = try scratch.write("power.fid", "mu = 9^9^9\nSigma = [7 -1; -1 4]\n")
        _ = try scratch.write("slow.fid", "B = eye(1000)*eye(1000)\nmu = [3 3]\n")
        _ = try scratch.write("binary.fid", (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 37) })
        _ = try scratch.write("large.fid", [UInt8](repeating: 0x20, count: 1_000_001))
        _ = try scratch.write("loads.fid", "mu = load(\"/etc/passwd\")\nC = load(\"good.txt\")\n")
        _ = try scratch.write("na\nme.txt", "mu: 3 3\n")
        _ = try scratch.write("photo.png", [0x89, 0x50])
        try files.createSymbolicLink(atPath: scratch.path("link.fid"), withDestinationPath: "/etc/passwd")
        try files.createSymbolicLink(atPath: scratch.path("folder"), withDestinationPath: "/etc")
        #expect(mkfifo(scratch.path("pipe.fid"), 0o600) == 0)
        let run = try Command.run(["grade", scratch.url.path, "--task", "covariance", "--format", "csv", "--seconds", "2"])
        #expect(run.code == 1)
        let rows = Dictionary(
            run.output.split(separator: "\n").dropFirst().map { line in
                let cells = CSVTable.cells(ofLine: String(line))
                return (cells[1], cells)
            }
        ) { first, _ in first }
        #expect(rows["good.txt"]?[3...4] == ["5", "5"])
        #expect(rows["nested.fid"]?[7].contains("nested more than 256 deep") == true)
        #expect(rows["roots.fid"]?[7].contains("nested more than 256 deep") == true)
        #expect(rows["power.fid"]?[3] == "2")
        #expect(rows["slow.fid"]?[7] == "it takes more than 2 s to check")
        #expect(rows["binary.fid"]?[7] == "standard input is no text in UTF-8")
        #expect(rows["large.fid"]?[7] == "larger than 1000000 bytes")
        #expect(rows["loads.fid"]?[3] == "0")
        #expect(rows["na␊me.txt"]?[3] == "1")
        #expect(rows["photo.png"]?[7] == "not a sheet: .fid, .md, .txt or .csv")
        #expect(rows["link.fid"]?[7] == "a symbolic link, which is not followed")
        #expect(rows["folder"]?[7] == "a symbolic link, which is not followed")
        #expect(rows["pipe.fid"]?[7] == "not a regular file")
        #expect(!run.output.contains("root:"))
        #expect(rows.count == 13)
    }

    @Test func `memory has its limit`() throws {
        let scratch = try Scratch()
        // A hundred million numbers would be 800 MB.
        let lines = (0..<120).map { "A\($0) = float(normal(900, 900, seed: \($0 + 1)))" }
        _ = try scratch.write("hungry.fid", (lines + ["mu = [3 3]"]).joined(separator: "\n"))
        let run = try Command.run(
            ["grade", scratch.url.path, "--task", "covariance", "--format", "csv", "--megabytes", "300", "--seconds", "20"])
        let row = CSVTable.cells(ofLine: String(run.output.split(separator: "\n").last ?? ""))
        // Either the sheet's own limits refuse the lines, or the process ends; what is right is kept in the first case.
        #expect(row[3] == "1" || row[7] == "it takes more memory than is allowed", "\(row)")
    }

    @Test func `a class table: a row a student`() throws {
        let scratch = try Scratch()
        let table = try scratch.write(
            "class.csv", "Student,mu,Sigma\nAnna,3 3,7 -1; -1 4\n\"Li, Wei\",[9 9],[7 -1; -1 4]\n=SUM(A1),3 3,\n")
        let run = try Command.run(["grade", table, "--task", "covariance", "--format", "csv"])
        #expect(run.code == 0)
        let rows = run.output.split(separator: "\n").dropFirst().map { CSVTable.cells(ofLine: String($0)) }
        #expect(rows.map { $0[0] } == ["'=SUM(A1)", "Anna", "Li, Wei"])
        #expect(rows.map { $0[3] } == ["1", "3", "2"])
        #expect(rows.map { $0[6] } == ["", "", "mean-summed"])
    }

    @Test func `what cannot be graded at all`() throws {
        let scratch = try Scratch()
        #expect(
            try Command.run(["grade", scratch.path("none")]).errors
                == "fid: \(scratch.path("none")) does not exist: check the path\n")
        #expect(
            try Command.run(["grade", scratch.url.path]).errors
                == "fid: \(scratch.url.path) holds no sheets: .fid, .md, .txt or .csv\n")
        _ = try scratch.write("a.fid", "mu = [3 3]")
        let task = try Command.run(["grade", scratch.url.path, "--task", "none"])
        #expect(task.code == 2)
        #expect(task.errors.hasPrefix("fid: there is no task none: known are "))
        let output = try Command.run(["grade", scratch.url.path, "--task", "covariance", "-o", scratch.path("no/where.csv")])
        #expect(output.code == 2)
        #expect(output.output == "")
    }
}
