// What can be wrong with a worksheet: where, what, and what would be right.

import LinearAlgebra
import Localization

/// An error of a worksheet with its place. It prints as one sentence that begins with line and column; ``excerpt(of:)`` shows the line.
public struct WorksheetError: ExplainedError, Hashable {
    public enum Problem: Hashable, Sendable {
        case unknownCharacter(Character)
        case unclosedText
        case textTooLong(length: Int, limit: Int)
        case numberTooLong(digits: Int, limit: Int)
        case malformedNumber(String)
        case unclosedBracket(String)
        case unexpected(String, expected: Phrase)
        case tooDeep(limit: Int)
        case tooManyLines(limit: Int)
        case tooManyElements(limit: Int)
        /// A value in double precision that the sheet has no room for.
        case tooManyNumbers(limit: Int)
        case raggedMatrix(row: Int, found: Int, expected: Int)
        case emptyMatrix
        case undefinedName(String, suggestion: String?)
        case unknownFunction(String, suggestion: String?)
        case reservedName(String)
        case argumentCount(function: String, signature: String, found: Int)
        case unknownOption(function: String, option: String, known: [String], suggestion: String?)
        case badOption(function: String, option: String, value: String, allowed: String)
        case wrongKind(operation: String, needs: Phrase, found: String)
        case shapes(operation: String, left: String, right: String)
        case divisionByZero
        case negativeRoot
        case indexOutOfRange(index: Int, count: Int)
        case indexNotInteger
        case exponentNotInteger
        case notExact(operation: String)
        /// `load` where no file may be read; `isData` says that the sheet came from outside.
        case noFileAccess(isData: Bool)
        case pathLeaves(String)
        case statisticsFile(String)
        case fileTooLarge(String, rows: Int, columns: Int, limit: Int)
        case failed(Phrase)
    }

    public let problem: Problem
    public let span: SourceSpan

    public init(_ problem: Problem, _ span: SourceSpan) {
        self.problem = problem
        self.span = span
    }

    public var phrase: Phrase {
        let text = problem.phrase
        return Phrase(
            "line \(span.line), column \(span.column): \(text.english)", "第 \(span.line) 行第 \(span.column) 列：\(text.chinese)")
    }

    /// The line of the error with a caret below the place; two lines of text.
    public func excerpt(of sheet: Worksheet) -> [String] {
        guard let text = sheet.line(span.line) else { return [] }
        let line = text.filter { $0 != "\r" }.replacing("\t", with: " ")
        let before = line.prefix(span.column - 1)
        let under = line.dropFirst(span.column - 1).prefix(span.length)
        let indent = before.map { Self.width($0) }.reduce(0, +)
        let carets = max(1, under.map { Self.width($0) }.reduce(0, +))
        return [line, String(repeating: " ", count: indent) + String(repeating: "^", count: carets)]
    }

    /// Terminal columns of a character, as far as worksheets need it: East Asian characters take two.
    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        return (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
            || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
            || (0xFF00...0xFF60).contains(scalar.value) ? 2 : 1
    }
}

extension WorksheetError.Problem {
    /// What is wrong, without the place.
    public var phrase: Phrase {
        syntaxPhrase ?? namePhrase ?? filePhrase ?? valuePhrase
    }

    private var syntaxPhrase: Phrase? {
        switch self {
        case .unknownCharacter(let character):
            Phrase(
                "the character “\(Self.visible(character))” has no meaning here", "字符“\(Self.visible(character))”在这里没有意义")
        case .unclosedText: Phrase("the text has no closing quotation mark", "文本缺少右引号")
        case .textTooLong(let length, let limit):
            Phrase("a text of \(length) characters is over the limit of \(limit)", "文本有 \(length) 个字符，超过上限 \(limit) 个")
        case .numberTooLong(let digits, let limit):
            Phrase("a number of \(digits) digits is over the limit of \(limit)", "数字有 \(digits) 位，超过上限 \(limit) 位")
        case .malformedNumber(let text): Phrase("“\(text)” is no number", "“\(text)”不是数字")
        case .unclosedBracket(let bracket):
            Phrase("the bracket “\(bracket)” is never closed", "括号“\(bracket)”没有闭合")
        case .unexpected(let found, let expected):
            Phrase("“\(found)” stands where \(expected.english) belongs", "此处应为\(expected.chinese)，而不是“\(found)”")
        case .tooDeep(let limit): Phrase("brackets are nested more than \(limit) deep", "括号嵌套超过 \(limit) 层")
        case .tooManyLines(let limit): Phrase("the sheet has more than \(limit) lines", "工作表超过 \(limit) 行")
        case .tooManyElements(let limit):
            Phrase("the sheet holds more than \(limit) exact numbers", "工作表中的精确数超过 \(limit) 个")
        case .tooManyNumbers(let limit):
            Phrase("the sheet holds more than \(limit) numbers", "工作表中的数超过 \(limit) 个")
        case .raggedMatrix(let row, let found, let expected):
            Phrase(
                "row \(row) of the matrix has \(found) entries, the rows above have \(expected)",
                "矩阵第 \(row) 行有 \(found) 个元素，而上面各行有 \(expected) 个")
        case .emptyMatrix: Phrase("a matrix needs at least one entry", "矩阵至少要有一个元素")
        default: nil
        }
    }

