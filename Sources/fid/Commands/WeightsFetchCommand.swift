// `fid weights fetch`: a public file of weights, brought here, checked, and put where every command finds it.

import ArgumentParser
import Downloads
import FeatureFiles
import Foundation
import Localization
import NetworkWeights
import Typesetting

struct WeightsFetchCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fetch",
            abstract: Session.say(
                "Fetch the weights of a network, check their SHA-256, and keep them in the cache.", "获取网络的权重，校验 SHA-256，存入缓存。"),
            discussion: Session.say(
                """
                inception: Inception v3 of 2015-12-05, the network of the FID (95.6 MB), from the release of pytorch-fid or, \
                should that fail, of torch-fidelity, or copied from the cache of PyTorch's own tools. The file is kept in fid/weights in $XDG_CACHE_HOME or ~/.cache; \
                FID_WEIGHTS names another file or folder for all commands. A run that was stopped goes on where it was. What \
                is not the file that was published is removed.

                \(clipLines.english)

                --url brings other weights, too, where the name of their file carries the start of its SHA-256, as PyTorch's \
                do: resnet50-0676ba61.pth.

                Examples:
                  fid weights fetch
                  fid weights fetch --weights /data/weights
                  fid weights fetch clip-vit-large-patch14-336
                  fid weights fetch --url /media/usb/pt_inception-2015-12-05-6726825d.pth
                """,
                """
                inception：2015-12-05 版 Inception v3，FID 所用的网络（95.6 MB），来自 pytorch-fid 的发布页，
                失败时改用 torch-fidelity 的发布页；若 PyTorch 工具的缓存中已有同一文件，则直接复制。
                文件存放在 $XDG_CACHE_HOME 或 ~/.cache 下的 fid/weights；
                可用 FID_WEIGHTS 为所有命令指定其他文件或文件夹。
                中断后重新运行会从中断处继续。内容与发布的文件不一致时会删除。

                \(clipLines.chinese)

                --url 也可获取其他权重，只要文件名按 PyTorch 的惯例带有 SHA-256 的开头，
                如 resnet50-0676ba61.pth。

                示例：
                  fid weights fetch
                  fid weights fetch --weights /data/weights
                  fid weights fetch clip-vit-large-patch14-336
                  fid weights fetch --url /media/usb/pt_inception-2015-12-05-6726825d.pth
                """))
    }

    private static var clipNames: String { CLIPWeights.all.map(\.name).joined(separator: ", ") }

    /// What there is of CLIP, for the help.
    private static var clipLines: Phrase {
        let sizes = CLIPWeights.all.map { (name: $0.name, size: ByteText.size($0.published.byteCount)) }
        return Phrase(
            sizes.map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
                + ": image encoders of CLIP as OpenAI published them, for --network clip; the first for CLIP-FID, the second for CMMD. \(CLIPWeightStore.variable) names another file or folder of theirs.",
            "OpenAI 发布的 CLIP 图像编码器，用于 --network clip（第一个用于 CLIP-FID，第二个用于 CMMD）：\n"
                + sizes.map { "  \($0.name)（\($0.size)）\n" }.joined()
                + "可用 \(CLIPWeightStore.variable) 指定其他文件或文件夹。")
    }

    @Argument(
        help: ArgumentHelp(
            Session.say(
                "The network: inception, the default, or \(clipNames).", "网络：inception（默认），或 \(clipNames)。"),
            valueName: Session.say("name", "名称")))
    var name: String?

    @Option(
        help: ArgumentHelp(
            Session.say("The folder or file to write (default: the cache).", "写入的文件夹或文件（默认：缓存）。"),
            valueName: Session.say("path", "路径")))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            Session.say("Another home of the same file: an address, or a path.", "同一文件的其他来源：地址或路径。"),
            valueName: Session.say("URL|path", "URL|路径")))
    var url: String?

    @Flag(help: ArgumentHelp(Session.say("A JSON object.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let wanted = try WantedWeights(name: name, url: url)
        let store = WeightStore(
            path: weights, variable: wanted.published?.variable ?? WeightStore.variable,
            environment: ProcessInfo.processInfo.environment)
        let target = try store.target(fileName: wanted.fileNames[0])
        var sources = wanted.sources
        if url == nil, let published = wanted.published, let copy = store.copyOfOtherTools(published), copy != target {
            sources.insert(copy, at: 0)
        }
        // A file of a name of its own is somebody's: it is not replaced where it is another one.
        let isOurs = wanted.fileNames.contains { target.hasSuffix("/" + $0) || target == $0 }
        var download = Download(
            DownloadFacts(
                sources: sources, target: target, sha256: wanted.sha256, byteCount: wanted.published?.byteCount,
                mayReplace: isOurs))
        download.userAgent = "fid/\(FidVersion.text)"
        let outcome = try FetchReport(name: wanted.name).run(download)
        let size = (try? FileManager.default.attributesOfItem(atPath: target)[.size] as? Int) ?? 0
        if json {
            let record = Record(
                name: wanted.name, path: target, outcome: outcome == .wasThere ? "there" : "fetched", source: outcome.source,
                sha256: try wanted.published?.sha256 ?? FileHash.sha256(ofFileAt: target).hexadecimal, bytes: size)
            return Terminal.write([try MachineJSON.text(record)])
        }
        let style = global.style
        let words =
            outcome == .wasThere
            ? Phrase("there already, SHA-256 right", "已存在，SHA-256 正确") : Phrase("fetched, SHA-256 right", "已获取，SHA-256 正确")
        var lines = ["\(wanted.name)  \(ByteText.size(size))  \(words(in: style.language))", target]
        if let credits = wanted.published?.credits { lines += [""] + credits(in: style.language).wrapped(width: style.width) }
        Terminal.write(lines)
    }

    private struct Record: Encodable {
        let name, path, outcome: String
        let source: String?
        let sha256: String
        let bytes: Int
    }
}

/// What is to be fetched: weights that fid knows, or the file of an address that carries its own hash.
struct WantedWeights {
    let name: String
    /// Nil for a file that fid does not know.
    let published: PublishedWeights?
    /// The first is the one that is written.
    let fileNames: [String]
    let sources: [String]
    let sha256: String

    /// - Throws: ``CommandError`` for a name that is not known.
    init(name: String?, url: String?) throws {
        let inception = PublishedWeights.inception
        if name == nil, let url, let hash = WeightsVerdict.hashInName(url), !inception.sha256.hasPrefix(hash) {
            let file = String(url.split(separator: "/").last ?? "")
            self.name = String(file.split(separator: ".").first ?? "")
            published = nil
            fileNames = [file]
            sources = [url]
            sha256 = hash
        } else {
            let known = try name.map(WeightsName.resolve) ?? inception
            self.name = known.name
            published = known
            fileNames = [known.fileName] + known.otherFileNames
            sources = url.map { [$0] } ?? known.sources
            sha256 = known.sha256
        }
    }
}

extension Download.Outcome {
    /// Where the file came from; nil where it was there.
    fileprivate var source: String? {
        switch self {
        case .wasThere: nil
        case .fetched(let source): source
        }
    }
}
