// `fid metrics`: the measures that fid computes, what each needs, and where it is from.

import ArgumentParser
import Localization
import Typesetting

struct MetricsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "metrics",
            abstract: Session.say("The measures that fid compute knows.", "fid compute 能计算的度量。"),
            discussion: Session.say(
                "Examples:\n  fid metrics\n  fid metrics kid", "示例：\n  fid metrics\n  fid metrics kid"))
    }

    @Argument(help: ArgumentHelp(Session.say("One measure.", "某个度量。"), valueName: Session.say("name", "名称")))
    var name: String?

    @Flag(help: ArgumentHelp(Session.say("JSON for machines.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let measures = try name.map { try Measure.list($0) } ?? Measure.allCases
        let style = global.style
        if json { return Terminal.write([try MachineJSON.text(measures.map { Record($0, style) })]) }
        Terminal.write(name == nil ? list(measures, style) : measures.flatMap { detail($0, style) })
    }

    private static func needs(_ measure: Measure) -> Phrase {
        switch measure.input {
        case .statistics: Phrase("statistics", "统计量")
        case .samples: Phrase("samples", "样本")
        case .probabilities: Phrase("probabilities", "类别概率")
        }
    }

    private func list(_ measures: [Measure], _ style: OutputStyle) -> [String] {
        let header = [
            Phrase("name", "名称"), Phrase("what it is", "含义"), Phrase("from", "所需输入"), Phrase("better", "更好"),
        ].map { $0(in: style.language) }
        let rows = measures.map { measure in
            [
                measure.rawValue, measure.title(in: style.language), Self.needs(measure)(in: style.language),
                Self.direction(measure)(in: style.language),
            ]
        }
        return Table(header: header, rows: rows).layout(style).render()
    }

    private static func direction(_ measure: Measure) -> Phrase {
        guard let isBetterWhenLower = measure.isBetterWhenLower else { return Phrase(same: "–") }
        return isBetterWhenLower ? Phrase("lower", "越低") : Phrase("higher", "越高")
    }

    private func detail(_ measure: Measure, _ style: OutputStyle) -> [String] {
        let rows: [(Phrase, String)] = [
            (Phrase("from", "所需输入"), Self.needs(measure)(in: style.language)),
            (Phrase("better", "更好"), Self.direction(measure)(in: style.language)),
            (
                Phrase("roles", "角色"),
                measure.hasRoles
                    ? Phrase("--real and --generated: exchanged, it is another number", "--real 与 --generated：交换后是另一个数")(
                        in: style.language) : Phrase("none", "无")(in: style.language)
            ),
            (Phrase("source", "出处"), measure.source), (Phrase(same: "JSON"), measure.keys.joined(separator: ", ")),
            (Phrase("options", "选项"), measure.options.joined(separator: ", ")),
            (Phrase("worksheet", "工作表函数"), "fid functions \(measure.function)"),
        ]
        let width = rows.map { $0.0(in: style.language).displayWidth }.max() ?? 0
        return "\(measure.rawValue)  \(measure.title(in: style.language))".wrapped(width: style.width, hangingIndent: 4).map {
            style.styled($0, .bold)
        }
            + rows.flatMap { name, value in
                "\(name(in: style.language).padded(to: width))  \(value)".wrapped(
                    width: style.width, indent: 2, hangingIndent: width + 4)
            }
    }

    private struct Record: Encodable {
        let name, title, source, function: String
        let keys, options: [String]
        let input: String
        let hasRoles: Bool
        let isBetterWhenLower: Bool?

        init(_ measure: Measure, _ style: OutputStyle) {
            name = measure.rawValue
            title = measure.title(in: style.language)
            source = measure.source
            function = measure.function
            keys = measure.keys
            options = measure.options
            input = "\(measure.input)"
            hasRoles = measure.hasRoles
            isBetterWhenLower = measure.isBetterWhenLower
        }
    }
}
