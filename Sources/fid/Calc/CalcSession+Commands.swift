// What the commands of a session do.

import Derivations
import FeatureFiles
import Foundation
import Localization
import Typesetting
import Worksheets

extension CalcSession {
    mutating func run(_ word: String, _ rest: String) throws -> Reply {
        let replaces = word.hasSuffix("!")
        let command = try SessionCommand.named(replaces ? String(word.dropLast()) : word)
        guard !replaces || command == .save else {
            throw CommandError("only :save can be written with !", "只有 :save 可以加 !")
        }
        switch command {
        case .help: return Reply(lines: try help(on: rest))
        case .steps:
            if let choice = try choice(command, rest) { showsSteps = choice }
            return Reply(
                lines: remark(showsSteps ? Phrase("the steps are shown", "显示步骤") : Phrase("the steps are not shown", "不显示步骤")))
        case .exact:
            if let choice = try choice(command, rest) { evaluator.isExact = choice }
            return Reply(
                lines: remark(
                    evaluator.isExact
                        ? Phrase("new lines are computed in exact numbers", "新的行用精确数计算")
                        : Phrase(
                            "new lines are computed in double precision; names keep their values", "新的行用双精度浮点数计算；已有名称的值不变")))
        case .latex: return Reply(lines: try latex(rest))
        case .names:
            try expectNothing(command, rest)
            return Reply(lines: names())
        case .clear:
            try expectNothing(command, rest)
            evaluator = Evaluator(isExact: evaluator.isExact, files: .folder("."))
            (lines, last) = ([], nil)
            return Reply(lines: remark(Phrase("all names are forgotten", "已清除所有名称")))
        case .load: return try load(try file(command, rest))
        case .save: return Reply(lines: try save(try file(command, rest), replaces: replaces))
        case .quit:
            try expectNothing(command, rest)
            return Reply(endsSession: true)
        }
    }

    // MARK: What a command is given

    private func expectNothing(_ command: SessionCommand, _ rest: String) throws {
        guard rest.isEmpty else {
            throw CommandError(":\(command.rawValue) takes nothing behind it", ":\(command.rawValue) 后面不带参数")
        }
    }

    private func choice(_ command: SessionCommand, _ rest: String) throws -> Bool? {
        switch rest.lowercased() {
        case "": return nil
        case "on": return true
        case "off": return false
        default:
            throw CommandError(
                ":\(command.rawValue) is on or off, not \(rest)", ":\(command.rawValue) 只能是 on 或 off，不能是 \(rest)")
        }
    }

    private func file(_ command: SessionCommand, _ rest: String) throws -> String {
        guard !rest.isEmpty else {
            throw CommandError(
                ":\(command.rawValue) needs the name of a file: \(command.usage.english)",
                ":\(command.rawValue) 需要文件名：\(command.usage.chinese)")
        }
        let isQuoted = rest.count > 1 && rest.hasPrefix("\"") && rest.hasSuffix("\"")
        // Completion writes a space in a name behind a backslash.
        let path = isQuoted ? String(rest.dropFirst().dropLast()) : rest.replacing("\\ ", with: " ")
        return NSString(string: path).expandingTildeInPath
    }

    // MARK: What a command does

    private func help(on name: String) throws -> [String] {
        guard name.isEmpty else { return try helpOnOne(name) }
        let language = style.language
        let introduction = Phrase(
            "A line is an expression, a definition (x = 3) or a claim (x == 3). An open bracket goes on in the next line. Tab completes names, the arrow keys bring back earlier lines, Ctrl-C discards a line.",
            "一行可以是表达式、定义（x = 3）或断言（x == 3）。括号未闭合时在下一行继续。Tab 补全名称，方向键取回以前的行，Ctrl-C 放弃当前行。")
        let width = SessionCommand.allCases.map { $0.usage(in: language).displayWidth }.max() ?? 0
        let commands = SessionCommand.allCases.flatMap { command in
            let usage = command.usage(in: language)
            return "\(usage.padded(to: width))  \(command.summary(in: language))".wrapped(
                width: style.width, indent: 2, hangingIndent: width + 4)
        }
        let functions =
            Phrase("Functions: ", "函数：")(in: language) + WorksheetFunction.all.map(\.name).joined(separator: " ")
        return introduction(in: language).wrapped(width: style.width) + [""] + commands + [""]
            + functions.wrapped(width: style.width, hangingIndent: 2)
    }

    private func helpOnOne(_ name: String) throws -> [String] {
        if let function = WorksheetFunction.named(name) {
            return FunctionsReport.detail(function, style, call: function.example)
        }
        let word = name.hasPrefix(":") ? String(name.dropFirst()) : name
        if let command = SessionCommand(rawValue: word) {
            return "\(command.usage(in: style.language))  \(command.summary(in: style.language))".wrapped(
                width: style.width, hangingIndent: 4)
        }
        let known = WorksheetFunction.all.map(\.name) + SessionCommand.allCases.map(\.rawValue)
        let nearest = Suggestion.nearest(to: word, among: known)
        throw CommandError(
            Phrase("there is no function \(name)", "没有函数 \(name)").asking(
                for: nearest, otherwise: Phrase(": :help lists them", "：用 :help 查看所有函数")))
    }

    private mutating func latex(_ rest: String) throws -> [String] {
        if let choice = try choice(.latex, rest) {
            showsLaTeX = choice
            return remark(
                choice ? Phrase("values are shown as LaTeX", "以 LaTeX 显示各值") : Phrase("values are shown as text", "以文本显示各值"))
        }
        guard let quantity = last?.quantity else {
            throw CommandError("there is no value yet: compute something first", "还没有值：请先计算一行")
        }
        return ["\\[ \(ValueText(style: style).tex(quantity)) \\]"]
    }

    private func names() -> [String] {
        guard !evaluator.names.isEmpty else { return remark(Phrase("no name is defined yet", "还没有定义任何名称")) }
        let width = evaluator.names.keys.map(\.displayWidth).max() ?? 0
        return evaluator.names.sorted { $0.key < $1.key }.map { name, value in
            let text = SheetReport.inline(value)
            let line = "\(name.padded(to: width)) = \(style.isPlain ? text.replacing("−", with: "-") : text)"
            return line.truncated(to: style.width)
        }
    }

    private mutating func load(_ path: String) throws -> Reply {
        let text = try SheetFile.text(of: path)
        ownFiles.insert(Self.identity(path))
        return try compute(Worksheet(text.hasSuffix("\n") ? String(text.dropLast()) : text), name: path)
    }

    private mutating func save(_ path: String, replaces: Bool) throws -> [String] {
        guard !lines.isEmpty else {
            throw CommandError("there is nothing to save yet: compute something first", "还没有可保存的内容：请先计算一行")
        }
        let isOwn = ownFiles.contains(Self.identity(path))
        guard replaces || isOwn || !FileManager.default.fileExists(atPath: path) else {
            throw CommandError(
                "\(path) exists already: choose another name, or replace it by :save! \(path)",
                "\(path) 已经存在：请换一个文件名，或用 :save! \(path) 替换它")
        }
        try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
        ownFiles.insert(Self.identity(path))
        let count = lines.reduce(0) { $0 + $1.split(separator: "\n", omittingEmptySubsequences: false).count }
        return remark(
            Phrase("\(path): \(count) \(count == 1 ? "line" : "lines") written", "\(path)：已写入 \(count) 行"))
    }

    private static func identity(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}
