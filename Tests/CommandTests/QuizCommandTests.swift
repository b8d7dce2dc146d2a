// `fid quiz`: one problem, a class, the list, and command lines that cannot be.

import Foundation
import Testing

@Suite struct QuizCommandTests {
    @Test func `a problem by its code`() throws {
        let run = try Command.run(["quiz", "covariance-1-48151"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(
            run.output == """
                ---
                quiz: covariance-1-48151
                student:
                ---

                # The covariance of a few images

                Level 1 · lesson covariance · 6 points

                3 images of 2 features: one image per row, one feature per column.

                ```fid
                X = [5 3; 3 4; 7 5]
                ```

                Write a value in place of each `?`: a number `3`, a fraction `3/4`, a root `√3`,
                a vector `[1 2]` or a matrix `[1 2; 3 4]`. To check: save as `sheet.md`, then
                `fid check sheet.md`

                ```fid
                # 1. the mean of each feature (1 point)
                #    add the rows entry by entry, divide by their number
                mu = ?

                # 2. the centred features (1 point)
                #    subtract the mean from each row
                C = ?

                # 3. the scatter matrix (2 points)
                #    the transpose of C times C: column against column
                Z = ?

                # 4. the covariance, as the FID takes it (2 points)
                #    the scatter matrix divided by the number of images less one
                Sigma = ?
                ```

                """)
        let sameAgain = try Command.run(["quiz", "covariance", "--level", "1", "--seed", "48151"])
        #expect(sameAgain.output == run.output)
    }

    @Test func `the key of a problem, in Chinese`() throws {
        let run = try Command.run(["quiz", "covariance-1-48151", "--key", "--format", "fid", "--lang", "zh"])
        #expect(run.code == 0)
        #expect(
            run.output == """
                ---
                quiz: covariance-1-48151
                ---

                # 答案：几幅图像的协方差
                # 难度 1 · 课程 covariance · 共 6 分

                # 3 幅图像，各 2 个特征：每行一幅图像，每列一个特征。
                X = [5 3; 3 4; 7 5]

                # 1. 每个特征的均值（1 分）
                #    各行逐元素相加，再除以行数
                mu = mean(X) = [5 4]

                # 2. 中心化的特征（1 分）
                #    每一行减去均值
                C = X - mu = [0 -1; -2 0; 2 1]

                # 3. 散布矩阵（2 分）
                #    C 的转置乘 C：列与列的内积
                Z = C'*C = [8 2; 2 2]

                # 4. 协方差（按 FID 的定义）（2 分）
                #    散布矩阵除以图像数减一
                Sigma = Z/(rows(X) - 1) = [4 1; 1 1]

                """)
    }

    @Test func `without arguments one problem at random, with its code`() throws {
        for _ in 0..<2 {
            let run = try Command.run(["quiz"])
            #expect(run.code == 0)
            let code = try #require(run.output.firstMatch(of: /quiz: ([a-z0-9-]+)\n/)?.1)
            #expect(run.output.contains("fid check sheet.md"))
            #expect(try Command.run(["quiz", String(code)]).output == run.output)
        }
    }

    @Test func `the list`() throws {
        let run = try Command.run(["quiz", "--list"])
        #expect(run.code == 0)
        #expect(run.output.contains("covariance      The covariance of a few images       covariance\n"))
        #expect(run.output.hasSuffix("level 3: roots on the way, decimals wanted\n"))
        #expect(try Command.run(["quiz", "--list", "--lang", "zh"]).output.contains("难度 3：中间有根式，答案取小数\n"))
    }

    @Test(arguments: [40, 60])
    func `prose keeps within a narrow terminal`(width: Int) throws {
        for arguments in [["quiz", "fid-by-hand-1-7", "--format", "text"], ["quiz", "fid-by-hand-1-7"], ["quiz", "--list"]] {
            let run = try Command.run(arguments, environment: ["COLUMNS": "\(width)"])
            // Data and code are not broken.
            let wide = run.lines.filter { $0.count > width && !$0.contains("[") && !$0.contains("`") }
            #expect(wide.isEmpty, "\(wide)")
        }
    }

    @Test func `a class`() throws {
        let scratch = try Scratch()
        let roster = try scratch.write("class.csv", "\u{FEFF}学号,姓名\r\n1,张三\r\n2,李四\r\n")
        let folder = scratch.path("homework")
        let arguments = ["quiz", "leash", "--level", "2", "--roster", roster, "--seed", "5", "-o", folder]
        let run = try Command.run(arguments)
        #expect(run.code == 0)
        #expect(run.output.replacing("\n", with: " ").contains("2 sheets in \(folder)/sheets, keys in \(folder)/keys"))
        #expect(run.output.contains("--seed 5."))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/sheets").sorted()
        #expect(names == ["张三.md", "李四.md"])
        let sheet = try String(contentsOfFile: folder + "/sheets/张三.md", encoding: .utf8)
        #expect(sheet.hasPrefix("---\nquiz: leash-2-5\nstudent: 张三\n---\n"))
        #expect(sheet.contains("To check: `fid check 张三.md`"))
        let again = try Command.run(arguments)
        #expect(again.code == 2)
        #expect(again.output == "")
        #expect(
            again.errors
                == "fid: \(folder)/sheets/张三.md is there already, and 4 more: nothing was written; --force replaces them, or choose another folder\n"
        )
        #expect(try Command.run(arguments + ["--force"]).code == 0)
        #expect(try String(contentsOfFile: folder + "/sheets/张三.md", encoding: .utf8) == sheet)
    }

