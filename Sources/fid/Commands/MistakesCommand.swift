// `fid mistakes [id]`: what the checker recognises; `--collisions`: what it cannot tell apart on given data.

import ArgumentParser
import Checking
import Derivations
import Localization
import Typesetting

struct MistakesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mistakes",
            abstract: Session.say("The mistakes that fid check recognises.", "fid check 能识别的错误。"),
            discussion: Session.say(
                """
                Examples:
                  fid mistakes
                  fid mistakes sqrt-split
                  fid mistakes --collisions fid-by-hand   which mistakes give one value on this data, for authors
                """,
                """
                示例：
                  fid mistakes
                  fid mistakes sqrt-split
                  fid mistakes --collisions fid-by-hand   在这组数据上哪些错误结果相同（供出题人使用）
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("One mistake.", "某个错误。"), valueName: "id"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            Session.say("Report which mistakes collide on the data of a task.", "报告在某作业的数据上哪些错误会混淆。"), valueName: "task"))
    var collisions: String?

    @Option(help: ArgumentHelp(Session.say("A course's folder.", "课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(help: ArgumentHelp(Session.say("JSON for machines.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        if let collisions { return try report(try TaskFinder(name: collisions, lessons: lessons).requested()) }
        var mistakes = Misconception.all
        if let id {
            guard let one = Misconception.named(id) else {
                let nearest = Suggestion.nearest(to: id, among: mistakes.map(\.id))
                throw CommandError(
                    Phrase("there is no mistake \(id)", "没有错误 \(id)").asking(
                        for: nearest, otherwise: Phrase(": fid mistakes lists them", "：用 fid mistakes 查看全部")))
            }
            mistakes = [one]
        }
        if json { return Terminal.write([try MachineJSON.text(mistakes.map { Record($0, global.style) })]) }
        Terminal.write(mistakes.flatMap { lines($0, isDetailed: id != nil) })
    }

    private func lines(_ mistake: Misconception, isDetailed: Bool) -> [String] {
        let style = global.style
        let title = style.styled(mistake.id, .bold) + "  " + mistake.title(in: style.language)
        var lines = title.wrapped(width: style.width, hangingIndent: 4)
        guard isDetailed else { return lines }
        lines += mistake.reason(in: style.language).wrapped(width: style.width, indent: 2, hangingIndent: 2)
        for rewriting in mistake.formulaPairs {
            let becomes = style.isPlain ? Phrase("becomes", "变为")(in: style.language) : "→"
            lines += "\(rewriting.from)  \(becomes)  \(rewriting.to)".wrapped(width: style.width, indent: 2, hangingIndent: 6)
        }
        let hint = Phrase("A hint: \(mistake.hint.english)", "提示：\(mistake.hint.chinese)")
        lines += hint(in: style.language).wrapped(width: style.width, indent: 2, hangingIndent: 4)
        lines += ["  fid lesson \(mistake.lesson)"]
        return lines
    }

    private func report(_ task: HomeworkTask) throws {
        let style = global.style
        let found = task.collisions()
        let text = ValueText(style: style)
        let cells = { (collision: Collision) in collision.value.quantity.map(text.cells) ?? [] }
        if json {
            return Terminal.write([
                try MachineJSON.text(
                    found.map { CollisionRecord(step: $0.step, mistakes: $0.mistakes, isRight: $0.isRight, value: cells($0)) })
            ])
        }
        var lines = task.title(in: style.language).wrapped(width: style.width).map { style.styled($0, .heading) } + [""]
        for collision in found {
            let list = collision.mistakes.joined(separator: Phrase(", ", "、")(in: style.language))
            let words =
                collision.isRight
                ? Phrase("\(collision.step): right by accident: \(list)", "\(collision.step)：碰巧正确：\(list)")
                : Phrase("\(collision.step): not told apart: \(list)", "\(collision.step)：无法区分：\(list)")
            lines += words(in: style.language).wrapped(width: style.width, hangingIndent: 4)
        }
        if found.isEmpty {
            lines += Phrase("All mistakes can be told apart on this data.", "在这组数据上所有错误都能区分。")(in: style.language).wrapped(
                width: style.width)
        }
        Terminal.write(lines)
    }

    private struct CollisionRecord: Encodable {
        let step: String
        let mistakes: [String]
        let isRight: Bool
        let value: [[String]]
    }

    private struct Record: Encodable {
        let id: String
        let title: String
        let reason: String
        let hint: String
        let lesson: String
        let functions: [String]
        let rewritings: [[String]]

        init(_ mistake: Misconception, _ style: OutputStyle) {
            id = mistake.id
            title = mistake.title(in: style.language)
            reason = mistake.reason(in: style.language)
            hint = mistake.hint(in: style.language)
            lesson = mistake.lesson
            functions = mistake.functions
            rewritings = mistake.formulaPairs.map { [$0.from, $0.to] }
        }
    }
}
