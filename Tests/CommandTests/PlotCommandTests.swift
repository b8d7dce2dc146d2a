// `fid plot`: charts from the command line and from lessons, in the terminal and as SVG.

import Foundation
import Testing
import Typesetting

@Suite struct PlotCommandTests {
    @Test func `bars of a worksheet's values`() throws {
        let run = try Command.run([
            "plot", "bars", "tr([3 0; 0 0])", "3/2", "-4", "--labels", "Tr Σ_r", "--labels", "Tr Σ_g", "--width", "40",
        ])
        #expect(run.errors == "")
        #expect(
            run.output == """
                Tr Σ_r                 │████████████ 3
                Tr Σ_g                 │██████ 1.5
                -4     ████████████████│ −4

                """)
    }

    @Test(arguments: [(40, "zh"), (40, "en"), (100, "zh")])
    func `the lessons' plots fit their terminal`(width: Int, language: String) throws {
        for lesson in [1, 4, 5, 8, 9, 10] {
            let run = try Command.run(
                ["plot", "--lesson", "\(lesson)", "--lang", language], environment: ["COLUMNS": "\(width)"])
            #expect(run.code == 0)
            #expect(run.lines.allSatisfy { String($0).displayWidth <= width }, "lesson \(lesson)")
            #expect(run.output.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) || $0 == "█" })
        }
    }

    @Test func `a lesson shows its plots`() throws {
        let lesson = try Command.run(["lesson", "5"]).output
        let plot = try Command.run(["plot", "--lesson", "5"]).output
        #expect(lesson.contains(plot.trimmingCharacters(in: .newlines)))
        let plain = try Command.run(["lesson", "5", "--plain"]).output
        #expect(plain.contains("  N(3, 2²): mean 3, standard deviation 2, highest density 0.199471\n"))
    }

    @Test func `SVG files, numbered where there are several`() throws {
        let scratch = try Scratch()
        let path = scratch.path("shapes.svg")
        #expect(try Command.run(["plot", "ellipses", "[2 -1; -1 2]", "--format", "svg", "-o", path]).output == "")
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<svg xmlns="))
        #expect(try Command.run(["plot", "--lesson", "6", "--format", "svg", "-o", scratch.path("six.svg")]).code == 0)
        #expect(try scratch.contents() == ["shapes.svg", "six-1.svg", "six-2.svg"])
        let one = try Command.run(["plot", "bars", "1", "--format", "svg", "--lang", "zh", "--title", "迹"])
        #expect(one.output.contains("<title id=\"title\">迹</title>"))
    }

    @Test(arguments: [
        (["plot"], "fid: say what to draw: normals, curves, bars, ellipses, convergence, or --lesson N\n"),
        (["plot", "normls", "[0 1]"], "fid: there is no plot of the kind normls; did you mean normals?\n"),
        (["plot", "bars"], "fid: there is nothing to draw: give at least one value\n"),
        (["plot", "bars", "[1 2", "3"], "fid: the bracket “[” is never closed\n"),
        (["plot", "normals", "[0 -1]"], "fid: item 1 has the standard deviation -1: it cannot be negative\n"),
        (["plot", "normals", "[0 -1]", "--lang", "zh"], "fid: 第 1 项的标准差为 -1：标准差不能为负\n"),
        (["plot", "bars", "1", "--lesson", "5"], "fid: give the data or --lesson, not both\n"),
        (["plot", "--lesson", "3"], "fid: the lesson covariance has no plots\n"),
        (["plot", "--lesson", "frechet1d"], "fid: there is no lesson frechet1d; did you mean frechet-1d?\n"),
        (["plot", "--lesson", "6", "--format", "svg"], "fid: the lesson has 2 plots: name a file for them with -o\n"),
        (["plot", "bars", "1", "-o", "/nowhere/at/all.txt"], "fid: /nowhere/at/all.txt cannot be written: check the folder\n"),
    ])
    func `what cannot be drawn`(arguments: [String], message: String) throws {
        let run = try Command.run(arguments)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.errors == message)
    }

    @Test func `a slip in an option is no data`() throws {
        let run = try Command.run(["plot", "bars", "1", "--lables", "x"])
        #expect(run.code == 2)
        #expect(run.errors.contains("Unknown option '--lables'"))
    }

    @Test func `a plot of a lesson that cannot be drawn is told with file and line`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch.url.appending(path: "en"), withIntermediateDirectories: true)
        _ = try scratch.write("en/01-x.md", "---\nid: x\ntitle: X\nminutes: 1\n---\n\n```plot\nkind: bars\nbars: [b]\n```\n")
        for arguments in [["lesson", "1"], ["plot", "--lesson", "1"], ["lesson", "1", "--format", "json"]] {
            let run = try Command.run(arguments + ["--lessons", scratch.url.path])
            #expect(run.code == 2)
            #expect(run.errors == "fid: en/01-x.md:9: b is not defined: give it a value first\n")
        }
    }
}
