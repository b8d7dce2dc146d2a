// `fid weights show`: the tensors of a file of weights.

import ArgumentParser
import Downloads
import FeatureFiles
import Foundation
import Localization
import NetworkWeights
import Typesetting

struct WeightsShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: Session.say(
                "List the tensors of a file of weights: names, shapes, strides, types.", "列出权重文件中的张量：名称、形状、步长、类型。"),
            discussion: Session.say(
                """
                Shapes and strides are written as PyTorch writes them; a stride that is not that of C order is shown, others \
                are not. A file that was cut off shows what its table lists, and says where it ends.

                Examples:
                  fid weights show
                  fid weights show model.safetensors
                  fid weights show model.pth --json
                """,
                """
                形状和步长按 PyTorch 的写法显示；只有不同于 C 顺序的步长才会列出。
                被截断的文件也会列出其目录中的张量，并说明在何处结束。

                示例：
                  fid weights show
                  fid weights show model.safetensors
                  fid weights show model.pth --json
                """))
    }

    @OptionGroup var input: WeightsFileOptions

    @Flag(help: ArgumentHelp(Session.say("A JSON object.", "输出 JSON。")))
    var json = false

    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let file = try WeightFile.open(input.path(), allowingTruncation: true)
        if json {
            Terminal.write([try MachineJSON.text(WeightsRecord(file))])
        } else {
            let style = global.style
            try Pager.run(isWanted: pager.isWanted) { try $0.write(WeightsListing(file: file, style: style).lines) }
        }
        // The list is there; that the file is not whole is an error all the same.
        if let truncation = file.truncation { throw WeightsError.truncated(file: file.path, truncation) }
    }
}

/// The tensors of a file as a table.
struct WeightsListing {
    let file: WeightFile
    let style: OutputStyle

    var lines: [String] { summary + [""] + (table ?? sentences) }

    /// Nil where it is too wide.
    private var table: [String]? {
        let header = [
            Phrase("tensor", "张量"), Phrase("shape", "形状"), Phrase("stride", "步长"), Phrase("type", "类型"),
            Phrase("size", "大小"),
        ].map { $0(in: style.language) }
        let rows = file.entries.map { entry in
            [
                name(entry), tuple(entry.shape), entry.isInOrder ? "" : tuple(entry.stride), entry.elementType.name,
                ByteText.size(entry.byteCount),
            ]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].displayWidth }.max() ?? 0 }
        guard widths.reduce(2 * (widths.count - 1), +) <= style.width else { return nil }
        return Table(header: header, rows: rows, alignment: [.left, .left, .left, .left, .right]).layout(style).render()
    }

    /// A line for each tensor, as narrow terminals take it.
    private var sentences: [String] {
        file.entries.flatMap { entry in
            let stride = tuple(entry.stride)
            let order = entry.isInOrder ? "" : Session.say("  strides \(stride)", "  步长 \(stride)")
            return "\(name(entry))  \(entry.elementType.name) \(tuple(entry.shape))\(order)".wrapped(
                width: style.width, hangingIndent: 4)
        }
    }

    private func name(_ entry: WeightEntry) -> String { printable(entry.name, limit: 200) }

    /// The file in a few lines.
    var summary: [String] {
        let count = file.entries.count
        let bytes = ByteText.size(file.entries.reduce(0) { $0 + $1.byteCount })
        let format = "\(file.format.title)\(file.isBigEndian ? Phrase(", big-endian", "，大端序")(in: style.language) : "")"
        let text = Phrase(
            "\(file.path): \(format), \(count) \(count == 1 ? "tensor" : "tensors"), \(bytes)",
            "\(file.path)：\(format)，\(count) 个张量，\(bytes)")
        return text(in: style.language).wrapped(width: style.width, hangingIndent: 2)
            + (CLIPFinding(file).map { $0.phrase(in: style.language).wrapped(width: style.width, hangingIndent: 2) } ?? [])
            + file.notes.flatMap { note in
                Phrase("note: \(note.english)", "注：\(note.chinese)")(in: style.language).wrapped(
                    width: style.width, hangingIndent: 2)
            }
    }
}

/// A file of weights for machines.
struct WeightsRecord: Encodable {
    struct Tensor: Encodable {
        let name: String
        let shape, stride: [Int]
        let type: String
        /// Where its first number lies in the file, and how many bytes its numbers take.
        let offset, bytes: Int
    }

    struct End: Encodable {
        let tensor: String?
        let size, needed, wholeTensors: Int
    }

    let file, format, byteOrder: String
    let tensors: [Tensor]
    let notes: [String]
    /// What it holds of CLIP.
    let clip: CLIPFinding.Record?
    let truncation: End?

    init(_ file: WeightFile) {
        self.file = file.path
        format = file.format.rawValue
        byteOrder = file.isBigEndian ? "big" : "little"
        tensors = file.entries.map {
            Tensor(
                name: $0.name, shape: $0.shape, stride: $0.stride, type: $0.elementType.name, offset: $0.offset,
                bytes: $0.byteCount)
        }
        clip = CLIPFinding(file)?.record
        notes = file.notes.map { $0(in: Session.language) }
        truncation = file.truncation.map {
            End(tensor: $0.tensor, size: $0.size, needed: $0.needed, wholeTensors: $0.wholeTensors)
        }
    }
}
