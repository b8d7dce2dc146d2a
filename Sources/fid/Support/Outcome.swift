// How a run ends: 0 done; 1 the answer is "no"; 2 the input or the command line is unusable; 3 the machine failed.

import ArgumentParser
import Downloads
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization

/// An error with the file that it concerns.
struct InputError: ExplainedError {
    let file: String
    let cause: any ExplainedError

    var phrase: Phrase {
        Phrase("\(file): \(cause.phrase.english)", "\(file)：\(cause.phrase.chinese)")
    }

    /// Runs `body`; what it throws about numbers is said of `file`.
    static func inFile<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as FeatureFileError {
            throw error
        } catch let error as InputError {
            // It names a file already, and knows better.
            throw error
        } catch let error as any ExplainedError {
            throw InputError(file: file, cause: error)
        }
    }
}

extension InputError {
    /// Runs `body` on a file of class scores: one that is of the other kind is told the option for it.
    ///
    /// - Parameter option: how the option is asked for: `fid compute --logits FILE` from another command.
    static func ofClassScores<Result>(
        in file: String, command: String = "", _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try inFile(file, body)
        } catch let error as InputError {
            switch error.cause as? MetricsError {
            case .logitsAsProbabilities(let row, let column, let value):
                throw CommandError(
                    "\(file): row \(row) holds no probabilities: its entry \(column) is \(value), and a probability lies between 0 and 1; if these are logits, say \(command)--logits \(file)",
                    "\(file)：第 \(row) 行不是概率：第 \(column) 个元素是 \(value)，而概率在 0 与 1 之间；如果这些是 logits，请用 \(command)--logits \(file)"
                )
            case .probabilitiesAsLogits:
                throw CommandError(
                    "\(file): these are no logits: every row is a distribution, not negative and with sum 1; say \(command)--probabilities \(file), for a second softmax would flatten them",
                    "\(file)：这些不是 logits：每一行都是概率分布（非负且和为 1）；请用 \(command)--probabilities \(file)，再做一次 softmax 会把它们压平"
                )
            default: throw error
            }
        }
    }
}

/// A sentence of the command itself.
struct CommandError: ExplainedError {
    let phrase: Phrase

    init(_ english: String, _ chinese: String) {
        phrase = Phrase(english, chinese)
    }

    init(_ phrase: Phrase) { self.phrase = phrase }
}

struct Outcome {
    let message: String
    let code: Int32
    let isError: Bool

    init(of error: any Error) {
        if let explained = error as? any ExplainedError {
            message = "fid: " + explained.phrase(in: Session.language)
            code = Self.isMachineFailure(error) ? 3 : 2
            isError = true
            return
        }
        let parserCode = FidCommand.exitCode(for: error)
        let text = FidCommand.fullMessage(for: error)
        isError = parserCode != .success
        // The parser's own code for a bad command line is 64; here it is 2, as for any unusable input.
        code = parserCode == .success ? 0 : (error as? ExitCode)?.rawValue ?? 2
        message = ParserWords.translated(text, into: Session.language)
    }

    /// Prints the message where it belongs and gives the exit code.
    func report() -> Int32 {
        if !message.isEmpty {
            if isError { Terminal.writeError(message) } else { Terminal.write([message]) }
        }
        Terminal.flush()
        return code
    }

    private static func isMachineFailure(_ error: any Error) -> Bool {
        if case LinearAlgebraError.lapack(let failure) = error, failure.info == -1010 || failure.info == -1011 { return true }
        if error is HashError { return true }
        if let data = error as? DataError { return data.isMachineFailure }
        if let download = error as? DownloadError { return download.isMachineFailure }
        if let file = error as? FeatureFileError {
            // A disk that is full or fails, where the path itself was all right.
            switch file {
            case .writeFailed, .unpackingFailed: return true
            default: return false
            }
        }
        if let input = error as? InputError { return isMachineFailure(input.cause) }
        return false
    }
}

/// The words that the argument parser prints itself, in Chinese where that is asked for.
enum ParserWords {
    static func translated(_ text: String, into language: Language) -> String {
        guard language == .chinese else { return text }
        let words = [
            ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("Usage: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
            ("SUBCOMMANDS:", "子命令："), ("Error: ", "错误："), ("Show help information.", "显示帮助。"),
            ("Show the version.", "显示版本。"), ("(default: ", "（默认："), ("(values: ", "（可选："), ("; default: ", "；默认："),
            ("Missing expected argument", "缺少参数"), ("Unknown option", "未知选项"), ("Unexpected argument", "多余的参数"),
            ("Did you mean", "是否想输入"), ("See 'fid help <subcommand>' for detailed help.", "用 fid help <子命令> 查看详细帮助。"),
            ("for more information.", "查看更多信息。"), ("  See 'fid", "  参见 'fid"),
        ]
        return words.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}

/// A mistyped subcommand, with the nearest one.
enum UnknownCommand {
    static func message(for arguments: [String], in language: Language) -> CommandError? {
        var parent: any ParsableCommand.Type = FidCommand.self
        var path = "fid"
        for argument in arguments {
            let children = parent.configuration.subcommands
            guard !children.isEmpty, !argument.hasPrefix("-") else { return nil }
            if let child = children.first(where: { Self.names(of: $0).contains(argument) }) {
                parent = child
                path += " \(argument)"
                continue
            }
            let isRoot = parent == FidCommand.self
            if isRoot, argument == "help" { return nil }
            let nearest = Suggestion.nearest(to: argument, among: children.flatMap(Self.names) + (isRoot ? ["help"] : []))
            let hint = nearest.map { Suggestion.question($0, verb: "输入", startsSentence: true) }
            let name = isRoot ? argument : "\(path.dropFirst("fid ".count)) \(argument)"
            return CommandError(
                "there is no command ‘\(name)’.\(hint.map { " " + $0.english } ?? "") \(path) --help lists them.",
                "没有 ‘\(name)’ 这个命令。\(hint?.chinese ?? "")用 \(path) --help 查看所有命令。")
        }
        return nil
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command.configuration.commandName ?? ""] + command.configuration.aliases
    }
}
