// The command `fid`: parse, run, and turn every outcome into a message and an exit code.

import ArgumentParser
import Foundation
import LinearAlgebra
import Localization

@main
enum Main {
    static func main() {
        MatrixMemory.keepFreedBlocks()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if let message = UnknownCommand.message(for: arguments, in: Session.language) { throw message }
            var command = try FidCommand.parseAsRoot(arguments)
            try command.run()
            Terminal.flush()
        } catch {
            exit(Outcome(of: error).report())
        }
    }
}

/// The root: what `fid` alone and `fid --help` show.
struct FidCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fid",
            abstract: Session.say(
                "The Fréchet Inception Distance, understandable, checkable and right.",
                "把 Fréchet Inception Distance（FID）讲清楚、查得到、算得对。"),
            discussion: Session.say(
                """
                Start here:
                  fid tour                        the documents' examples, worked in full
                  fid learn                       the course, as a conversation
                  fid explain real.csv fake.csv   your own small example, step by step
                  fid compute real.npy fake.npy   the number, for any number of samples
                """,
                """
                从这里开始：
                  fid tour                        完整演示文档中的例子
                  fid learn                       对话式课程
                  fid explain real.csv fake.csv   逐步计算你自己的小例子
                  fid compute real.npy fake.npy   任意样本量的 FID
                """),
            version: FidVersion.text,
            subcommands: [
                TourCommand.self, LessonCommand.self, LearnCommand.self, ClaimsCommand.self, CalcCommand.self, RunCommand.self,
                FunctionsCommand.self, PlotCommand.self, CheckCommand.self, MistakesCommand.self, GradeCommand.self,
                QuizCommand.self,
                ExplainCommand.self,
                FeaturesCommand.self, ComputeCommand.self, MetricsCommand.self, CompareCommand.self,
                StatsCommand.self, MergeCommand.self, DataCommand.self, WeightsCommand.self, ProjectCommand.self,
                VerifyCommand.self,
                DoctorCommand.self,
            ])
    }
}

/// The version of the command and of what it writes into files.
enum FidVersion {
    static let text = "0.1.0"
}