    @Test func `numbered sheets`() throws {
        let scratch = try Scratch()
        let run = try Command.run(["quiz", "trace", "--count", "3", "--format", "latex", "-o", "out"], in: scratch.url)
        #expect(run.code == 0)
        let found = FileManager.default.enumerator(atPath: scratch.path("out"))?.compactMap { $0 as? String }.sorted()
        #expect(
            found == [
                "index.csv", "keys", "keys/01.fid", "keys/01.tex", "keys/02.fid", "keys/02.tex", "keys/03.fid", "keys/03.tex",
                "sheets",
                "sheets/01.tex", "sheets/02.tex", "sheets/03.tex",
            ])
    }

    struct BadLine: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let message: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        BadLine(arguments: ["covarience"], message: "fid: there is no skill covarience; did you mean covariance?\n"),
        BadLine(arguments: ["zzz"], message: "fid: there is no skill zzz: fid quiz --list lists them\n"),
        BadLine(
            arguments: ["trace-1-99", "--level", "2"],
            message: "fid: the code trace-1-99 says level and seed: leave --level and --seed out\n"),
        BadLine(arguments: ["trace-9-99"], message: "fid: there is no level 9: levels are 1, 2 and 3\n"),
        BadLine(
            arguments: ["trace", "--roster", "/nowhere/class.csv", "-o", "/nowhere"],
            message: "fid: /nowhere/class.csv does not exist or is a folder: check the path\n"),
        BadLine(
            arguments: ["trace-1-99", "-o", "/nowhere"],
            message: "fid: trace-1-99 is one problem: leave -o out, or write trace --level 1 --seed 99\n"),
        BadLine(arguments: ["-o", "/nowhere"], message: "fid: name the skills for the sheets: fid quiz --list lists them\n"),
    ])
    func `what there is not`(line: BadLine) throws {
        let run = try Command.run(["quiz"] + line.arguments)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.errors == line.message)
    }

    @Test(arguments: [
        BadLine(arguments: ["trace", "2"], message: "a level is given by --level: fid quiz trace --level 2"),
        BadLine(arguments: ["trace", "--level", "4"], message: "there is no level 4: levels are 1, 2 and 3."),
        BadLine(arguments: ["trace", "--seed", "-1"], message: "Missing value"),
        BadLine(arguments: ["trace", "--seed=-1"], message: "--seed is a whole number from 0 to 999999999."),
        BadLine(arguments: ["trace", "--count", "0", "-o", "x"], message: "--count is a number from 1 to 10000."),
        BadLine(arguments: ["trace", "--count", "3"], message: "several sheets need a folder: name it with -o."),
        BadLine(arguments: ["trace", "kid"], message: "several sheets need a folder: name it with -o."),
        BadLine(arguments: ["trace", "--roster", "class.csv"], message: "several sheets need a folder: name it with -o."),
        BadLine(
            arguments: ["trace", "--count", "3", "--roster", "class.csv", "-o", "x"],
            message: "--count and --roster exclude each other: the table says how many."),
        BadLine(
            arguments: ["trace", "--format", "fid"],
            message: "--format fid is for keys: add --key, or choose text, markdown or latex."),
        BadLine(arguments: ["trace", "--key", "-o", "x"], message: "with -o keys are written besides: leave --key out."),
        BadLine(arguments: ["trace", "--force"], message: "--force goes with -o."),
    ])
    func `command lines that cannot be`(line: BadLine) throws {
        let run = try Command.run(["quiz"] + line.arguments)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.errors.contains(line.message), "\(run.errors)")
    }
}
