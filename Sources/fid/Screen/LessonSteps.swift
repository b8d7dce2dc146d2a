// `fid lesson N --step`: a lesson part by part, at the reader's pace.

import Foundation
import Lessons
import Localization
import Typesetting

struct LessonSteps {
    private let parts: [LessonPage.Part]
    private let style: OutputStyle
    private var showsSteps: Bool
    /// Which part is shown.
    private var part = 0
    /// Which screen of it, where it is longer than one.
    private var screen = 0

    init(lesson: Lesson, style: OutputStyle, showsSteps: Bool) throws {
        parts = try LessonPage(lesson: lesson, style: style, showsSteps: showsSteps).parts()
        self.style = style
        self.showsSteps = showsSteps
    }

    /// What a reader can ask for.
    private enum Wish {
        case on, back, toggleSteps, quit, help, nothing, again, interrupt

        init(_ key: Key) {
            switch key {
            case .character(let character): self.init(character)
            case .enter, .right, .down, .pageDown: self = .on
            case .left, .up, .pageUp, .backspace: self = .back
            case .endOfInput: self = .quit
            case .interrupt: self = .interrupt
            case .resumed: self = .again
            case .escape, .home, .end: self = .nothing
            }
        }

        init(_ character: Character) {
            switch character {
            case " ", "n", "N", "　": self = .on
            case "b", "B", "p", "P": self = .back
            case "s", "S": self = .toggleSteps
            case "q", "Q": self = .quit
            case "?", "？", "h", "H": self = .help
            default: self = .nothing
            }
        }
    }

    /// Shows the lesson until its end, or until the reader quits.
    func run() throws {
        var copy = self
        if OutputStyle.isTerminal(1), let keys = KeyReader() {
            try copy.run(keys)
        } else {
            try copy.runByLines()
        }
    }

    // MARK: By keys

    private mutating func run(_ keys: KeyReader) throws {
        defer { keys.close() }
        var isFresh = false
        while part < parts.count {
            let screens = try screens()
            screen = min(screen, screens.count - 1)
            if isFresh { Terminal.writeText(clear) }
            Terminal.write(screens[screen])
            isFresh = false
            var isWaiting = true
            while isWaiting {
                Terminal.writeText(status(screens.count))
                let wish = Wish(keys.next())
                Terminal.writeText(erase)
                isWaiting = false
                switch wish {
                case .on: goOn(screens.count)
                case .back:
                    goBack()
                    isFresh = true
                case .toggleSteps:
                    showsSteps.toggle()
                    screen = 0
                    isFresh = true
                case .again: isFresh = true
                case .quit: return
                case .interrupt:
                    // As any command that Ctrl-C ends: the shell may want to know.
                    keys.close()
                    kill(getpid(), SIGINT)
                    return
                case .help:
                    Terminal.write(keysHelp + [""])
                    isWaiting = true
                case .nothing: isWaiting = true
                }
            }
        }
    }

    /// The part at hand, cut to the height of the screen.
    private func screens() throws -> [[String]] {
        let height = max(4, Terminal.rows - 2)
        let lines = try parts[part].lines(showsSteps)
        return stride(from: 0, to: max(1, lines.count), by: height).map { Array(lines[$0..<min(lines.count, $0 + height)]) }
    }

    private mutating func goOn(_ screens: Int) {
        screen += 1
        guard screen >= screens else { return }
        part += 1
        screen = 0
    }

    private mutating func goBack() {
        if screen > 0 {
            screen -= 1
        } else if part > 0 {
            part -= 1
        }
    }

    private var isSimple: Bool { style.isPlain || ProcessInfo.processInfo.environment["TERM"] == "dumb" }
    private var clear: String { isSimple ? "" : "\u{1B}[H\u{1B}[2J" }
    private var erase: String { isSimple ? "\n" : "\r\u{1B}[K" }

    private func place(_ screens: Int) -> String {
        let within = screens > 1 ? " (\(screen + 1)/\(screens))" : ""
        return "\(part + 1)/\(parts.count)\(within) \(style.isPlain ? "-" : "·") \(parts[part].heading)"
    }

    /// The line at the bottom: where one is, and the keys as far as they fit.
    private func status(_ screens: Int) -> String {
        let steps = showsSteps ? Phrase("hide steps", "隐藏步骤") : Phrase("show steps", "显示步骤")
        let keys = Phrase(
            "Space: on  b: back  s: \(steps.english)  q: quit  ?: keys", "空格：继续  b：返回  s：\(steps.chinese)  q：退出  ?：按键")
        let short = Phrase("Space b s q ?", "空格 b s q ?")
        let place = place(screens)
        let room = style.width - 1
        let lines = [keys(in: style.language), short(in: style.language), "?"].map { "\(place)   [\($0)]" }
        for line in lines where line.displayWidth <= room {
            return style.styled(line, .accent)
        }
        return style.styled(place.truncated(to: room), .accent)
    }

    private var keysHelp: [String] {
        let rows = [
            (Phrase("Space, Enter, n, →", "空格、回车、n、→"), Phrase("go on", "继续")),
            (Phrase("b, ←", "b、←"), Phrase("back by one part", "返回上一段")),
            (Phrase(same: "s"), Phrase("show or hide the steps of the calculations", "显示或隐藏计算步骤")),
            (Phrase("q, Ctrl-D", "q、Ctrl-D"), Phrase("quit", "退出")),
            (Phrase(same: "?"), Phrase("these keys", "列出按键")),
        ]
        let width = rows.map { $0.0(in: style.language).displayWidth }.max() ?? 0
        let lines = rows.flatMap { keys, meaning in
            "\(keys(in: style.language).padded(to: width))  \(meaning(in: style.language))".wrapped(
                width: style.width, indent: 2, hangingIndent: width + 4)
        }
        return style.isPlain ? lines.map { $0.replacing("→", with: "right").replacing("←", with: "left") } : lines
    }

    // MARK: By lines

    /// One line of standard input stands for one key; at its end nobody is left to wait for.
    private mutating func runByLines() throws {
        var isAttended = true
        while part < parts.count {
            Terminal.write(try parts[part].lines(showsSteps))
            var isWaiting = isAttended
            while isWaiting {
                Terminal.write(["[\(place(1))]", ""])
                guard let line = readLine() else {
                    isAttended = false
                    break
                }
                isWaiting = false
                switch Wish(line.trimmingCharacters(in: .whitespaces).first ?? " ") {
                case .on: part += 1
                case .back: part = max(0, part - 1)
                case .toggleSteps: showsSteps.toggle()
                case .quit, .interrupt: return
                case .help:
                    Terminal.write(keysHelp)
                    isWaiting = true
                case .nothing, .again: isWaiting = true
                }
            }
            if !isAttended { part += 1 }
        }
    }
}
