// Charts: what they draw of ordinary data, and that no data make them crash or leave their width.

import LinearAlgebra
import Localization
import Testing

@testable import Typesetting

@Suite struct ChartLayoutTests {
    private static func matrix(_ rows: [[Double]]) -> Matrix<Double> {
        Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
    }

    @Test func `bars of both signs, whole`() throws {
        let chart = try Chart.bars([[3], [1.5], [-4], [0]], labels: ["a", "迹", "−2c", "none"], title: "Terms")
        #expect(
            chart.layout(OutputStyle(width: 30)) == [
                "Terms", "a               │████████▋ 3", "迹              │████▎ 1.5", "−2c  ▐███████████│ −4",
                "none            │ 0",
            ])
    }

    @Test func `bars side by side stand together`() throws {
        let chart = try Chart.bars([[1, 2], [1, 4]], labels: ["r", "g"], groups: ["one", "two"])
        #expect(
            chart.layout(OutputStyle(width: 24)) == [
                "one r │███▊ 1", "    g │███▊ 1", "", "two r │███████▌ 2", "    g │███████████████ 4",
            ])
        #expect(
            chart.layout(OutputStyle(width: 40, isPlain: true)) == ["  one: r 1, g 1", "  two: r 2, g 4"])
    }

    @Test func `a round covariance is as wide as it is high`() throws {
        let chart = try Chart.ellipses([Self.matrix([[1, 0], [0, 1]])])
        for width in [40, 80, 100] {
            let lines = chart.layout(OutputStyle(width: width))
            // The extent of the contour in dots: the letter and the axes are not the contour.
            var columns: [Int] = []
            var rows: [Int] = []
            for (row, line) in lines.enumerated() where line.contains("│") || line.contains("┤") {
                for (column, character) in line.enumerated() {
                    let value = character.unicodeScalars.first?.value ?? 0
                    guard (0x2801...0x28FF).contains(value) else { continue }
                    columns.append(column)
                    rows.append(row)
                }
            }
            let wide = try #require(columns.max()) - (try #require(columns.min())) + 1
            let high = try #require(rows.max()) - (try #require(rows.min())) + 1
            #expect(abs(Double(wide) - 2 * Double(high)) <= 3, "\(width): \(wide) × \(high)")
        }
    }

    @Test func `series are told apart without colour`() throws {
        let chart = try Chart.normals((0..<4).map { ChartNormal(mean: Double($0) * 5, deviation: 1) })
        let lines = chart.layout(OutputStyle(width: 80))
        let legend = lines.filter { $0.contains("N(") }
        #expect(legend.count == 4)
        #expect(Set(legend.map { $0.dropFirst(4).prefix(6) }).count == 4, "four patterns")
        for letter in ["A", "B", "C", "D"] { #expect(lines.filter { $0.contains(letter) }.count >= 2, "\(letter)") }
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
        #expect(chart.layout(OutputStyle(width: 80, usesColor: true)).contains { $0.contains("\u{1B}") })
    }

    @Test func `a density has its peak at the mean`() throws {
        let lines = try Chart.normals([ChartNormal(mean: 0, deviation: 1)]).layout(OutputStyle(width: 60))
        let peak = try #require(lines.firstIndex { $0.contains("A") })
        let axis = try #require(lines.first { $0.contains("└") })
        let numbers = lines[try #require(lines.firstIndex(of: axis)) + 1]
        let column = try #require(lines[peak].firstIndex(of: "A")).utf16Offset(in: lines[peak])
        let zero = try #require(numbers.range(of: " 0 ")?.lowerBound).utf16Offset(in: numbers) + 1
        #expect(abs(column - zero) <= 1)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let chart: @Sendable () throws -> Chart
    }

    static let degenerate: [Case] = [
        Case(testDescription: "one point") { try .curves([matrix([[2, 3]])]) },
        Case(testDescription: "a curve that stays where it is") { try .curves([matrix([[1, 1], [1, 1]])]) },
        Case(testDescription: "10,000 points") {
            try .curves([
                Matrix(rows: 10_000, columns: 2) { $1 == 0 ? Double($0) : Double($0 % 97) }, matrix([[0, 0], [9999, 96]]),
            ])
        },
        Case(testDescription: "no spread") { try .normals([ChartNormal(mean: 4, deviation: 0)]) },
        Case(testDescription: "no spread beside a bell") {
            try .normals([ChartNormal(mean: 4, deviation: 0), ChartNormal(mean: 0, deviation: 1)])
        },
        Case(testDescription: "a spread below what a density can hold") {
            try .normals([ChartNormal(mean: 0, deviation: 5e-324)])
        },
        Case(testDescription: "bells of very different widths") {
            try .normals([ChartNormal(mean: 0, deviation: 1e-300), ChartNormal(mean: 0, deviation: 1e300)])
        },
        Case(testDescription: "a singular covariance") { try .ellipses([matrix([[1, 1], [1, 1]])]) },
        Case(testDescription: "the zero covariance") { try .ellipses([matrix([[0, 0], [0, 0]])]) },
        Case(testDescription: "tiny and huge covariances") {
            try .ellipses([matrix([[1e-300, 0], [0, 1e-300]]), matrix([[1e300, 0], [0, 1e299]])])
        },
        Case(testDescription: "equal values") { try .convergence([[2, 2, 2]]) },
        Case(testDescription: "from 10^-300 to 10^300") { try .convergence([[1e-300, 1, 1e300, 0]]) },
        Case(testDescription: "10,000 steps") { try .convergence([(1...10_000).map { 1 / Double($0 * $0) }]) },
        Case(testDescription: "the smallest number there is") { try .convergence([[5e-324, 1]]) },
        Case(testDescription: "values that differ in the last digit") { try .convergence([[1, 1.0.nextUp, 1]]) },
        Case(testDescription: "bars from 10^-300 to 10^300") { try .bars([[1e300], [-1e300], [1e-300]]) },
        Case(testDescription: "bars of nothing") { try .bars([[0], [0]]) },
        Case(testDescription: "very long labels") {
            try .bars([[1], [2]], labels: [String(repeating: "long ", count: 60), String(repeating: "协方差", count: 60)])
        },
        Case(testDescription: "a very long name in a legend") {
            try .curves([matrix([[0, 0], [1, 2]])], names: [String(repeating: "协方差", count: 60)])
        },
        Case(testDescription: "200 bars") { try .bars((0..<200).map { [Double($0) - 100] }) },
        Case(testDescription: "26 series") { try .ellipses((1...26).map { matrix([[Double($0), 0], [0, 1]]) }) },
    ]

    @Test(arguments: degenerate, [Language.english, .chinese])
    func `degenerate data are drawn within their width`(data: Case, language: Language) throws {
        let chart = try data.chart()
        for width in [20, 40, 80, 100, 200] {
            for isPlain in [false, true] {
                let lines = chart.layout(OutputStyle(language: language, width: width, isPlain: isPlain))
                #expect(!lines.isEmpty)
                let wide = lines.first { $0.displayWidth > min(width, 100) }
                #expect(wide == nil, "\(width): \(wide ?? "")")
                if isPlain { #expect(!lines.joined().unicodeScalars.contains { (0x2500...0x28FF).contains($0.value) }) }
            }
        }
        let svg = chart.svg(language)
        #expect(!svg.contains("nan") && !svg.contains("inf\""), "a coordinate is no number")
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let english: String
        let chinese: String
        let chart: @Sendable () throws -> Chart
    }

    @Test(arguments: [
        Refused(
            testDescription: "nothing", english: "there is nothing to draw: give at least one value", chinese: "没有可画的内容：请至少给出一个值"
        ) { try .bars([]) },
        Refused(
            testDescription: "empty lists", english: "there is nothing to draw: give at least one value",
            chinese: "没有可画的内容：请至少给出一个值"
        ) { try .convergence([[]]) },
        Refused(
            testDescription: "no points", english: "there is nothing to draw: give at least one value",
            chinese: "没有可画的内容：请至少给出一个值"
        ) { try .curves([Matrix(rows: 0, columns: 2, elements: [])]) },
        Refused(
            testDescription: "not a number", english: "item 2 has the value nan, which no axis can hold",
            chinese: "第 2 项的值是 nan，坐标轴上无法表示"
        ) { try .bars([[1], [.nan]]) },
        Refused(
            testDescription: "infinity", english: "item 1 has the value -inf, which no axis can hold",
            chinese: "第 1 项的值是 -inf，坐标轴上无法表示"
        ) { try .convergence([[-.infinity]]) },
        Refused(
            testDescription: "a negative deviation", english: "item 1 has the standard deviation -1: it cannot be negative",
            chinese: "第 1 项的标准差为 -1：标准差不能为负"
        ) { try .normals([ChartNormal(mean: 0, deviation: -1)]) },
        Refused(
            testDescription: "an indefinite matrix",
            english: "item 1 is no covariance of two features: it has the negative eigenvalue −1",
            chinese: "第 1 项不是两个特征的协方差矩阵：它有负特征值 −1"
        ) { try .ellipses([matrix([[1, 2], [2, 1]])]) },
        Refused(
            testDescription: "an asymmetric matrix", english: "item 1 is no covariance of two features: it is not symmetric",
            chinese: "第 1 项不是两个特征的协方差矩阵：它不对称"
        ) { try .ellipses([matrix([[1, 2], [0, 1]])]) },
        Refused(
            testDescription: "three features", english: "item 1 is no covariance of two features: its shape is 1×3, not 2×2",
            chinese: "第 1 项不是两个特征的协方差矩阵：形状为 1×3，应为 2×2"
        ) { try .ellipses([matrix([[1, 2, 3]])]) },
        Refused(
            testDescription: "a curve in space",
            english: "the points of item 1 have 3 coordinates: a curve is drawn in the plane, two a row",
            chinese: "第 1 项的点有 3 个坐标：曲线画在平面上，每行应为两个坐标"
        ) { try .curves([matrix([[1, 2, 3]])]) },
        Refused(
            testDescription: "lists of different lengths",
            english: "item 2 has 1 entries, the first has 2: bars that stand side by side need equally many",
            chinese: "第 2 项有 1 个元素，第一项有 2 个：并列的条形必须个数相同"
        ) { try .bars([[1, 2], [3]]) },
        Refused(
            testDescription: "too many bars", english: "10000 are too many for one chart: it holds 200",
            chinese: "一张图画不下 10000 项：最多 200 项"
        ) { try .bars([Array(repeating: 1, count: 10_000)]) },
    ])
    func `what cannot be drawn`(refused: Refused) throws {
        let error = try #require(throws: ChartError.self) { _ = try refused.chart() }
        #expect(error.phrase == Phrase(refused.english, refused.chinese))
    }
}

@Suite struct ChartScaleTests {
    @Test(arguments: [
        ([0.0, 1.0], 5, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([-4.0, 10.0], 7, ["−4", "−2", "0", "2", "4", "6", "8", "10"]),
        ([0.0, 0.0007], 4, ["0", "0.0002", "0.0004", "0.0006"]),
        ([1e6, 1e6 + 4], 4, ["1000000", "1000001", "1000002", "1000003", "1000004"]),
    ])
    func `ticks are round numbers`(ends: [Double], count: Int, texts: [String]) {
        #expect(ChartScale(over: ends).ticks(count).map(\.text) == texts)
    }

    @Test func `powers of ten on a logarithmic scale`() {
        let scale = ChartScale(over: [1e-6, 100], isLogarithmic: true)
        #expect(scale.ticks(8).map(\.text) == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1", "10", "100"])
        #expect(abs(scale.position(of: 0.01) - 0.5) < 1e-12)
    }

    @Test func `ticks lie on their scale, whatever it spans`() {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<2000 {
            let exponent = Double.random(in: -300...300, using: &random)
            let (a, b) = (
                Double.random(in: -1...1, using: &random) * Scale.power(exponent),
                Double.random(in: -1...1, using: &random) * Scale.power(exponent)
            )
            let scale = ChartScale(over: [a, b])
            let ticks = scale.ticks(6)
            #expect(ticks.count <= 14, "\(a) \(b)")
            #expect(ticks.allSatisfy { (-0.001...1.001).contains(scale.position(of: $0.value)) }, "\(a) \(b)")
            #expect(Set(ticks.map(\.text)).count == ticks.count, "two ticks have one text: \(a) \(b)")
        }
    }

    private enum Scale {
        static func power(_ exponent: Double) -> Double { Double("1e\(Int(exponent))") ?? 1 }
    }
}

@Suite struct BrailleCanvasTests {
    @Test func `each dot has its bit`() {
        // The eight dots of a cell in the order of Unicode's bits, U+2801 to U+2880.
        let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        for (bit, place) in places.enumerated() {
            var canvas = BrailleCanvas(columns: 1, rows: 1)
            canvas.set(place.0, place.1, owner: nil)
            #expect(canvas.row(0).unicodeScalars.first?.value == 0x2800 + UInt32(1 << bit))
        }
    }

    @Test func `what lies outside is passed over`() {
        var canvas = BrailleCanvas(columns: 2, rows: 1)
        canvas.set(-1, 0, owner: nil)
        canvas.set(0, 4, owner: nil)
        canvas.line([(x: -1e300, y: 0), (x: .nan, y: .infinity)], strokes: [], owner: nil)
        canvas.write("wide", column: 0, row: 0, owner: nil)
        #expect(canvas.row(0).displayWidth == 2)
    }

    @Test func `a wide character takes two cells`() {
        var canvas = BrailleCanvas(columns: 4, rows: 1)
        canvas.line([(x: 0, y: 0), (x: 7, y: 0)], strokes: [], owner: nil)
        canvas.write("迹", column: 1, row: 0, owner: nil)
        #expect(canvas.row(0) == "⠉迹⠉")
    }

    @Test func `strokes and gaps`() {
        var canvas = BrailleCanvas(columns: 4, rows: 1)
        canvas.line([(x: 0, y: 0), (x: 7, y: 0)], strokes: [2, 2], owner: nil)
        #expect(canvas.row(0) == "⠉ ⠉ ")
    }
}
