// A chart as SVG: the same model as in the terminal, text as text, colours that suit light and dark pages.

import Localization

extension Chart {
    /// The chart as one SVG document, 640 units wide.
    ///
    /// It names its title and describes its data in words (`<title>`, `<desc>`), for who cannot see it. Series are told apart by letters and
    /// strokes besides colours.
    public func svg(_ language: Language) -> String {
        var drawing = SVGDrawing(language: language)
        drawing.heading(title(in: language))
        switch figure {
        case .plane(let plane): drawing.plane(plane)
        case .bars(let groups): drawing.bars(groups)
        }
        for note in notes + facts { drawing.note(note(in: language)) }
        let words = words(OutputStyle(language: language, width: 10_000, isPlain: true))
        return drawing.document(
            title: title(in: language),
            description: words.map { $0.trimmingSpaces() }.joined(separator: language == .chinese ? "；" : "; "))
    }
}

/// What an SVG document is made of; it grows downwards.
struct SVGDrawing {
    static let width = 640.0
    static let fontSize = 13.0
    /// A column of the terminal in units, as wide as letters come to on the average.
    static let columnWidth = 7.0

    let language: Language
    /// How far down the drawing has come.
    var bottom = 16.0
    private(set) var elements: [String] = []

    init(language: Language) { self.language = language }

    mutating func add(_ element: String) { elements.append(element) }

    /// A number in an attribute.
    static func figure(_ value: Double) -> String {
        let bounded = value.isFinite ? max(-1e6, min(1e6, value)) : 0
        let text = NumberFormat(.places(2), notation: .ascii).string(bounded)
        return text == "-0" ? "0" : text
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // XML 1.0 has no place for the other control characters.
            case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += " "
            case _ where scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    enum Anchor: String { case start, middle, end }

    mutating func text(_ text: String, x: Double, y: Double, anchor: Anchor = .start, kind: String = "") {
        let mark = kind.isEmpty ? "" : " class=\"\(kind)\""
        let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        add("<text x=\"\(Self.figure(x))\" y=\"\(Self.figure(y))\"\(mark)\(side)>\(Self.escaped(text))</text>")
    }

    mutating func line(_ from: (Double, Double), _ to: (Double, Double), kind: String) {
        let f = Self.figure
        add("<line x1=\"\(f(from.0))\" y1=\"\(f(from.1))\" x2=\"\(f(to.0))\" y2=\"\(f(to.1))\" class=\"\(kind)\"/>")
    }

    /// Lines of text below what was drawn.
    mutating func paragraph(_ text: String, kind: String, x: Double = 16, lineHeight: Double = 18) {
        let columns = Int((Self.width - x - 16) / Self.columnWidth)
        for line in text.wrapped(width: columns) {
            bottom += lineHeight
            self.text(line, x: x, y: bottom, kind: kind)
        }
    }

    mutating func heading(_ title: String) {
        paragraph(title, kind: "title", lineHeight: 20)
        bottom += 14
    }

    mutating func note(_ text: String) { paragraph(text, kind: "note") }

    func document(title: String, description: String) -> String {
        let height = Self.figure(bottom + 16)
        let size =
            "width=\"\(Self.figure(Self.width))\" height=\"\(height)\" viewBox=\"0 0 \(Self.figure(Self.width)) \(height)\""
        let head = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" aria-labelledby=\"title desc\" xml:lang=\"\(language.rawValue)\">",
            "<title id=\"title\">\(Self.escaped(title))</title>", "<desc id=\"desc\">\(Self.escaped(description))</desc>",
            "<style>\(Self.styles)</style>",
        ]
        return (head + elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    /// #767676 is read on white and on black alike (contrast 4.5 and 4.6); where the viewer says which it is, the text stands out more.
    private static let styles = """
        text{font:13px system-ui,"Noto Sans","Noto Sans CJK SC","Microsoft YaHei",sans-serif;fill:#767676}
        .title{font-weight:600;font-size:15px}
        .note{font-size:12px}
        .letter{font-weight:600}
        .axis,.tick{stroke:#8a8a8a;stroke-width:1}
        .grid{stroke:#8a8a8a;stroke-width:.5;opacity:.35}
        .guide{stroke:#8a8a8a;stroke-width:1;stroke-dasharray:2 4;fill:none}
        .line{fill:none;stroke-width:2;stroke-linejoin:round}
        .s0{stroke:#2f7ebc}.s1{stroke:#d0651a}.s2{stroke:#2a9d6f}.s3{stroke:#b45a9c}
        .f0{fill:#2f7ebc}.f1{fill:#d0651a}.f2{fill:#2a9d6f}.f3{fill:#b45a9c}
        @media(prefers-color-scheme:light){text{fill:#444}.note{fill:#666}}
        @media(prefers-color-scheme:dark){text{fill:#c8c8c8}.note{fill:#a0a0a0}}
        """

    /// How strokes of a series are dashed in SVG.
    static func dashes(_ index: Int) -> String {
        let strokes = LinePattern.strokes(index)
        return strokes.isEmpty ? "" : " stroke-dasharray=\"\(strokes.map { String($0 * 2) }.joined(separator: " "))\""
    }
}
