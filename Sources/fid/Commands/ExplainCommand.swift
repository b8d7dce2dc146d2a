// `fid explain A B`: each intermediate of the FID of two files.

import ArgumentParser
import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

struct ExplainCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "explain",
            abstract: Session.say(
                "Each intermediate of a measure of two sets: in full when small, in figures when large.",
                "打印两组特征的度量的每个中间结果：小则完整，大则概要。"),
            discussion: Session.say(
                """
                Small sets (up to \(InputSet.exactLimit) numbers each) are worked out in exact arithmetic, and LAPACK checks each step.

                Examples:
                  fid explain examples/toy/real.csv examples/toy/generated.csv
                  fid explain examples/toy/real.csv examples/toy/generated.csv --metric kid
                  fid explain probabilities.csv --metric is
                """,
                """
                小数据（每组不超过 \(InputSet.exactLimit) 个数）用精确算术计算，并由 LAPACK 检验每一步。

                示例：
                  fid explain examples/toy/real.csv examples/toy/generated.csv
                  fid explain examples/toy/real.csv examples/toy/generated.csv --metric kid
                  fid explain probabilities.csv --metric is
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say(
                "Features or statistics of both sets (real first, where that matters); one file of class probabilities for the Inception Score.",
                "两组的特征或统计量（有先后之分时真实数据在前）；Inception Score 则为一个类别概率文件。"), valueName: "A B"))
    var files: [String]

    @Option(help: ArgumentHelp(Session.say("The measure; fid metrics lists them.", "度量；见 fid metrics。"), valueName: "fid|kid|…"))
    var metric = "fid"

    @OptionGroup var input: PairInputOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let measures = try Measure.list(metric)
        guard measures.count == 1, let measure = measures.first else {
            throw CommandError("fid explain takes one measure at a time", "fid explain 一次只解释一个度量")
        }
        let expected = measure.input == .probabilities ? 1 : 2
        guard files.count == expected else {
            throw CommandError(
                expected == 1 ? "\(metric) is of one file of class probabilities" : "\(metric) is of two sets: A B",
                expected == 1 ? "\(metric) 只需一个类别概率文件" : "\(metric) 需要两组数据：A B")
        }
        let style = global.style
        guard measure.input != .probabilities else {
            return Terminal.write(try MeasureExplanation(measure, files, input, style).lines())
        }
        let sets = (
            first: try SetSource(features: files[0], key: input.key), second: try SetSource(features: files[1], key: input.key)
        )
        try OriginNotes.check((sets.first.path, sets.first.origin?.extractor), (sets.second.path, sets.second.origin?.extractor))
        var notes = OriginNotes.all(sets, for: [measure])
        if measure == .fid {
            let inputs = try InputPair(sets.first, sets.second, key: input.key, divisor: input.divisor.divisor)
            var explanation = Explanation(style: style, divisor: input.divisor.divisor)
            try inputs.comparing { try explanation.explain(inputs) }
            Terminal.write(explanation.lines)
            notes = inputs.first.notes + inputs.second.notes + notes
        } else {
            Terminal.write(try MeasureExplanation(measure, files, input, style).lines())
        }
        for note in notes { Terminal.writeError("fid: " + note(in: style.language)) }
    }
}
