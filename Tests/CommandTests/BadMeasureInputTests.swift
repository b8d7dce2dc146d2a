// Bad input through fid compute --metrics, stats --shard, merge, compare, explain --metric, project and verify: one sentence with the file's name, in
// either language, exit code 2, nothing on standard output, nothing left behind.

import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// A folder with good and bad files of features, class scores, statistics and receipts.
private struct BadFiles {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let (x, y) = (Self.entries(50, 4, seed: 1), Self.entries(40, 4, seed: 2))
        try write("x.npy", x, "(50, 4)")
        try write("y.npy", y, "(40, 4)")
        try write("wide.npy", Self.entries(50, 5, seed: 3), "(50, 5)")
        try write("one.npy", Array(x.prefix(4)), "(1, 4)")
        try write("flat.npy", (0..<200).map { Double($0 % 4) }, "(50, 4)")
        try write("huge.npy", x.map { $0 * 1e200 }, "(50, 4)")
        var withNaN = x
        withNaN[30 * 4 + 2] = .nan
        try write("nan.npy", withNaN, "(50, 4)")
        _ = try scratch.write("short.npy", Array(NPY.doubles(x, shape: "(50, 4)").dropLast(100)))
        _ = try scratch.write("picture.npy", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3, 4, 5, 6, 7])
        let (mu, sigma) = ([0.0, 0, 0, 0], (0..<16).map { $0 % 5 == 0 ? 1.0 : 0 })
        _ = try scratch.write(
            "s.npz",
            Zip.stored([("mu.npy", NPY.doubles(mu, shape: "(4,)")), ("sigma.npy", NPY.doubles(sigma, shape: "(4, 4)"))]))
        for (name, text) in [
            ("sums.csv", "0.5,0.5\n0.2,0.7\n0.1,0.9\n"), ("logits.csv", "0.5,0.5\n2.5,-1\n"),
            ("probabilities.csv", "0.5,0.5\n0.3,0.7\n"), ("text.txt", "no numbers\n"), ("cut.json", "{\"format\": 1,\n"),
            ("new.json", "{\"format\": 2, \"what\": 3}\n"), ("list.json", "[1]\n"), ("none.json", "{\"inputs\": 3}\n"),
            ("empty.json", ""),
        ] { _ = try scratch.write(name, text) }
        _ = try scratch.write("binary.json", [0x7B, 0xFF, 0xFE])
        let receipt = try run(["compute", "x.npy", "y.npy", "--receipt", "ok.json"])
        #expect(receipt.code == 0, "\(receipt.errors)")
        let text = try String(contentsOfFile: scratch.path("ok.json"), encoding: .utf8)
        _ = try scratch.write("hash.json", text.replacing(/"sha256" : "[0-9a-f]*"/, with: "\"sha256\" : 3"))
        _ = try scratch.write("results.json", text.replacing("\"results\"", with: "\"result\""))
        for name in ["mixed", "empty"] {
            try FileManager.default.createDirectory(at: scratch.url.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["x.npy", "s.npz"] {
            try FileManager.default.copyItem(atPath: scratch.path(name), toPath: scratch.path("mixed/\(name)"))
        }
    }

    private static func entries(_ rows: Int, _ columns: Int, seed: Int) -> [Double] {
        Matrix.random(rows: rows, columns: columns, seed: seed).elements
    }

    private func write(_ name: String, _ values: [Double], _ shape: String) throws {
        _ = try scratch.write(name, NPY.doubles(values, shape: shape))
    }

    func run(_ arguments: [String]) throws -> Run { try Command.run(arguments, in: scratch.url) }

    /// Runs a command that cannot be carried out: what it says.
    func refusal(_ arguments: [String]) throws -> String {
        let before = try scratch.contents()
        let run = try run(arguments)
        #expect(run.code == 2, "\(arguments): \(run.errors)")
        #expect(run.output == "", "\(arguments)")
        #expect(
            run.errors.hasPrefix("fid: ") && run.errors.hasSuffix("\n") && run.errors.count { $0 == "\n" } == 1, "\(run.errors)")
        #expect(try scratch.contents() == before, "\(arguments) leaves nothing behind")
        return String(run.errors.dropFirst(5).dropLast())
    }
}

