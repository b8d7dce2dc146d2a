// `fid tour`: the documents' examples in order, the 2×3 example to FID = 1, and the flowers.

import ArgumentParser
import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

struct TourCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tour",
            abstract: Session.say(
                "The documents' examples worked in full, then real Inception features by the same functions.",
                "完整演示文档中的例子，再用同样的函数处理真实的 Inception 特征。"),
            discussion: Session.say("Example:\n  fid tour --lang zh | less", "示例：\n  fid tour --lang en | less"))
    }

    @OptionGroup var global: GlobalOptions

    func run() throws {
        var tour = Tour(style: global.style)
        try tour.write()
    }
}
