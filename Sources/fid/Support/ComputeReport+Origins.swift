// Where a FID comes from, for people as tables and for machines as lists.

import Foundation
import GenerativeMetrics
import Localization
import Typesetting

extension DistanceOrigins {
    // MARK: For people

    /// Tables under their headings, a blank line before each.
    func lines(in style: OutputStyle, _ naming: FeatureNaming) -> [String] {
        (directions.map { lines(for: $0, in: style, naming) } ?? []) + samples.flatMap { lines(for: $0, in: style, naming) }
    }

    private func lines(for directions: FrechetDirections, in style: OutputStyle, _ naming: FeatureNaming) -> [String] {
        let say = { (english: String, chinese: String) in naming.phrase(Phrase(english, chinese))(in: style.language) }
        let (kept, all) = (directions.leading.count, directions.leading.first?.vector.count ?? 0)
        let together = directions.leading.reduce(0) { $0 + $1.contribution }
        let part = Self.share(together, of: directions.total).map { Phrase(", \($0) of the FID", "，共占 FID 的 \($0)") }
        let heading = Phrase(
            "The \(kept == 1 ? "one of \(all) directions that contributes" : "\(kept) of \(all) directions that contribute") most\(part?.english ?? ""):",
            "贡献最大的 \(kept) 个方向（共 \(all) 个）\(part?.chinese ?? "")：")
        let arrow = style.isPlain ? say(" to ", " 到 ") : " → "
        let table = Table(
            header: [
                "", say("of the FID", "贡献"), say("share", "占比"), say("shift", "平移"), say("spread", "标准差"),
                say("features", "主要特征"),
            ],
            rows: directions.leading.enumerated().map { index, direction in
                [
                    "\(index + 1)", Self.figure(direction.contribution),
                    Self.share(direction.contribution, of: directions.total) ?? "–", Self.figure(direction.shift),
                    [Self.figure(direction.deviations.first), Self.figure(direction.deviations.second)].joined(separator: arrow),
                    Self.features(of: direction, in: style.language),
                ]
            }, alignment: [.right, .right, .right, .right, .left, .left])
        return section(naming.phrase(heading), table, in: style)
    }

    private func lines(for set: InfluentialSamples, in style: OutputStyle, _ naming: FeatureNaming) -> [String] {
        let say = { (english: String, chinese: String) in naming.phrase(Phrase(english, chinese))(in: style.language) }
        guard !set.samples.isEmpty else {
            return [""]
                + say(
                    "\(set.path): no sample whose absence would lower the FID", "\(set.path)：没有哪个样本去掉后会使 FID 变小"
                ).wrapped(width: style.width, hangingIndent: 2)
        }
        let heading = Phrase(
            "The \(set.samples.count == 1 ? "one" : "\(set.samples.count)") of \(set.count) samples of \(set.path) that the FID owes most to, and its change without each, to first order:",
            "\(set.path) 的 \(set.count) 个样本中对 FID 影响最大的 \(set.samples.count) 个，以及去掉它后 FID 的变化（一阶近似）：")
        let table = Table(
            header: [say("row", "行")] + (set.isPooled ? [say("file", "文件"), say("row in it", "文件中的行")] : [])
                + [say("change", "变化")],
            rows: set.samples.map { sample in
                ["\(sample.row)"] + (set.isPooled ? [sample.file, "\(sample.rowInFile)"] : []) + [Self.figure(sample.change)]
            }, alignment: [.right] + (set.isPooled ? [.left, .right] : []) + [.right])
        return section(naming.phrase(heading), table, in: style)
    }

    private func section(_ heading: Phrase, _ table: Table, in style: OutputStyle) -> [String] {
        [""] + heading(in: style.language).wrapped(width: style.width).map { style.styled($0, .bold) }
            + table.layout(style).render()
    }

    private static func figure(_ value: Double) -> String { NumberFormat(.significant(4), notation: .ascii).string(value) }

    /// Percent; nil where there is nothing to share.
    private static func share(_ part: Double, of whole: Double) -> String? {
        guard whole > 0, part / whole <= 1.0001 else { return nil }
        return NumberFormat(.places(1), notation: .ascii, keepsTrailingZeros: true).string(100 * part / whole) + " %"
    }

    /// The features that weigh most in a direction, counted from 1, each with its weight.
    private static func features(of direction: FrechetDirection, in language: Language) -> String {
        let ranked = direction.vector.indices.sorted {
            (-abs(direction.vector[$0]), $0) < (-abs(direction.vector[$1]), $1)
        }
        return ranked.prefix(3).map { index in
            let weight = NumberFormat(.places(2), notation: .ascii, keepsTrailingZeros: true).string(direction.vector[index])
            return "\(index + 1) (\(weight))"
        }.joined(separator: ", ")
    }

    // MARK: For machines

    struct DirectionRecord: Encodable {
        let contribution: Double
        let share: Double?
        let shift: Double
        let deviations: [Double]
        let vector: [Double]
    }

    struct SetRecord: Encodable {
        struct Sample: Encodable {
            let row: Int
            let file: String
            let rowInFile: Int
            let change: Double
        }
        let file: String
        let count: Int
        let rows: [Sample]
    }

    var directionRecords: [DirectionRecord]? {
        directions.map { directions in
            directions.leading.map {
                DirectionRecord(
                    contribution: $0.contribution, share: directions.total > 0 ? $0.contribution / directions.total : nil,
                    shift: $0.shift, deviations: [$0.deviations.first, $0.deviations.second], vector: $0.vector.elements)
            }
        }
    }

    var sampleRecords: [SetRecord]? {
        samples.isEmpty
            ? nil
            : samples.map { set in
                SetRecord(
                    file: set.path, count: set.count,
                    rows: set.samples.map {
                        .init(row: $0.row, file: $0.file, rowInFile: $0.rowInFile, change: $0.change)
                    })
            }
    }
}
