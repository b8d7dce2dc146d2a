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
                "Each intermediate of the FID of two sets: in full when small, in figures when large.",
                "打印两组特征 FID 的每个中间结果：小则完整，大则概要。"),
            discussion: Session.say(
                """
                Small sets (up to \(InputSet.exactLimit) numbers each) are worked out in exact arithmetic, and LAPACK checks each step.

                Example:
                  fid explain examples/toy/real.csv examples/toy/generated.csv
                """,
                """
                小数据（每组不超过 \(InputSet.exactLimit) 个数）用精确算术计算，并由 LAPACK 检验每一步。

                示例：
                  fid explain examples/toy/real.csv examples/toy/generated.csv
                """))
    }

    @OptionGroup var pair: PairOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let inputs = try pair.load()
        let style = global.style
        var explanation = Explanation(style: style, divisor: pair.divisor.divisor)
        try inputs.comparing { try explanation.explain(inputs) }
        Terminal.write(explanation.lines)
        for note in inputs.first.notes + inputs.second.notes { Terminal.writeError("fid: " + note(in: style.language)) }
    }
}
