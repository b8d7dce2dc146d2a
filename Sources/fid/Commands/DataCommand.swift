// `fid data fetch NAME`: public features of real images, fetched, converted and checked.

import ArgumentParser
import FeatureFiles
import Foundation
import Localization
import Typesetting

struct DataCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "data",
            abstract: Session.say("Fetch public features of real images.", "获取公开的真实图像特征。"),
            discussion: Session.say("Example:\n  fid data fetch flowers", "示例：\n  fid data fetch flowers"),
            subcommands: [DataFetchCommand.self])
    }
}

struct DataFetchCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fetch",
            abstract: Session.say(
                "Fetch a data set, check it, and write one .npy for each class.", "获取一个数据集，校验后为每个类别写出一个 .npy。"),
            discussion: Session.say(
                """
                flowers: the Inception features of 3,670 photographs in five classes, from a public git repository, of which \
                only the text files are fetched. Each class is checked by its SHA-256 before it is written, in float32, with \
                the names of its photographs beside it. A run that was stopped goes on where it was.

                Examples:
                  fid data fetch flowers
                  fid data fetch flowers -o data/flowers
                  fid data fetch flowers --from ~/Image-Recognition
                """,
                """
                flowers：五类共 3,670 张照片的 Inception 特征，来自公开的 git 仓库，
                只获取其中的文本文件。每一类先校验 SHA-256，再以 float32 写出，
                旁边附照片文件名。中断后重新运行会从中断处继续。

                示例：
                  fid data fetch flowers
                  fid data fetch flowers -o data/flowers
                  fid data fetch flowers --from ~/Image-Recognition
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("The data set: flowers.", "数据集：flowers。"), valueName: Session.say("name", "名称")))
    var name: String

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            Session.say(
                "The folder to write into (default: fid/NAME in $XDG_DATA_HOME or ~/.local/share).",
                "写入的文件夹（默认：$XDG_DATA_HOME 或 ~/.local/share 中的 fid/名称）。"), valueName: Session.say("folder", "文件夹")))
    var output: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Another home of the same files: a git URL, a local repository, or a folder that holds them.",
                "同样文件的其他来源：git 地址、本地仓库，或含有这些文件的文件夹。"), valueName: Session.say("URL|path", "URL|路径")))
    var from: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "A description of another data set, as examples/flowers/source.json is one.",
                "其他数据集的说明文件，格式同 examples/flowers/source.json。"), valueName: Session.say("file", "文件")))
    var manifest: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let manifest = try self.manifest.map(DataManifest.init(file:)) ?? DataManifest.named(name)
        let target = try output.map { URL(fileURLWithPath: $0) } ?? Self.dataFolder(ProcessInfo.processInfo.environment, name)
        let style = global.style
        let fetch = DataFetch(manifest: manifest, source: from ?? manifest.repository, target: target)
        let width = manifest.classes.map(\.name.displayWidth).max() ?? 0
        try fetch.run { facts, outcome in
            let size = "\(facts.rows) × \(manifest.columns)"
            let words =
                outcome == .wasThere
                ? Phrase("there already, SHA-256 right", "已存在，SHA-256 正确") : Phrase("fetched, SHA-256 right", "已获取，SHA-256 正确")
            Terminal.write(["\(facts.name.padded(to: width))  \(size)  \(words(in: style.language))"])
        }
        var lines = [""]
        for line in style.language == .chinese ? manifest.credits.zh : manifest.credits.en {
            lines += line.wrapped(width: style.width)
        }
        lines.append("")
        if let first = manifest.classes.first?.name, let last = manifest.classes.last?.name, first != last {
            lines += Phrase("Next:", "接下来：")(in: style.language).wrapped(width: style.width)
            lines.append("  fid compute \(target.appending(path: first).path).npy \(target.appending(path: last).path).npy")
        }
        Terminal.write(lines)
    }

    /// Where data of a name belong.
    private static func dataFolder(_ environment: [String: String], _ name: String) throws -> URL {
        guard let folder = UserFolder.data.path(environment: environment) else {
            throw CommandError(
                "neither XDG_DATA_HOME nor HOME names a folder: name one with -o", "XDG_DATA_HOME 和 HOME 都没有指定文件夹：请用 -o 指定")
        }
        return URL(fileURLWithPath: folder).appending(path: "fid").appending(path: name)
    }
}
