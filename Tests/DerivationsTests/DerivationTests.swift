// The words, formulas and layout of recorded steps.

import Derivations
import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import Localization
import Testing
import Typesetting

@Suite struct DerivationTests {
    @Test(arguments: Rule.linearAlgebra + Rule.generativeMetrics)
    func `each rule has words in both languages and a formula that can be read`(rule: Rule) throws {
        let recorder = Recorder()
        recorder.about("r") { recorder.record(rule, [], .integer(1)) }
        let step = try #require(recorder.steps.first)
        let words = StepWords(for: step, names: SymbolNames())
        #expect(words.title.english != rule.rawValue, "no words for \(rule)")
        #expect(words.title.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(throws: Never.self) { try Formula(tex: words.formula) }
    }

    @Test(arguments: [
        ("1/2", "0.5"), ("-3", "−3"), ("1/3", "1/3"), ("-0.0625", "−0.0625"), ("1/32", "1/32"), ("12.5", "12.5"), ("0", "0"),
        ("-82711/1728", "−82711/1728"),
    ])
    func `exact numbers are short decimals where they are that`(text: String, written: String) throws {
        let number = Number.exact(try #require(Exact(decimal: text)))
        #expect(number.text == written)
    }

    @Test func `a matrix with roots has its common denominator in front`() throws {
        let root = Matrix<Exact>(rows: 2, columns: 2, elements: [2, -1, -1, 2])
        let recorder = Recorder()
        _ = try root.squareRoot(method: .closedForm, recorder: recorder)
        var writer = DerivationWriter(style: OutputStyle(width: 80))
        let lines = try writer.lines(for: recorder.steps).joined(separator: "\n")
        #expect(lines.contains("½ ⎡ 1 + √3"))
    }

    @Test(arguments: [Language.english, .chinese], [30, 40, 80])
    func `no line is wider than asked, in either language`(language: Language, width: Int) throws {
        let recorder = Recorder()
        let a = Matrix<Exact>(rows: 2, columns: 3, elements: [1, 2, 3, 2, 3, 1])
        let normal = try recorder.about("r") { try FittedNormal(samples: a, recorder: recorder) }
        _ = try normal.frechetDistance(to: normal, route: .matrixRoot, splitsTraceTerm: true, recorder: recorder)
        _ = try Matrix<Exact>(rows: 2, columns: 2, elements: [2, -1, -1, 2]).eigenvectors(recorder: recorder)
        _ = try Matrix(rows: 2, columns: 2, elements: [0.9, 0.1, 0.1, 0.9]).inceptionScore(splits: 2, recorder: recorder)
        _ = try Matrix(rows: 2, columns: 2, elements: [0.9, 0.1, 0.1, 0.9]).inceptionScore(recorder: recorder)
        _ = try Vector([0.5, 0.5]).divergence(from: Vector([0.25, 0.75]), base: .two, recorder: recorder)
        _ = try Vector([0.5, 0.5]).entropy(base: .ten, recorder: recorder)
        _ = try a.row(0).kurtosis(isExcess: true, recorder: recorder) + a.row(0).skewness(recorder: recorder)
        _ = try a.row(0).wassersteinDistance(to: a.row(1), recorder: recorder)
        _ = Matrix.standardNormal(rows: 20, columns: 20, seed: 1, recorder: recorder)
        _ = try a.drawnRows(1, seed: 1, recorder: recorder).drawnRows(1, seed: 1, recorder: recorder)
        for measure in NeighbourhoodMeasure.allCases {
            _ = try a.neighbourhoodMeasure(measure, of: a.map { $0 + 1 }, k: 1, recorder: recorder)
            let many = Matrix.standardNormal(rows: 70, columns: 3, seed: 1)
            _ = try many.neighbourhoodMeasure(measure, of: many, k: 2, recorder: recorder)
        }
        for plain in [false, true] {
            var writer = DerivationWriter(style: OutputStyle(language: language, width: width, isPlain: plain))
            let lines = try writer.lines(for: recorder.steps)
            let wide = lines.filter { $0.displayWidth > width }
            #expect(wide.isEmpty)
        }
    }
}
