// `fid run SHEET.fid`: a worksheet from a file, every line with its value, every claim checked.

import ArgumentParser
import Foundation
import Localization
import Worksheets

struct RunCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: Session.say("Work out a worksheet and check its claims.", "计算一张工作表并检验其中的断言。"),
            discussion: Session.say(
                "Exit code 1 where a claim fails, 2 where a line cannot be read.\n\nExample:\n  fid run examples/fid-by-hand.fid",
                "有断言不成立时退出码为 1，有行无法读取时为 2。\n\n示例：\n  fid run examples/fid-by-hand.fid"))
    }

    @Argument(help: ArgumentHelp(Session.say("The worksheet.", "工作表。"), valueName: "SHEET.fid"))
    var sheet: String

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps.", "显示步骤。")))
    var steps = false

    @OptionGroup var format: SheetFormatOptions
    @OptionGroup var global: GlobalOptions

    /// The largest sheet that is read, in bytes: far over what the limit of lines leaves room for by hand.
    private static let sizeLimit = 8_000_000

    func run() throws {
        // `load` counts its paths from where the sheet lies.
        let folder = sheet.lastIndex(of: "/").map { String(sheet[...$0].dropLast()) }
        let report = SheetReport(
            name: sheet, source: try Self.text(of: sheet), style: global.style, showsSteps: steps,
            files: .folder(folder.map { $0.isEmpty ? "/" : $0 } ?? "."))
        Terminal.write(try report.output(format.format))
        if !report.holds { throw ExitCode(report.isReadable ? 1 : 2) }
    }

    private static func text(of path: String) throws -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CommandError("\(path) does not exist: check the path", "\(path) 不存在：请检查路径")
        }
        guard !isDirectory.boolValue, let handle = FileHandle(forReadingAtPath: path),
            let data = try handle.read(upToCount: sizeLimit + 1)
        else {
            // An empty file reads as nothing; a folder cannot be read at all.
            if !isDirectory.boolValue, FileManager.default.isReadableFile(atPath: path) { return "" }
            throw CommandError("\(path) cannot be read as a worksheet", "\(path) 不能作为工作表读取")
        }
        guard data.count <= sizeLimit else {
            throw CommandError("\(path) is larger than \(sizeLimit) bytes", "\(path) 超过 \(sizeLimit) 字节")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandError("\(path) is no text in UTF-8", "\(path) 不是 UTF-8 文本")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
