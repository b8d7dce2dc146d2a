// `fid plot`: a chart in the terminal or as SVG, of expressions on the command line or of a lesson's blocks.

import ArgumentParser
import FeatureFiles
import Foundation
import Lessons
import Localization
import Typesetting
import Worksheets

struct PlotCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, svg
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plot",
            abstract: Session.say("Draw a chart, in the terminal or as SVG.", "绘图：在终端中显示，或输出 SVG。"),
            discussion: Session.say(
                """
                The kinds: normals (each "[mean deviation]"), curves (each a matrix of points, one a row), bars (numbers, or vectors side by \
                side), ellipses (each a 2×2 covariance), convergence (numbers, or vectors). The data are worksheet expressions.

                Examples:
                  fid plot normals "[0 1]" "[3 2]"
                  fid plot ellipses "[2 -1; -1 2]" "cov([1 2; 2 3; 4 1])" --format svg -o shapes.svg
                  fid plot curves "[0 0; 1 0; 2 0]" "[0 1; 2 1]" --leash
                  fid plot bars 3 1.5 -4 --labels "Tr Σ_r" --labels "Tr Σ_g" --labels "−2 Tr S"
                  fid plot --lesson 5
                """,
                """
                图的种类：normals（每项为“[均值 标准差]”）、curves（每项为点的矩阵，一行一点）、bars（数，或并列的向量）、ellipses（每项为 2×2 协方差矩阵）、\
                convergence（数，或向量）。数据是工作表表达式。

                示例：
                  fid plot normals "[0 1]" "[3 2]"
                  fid plot ellipses "[2 -1; -1 2]" "cov([1 2; 2 3; 4 1])" --format svg -o shapes.svg
                  fid plot curves "[0 0; 1 0; 2 0]" "[0 1; 2 1]" --leash
                  fid plot bars 3 1.5 -4 --labels "Tr Σ_r" --labels "Tr Σ_g" --labels "−2 Tr S"
                  fid plot --lesson 5
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("What is drawn.", "图的种类。"), valueName: Plot.Kind.allCases.map(\.rawValue).joined(separator: "|")))
    var kind: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            Session.say("The data, one worksheet expression each.", "数据，每项一个工作表表达式。"), valueName: Session.say("data", "数据")))
    var data: [String] = []

    @Option(
        help: ArgumentHelp(Session.say("Draw the plots of a lesson instead.", "改为绘制某一课中的图。"), valueName: "N|id"))
    var lesson: String?

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Option(
        help: ArgumentHelp(
            Session.say("The name of an item; may be given several times.", "数据项的名称；可以给出多次。"),
            valueName: Session.say("text", "文字")))
    var labels: [String] = []

    @Option(help: ArgumentHelp(Session.say("The title.", "标题。"), valueName: Session.say("text", "文字")))
    var title: String?

    @Flag(help: ArgumentHelp(Session.say("Join two curves where the leash between them is longest.", "在牵绳最长处连接两条曲线。")))
    var leash = false

    @Option(help: ArgumentHelp(Session.say("The form of the output.", "输出格式。"), valueName: "text|svg"))
    var format = Format.text

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            Session.say("Write to a file; several plots of a lesson are numbered.", "写入文件；一课中的多张图依次编号。"),
            valueName: Session.say("file", "文件")))
    var output: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        // Negative numbers are data; what begins with two dashes is a slip.
        if let unknown = data.first(where: { $0.hasPrefix("--") }) {
            throw ValidationError(Session.say("Unknown option '\(unknown)'", "未知选项 '\(unknown)'"))
        }
    }

    func run() throws {
        let style = global.style
        let charts = try lesson.map { try ofLesson($0, style.language) } ?? [try ofArguments()]
        let texts = charts.map { chart in
            format == .svg ? chart.svg(style.language) : chart.layout(style).joined(separator: "\n") + "\n"
        }
        guard let output else {
            if format == .svg, texts.count > 1 {
                throw CommandError(
                    "the lesson has \(texts.count) plots: name a file for them with -o", "这一课有 \(texts.count) 张图：请用 -o 指定文件名")
            }
            Terminal.write([texts.joined(separator: "\n").removingLastNewline])
            return
        }
        for (index, text) in texts.enumerated() {
            let path = texts.count > 1 ? Self.numbered(output, index + 1) : output
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw CommandError("\(path) cannot be written: check the folder", "\(path) 无法写入：请检查文件夹")
            }
        }
    }

    /// `shapes-2.svg` for the second of several.
    private static func numbered(_ path: String, _ number: Int) -> String {
        let url = URL(fileURLWithPath: path)
        let name = url.deletingPathExtension().lastPathComponent
        let suffix = url.pathExtension.isEmpty ? "" : ".\(url.pathExtension)"
        return url.deletingLastPathComponent().appending(path: "\(name)-\(number)\(suffix)").path
    }

    private func ofArguments() throws -> Chart {
        let known = Plot.Kind.allCases.map(\.rawValue)
        guard let kind else {
            throw CommandError(
                "say what to draw: \(known.joined(separator: ", ")), or --lesson N",
                "请说明要画什么：\(known.joined(separator: "、"))，或 --lesson N")
        }
        guard let drawn = Plot.Kind(rawValue: kind) else {
            let nearest = Suggestion.nearest(to: kind, among: known)
            throw CommandError(
                Phrase("there is no plot of the kind \(kind)", "没有 \(kind) 这种图").asking(
                    for: nearest, verb: "画",
                    otherwise: Phrase(": \(known.joined(separator: ", "))", "：可用的有 \(known.joined(separator: "、"))")))
        }
        var items = [drawn.dataKey: data.map { Plot.Item($0, line: 1) }]
        if !labels.isEmpty { items["labels"] = labels.map { Plot.Item($0, line: 1) } }
        if let title { items["title"] = [Plot.Item(title, line: 1)] }
        if leash { items["leash"] = [Plot.Item("true", line: 1)] }
        return try Plot(kind: drawn, items: items).chart(Evaluator())
    }

    private func ofLesson(_ name: String, _ language: Language) throws -> [Chart] {
        guard kind == nil else {
            throw CommandError("give the data or --lesson, not both", "数据与 --lesson 只能给出一种")
        }
        let course = Course(folder: try CourseFolder.find(lessons))
        let lesson = try course.named(name, in: language)
        let evaluator = lesson.names
        let charts = try lesson.blocks.compactMap { block in
            if case .plot(let plot) = block.content { try lesson.chart(plot, evaluator) } else { nil }
        }
        guard !charts.isEmpty else {
            throw CommandError("the lesson \(lesson.id) has no plots", "课程 \(lesson.id) 中没有图")
        }
        return charts
    }
}

extension String {
    fileprivate var removingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
