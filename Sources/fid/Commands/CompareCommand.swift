// `fid compare A.json B.json`: what differs between two receipts, and which difference explains the gap between their numbers.

import ArgumentParser
import Foundation
import Localization
import Typesetting

struct CompareCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compare",
            abstract: Session.say("Why two runs give two numbers: compare their receipts.", "两次运行的结果为何不同：比较它们的凭据。"),
            discussion: Session.say(
                """
                fid compute --receipt FILE writes a receipt. Exit code 1 where the numbers differ by more than rounding explains.

                Example:
                  fid compare yesterday.json today.json
                """,
                """
                fid compute --receipt 文件 生成凭据。数值之差超出舍入所能解释的范围时退出码为 1。

                示例：
                  fid compare yesterday.json today.json
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("One receipt.", "一份凭据。"), valueName: "A.json"))
    var first: String

    @Argument(help: ArgumentHelp(Session.say("Another.", "另一份凭据。"), valueName: "B.json"))
    var second: String

    @Flag(help: ArgumentHelp(Session.say("JSON for machines.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let comparison = ReceiptComparison(try Receipt.read(first), try Receipt.read(second))
        Terminal.write(json ? [try MachineJSON.text(comparison.record(global.style.language))] : comparison.lines(global.style))
        if !comparison.agrees { throw ExitCode(1) }
    }
}

/// Two receipts side by side.
struct ReceiptComparison {
    /// One thing that differs.
    struct Difference {
        /// How far a difference reaches.
        enum Weight: Int, Comparable {
            /// Rounding: another machine, another number of threads.
            case rounding
            /// The definition of the number: divisor, k, seed.
            case definition
            /// The data.
            case data

            static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
        }
        let what: Phrase
        let first, second: String
        let weight: Weight
    }

    /// One number in both.
    struct Gap {
        let key: String
        let first, second: Double
        /// What rounding explains.
        let bound: Double

        var difference: Double { abs(first - second) }
        var isRounding: Bool { difference <= bound }
    }

    let differences: [Difference]
    let gaps: [Gap]
    /// Keys that only one receipt has.
    let missing: [String]

    /// How far apart two runs of one calculation may be where no bound was computed: the rounding of sums over millions of terms.
    private static let rounding = 1e-9

    init(_ first: Receipt, _ second: Receipt) {
        gaps = first.results.keys.sorted().compactMap { key in
            guard let a = first.results[key], let b = second.results[key] else { return nil }
            let bound = (first.errorBounds[key] ?? 0) + (second.errorBounds[key] ?? 0)
            return Gap(key: key, first: a, second: b, bound: max(bound, Self.rounding * max(1, abs(a), abs(b))))
        }
        missing = Set(first.results.keys).symmetricDifference(second.results.keys).sorted()
        differences = Self.differences(first, second)
    }

    /// Whether rounding explains every gap.
    var agrees: Bool { gaps.allSatisfy(\.isRounding) }

    private static func differences(_ first: Receipt, _ second: Receipt) -> [Difference] {
        var result: [Difference] = []
        func compare(_ what: Phrase, _ a: String, _ b: String, _ weight: Difference.Weight) {
            if a != b { result.append(Difference(what: what, first: a, second: b, weight: weight)) }
        }
        let names = [Phrase("first set", "第一组"), Phrase("second set", "第二组")]
        for (index, pair) in zip(first.inputs, second.inputs).enumerated() {
            let name = index < names.count ? names[index] : Phrase("set \(index + 1)", "第 \(index + 1) 组")
            let of = { (english: String, chinese: String) in Phrase("\(name.english): \(english)", "\(name.chinese)：\(chinese)") }
            compare(of("contents (SHA-256)", "内容（SHA-256）"), short(pair.0.sha256), short(pair.1.sha256), .data)
            compare(of("kind", "类型"), pair.0.kind, pair.1.kind, .data)
            compare(of("samples", "样本数"), number(pair.0.count), number(pair.1.count), .data)
            compare(of("features", "特征维数"), "\(pair.0.dimension)", "\(pair.1.dimension)", .data)
            if let a = pair.0.definition, let b = pair.1.definition {
                for key in Set(a.keys).union(b.keys).sorted() { compare(of(key, key), a[key] ?? "", b[key] ?? "", .definition) }
            }
            guard let a = pair.0.pictures, let b = pair.1.pictures else { continue }
            compare(of("pictures left out", "跳过的图像数"), "\(a.broken.count)", "\(b.broken.count)", .data)
            compare(of("oneDNN", "oneDNN"), a.oneDnn ?? "–", b.oneDnn ?? "–", .rounding)
        }
        compare(Phrase("number of sets", "组数"), "\(first.inputs.count)", "\(second.inputs.count)", .data)
        // An option that only one has is one of a measure that only one has.
        for key in Set(first.options.keys).intersection(second.options.keys).sorted() {
            compare(
                Phrase("option \(key)", "选项 \(key)"), first.options[key] ?? "", second.options[key] ?? "",
                // Routes are algorithms for one number: what they change is rounding.
                key == "route" ? .rounding : .definition)
        }
        compare(Phrase("version of fid", "fid 版本"), first.machine.fidVersion, second.machine.fidVersion, .rounding)
        compare(Phrase(same: "BLAS"), first.machine.blas, second.machine.blas, .rounding)
        compare(Phrase("core type", "核心类型"), first.machine.blasCore, second.machine.blasCore, .rounding)
        compare(Phrase("threads", "线程"), "\(first.machine.blasThreads)", "\(second.machine.blasThreads)", .rounding)
        compare(Phrase("system", "系统"), first.machine.system, second.machine.system, .rounding)
        return result.sorted { $0.weight > $1.weight }
    }

    private static func short(_ hash: String) -> String { String(hash.prefix(12)) }
    private static func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "–" }

    /// What explains the gap.
    var verdict: Phrase {
        guard gaps.contains(where: { !$0.isRounding }) else {
            return missing.isEmpty
                ? Phrase("The numbers agree: what is left is rounding.", "两者一致：剩下的差别是舍入误差。")
                : Phrase("The numbers that both have agree.", "两者共有的数值一致。")
        }
        guard let heaviest = differences.first else {
            return Phrase(
                "Nothing that a receipt knows differs, and the numbers do: run both again, and report it if that stays.",
                "凭据所记录的内容完全相同，而数值不同：请各重新运行一次；若仍如此，请报告。")
        }
        let names = differences.filter { $0.weight == heaviest.weight }.map(\.what)
        let english = names.map(\.english).joined(separator: ", ")
        let chinese = names.map(\.chinese).joined(separator: "、")
        switch heaviest.weight {
        case .data: return Phrase("The data differ (\(english)): that explains the gap.", "数据不同（\(chinese)）：差别由此而来。")
        case .definition:
            return Phrase(
                "The data are the same, and the number is defined otherwise (\(english)): that explains the gap.",
                "数据相同，但数值的定义不同（\(chinese)）：差别由此而来。")
        case .rounding:
            return Phrase(
                "Data and definitions are the same; \(english) alone should not move the numbers so far: run both with --verify.",
                "数据与定义都相同；仅 \(chinese) 不同不应造成这么大的差别：请对两者使用 --verify。")
        }
    }

    func lines(_ style: OutputStyle) -> [String] {
        let say = { (english: String, chinese: String) in Phrase(english, chinese)(in: style.language) }
        let figure = { (x: Double) in NumberFormat(.significant(12), notation: .ascii).string(x) }
        let short = { (x: Double) in NumberFormat(.significant(2), notation: .ascii).string(x) }
        var lines = Table(
            header: [say("number", "数值"), "A", "B", say("apart", "相差"), say("rounding", "舍入")],
            rows: gaps.map { [$0.key, figure($0.first), figure($0.second), short($0.difference), short($0.bound)] },
            alignment: [.left, .right, .right, .right, .right]
        ).layout(style).render()
        if !missing.isEmpty {
            let list = missing.joined(separator: say(", ", "、"))
            lines += [""] + say("In one receipt only: \(list)", "只在一份凭据中：\(list)").wrapped(width: style.width, hangingIndent: 2)
        }
        if !differences.isEmpty {
            lines += [""]
            lines += Table(
                header: [say("what differs", "不同之处"), "A", "B"],
                rows: differences.map { [$0.what(in: style.language), $0.first, $0.second] }
            ).layout(style).render()
        }
        return lines + [""] + verdict(in: style.language).wrapped(width: style.width)
    }

    struct Record: Encodable {
        struct Row: Encodable {
            let what, first, second, weight: String
        }
        struct Number: Encodable {
            let key: String
            let first, second, difference, bound: Double
        }
        let agrees: Bool
        let verdict: String
        let numbers: [Number]
        let differences: [Row]
    }

    func record(_ language: Language) -> Record {
        Record(
            agrees: agrees, verdict: verdict(in: language),
            numbers: gaps.map {
                .init(key: $0.key, first: $0.first, second: $0.second, difference: $0.difference, bound: $0.bound)
            },
            differences: differences.map {
                .init(what: $0.what(in: language), first: $0.first, second: $0.second, weight: "\($0.weight)")
            })
    }
}
