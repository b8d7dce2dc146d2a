// Reads a lesson: cuts it at its fences, and takes the keys of front matter and blocks, each of them known, none of them missing.

import Foundation
import Localization
import Yams

/// Reads lessons. Errors are collected, so that an author sees all of them at once.
struct LessonReader {
    let file: String
    let language: Language
    private(set) var errors: [LessonError] = []

    init(file: String, language: Language) {
        self.file = file
        self.language = language
    }

    mutating func read(_ text: String) -> Lesson? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            report(1, "a lesson begins with front matter between two lines of ---", "课程文件应以两行 --- 之间的元数据开头")
            return nil
        }
        let front = keys(
            lines[1..<end].joined(separator: "\n"), line: 2, required: ["id", "title", "minutes"], allowed: ["needs", "sources"],
            of: "front matter")
        let blocks = self.blocks(lines, from: end + 1)
        guard let front, let id = front.text("id"), let title = front.text("title") else { return nil }
        guard let minutes = front.text("minutes").flatMap({ Int($0) }), minutes > 0 else {
            report(2, "minutes is a whole number above 0", "minutes 必须是大于 0 的整数")
            return nil
        }
        return Lesson(
            file: file, language: language, id: id, title: title, minutes: minutes, needs: front.list("needs"),
            sources: front.list("sources"), blocks: blocks)
    }

    mutating func report(_ line: Int, _ english: String, _ chinese: String) {
        errors.append(LessonError(file, line, english, chinese))
    }

    mutating func report(_ line: Int, _ phrase: Phrase) { report(line, phrase.english, phrase.chinese) }

    // MARK: Blocks

    private mutating func blocks(_ lines: [Substring], from start: Int) -> [LessonBlock] {
        var blocks: [LessonBlock] = []
        var prose: (line: Int, lines: [Substring]) = (start + 1, [])
        var index = start
        while index < lines.count {
            guard lines[index].hasPrefix("```") else {
                prose.lines.append(lines[index])
                index += 1
                continue
            }
            let kind = String(lines[index].dropFirst(3))
            guard let close = lines[(index + 1)...].firstIndex(of: "```") else {
                report(index + 1, "the block ```\(kind) is never closed", "代码块 ```\(kind) 没有结束")
                break
            }
            if prose.lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
                blocks.append(LessonBlock(content: .prose(prose.lines.joined(separator: "\n")), line: prose.line))
            }
            let text = lines[(index + 1)..<close].joined(separator: "\n")
            if let content = content(kind, text, line: index + 2) {
                blocks.append(LessonBlock(content: content, line: index + 2))
            }
            index = close + 1
            prose = (index + 1, [])
        }
        if prose.lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
            blocks.append(LessonBlock(content: .prose(prose.lines.joined(separator: "\n")), line: prose.line))
        }
        return blocks
    }

    private mutating func content(_ kind: String, _ text: String, line: Int) -> LessonBlock.Content? {
        switch kind {
        case "fid": return .worksheet(text)
        case "ask": return ask(text, line).map { .ask($0) }
        case "plot": return plot(text, line).map { .plot($0) }
        case "claim": return claim(text, line).map { .claim($0) }
        default:
            let nearest = Suggestion.nearest(to: kind, among: ["fid", "ask", "plot", "claim"])
            report(
                line - 1, Phrase("there is no block of the kind “\(kind)”", "没有“\(kind)”这种代码块").asking(for: nearest))
            return nil
        }
    }

    private mutating func ask(_ text: String, _ line: Int) -> Ask? {
        guard
            let keys = keys(
                text, line: line, required: ["id", "question", "answer"], allowed: ["kind", "hint", "options"], of: "ask"),
            let id = keys.text("id"), let question = keys.text("question"), let answer = keys.text("answer")
        else { return nil }
        let kindName = keys.text("kind") ?? "value"
        guard let kind = Ask.Kind(rawValue: kindName) else {
            report(
                line, "the kind of a question is value, choice or predict, not \(kindName)",
                "问题的 kind 应为 value、choice 或 predict，而不是 \(kindName)")
            return nil
        }
        let options = (keys.mapping["options"]?.array() ?? []).compactMap { node -> Ask.Option? in
            guard let key = node["key"]?.string, let text = node["text"]?.string else { return nil }
            return Ask.Option(key: key, text: text, why: node["why"]?.string)
        }
        if kind == .choice {
            let wrong = options.filter { $0.key != answer }
            if options.count < 2 || wrong.count != options.count - 1 {
                report(
                    line, "the answer \(answer) is the key of exactly one of two or more options",
                    "答案 \(answer) 必须恰好是至少两个选项之一的 key")
            }
            if let silent = wrong.first(where: { $0.why == nil }) {
                report(line, "option \(silent.key) does not say why it is wrong", "选项 \(silent.key) 没有用 why 说明错在哪里")
            }
        }
        return Ask(id: id, kind: kind, question: question, answer: answer, hints: keys.list("hint"), options: options)
    }

    private mutating func plot(_ text: String, _ line: Int) -> Plot? {
        let known = Plot.Kind.allCases
        let all = Set(known.flatMap { [$0.dataKey] + $0.otherKeys }).sorted()
        guard let keys = keys(text, line: line, required: ["kind"], allowed: all, of: "plot"), let name = keys.text("kind") else {
            return nil
        }
        guard let kind = Plot.Kind(rawValue: name) else {
            report(
                line, "there is no plot of the kind \(name): \(known.map(\.rawValue).joined(separator: ", "))",
                "没有 \(name) 这种图：可用的有 \(known.map(\.rawValue).joined(separator: "、"))")
            return nil
        }
        guard keys.mapping[kind.dataKey] != nil else {
            report(line, "a plot of the kind \(name) lacks the key \(kind.dataKey)", "\(name) 图缺少键 \(kind.dataKey)")
            return nil
        }
        for key in keys.mapping.keys.sorted() where !(["kind", kind.dataKey] + kind.otherKeys).contains(key) && all.contains(key)
        {
            report(line, "a plot of the kind \(name) has no use for the key \(key)", "\(name) 图用不到键 \(key)")
        }
        var items: [String: [Plot.Item]] = [:]
        for key in keys.mapping.keys where key != "kind" { items[key] = keys.items(key, from: line) }
        return Plot(kind: kind, line: line, items: items)
    }

    private mutating func claim(_ text: String, _ line: Int) -> LedgerClaim? {
        guard
            let keys = keys(
                text, line: line, required: ["id", "verdict", "where"], allowed: ["shows", "source", "condition"], of: "claim"),
            let id = keys.text("id"), let verdictName = keys.text("verdict"), let place = keys.text("where")
        else { return nil }
        guard let verdict = LedgerClaim.Verdict(rawValue: verdictName) else {
            report(
                line, "a verdict is holds, holds if, fails or cited, not \(verdictName)",
                "verdict 应为 holds、holds if、fails 或 cited，而不是 \(verdictName)")
            return nil
        }
        if verdict == .cited ? keys.text("source") == nil : keys.text("shows") == nil {
            report(
                line, "the claim \(id) lacks \(verdict == .cited ? "source" : "shows")",
                "断言 \(id) 缺少 \(verdict == .cited ? "source" : "shows")")
        }
        if verdict == .holdsIf, keys.text("condition") == nil {
            report(line, "the claim \(id) holds if: it lacks condition", "断言 \(id) 有条件成立，但缺少 condition")
        }
        return LedgerClaim(
            id: id, verdict: verdict, shows: keys.text("shows"), source: keys.text("source"), place: place,
            condition: keys.text("condition"))
    }

    // MARK: Keys

    private struct Keys {
        let mapping: [String: Node]

        func text(_ key: String) -> String? {
            guard let node = mapping[key] else { return nil }
            // As it was written: 1/2, 0.5 and [1 2] are worksheet expressions, not numbers of YAML.
            return node.scalar?.string ?? (try? Yams.serialize(node: node))?.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func list(_ key: String) -> [String] {
            guard let node = mapping[key] else { return [] }
            return node.sequence.map { $0.compactMap { $0.scalar?.string } } ?? node.scalar.map { [$0.string] } ?? []
        }

        /// Worksheet expressions with their lines: a list within a list is a vector.
        func items(_ key: String, from line: Int) -> [Plot.Item] {
            guard let node = mapping[key] else { return [] }
            let nodes = node.sequence.map { Array($0) } ?? [node]
            return nodes.map { Plot.Item(Self.written($0), line: line + ($0.mark?.line ?? 1) - 1) }
        }

        private static func written(_ node: Node) -> String {
            guard let list = node.sequence else { return node.scalar?.string ?? "" }
            return "[" + list.map(written).joined(separator: ", ") + "]"
        }
    }

    private mutating func keys(_ text: String, line: Int, required: [String], allowed: [String], of block: String) -> Keys? {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            let place = error.place
            report(line + place.line, "the block is no YAML: \(place.text)", "代码块不是合法的 YAML：\(place.text)")
            return nil
        } catch {
            report(line, "the block is no YAML", "代码块不是合法的 YAML")
            return nil
        }
        guard let pairs = root?.mapping else {
            report(line, "the block has no keys", "代码块中没有键")
            return nil
        }
        var mapping: [String: Node] = [:]
        for (key, value) in pairs {
            let name = key.string ?? ""
            if !(required + allowed).contains(name) {
                let nearest = Suggestion.nearest(to: name, among: required + allowed)
                report(
                    line + (key.mark?.line ?? 1) - 1,
                    Phrase("\(block) has no key “\(name)”", "\(block) 没有“\(name)”这个键").asking(for: nearest))
            }
            mapping[name] = value
        }
        if let missing = required.first(where: { mapping[$0] == nil }) {
            report(line, "\(block) lacks the key \(missing)", "\(block) 缺少键 \(missing)")
            return nil
        }
        return Keys(mapping: mapping)
    }
}

extension YamlError {
    /// The line, from 0, and what the reader of YAML says.
    fileprivate var place: (line: Int, text: String) {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (max(0, mark.line - 1), problem)
        default: (0, "\(self)")
        }
    }
}
