// What can be wrong with a formula.

import Localization

/// What is wrong with a formula in TeX. Columns are characters of the source, counted from 1.
public enum FormulaError: ExplainedError, Hashable {
    /// `suggestion` is the nearest command that exists.
    case unknownCommand(String, column: Int, suggestion: String?)
    case unknownEnvironment(String, column: Int, suggestion: String?)
    /// `opener` (a brace, a parenthesis, `\left`, `\begin{…}`) has no `closer`.
    case neverClosed(opener: String, closer: String, column: Int)
    /// `closer` closes nothing.
    case neverOpened(closer: String, opener: String, column: Int)
    case missingArgument(of: String, column: Int)
    /// A second `^` or `_` on one base.
    case doubleScript(String, column: Int)
    /// Something that is no argument follows a command: `\sqrt)`.
    case notAnArgument(String, of: String, column: Int)
    /// `&` or `\\` outside an environment.
    case cellOutsideEnvironment(String, column: Int)
    /// Something other than a delimiter follows `\left` or `\right`.
    case notADelimiter(String, of: String, column: Int)
    case mismatchedEnvironment(begin: String, end: String, column: Int)
    case unexpectedCharacter(Character, column: Int)
    case tooDeep(limit: Int, column: Int)
    /// A value put into a template is itself no formula.
    case unreadableSlot(tex: String, reason: String, reasonInChinese: String)

    public var phrase: Phrase {
        switch self {
        case .unknownCommand(let name, let column, let suggestion):
            unknown("command", "命令", name, column, suggestion, "write words as \\text{…}", "文字请写作 \\text{…}")
        case .unknownEnvironment(let name, let column, let suggestion):
            unknown("environment", "环境", name, column, suggestion, "matrices are written as bmatrix", "矩阵请用 bmatrix")
        case .neverClosed(let opener, let closer, let column):
            Phrase(
                "“\(opener)” in column \(column) is never closed: add the missing “\(closer)”",
                "第 \(column) 列的“\(opener)”没有闭合，请补上“\(closer)”")
        case .neverOpened(let closer, let opener, let column):
            Phrase(
                "“\(closer)” in column \(column) closes nothing: remove it, or add “\(opener)” before it",
                "第 \(column) 列的“\(closer)”没有与之配对的开头，请删去它，或在前面补上“\(opener)”")
        case .missingArgument(let command, let column):
            Phrase(
                "“\(command)” in column \(column) lacks an argument: write it in braces after it",
                "第 \(column) 列的“\(command)”缺少参数，请在其后用花括号写出")
        case .doubleScript(let sign, let column):
            Phrase(
                "a second “\(sign)” in column \(column) on one base: use braces to say what belongs to what, as in {x^a}^b",
                "第 \(column) 列的“\(sign)”在同一个底上重复出现，请用花括号写明归属，如 {x^a}^b")
        case .notAnArgument(let found, let command, let column):
            Phrase(
                "“\(found)” in column \(column) cannot be the argument of “\(command)”: put the argument in braces",
                "第 \(column) 列的“\(found)”不能作“\(command)”的参数，请把参数写在花括号里")
        case .cellOutsideEnvironment(let sign, let column):
            Phrase(
                "“\(sign)” in column \(column) stands outside a matrix: use it between \\begin{bmatrix} and \\end{bmatrix}, "
                    + "or write \\& for the sign itself",
                "第 \(column) 列的“\(sign)”不在矩阵之内，请把它写在 \\begin{bmatrix} 与 \\end{bmatrix} 之间；若要符号本身，请写 \\&")
        case .notADelimiter(let found, let command, let column):
            Phrase(
                "“\(found)” in column \(column) is no delimiter for “\(command)”: use one of ( ) [ ] \\{ \\} | \\| or a dot for none",
                "第 \(column) 列的“\(found)”不能作“\(command)”的定界符，请用 ( ) [ ] \\{ \\} | \\| 之一，或用句点表示没有")
        case .mismatchedEnvironment(let begin, let end, let column):
            Phrase(
                "\\end{\(end)} in column \(column) does not match \\begin{\(begin)}: give both the same name",
                "第 \(column) 列的 \\end{\(end)} 与 \\begin{\(begin)} 不匹配，请使两者同名")
        case .unexpectedCharacter(let character, let column):
            unexpected(character, column)
        case .tooDeep(let limit, let column):
            Phrase(
                "the formula is nested more than \(limit) deep in column \(column): split it into several formulas",
                "公式在第 \(column) 列处的嵌套超过 \(limit) 层，请拆成几个公式")
        case .unreadableSlot(let tex, let reason, let reasonInChinese):
            Phrase(
                "the value “\(tex)” cannot stand in a formula: \(reason)", "值“\(tex)”不能放入公式：\(reasonInChinese)")
        }
    }

    private func unknown(
        _ english: String, _ chinese: String, _ name: String, _ column: Int, _ suggestion: String?, _ mend: String,
        _ mendInChinese: String
    ) -> Phrase {
        if let suggestion {
            let question = Suggestion.question("“\(suggestion)”")
            return Phrase(
                "unknown \(english) “\(name)” in column \(column): \(question.english)",
                "第 \(column) 列的\(chinese)“\(name)”无法识别，\(question.chinese)")
        }
        return Phrase(
            "unknown \(english) “\(name)” in column \(column): \(mend)",
            "第 \(column) 列的\(chinese)“\(name)”无法识别，\(mendInChinese)")
    }

    private func unexpected(_ character: Character, _ column: Int) -> Phrase {
        let shown: String
        switch character {
        case "%", "$", "#": shown = "\(character)"
        default:
            return Phrase(
                "the character “\(character)” in column \(column) has no place in a formula: put words into \\text{…}",
                "第 \(column) 列的字符“\(character)”不能出现在公式里，文字请放入 \\text{…}")
        }
        return Phrase(
            "“\(shown)” in column \(column) means something else in TeX: write \\\(shown) for the sign itself",
            "第 \(column) 列的“\(shown)”在 TeX 中另有含义，若要符号本身，请写 \\\(shown)")
    }
}
