// `fid features DIR -o X.npy`: pictures through the network of the FID, or CLIP's, into a file of features.

import ArgumentParser
import FeatureFiles
import Foundation
import Images
import Localization
import Typesetting

struct FeaturesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "features",
            abstract: Session.say(
                "The features of pictures, by the Inception network of the FID or by CLIP.", "用 FID 的 Inception 网络或 CLIP 计算图像的特征。"
            ),
            discussion: Session.say(
                """
                Pictures are JPEG and PNG files, in folders, in zip archives, or named. They are decoded as Pillow does, resized and \
                scaled as the tool that --as names does, and go through Inception v3 in single precision. The weights come from \
                fid weights fetch. X.npy gets a row for each picture in the order of the names, X.names.txt their names, \
                X.origin.json all that they were made with. Neither threads nor batches change a feature by a bit.

                --network clip takes the image embeddings of CLIP instead, from weights as OpenAI (fid weights fetch \
                clip-vit-base-patch32), open_clip or transformers publish them; the tensors tell which ViT it is. --as cmmd \
                prepares them for CMMD, --as clean-fid (the default) for its CLIP-FID. There a picture's place in the set counts, by rounding (1e-6).

                Pictures of mixed sizes may lie together. As in those tools, EXIF orientation, gamma and colour profiles are ignored; \
                CMYK becomes RGB; transparency is dropped, and the colours beneath it count; of 16-bit colour the upper eight bits are \
                taken, and 16-bit grey above 255 is white. Content tells the format, whatever the name ends in. What is odd is remarked \
                on. A picture that is damaged, cut short, empty or larger than --pixel-limit ends the run, and is left out and listed \
                with --skip-broken.

                A run that was stopped, by Ctrl-C or otherwise, goes on where it was: the same command again gives the same file.

                Examples:
                  fid features photos/ -o photos.npy
                  fid features faces.zip --as clean-fid -o faces.npy
                  fid features photos/ --layer logits-unbiased -o logits.npy
                  fid features photos/ --shard 3/8 -o photos-3.npy
                  fid features photos/ --network clip --as cmmd -o clip.npy
                """,
                """
                图像为 JPEG 和 PNG 文件，可放在文件夹或 zip 压缩包中，也可逐个指定。
                按 Pillow 的方式解码，按 --as 指定的工具缩放和归一化，
                再以单精度送入 Inception v3。权重由 fid weights fetch 获取。
                X.npy 按文件名顺序每幅图像一行，X.names.txt 记录文件名，
                X.origin.json 记录所用的全部设置。
                线程数与批大小不会改变任何一位结果。

                --network clip 改用 CLIP 的图像嵌入，权重为 OpenAI
                （fid weights fetch clip-vit-base-patch32）、open_clip 或 transformers
                发布的文件，由张量识别 ViT 的规格。--as cmmd 用于 CMMD，
                --as clean-fid（默认）用于 clean-fid 的 CLIP-FID。
                此时图像在组中的位置会带来舍入量级（1e-6）的差别。

                大小不同的图像可以放在一起。与上述工具一样，忽略 EXIF 方向、gamma 和色彩配置；
                CMYK 转为 RGB；丢弃透明度，透明处之下的颜色也计入；
                16 位彩色取高 8 位，16 位灰度大于 255 的都成为白色。
                格式由内容而不是扩展名决定。异常之处会给出提示。
                损坏、不完整、空的或超过 --pixel-limit 的图像会使运行停止；
                使用 --skip-broken 则跳过并列出。

                被 Ctrl-C 或其他原因中断后，再次运行同一命令即从中断处继续，
                得到完全相同的文件。

                示例：
                  fid features photos/ -o photos.npy
                  fid features faces.zip --as clean-fid -o faces.npy
                  fid features photos/ --layer logits-unbiased -o logits.npy
                  fid features photos/ --shard 3/8 -o photos-3.npy
                  fid features photos/ --network clip --as cmmd -o clip.npy
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("Folders, zip archives or files of pictures.", "含有图像的文件夹、zip 压缩包，或图像文件。"),
            valueName: Session.say("pictures", "图像")))
    var paths: [String]

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp(Session.say("The file to write.", "输出文件。"), valueName: "X.npy"))
    var output: String

    @OptionGroup var pictures: PictureOptions

    @Option(
        help: ArgumentHelp(Session.say("The same as --network-precision.", "同 --network-precision。"), valueName: "float32|bf16"))
    var precision: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Take shard I of N, counted from 1; 1/1 is the whole set whatever the launcher says.",
                "取 N 片中的第 I 片（从 1 数起）；1/1 表示整组，不受启动器影响。"), valueName: "I/N"))
    var shard: String?

    @Flag(
        help: ArgumentHelp(
            Session.say(
                "The SHA-256 of each picture before its name, as sha256sum writes them.", "在文件名前写出图像的 SHA-256（sha256sum 的格式）。")))
    var digests = false

    @Flag(help: ArgumentHelp(Session.say("A JSON object.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if paths.isEmpty {
            throw ValidationError(Session.say("Name pictures: a folder, an archive or files.", "请给出图像：文件夹、压缩包或文件。"))
        }
        if output.isEmpty || output.hasSuffix("/") {
            throw ValidationError(Session.say("-o names a file, X.npy.", "-o 应为文件名，如 X.npy。"))
        }
    }

    func run() throws {
        let settings = try pictures.settings(precision: precision)
        try settings.network.checkBuild()
        let assignment = try ShardAssignment(option: shard, environment: ProcessInfo.processInfo.environment)
        let collection = try PictureInput.collection(paths, settings)
        let set = paths.joined(separator: ", ")
        guard assignment.shard.count <= collection.count else {
            throw InputError(
                file: set, cause: ShardError.moreShardsThanRows(shards: assignment.shard.count, rows: collection.count))
        }
        let extractor = try settings.network.load(weights: pictures.weights, threads: pictures.threads)
        let extraction = FeatureExtraction(
            collection, range: assignment.shard.rows(of: collection.count), policy: settings.policy, extractor: extractor,
            threads: pictures.threads)
        let target = assignment.output(output)
        let language = global.style.language
        for note in [assignment.doubt].compactMap(\.self) + extractor.remarks {
            Terminal.writeError("fid: " + note(in: language))
        }
        let start = ContinuousClock.now
        let summary = try StopRequest.watching {
            let run = try ResumableFeatures(extraction, outputs: [extractor.layer: target], batch: pictures.batch)
            let summary = try run.run(called: set)
            try writeNames(summary, collection, beside: target)
            // All that belongs beside the features is there before they are.
            try run.finish(summary) { _, complete in
                try FeatureOrigin(extraction).write(beside: target, of: complete)
            }
            return summary
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let remark = try extractor.precisionRemark(on: extraction)
        for phrase in summary.remarks(on: collection) + [remark?.phrase].compactMap(\.self) {
            Terminal.writeError("fid: " + phrase(in: language))
        }
        let result = FeaturesResult(
            output: target, extraction: extraction, summary: summary, shard: assignment.shard, remark: remark, seconds: seconds)
        Terminal.write([json ? try MachineJSON.text(result.record) : result.line(in: language)])
    }

    private func writeNames(_ summary: FeatureSummary, _ collection: ImageCollection, beside target: String) throws {
        let lines = zip(summary.rows, summary.digests).map { index, digest in
            (digests ? digest.hexadecimal + "  " : "") + collection.name(inLine: index) + "\n"
        }
        try AtomicFile.write(Array(lines.joined().utf8), to: Self.namesFile(of: target))
    }

    /// `X.names.txt` beside `X.npy`.
    static func namesFile(of output: String) -> String {
        (output.hasSuffix(".npy") ? String(output.dropLast(4)) : output) + ".names.txt"
    }
}

/// What `fid features` says at its end.
struct FeaturesResult {
    let output: String
    let extraction: FeatureExtraction
    let summary: FeatureSummary
    let shard: ShardSpec
    let remark: PrecisionRemark?
    let seconds: Double

    private var dimension: Int { extraction.extractor.dimension(of: extraction.extractor.layer) }

    func line(in language: Language) -> String {
        let (n, d) = (summary.rows.count, dimension)
        let done = extraction.range.count - summary.resumed
        let rate = seconds > 0 ? NumberText.short(Double(done) / seconds) : "–"
        let part =
            shard.isWhole
            ? Phrase(same: "") : Phrase(", shard \(shard.index) of \(shard.count)", "，第 \(shard.index)/\(shard.count) 片")
        let speed = Phrase("; \(rate) images/s", "；每秒 \(rate) 幅")
        return Phrase(
            "\(output): \(n) pictures of \(d) features\(part.english)\(done > 0 ? speed.english : "")",
            "\(output)：\(n) 幅图像，\(d) 维特征\(part.chinese)\(done > 0 ? speed.chinese : "")")(in: language)
    }

    var record: Record {
        Record(
            file: output, names: FeaturesCommand.namesFile(of: output), origin: FeatureOrigin.file(of: output), seconds: seconds,
            resumed: summary.resumed,
            shard: shard.isWhole ? nil : "\(shard.index)/\(shard.count)", dimension: dimension,
            pictures: PictureRecord(extraction, summary),
            bf16: remark.map {
                .init(
                    images: $0.comparison.count, relativeError: $0.comparison.relativeError,
                    rootFidBound: $0.comparison.distanceBound)
            }, fidVersion: FidVersion.text)
    }

    struct Record: Encodable {
        struct Comparison: Encodable {
            let images: Int
            let relativeError, rootFidBound: Double
        }
        let file, names, origin: String
        let seconds: Double
        let resumed: Int
        let shard: String?
        let dimension: Int
        let pictures: PictureRecord
        let bf16: Comparison?
        let fidVersion: String
    }
}
