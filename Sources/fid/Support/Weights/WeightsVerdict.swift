// What a check of a file of weights found, in lines with a mark and as JSON.

import Foundation
import Localization
import NetworkWeights
import Typesetting

struct WeightsVerdict {
    let file: WeightFile
    /// Nil for a file that was cut off, which is not read.
    let inspection: WeightInspection?
    let sha256: String
    /// The weights that the file should be, where that was said.
    let published: PublishedWeights?
    let comparison: WeightComparison?
    /// What the tensors were compared with: a network or a file.
    let model: String?
    /// What the file holds of CLIP, where it is one of CLIP's.
    var clip: CLIPFinding?
    /// Whether fid weights fetch brings the file that this should be.
    var isFetched = false

    /// A line of the check; `holds` is nil where it only tells.
    private struct Line {
        let holds: Bool?
        let text: Phrase
    }

    var holds: Bool { findings.allSatisfy { $0.holds ?? true } }

    private var findings: [Line] {
        [wholeness, soundness, checksums, identity, encoder, fit].compactMap { $0 }
    }

    private var wholeness: Line {
        if let truncation = file.truncation { return Line(holds: false, text: truncation.explanation) }
        let count = file.entries.count
        return Line(
            holds: true,
            text: Phrase(
                "whole: \(count) \(count == 1 ? "tensor" : "tensors"), \(inspection?.numbers ?? 0) numbers",
                "完整：\(count) 个张量，\(inspection?.numbers ?? 0) 个数"))
    }

    private var soundness: Line? {
        guard let inspection else { return nil }
        guard let first = inspection.nonFinite.first else {
            return Line(holds: true, text: Phrase("all numbers are finite", "所有数都是有限值"))
        }
        let rest = inspection.nonFinite.count - 1
        return Line(
            holds: false,
            text: Phrase(
                "\(first.value) in \(first.tensor) (number \(first.index + 1) of it)\(rest > 0 ? ", and such numbers in \(rest) more tensors" : "")",
                "\(first.tensor) 中第 \(first.index + 1) 个数为 \(first.value)\(rest > 0 ? "，另有 \(rest) 个张量也含有这样的数" : "")"))
    }

    private var checksums: Line? {
        guard let inspection, inspection.hasChecksums else { return nil }
        guard let first = inspection.damaged.first else {
            return Line(holds: true, text: Phrase("the checksums of the archive are right", "压缩包的校验和正确"))
        }
        let rest = inspection.damaged.count - 1
        return Line(
            holds: false,
            text: Phrase(
                "the checksum of \(first) is wrong\(rest > 0 ? ", and those of \(rest) more members" : "")",
                "\(first) 的校验和错误\(rest > 0 ? "，另有 \(rest) 个成员的校验和也错误" : "")"))
    }

    private var identity: Line {
        let short = "\(sha256.prefix(16))…"
        if let known = PublishedWeights.all.first(where: { $0.sha256 == sha256 }) {
            return Line(
                holds: published.map { $0 == known } ?? true,
                text: Phrase("SHA-256 \(short): \(known.name), as published", "SHA-256 \(short)：\(known.name)，与发布的一致"))
        }
        if let claimed = Self.hashInName(file.path), !sha256.hasPrefix(claimed) {
            return Line(
                holds: false,
                text: Phrase(
                    "SHA-256 \(short), and the file's name says \(claimed)…: fetch it again",
                    "SHA-256 \(short)，而文件名中为 \(claimed)…：请重新获取"))
        }
        if let published {
            return Line(
                holds: nil,
                text: Phrase(
                    "SHA-256 \(short): not the file that was published for \(published.name)",
                    "SHA-256 \(short)：不是为 \(published.name) 发布的文件"))
        }
        return Line(holds: nil, text: Phrase("SHA-256 \(short): no file that fid knows", "SHA-256 \(short)：不是 fid 已知的文件"))
    }

    private var fit: Line? {
        guard let comparison, let model else { return nil }
        if comparison.fits, comparison.unexpected.isEmpty {
            return Line(
                holds: true, text: Phrase("names and shapes are those of \(model)", "名称和形状与 \(model) 一致"))
        }
        let advice =
            isFetched ? Phrase("; fid weights fetch brings the right file", "；可用 fid weights fetch 获取正确的文件") : Phrase(same: "")
        return Line(
            holds: comparison.fits,
            text: Phrase(
                "compared with \(model): \(comparison.explanation.english)\(advice.english)",
                "与 \(model) 比较：\(comparison.explanation.chinese)\(advice.chinese)"))
    }

    /// Why the encoder in a file of CLIP cannot be used; what it is stands above the findings.
    private var encoder: Line? {
        guard let clip, clip.isMeant, let problem = clip.problem else { return nil }
        return Line(holds: false, text: problem)
    }

    /// The start of a SHA-256 that PyTorch's convention puts before the end of a name: `resnet50-0676ba61.pth`.
    static func hashInName(_ path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard let match = name.firstMatch(of: /-([0-9a-f]{8,64})\.[a-z]+$/) else { return nil }
        return String(match.1)
    }

    func lines(in style: OutputStyle) -> [String] {
        findings.flatMap { line -> [String] in
            let mark =
                switch line.holds {
                case true?: style.isPlain ? Phrase("right: ", "正确：")(in: style.language) : "✓ "
                case false?: style.isPlain ? Phrase("wrong: ", "错误：")(in: style.language) : "✗ "
                case nil: style.isPlain ? "" : "· "
                }
            let lines = (mark + line.text(in: style.language)).wrapped(width: style.width, hangingIndent: 2)
            guard line.holds == false else { return lines }
            return lines.map { style.styled($0, .bad) }
        }
    }

    // MARK: JSON

    struct Record: Encodable {
        struct Difference: Encodable {
            let missing, unexpected: [String]
            let misshapen: [Shape]
        }

        struct Shape: Encodable {
            let name: String
            let found, needed: [Int]
        }

        let file, sha256: String
        let holds, isWhole: Bool
        let published: String?
        let tensors: Int
        let numbers: Int?
        let nonFinite, damaged: [String]?
        let comparedWith: String?
        let difference: Difference?
        let clip: CLIPFinding.Record?
    }

    var record: Record {
        Record(
            file: file.path, sha256: sha256, holds: holds, isWhole: file.truncation == nil,
            published: PublishedWeights.all.first { $0.sha256 == sha256 }?.name, tensors: file.entries.count,
            numbers: inspection?.numbers, nonFinite: inspection?.nonFinite.map(\.tensor), damaged: inspection?.damaged,
            comparedWith: comparison == nil ? nil : model,
            difference: comparison.map { comparison in
                Record.Difference(
                    missing: comparison.missing.map(\.name), unexpected: comparison.unexpected,
                    misshapen: comparison.misshapen.map { Record.Shape(name: $0.name, found: $0.found, needed: $0.needed) })
            }, clip: clip?.record)
    }
}
