// `fid project`: samples on the leading principal axes of the whole set, for what needs samples but not all their features.

import ArgumentParser
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization

struct ProjectCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "project",
            abstract: Session.say(
                "The coordinates of samples on the leading principal axes of all files together.", "样本在全部文件合并后的前若干主轴上的坐标。"),
            discussion: Session.say(
                """
                One array per file, under the file's name without its ending. An FID of such coordinates is at most the FID of all features.

                Example:
                  fid project daisy.npy roses.npy --axes 64 -o scores.npz
                  fid compute scores.npz:daisy scores.npz:roses
                """,
                """
                每个文件对应一个数组，键名是去掉扩展名的文件名。这些坐标的 FID 不超过全部特征的 FID。

                示例：
                  fid project daisy.npy roses.npy --axes 64 -o scores.npz
                  fid compute scores.npz:daisy scores.npz:roses
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("Features.", "特征文件。"), valueName: Session.say("file", "文件")))
    var files: [String]

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp(Session.say("The file to write.", "输出文件。"), valueName: "scores.npz"))
    var output: String

    @Option(help: ArgumentHelp(Session.say("How many axes.", "主轴个数。"), valueName: Session.say("number", "个数")))
    var axes = 64

    @Option(
        help: ArgumentHelp(
            Session.say("float16, float32 or float64.", "float16、float32 或 float64。"), valueName: Session.say("type", "类型")))
    var precision = StoredPrecision.float32

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard axes > 0 else { throw ValidationError(Session.say("--axes needs a number above 0.", "--axes 必须大于 0。")) }
        let names = files.map(Self.key)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw ValidationError(Session.say("Two files would get the key ‘\(twice)’.", "两个文件会使用同一个键 ‘\(twice)’。"))
        }
    }

    private static func key(_ path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    func run() throws {
        let rows = try PooledSet.rows(of: files, key: nil)
        var timings = InputSet.Timings()
        let set = files.joined(separator: ", ")
        let moments = try InputError.inFile(set) { try InputSet.accumulate(rows, timings: &timings) }
        let principal = try InputError.inFile(set) { try PrincipalAxes(of: moments, count: axes) }
        let writer = try NPZWriter(path: output)
        // A folder is one set, and one array.
        for path in files {
            try writer.add(
                principal.scores(of: PooledSet.rows(of: [path], key: nil).readAll()), key: Self.key(path), precision: precision)
        }
        try writer.finish()
        Terminal.write([
            Session.say(
                "\(output): \(moments.count) samples on \(principal.axes.rows) axes",
                "\(output)：\(moments.count) 个样本，\(principal.axes.rows) 个主轴")
        ])
    }
}