    private var namePhrase: Phrase? {
        switch self {
        case .undefinedName(let name, let suggestion):
            Phrase("\(name) is not defined", "\(name) 没有定义").asking(
                for: suggestion, otherwise: Phrase(": give it a value first", "：请先给它赋值"))
        case .unknownFunction(let name, let suggestion):
            Phrase("there is no function \(name)", "没有函数 \(name)").asking(
                for: suggestion, otherwise: Phrase(": fid functions lists them", "：用 fid functions 查看所有函数"))
        case .reservedName(let name):
            Phrase("\(name) is the name of a function: choose another", "\(name) 是函数名：请换一个名字")
        case .argumentCount(_, let signature, let found):
            Phrase("\(signature) was given \(found) values", "\(signature) 收到了 \(found) 个值")
        case .unknownOption(let function, let option, let known, let suggestion):
            Phrase("\(function) has no option \(option)", "\(function) 没有选项 \(option)").asking(
                for: suggestion,
                otherwise: known.isEmpty
                    ? Phrase(same: "")
                    : Phrase(": it has \(known.joined(separator: ", "))", "：可用的有 \(known.joined(separator: "、"))"))
        case .badOption(let function, let option, let value, let allowed):
            Phrase(
                "\(option) of \(function) cannot be \(value): it is \(allowed)",
                "\(function) 的 \(option) 不能是 \(value)：应为 \(allowed)")
        default: nil
        }
    }

    private var filePhrase: Phrase? {
        switch self {
        case .noFileAccess(isData: false):
            Phrase(
                "load is not allowed here: write the numbers into the sheet", "这里不允许使用 load：请把数写进工作表")
        case .noFileAccess(isData: true):
            Phrase(
                "sheets are data: no file access, so write the numbers into the sheet instead of load",
                "工作表只是数据，不能访问文件：请把数写进工作表，不要使用 load")
        case .pathLeaves(let path):
            Phrase(
                "\(path) leads out of the folder of the sheet: copy the file into it and name that",
                "\(path) 指向工作表所在文件夹之外：请把文件复制到该文件夹中再指定")
        case .statisticsFile(let path):
            Phrase(
                "\(path) holds statistics (mu, sigma), not samples: load takes a matrix, fid compute takes statistics",
                "\(path) 存放的是统计量（mu、sigma），不是样本：load 读取矩阵，统计量请用 fid compute")
        case .fileTooLarge(let path, let rows, let columns, let limit):
            Phrase(
                "\(path) holds \(rows)×\(columns) numbers, and the sheet has room for \(limit) more: use fid compute, or save fewer rows",
                "\(path) 有 \(rows)×\(columns) 个数，而工作表还能容纳 \(limit) 个：请用 fid compute，或减少保存的行数")
        default: nil
        }
    }

    /// A control character by its number, lest it act on the terminal.
    private static func visible(_ character: Character) -> String {
        guard let scalar = character.unicodeScalars.first, scalar.value < 0x20 || scalar.value == 0x7F else {
            return String(character)
        }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private var valuePhrase: Phrase {
        switch self {
        case .wrongKind(let operation, let needs, let found):
            Phrase("\(operation) needs \(needs.english), this is \(found)", "\(operation) 需要\(needs.chinese)，这里是 \(found)")
        case .shapes(let operation, let left, let right):
            Phrase("the shapes do not fit: \(left) \(operation) \(right)", "形状不相容：\(left) \(operation) \(right)")
        case .divisionByZero: Phrase("division by zero", "除数为零")
        case .negativeRoot: Phrase("a negative number has no real square root", "负数没有实平方根")
        case .indexOutOfRange(let index, let count):
            Phrase("there is no entry \(index): entries are counted from 1 to \(count)", "没有第 \(index) 个元素：序号从 1 到 \(count)")
        case .indexNotInteger: Phrase("an index is a whole number, counted from 1", "下标必须是从 1 开始的整数")
        case .exponentNotInteger:
            Phrase("a power needs a whole number or 1/2 as its exponent", "指数必须是整数或 1/2")
        case .notExact(let operation):
            Phrase("\(operation) needs exact numbers", "\(operation) 需要精确数")
        case .failed(let phrase): phrase
        default: Phrase(same: "")
        }
    }
}
