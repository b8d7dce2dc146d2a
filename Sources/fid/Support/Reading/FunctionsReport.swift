// The functions of the worksheet language for people and for machines.

import Checking
import Localization
import Typesetting
import Worksheets

struct FunctionsReport {
    let functions: [WorksheetFunction]
    let style: OutputStyle
    /// Whether one function was asked for: it is told with its example.
    let isOne: Bool

    private var language: Language { style.language }

    func output(_ format: SheetFormat) throws -> [String] {
        switch format {
        case .text: isOne ? detail() : list()
        case .markdown: markdown()
        case .latex: [TeXDocument(language: language, body: latex()).render()]
        case .json: [try json()]
        }
    }

    private var groups: [(title: String, members: [WorksheetFunction])] {
        WorksheetFunction.Group.allCases.map { group in
            (group.title(in: language), functions.filter { $0.group == group })
        }.filter { !$0.members.isEmpty }
    }

    private func list() -> [String] {
        groups.flatMap { title, members in
            ["", style.styled(title, .heading)]
                + members.flatMap { function in
                    "\(function.signature)  \(function.summary(in: language))".wrapped(
                        width: style.width, indent: 2, hangingIndent: 6)
                }
        }.dropFirst().map { $0 }
    }

    private func detail() -> [String] {
        functions.flatMap { function in
            // As it can be typed into a shell.
            let quote = function.example.contains("\"") ? "'" : "\""
            return Self.detail(function, style, call: "fid calc \(quote)\(function.example)\(quote)") + mistakes(with: function)
        }
    }

    /// What a function is, with a call of it as it can be typed.
    static func detail(_ function: WorksheetFunction, _ style: OutputStyle, call: String) -> [String] {
        [style.styled(function.signature, .bold)]
            + function.summary(in: style.language).wrapped(width: style.width, indent: 2, hangingIndent: 2) + ["", "  \(call)"]
    }

    /// What students get wrong with a function.
    private func mistakes(with function: WorksheetFunction) -> [String] {
        let known = Misconception.all.filter { $0.functions.contains(function.name) }
        guard !known.isEmpty else { return [] }
        return ["", Phrase("Mistakes that fid check recognises:", "fid check 能识别的错误：")(in: language)]
            + known.flatMap { mistake in
                "\(mistake.id)  \(mistake.title(in: language))".wrapped(width: style.width, indent: 2, hangingIndent: 4)
            }
    }

    private var header: [String] {
        [Phrase("function", "函数"), Phrase("what it is", "含义"), Phrase("example", "示例")].map { $0(in: language) }
    }

    private func markdown() -> [String] {
        groups.flatMap { title, members in
            [
                "## \(title)", "",
                Table(
                    header: header,
                    rows: members.map { ["`\($0.signature)`", $0.summary(in: language), "`\($0.example)`"] }
                ).markdown,
            ]
        }
    }

    private func latex() -> [String] {
        groups.flatMap { title, members in
            ["\\section*{\(TeXText.escaped(title))}"]
                + TeXText.longTable(
                    header: header.map(TeXText.escaped),
                    rows: members.map {
                        [TeXText.code($0.signature), TeXText.escaped($0.summary(in: language)), TeXText.code($0.example)]
                    },
                    alignment: "p{0.32\\linewidth}p{0.28\\linewidth}p{0.32\\linewidth}")
        }
    }

    private func json() throws -> String {
        try MachineJSON.text(
            functions.map { function in
                [
                    "name": function.name, "signature": function.signature, "group": function.group.rawValue,
                    "summary": function.summary(in: language), "example": function.example,
                ]
            })
    }
}
