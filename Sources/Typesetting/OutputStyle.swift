// How a command prints: in which language, how wide, with which characters, with or without colour.

import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How a command prints.
public struct OutputStyle: Hashable, Sendable {
    public var language: Language

    /// The columns that a line may take, at least 1.
    public var width: Int

    /// Words instead of pictures: no box characters, no two-dimensional formulas; for screen readers and logs.
    public var isPlain: Bool

    /// Whether ANSI escape sequences are written.
    public var usesColor: Bool

    public init(language: Language = .english, width: Int = defaultWidth, isPlain: Bool = false, usesColor: Bool = false) {
        self.language = language
        self.width = max(1, width)
        self.isPlain = isPlain
        self.usesColor = usesColor
    }

    /// The width of lines where no terminal says otherwise.
    public static let defaultWidth = 80

    /// When colour is used.
    public enum ColorChoice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// The style that a process should print in.
    ///
    /// - Parameters:
    ///   - environment: `LC_ALL`, `LC_MESSAGES`, `LANG` choose the language; `COLUMNS` the width; `NO_COLOR` (any value but
    ///     the empty one, https://no-color.org) and `TERM=dumb` switch colour off.
    ///   - isTerminal: whether the output goes to a terminal; elsewhere there is no colour.
    ///   - terminalWidth: what the terminal says of its width, see ``terminalWidth(of:)``.
    ///   - language, width, isPlain, color: what the command line asks for; it wins over the environment.
    public static func detect(
        environment: [String: String],
        isTerminal: Bool,
        terminalWidth: Int? = nil,
        language: Language? = nil,
        width: Int? = nil,
        isPlain: Bool = false,
        color: ColorChoice = .auto
    ) -> OutputStyle {
        let usable = { (columns: Int?) in columns.flatMap { $0 > 0 ? $0 : nil } }
        let columns =
            usable(width) ?? usable(environment["COLUMNS"].flatMap { Int($0) })
            ?? (isTerminal ? usable(terminalWidth) : nil) ?? defaultWidth
        let forbidsColor = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        let usesColor =
            switch color {
            case .always: true
            case .never: false
            case .auto: isTerminal && !forbidsColor
            }
        return OutputStyle(
            language: language ?? Language(environment: environment), width: columns, isPlain: isPlain, usesColor: usesColor)
    }

    /// The columns of the terminal behind a file descriptor (1: standard output), or nil where there is none.
    public static func terminalWidth(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Whether a file descriptor is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}

/// What a piece of text is, where colour can show it.
public enum TextRole: CaseIterable, Hashable, Sendable {
    case bold, dim, heading, good, bad, accent

    /// The parameters of the escape sequence that switches the role on.
    var escapeParameters: String {
        switch self {
        case .bold: "1"
        case .dim: "2"
        case .heading: "1;36"
        case .good: "32"
        case .bad: "31"
        case .accent: "33"
        }
    }
}

extension OutputStyle {
    /// The text with its role shown by colour or weight; the text itself where the style has no colour.
    public func styled(_ text: String, _ role: TextRole) -> String {
        guard usesColor, !text.isEmpty else { return text }
        return "\u{1B}[\(role.escapeParameters)m\(text)\u{1B}[0m"
    }
}
