// Plot blocks: what they say is computed, and what cannot be drawn is told with file and line.

import Foundation
import Lessons
import Localization
import TestSupport
import Testing
import Typesetting
import Worksheets

@Suite struct PlotTests {
    /// A course of one lesson with one plot, whose block begins on line 13.
    private static func errors(_ plot: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fid-plots-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for language in ["en", "zh"] {
            try FileManager.default.createDirectory(at: folder.appending(path: language), withIntermediateDirectories: true)
            let text =
                "---\nid: x\ntitle: X\nminutes: 1\n---\n\n```fid\na = [0 1]\nP = [0 0; 1 0]\n```\n\n```plot\n\(plot)\n```\n"
            try Data(text.utf8).write(to: folder.appending(path: "\(language)/01-x.md"))
        }
        var verifier = CourseVerifier(Course(folder: folder))
        verifier.verify()
        return verifier.errors.map(\.description).filter { $0.hasPrefix("en/") }
    }

    @Test(arguments: [
        "kind: normals\ncurves: [a, [3, 2]]", "kind: normals\ncurves:\n  - a\n  - \"[1/2 √3]\"\nlabels: [x, y]",
        "kind: curves\ncurves: [P, \"[0 1; 1 1]\"]\nleash: true", "kind: curves\ncurves: [a]", "kind: bars\nbars: [1, \"a[2]\"]",
        "kind: bars\nbars: a", "kind: bars\nbars: [a, a]\ngroups: [one, two]", "kind: ellipses\nellipses: [\"[2 -1; -1 2]\"]",
        "kind: convergence\nvalues: [1, 1/10, 1/1000]\ntitle: T", "kind: convergence\nvalues: a",
    ])
    func `plots that are right`(plot: String) throws {
        #expect(try Self.errors(plot) == [])
    }

    @Test(arguments: [
        (
            "kind: normls\ncurves: [a]",
            "en/01-x.md:13: there is no plot of the kind normls: normals, curves, bars, ellipses, convergence"
        ),
        ("kind: normals", "en/01-x.md:13: a plot of the kind normals lacks the key curves"),
        ("kind: normals\ncurves: [a]\nleash: true", "en/01-x.md:13: a plot of the kind normals has no use for the key leash"),
        ("kind: bars\nbars: [1]\nlables: [x]", "en/01-x.md:15: plot has no key “lables”; did you mean labels?"),
        (
            "kind: normals\ncurves:\n  - a\n  - [0, -1]",
            "en/01-x.md:16: item 2 has the standard deviation -1: it cannot be negative"
        ),
        ("kind: normals\ncurves: [[1, 2, 3]]", "en/01-x.md:14: “[1, 2, 3]” is not a mean and a standard deviation, [0 1]"),
        ("kind: bars\nbars:\n  - 1\n  - b", "en/01-x.md:16: b is not defined: give it a value first"),
        ("kind: bars\nbars: [\"1 +\"]", "en/01-x.md:14: “⏎” stands where a number, a name or a bracket belongs"),
        ("kind: bars\nbars: [\"1 == 1\"]", "en/01-x.md:14: “1 == 1” is not a number, a vector or a matrix"),
        ("kind: bars\nbars: [\"1/0\"]", "en/01-x.md:14: division by zero"),
        ("kind: bars\nbars: [\"10^400\"]", "en/01-x.md:14: item 1 has the value inf, which no axis can hold"),
        ("kind: bars\nbars: []", "en/01-x.md:13: there is nothing to draw: give at least one value"),
        (
            "kind: ellipses\nellipses:\n  - \"[1 2; 2 1]\"",
            "en/01-x.md:15: item 1 is no covariance of two features: it has the negative eigenvalue −1"
        ),
        (
            "kind: curves\ncurves: [P]\nleash: true",
            "en/01-x.md:15: leash is true or false, and joins two curves in the plane"
        ),
    ])
    func `plots that cannot be drawn`(plot: String, error: String) throws {
        let errors = try Self.errors(plot)
        #expect(errors.contains(error), "\(errors)")
    }

    @Test func `the values are computed`() throws {
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet("s = sqrt(4)"))
        let plot = Plot(kind: .normals, items: ["curves": [Plot.Item("[1/2 s]", line: 1)]])
        #expect(try plot.chart(evaluator) == Chart.normals([ChartNormal(mean: 0.5, deviation: 2)]))
    }

    @Test func `every plot of the course is drawn, in both languages`() throws {
        let course = Course(folder: SharedData.projectRoot.appending(path: "lessons"))
        var count = 0
        for lesson in course.lessons.values.joined() {
            var evaluator = Evaluator()
            for case .worksheet(let source) in lesson.blocks.map(\.content) { _ = evaluator.run(Worksheet(source)) }
            for case .plot(let plot) in lesson.blocks.map(\.content) {
                let chart = try plot.chart(evaluator)
                #expect(chart.title != nil, "\(lesson.file): a plot without a title")
                #expect(!chart.layout(OutputStyle(language: lesson.language, width: 60)).isEmpty)
                count += 1
            }
        }
        #expect(count >= 24)
    }
}