@Suite struct BadMeasureInputTests {
    private static let measures = [
        "fid", "bias", "fidinf", "interval", "directions", "samples", "kid", "cmmd", "precision", "recall", "density", "coverage",
    ]

    @Test func `each measure names the file that cannot be used`() throws {
        let files = try BadFiles()
        let bad = [
            ("nan.npy", "nan.npy holds NaN in row 31, column 3: find out where it came from and extract the features again"),
            (
                "short.npy",
                "short.npy is cut short: 1500 bytes of data are there and its shape needs 1600, so copy or write it again"
            ),
            ("wide.npy", "x.npy has 4 features and wide.npy has 5: both must come from the same layer of the same network"),
            ("missing.npy", "missing.npy does not exist: check the path"),
            (
                "mixed",
                "mixed holds both samples (mixed/x.npy) and statistics (mixed/s.npz): keep them in folders of their own"
            ),
        ]
        for (index, measure) in Self.measures.enumerated() {
            let arguments = ["compute", "--real", "x.npy", "--metrics", measure, "--generated"]
            // All of them for a few; each of the others meets two.
            for (place, (name, says)) in bad.enumerated()
            where ["fid", "samples", "kid"].contains(measure) || [index % 5, (index + 1) % 5].contains(place) {
                #expect(try files.refusal(arguments + [name]) == says, "\(measure)")
            }
            let chinese = try files.refusal(arguments + ["nan.npy", "--lang", "zh"])
            #expect(chinese == "nan.npy 第 31 行第 3 列是 NaN：请查明来源并重新提取特征", "\(measure)")
            guard !["fid", "bias", "directions"].contains(measure) else { continue }
            #expect(
                try files.refusal(arguments + ["s.npz"])
                    == "s.npz holds statistics, and samples are needed here: name the file of features", "\(measure)")
        }
    }

    /// What cannot be done, and what is said of it in both languages.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let arguments: String
        let english: String
        let chinese: String

        init(_ arguments: String, _ english: String, _ chinese: String) {
            self.arguments = arguments
            self.english = english
            self.chinese = chinese
        }

        var testDescription: String { "fid " + arguments }
    }

    private static func check(_ refusals: [Refusal]) throws {
        let files = try BadFiles()
        for refusal in refusals {
            let arguments = refusal.arguments.split(separator: " ").map(String.init)
            #expect(try files.refusal(arguments) == refusal.english, "\(refusal.arguments)")
            #expect(try files.refusal(arguments + ["--lang", "zh"]) == refusal.chinese, "\(refusal.arguments)")
        }
    }

    @Test func `numbers that do not allow a measure`() throws {
        try Self.check([
            Refusal(
                "compute --real x.npy --generated y.npy --metrics pr --k 40",
                "x.npy, y.npy: k = 40 is too large: each of the 40 generated samples has 39 others, so k is 39 at most",
                "x.npy, y.npy：k = 40 太大：生成样本共 40 个，每个只有 39 个其他样本，因此 k 最大为 39"),
            Refusal(
                "compute x.npy y.npy --metrics kid --kid-subset-size 41",
                "x.npy, y.npy: 41 rows cannot be drawn from 40: without replacement there are at most 40",
                "x.npy, y.npy：无法从 40 行中取出 41 行：不放回抽样最多取 40 行"),
            Refusal(
                "compute x.npy one.npy --metrics kid",
                "x.npy, one.npy: there is one sample only: the unbiased kernel distance needs pairs of different samples, so at least two rows a set",
                "x.npy, one.npy：只有一个样本：无偏核距离需要由不同样本组成的对，每组至少两行"),
            Refusal(
                "compute x.npy y.npy --interval --interval-groups 21",
                "y.npy: 40 rows cannot be used in 21 groups: a jackknife needs two groups or more, of two rows or more each",
                "y.npy：40 行无法分成 21 组：刀切法至少需要两组，每组至少两行"),
            Refusal(
                "compute x.npy flat.npy --samples 1",
                "flat.npy: the samples do not vary in all 4 directions, and the influence of a row is not defined then: take more samples than features, or project onto fewer axes",
                "flat.npy：样本并未在全部 4 个方向上变化，此时单个样本的影响没有定义：请取多于特征维数的样本，或先投影到较少的主轴上"),
            Refusal(
                "compute x.npy huge.npy --directions 1",
                "huge.npy: the features are so large that their squares leave the range of double precision: scale them down",
                "huge.npy：特征值过大，平方超出双精度范围：请先缩小特征"),
            Refusal(
                "compute x.npy s.npz --metrics bias",
                "s.npz: the bias cannot be predicted, for the file does not tell of how many samples it is: write it again with fid stats, or add the number, numpy.savez(path, mu=mu, sigma=sigma, count=n)",
                "s.npz：无法预测偏差，因为文件没有给出样本数：请用 fid stats 重新生成，或补上样本数：numpy.savez(path, mu=mu, sigma=sigma, count=n)"
            ),
            Refusal(
                "compute x.npy y.npy --metrics fid,intervall", "there is no measure ‘intervall’; did you mean interval?",
                "没有度量 ‘intervall’；是否想写 interval？"),
        ])
    }

    @Test func `class scores that are none, or of the other kind`() throws {
        try Self.check([
            Refusal(
                "compute --probabilities sums.csv",
                "sums.csv: row 2 is no distribution: its entries sum to 0.9, 0.1 too little, for probabilities sum to 1",
                "sums.csv：第 2 行不是概率分布：各元素之和是 0.9，少了 0.1，而概率之和应为 1"),
            Refusal(
                "compute --probabilities logits.csv",
                "logits.csv: row 2 holds no probabilities: its entry 1 is 2.5, and a probability lies between 0 and 1; if these are logits, say --logits logits.csv",
                "logits.csv：第 2 行不是概率：第 1 个元素是 2.5，而概率在 0 与 1 之间；如果这些是 logits，请用 --logits logits.csv"),
            Refusal(
                "compute --logits probabilities.csv",
                "probabilities.csv: these are no logits: every row is a distribution, not negative and with sum 1; say --probabilities probabilities.csv, for a second softmax would flatten them",
                "probabilities.csv：这些不是 logits：每一行都是概率分布（非负且和为 1）；请用 --probabilities probabilities.csv，再做一次 softmax 会把它们压平"
            ),
            Refusal(
                "compute --probabilities probabilities.csv --splits 3",
                "probabilities.csv: 2 rows cannot be split into 3 parts: each part needs at least one row",
                "probabilities.csv：2 行无法分成 3 份：每份至少需要一行"),
            Refusal(
                "compute --logits nan.npy",
                "nan.npy holds NaN in row 31, column 3: find out where it came from and extract the features again",
                "nan.npy 第 31 行第 3 列是 NaN：请查明来源并重新提取特征"),
            Refusal(
                "compute --probabilities s.npz", "s.npz holds statistics, not class probabilities", "s.npz 是统计量，不是类别概率"),
            Refusal(
                "explain logits.csv --metric is",
                "logits.csv: row 2 holds no probabilities: its entry 1 is 2.5, and a probability lies between 0 and 1; if these are logits, say fid compute --logits logits.csv",
                "logits.csv：第 2 行不是概率：第 1 个元素是 2.5，而概率在 0 与 1 之间；如果这些是 logits，请用 fid compute --logits logits.csv"),
        ])
    }

    @Test func `receipts that are damaged, newer, or none`() throws {
        let cut = "cut short: write it again with fid compute --receipt FILE"
        try Self.check([
            Refusal(
                "compare ok.json cut.json", "cut.json is no JSON, so it is no receipt or one that was \(cut)",
                "cut.json 不是 JSON，因而不是凭据，或是不完整的凭据：请用 fid compute --receipt 文件 重新生成"),
            Refusal(
                "compare empty.json ok.json", "empty.json is no JSON, so it is no receipt or one that was \(cut)",
                "empty.json 不是 JSON，因而不是凭据，或是不完整的凭据：请用 fid compute --receipt 文件 重新生成"),
            Refusal(
                "compare ok.json new.json", "new.json is a receipt of form 2, which this fid does not know: use a newer one",
                "new.json 是第 2 种格式的凭据，此版本不认识：请使用更新的 fid"),
            Refusal(
                "compare ok.json list.json", "list.json is no receipt: fid compute --receipt FILE writes one",
                "list.json 不是凭据：用 fid compute --receipt 文件 生成"),
            Refusal(
                "compare none.json ok.json", "none.json is no receipt: fid compute --receipt FILE writes one",
                "none.json 不是凭据：用 fid compute --receipt 文件 生成"),
            Refusal(
                "compare ok.json hash.json",
                "hash.json is a damaged receipt (inputs[0].sha256 is missing or of another kind): write it again with fid compute --receipt FILE",
                "hash.json 是损坏的凭据（inputs[0].sha256 缺失或类型不对）：请用 fid compute --receipt 文件 重新生成"),
            Refusal(
                "compare results.json ok.json",
                "results.json is a damaged receipt (results is missing or of another kind): write it again with fid compute --receipt FILE",
                "results.json 是损坏的凭据（results 缺失或类型不对）：请用 fid compute --receipt 文件 重新生成"),
            Refusal("compare ok.json binary.json", "binary.json is no text in UTF-8", "binary.json 不是 UTF-8 文本"),
            Refusal("compare ok.json empty", "empty is a folder: name a file", "empty 是文件夹：请指定一个文件"),
            Refusal("compare ok.json missing.json", "missing.json does not exist: check the path", "missing.json 不存在：请检查路径"),
            Refusal(
                "compute x.npy y.npy --receipt none/such/r.json",
                "none/such/r.json cannot be written, because the folder none/such does not exist: create it first",
                "none/such/r.json 无法写入，因为文件夹 none/such 不存在：请先创建它"),
        ])
    }

    @Test func `statistics, shards, merges, projections`() throws {
        let nan = (
            "nan.npy holds NaN in row 31, column 3: find out where it came from and extract the features again",
            "nan.npy 第 31 行第 3 列是 NaN：请查明来源并重新提取特征"
        )
        try Self.check([
            Refusal("stats nan.npy --shard 2/2 -o out.npz", nan.0, nan.1),
            Refusal("stats x.npy nan.npy --shard 4/4 -o out.npz", nan.0, nan.1),
            Refusal("project nan.npy -o out.npz", nan.0, nan.1),
            Refusal(
                "stats x.npy wide.npy --shard 1/2 -o out.npz",
                "wide.npy has 5 features and x.npy has 4: files of one set come from the same layer of the same network",
                "wide.npy 有 5 维特征，而 x.npy 有 4 维：同一组的文件必须来自同一网络的同一层"),
            Refusal(
                "stats short.npy --shard 1/2 -o out.npz",
                "short.npy is cut short: 1500 bytes of data are there and its shape needs 1600, so copy or write it again",
                "short.npy 不完整：现有数据 1500 字节，而其形状需要 1600 字节，请重新复制或生成"),
            Refusal(
                "stats s.npz --shard 1/2 -o out.npz",
                "s.npz holds statistics, and samples are needed here: name the file of features",
                "s.npz 是统计量，而这里需要样本本身：请给出特征文件"),
            Refusal(
                "stats huge.npy --shard 1/2 -o out.npz",
                "huge.npy: the features are so large that their squares leave the range of double precision: scale them down",
                "huge.npy：特征值过大，平方超出双精度范围：请先缩小特征"),
            Refusal(
                "merge x.npy -o out.npz",
                "x.npy holds samples, and statistics are merged: run fid stats on all sample files together",
                "x.npy 是样本，而这里合并的是统计量：请把所有样本文件一起交给 fid stats"),
            Refusal(
                "merge short.npy -o out.npz",
                "short.npy is cut short: 1500 bytes of data are there and its shape needs 1600, so copy or write it again",
                "short.npy 不完整：现有数据 1500 字节，而其形状需要 1600 字节，请重新复制或生成"),
            Refusal(
                "merge empty -o out.npz",
                "empty is a folder without files of statistics (.npz), which are what is merged: name one with files that fid stats wrote",
                "empty 是一个文件夹，其中没有统计量文件（.npz），而合并的正是统计量：请指定含有 fid stats 所写文件的文件夹"),
            Refusal(
                "project one.npy -o out.npz",
                "one.npy: there is one sample only: a covariance with divisor n − 1 needs at least two rows",
                "one.npy：只有一个样本：除以 n − 1 的协方差至少需要两行"),
            Refusal(
                "project s.npz -o out.npz",
                "s.npz holds statistics, and samples are needed here: name the file of features",
                "s.npz 是统计量，而这里需要样本本身：请给出特征文件"),
            Refusal(
                "explain s.npz x.npy --metric kid",
                "s.npz holds statistics, and samples are needed here: name the file of features",
                "s.npz 是统计量，而这里需要样本本身：请给出特征文件"),
            Refusal(
                "explain x.npy y.npy --metric interval",
                "x.npy holds 200 numbers: up to 144 are explained; fid compute --metrics interval gives the number",
                "x.npy 有 200 个数：最多解释 144 个；数值请用 fid compute --metrics interval"),
        ])
    }

    @Test func `a course that is not there`() throws {
        let files = try BadFiles()
        #expect(try files.refusal(["verify", "--lessons", "nowhere"]).hasSuffix("/nowhere does not exist: check the path"))
        #expect(try files.refusal(["verify", "--lessons", "nowhere", "--lang", "zh"]).hasSuffix("/nowhere 不存在：请检查路径"))
    }

    @Test(arguments: [
        (["--interval-level", "95"], "--interval-level lies between 0 and 1, such as 0.95."),
        (["--interval-groups", "1"], "--interval-groups is 2 or more."),
        (["--directions", "0"], "--directions and --samples are 1 or more."),
        (["--samples", "0"], "--directions and --samples are 1 or more."),
        (["--splits", "0"], "--splits is 1 or more."),
    ])
    func `options out of their range`(options: [String], says: String) throws {
        let run = try Command.run(["compute", "a.npy", "b.npy"] + options)
        #expect(run.code == 2 && run.output == "")
        #expect(run.errors.hasPrefix("Error: \(says)\n"), "\(run.errors)")
    }

    @Test(arguments: [["compute"], ["stats", "-o", "out.npz"], ["compute", "--metrics", "kid", "--kid-subsets", "0"]])
    func `a file that shrinks while it is read`(arguments: [String]) throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/io") else {
            print("skipped: this system does not tell how much a process has read (/proc/self/io)")
            return
        }
        let scratch = try Scratch()
        let (rows, columns) = (40_000, 512)
        let header = NPY.header("{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }")
        let path = try scratch.write("x.npy", header)
        // A file with a hole: no room on the disk, but as much to read.
        let size = header.count + rows * columns * 8
        try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: UInt64(size))
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = arguments + [path] + (arguments[0] == "compute" ? [path] : [])
        process.currentDirectoryURL = scratch.url
        process.environment = ["LANG": "en_US.UTF-8", "OPENBLAS_NUM_THREADS": "1"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Stopped in the middle of its reading, it cannot be done before the file is cut.
        while process.isRunning, Self.bytesRead(by: process.processIdentifier) < 20_000_000 { usleep(500) }
        kill(process.processIdentifier, SIGSTOP)
        try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: UInt64(size / 4))
        kill(process.processIdentifier, SIGCONT)
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
        #expect(said.contains(/^fid: \S*x\.npy (became shorter|was cut) .*\n$/), "\(said)")
        #expect(try scratch.contents() == ["x.npy"])
    }

    /// How many bytes a process has read.
    private static func bytesRead(by process: Int32) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/io", encoding: .utf8)) ?? ""
        return text.firstMatch(of: /rchar: (\d+)/).flatMap { Int($0.1) } ?? 0
    }
}
