// The commands of a session, each a word behind a colon.

import Localization

enum SessionCommand: String, CaseIterable {
    case help, steps, exact, latex, names, clear, load, save, quit

    /// How it is written, with what it takes.
    var usage: Phrase {
        switch self {
        case .help: Phrase(":help [NAME]", ":help [名称]")
        case .steps: Phrase(same: ":steps on|off")
        case .exact: Phrase(same: ":exact on|off")
        case .latex: Phrase(same: ":latex [on|off]")
        case .load: Phrase(":load FILE", ":load 文件")
        case .save: Phrase(":save FILE", ":save 文件")
        case .names, .clear, .quit: Phrase(same: ":\(rawValue)")
        }
    }

    var summary: Phrase {
        switch self {
        case .help: Phrase("this list, or one function or command", "本列表，或某个函数、命令的说明")
        case .steps: Phrase("whether the steps are shown; alone it says so", "是否显示步骤；不带参数则显示当前设置")
        case .exact:
            Phrase(
                "whether new lines are computed in exact numbers or in double precision; alone it says so",
                "新的行用精确数还是双精度浮点数计算；不带参数则显示当前设置")
        case .latex:
            Phrase(
                "the last value as LaTeX; on: every value from here on as LaTeX", "以 LaTeX 显示上一个值；on：此后每个值都以 LaTeX 显示")
        case .names: Phrase("what is defined", "已定义的名称")
        case .clear: Phrase("forgets all names and lines", "清除所有名称和各行")
        case .load: Phrase("computes a worksheet within this session", "在本次会话中计算一张工作表")
        case .save:
            Phrase(
                "writes the lines of this session as a worksheet; :save! replaces a file",
                "把本次会话的各行写成工作表；:save! 会替换已有文件")
        case .quit: Phrase("ends the session, as Ctrl-D does", "结束会话，与 Ctrl-D 相同")
        }
    }

    /// The command of a word without its colon: the whole name, or a beginning that only one command has.
    ///
    /// - Throws: `CommandError` where there is none, with the nearest.
    static func named(_ word: String) throws -> SessionCommand {
        let word = word.lowercased()
        if let command = SessionCommand(rawValue: word) { return command }
        let meant = allCases.filter { !word.isEmpty && $0.rawValue.hasPrefix(word) }
        if meant.count == 1 { return meant[0] }
        if meant.count > 1 {
            let names = meant.map { ":\($0.rawValue)" }
            throw CommandError(
                ":\(word) could be \(names.joined(separator: " or ")): write more of it",
                ":\(word) 可以是 \(names.joined(separator: " 或 "))：请多写几个字母")
        }
        let nearest = Suggestion.nearest(to: word, among: allCases.map(\.rawValue))
        throw CommandError(
            Phrase("there is no command :\(word)", "没有命令 :\(word)").asking(
                for: nearest.map { ":\($0)" }, otherwise: Phrase(": :help lists them", "：用 :help 查看所有命令")))
    }
}
