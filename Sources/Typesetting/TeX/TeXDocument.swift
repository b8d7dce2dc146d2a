// A document for LaTeX: what stands before its body, and how a text of any characters is written so that it compiles.

import Localization

/// Text in LaTeX.
public enum TeXText {
    /// The text with each character that LaTeX would read as a command written out. Letters of other scripts and signs stay as they are:
    /// the document's head says how they are set.
    public static func escaped(_ text: String) -> String {
        text.map { character -> String in
            switch character {
            case "\\": "\\textbackslash{}"
            case "{", "}", "#", "%", "&", "$", "_": "\\\(character)"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "<": "\\textless{}"
            case ">": "\\textgreater{}"
            case "|": "\\textbar{}"
            case "\"": "\\textquotedbl{}"
            case "'": "\\textquotesingle{}"
            // A bracket at the beginning of a line or a cell would be taken for an option.
            case "[", "]": "{\(character)}"
            default: String(character)
            }
        }.joined()
    }

    /// Text in a typewriter's letters.
    public static func code(_ text: String) -> String { "\\texttt{\(escaped(text))}" }

    /// Lines as they are.
    public static func verbatim(_ text: String) -> String {
        // The one text that may not stand in them is their own end.
        "\\begin{verbatim}\n" + text.replacing("\\end{verbatim}", with: "\\end {verbatim}") + "\n\\end{verbatim}"
    }

    /// A table of few rows; its cells are TeX already.
    public static func table(header: [String], rows: [[String]], alignment: String? = nil) -> String {
        let columns = alignment ?? String(repeating: "l", count: header.count)
        let lines = ([header] + rows).map { $0.joined(separator: " & ") + " \\\\" }
        return
            (["\\begin{center}", "\\begin{tabular}{\(columns)}", "\\hline"] + lines.prefix(1) + ["\\hline"]
            + lines.dropFirst() + ["\\hline", "\\end{tabular}", "\\end{center}"]).joined(separator: "\n")
    }

    /// A table that may run over pages; its cells are TeX already.
    public static func longTable(header: [String], rows: [[String]], alignment: String) -> [String] {
        let line = { (cells: [String]) in cells.joined(separator: " & ") + " \\\\" }
        return ["\\begin{longtable}{\(alignment)}", "\\hline", line(header), "\\hline", "\\endhead"] + rows.map(line)
            + ["\\hline", "\\end{longtable}"]
    }
}

/// A whole document, for pdfLaTeX, LuaLaTeX or XeLaTeX where it is in English, for XeLaTeX or LuaLaTeX with ctex where it is in Chinese.
public struct TeXDocument: Sendable {
    public let language: Language
    public let body: [String]

    public init(language: Language, body: [String]) {
        self.language = language
        self.body = body
    }

    /// The text of the file, without the newline at its end.
    public func render() -> String {
        let text = body.joined(separator: "\n")
        return
            (head + signs(in: text) + ["", "\\begin{document}", ""] + [text.filter(Self.isPrintable)] + ["", "\\end{document}"])
            .joined(separator: "\n")
    }

    private var head: [String] {
        let compiler = language == .chinese ? "xelatex" : "pdflatex"
        let classes =
            language == .chinese
            ? ["\\documentclass[UTF8,11pt,a4paper]{ctexart}"]
            : [
                "\\documentclass[11pt,a4paper]{article}", "\\usepackage{iftex}",
                "\\ifPDFTeX\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{lmodern}\\fi",
            ]
        return ["% !TEX program = \(compiler)"] + classes + [
            "\\usepackage[margin=25mm]{geometry}", "\\usepackage{amsmath,amssymb,textcomp,longtable,newunicodechar}",
            "\\usepackage[hidelinks]{hyperref}", "\\allowdisplaybreaks", "\\emergencystretch=3em",
            "\\newcommand{\\step}[3]{\\par\\smallskip\\noindent\\textbf{#1}\\quad #2\\hfill{\\footnotesize #3}\\par}",
        ]
    }

    private static func isPrintable(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }
    }

    /// How each sign of the text is set that the fonts of the text may lack.
    private func signs(in text: String) -> [String] {
        Set(text.unicodeScalars.lazy.filter { $0.value > 0x7E }).filter(isForeign).sorted().map { scalar in
            "\\newunicodechar{\(scalar)}{\(Self.sign(Character(scalar)))}"
        }
    }

    /// Letters of Latin script and English quotation marks are in every font; Chinese ones in those of ctex.
    private func isForeign(_ scalar: Unicode.Scalar) -> Bool {
        if "–—‘’“”…".unicodeScalars.contains(scalar) { return false }
        if (0xC0...0x17F).contains(scalar.value), scalar != "×", scalar != "÷" { return false }
        let isChinese =
            (0x3000...0x303F).contains(scalar.value) || (0x3400...0x9FFF).contains(scalar.value)
            || (0xFF00...0xFFEF).contains(scalar.value) || scalar == "·"
        return !(isChinese && language == .chinese)
    }

    private static func sign(_ character: Character) -> String {
        if let raised = ScriptCharacters.raised[character] {
            return raised == "⊤" ? "\\textsuperscript{\\ensuremath{\\top}}" : "\\textsuperscript{\(raised)}"
        }
        if let lowered = ScriptCharacters.lowered[character] { return "\\textsubscript{\(lowered)}" }
        let own: [Character: String] = [
            "½": "\\tfrac{1}{2}", "√": "\\surd", "−": "-", "‖": "\\|", "✓": "\\checkmark", "✗": "\\times", "°": "^{\\circ}",
            "•": "\\bullet", "●": "\\bullet", "⋯": "\\cdots", "·": "\\cdot", "⋅": "\\cdot", "∘": "\\circ", "µ": "\\mu",
            "∞": "\\infty",
            "≈": "\\approx", "≤": "\\le", "≥": "\\ge", "≠": "\\ne", "→": "\\to", "∣": "\\mid", "×": "\\times", "÷": "\\div",
        ]
        if let tex = own[character] ?? FormulaSymbol.canonical(character: character), tex != String(character) {
            return "\\ensuremath{\(tex)}"
        }
        let code = character.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? ""
        return "[U+\(code)]"
    }
}
