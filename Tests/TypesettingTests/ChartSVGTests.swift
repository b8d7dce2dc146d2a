// Charts as SVG: well-formed, with words for who cannot see them, and the numbers of the data where they belong.

import Foundation
import LinearAlgebra
import Localization
import Testing

@testable import Typesetting

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ChartSVGTests {
    private static let charts: [@Sendable () throws -> Chart] = [
        { try .normals([ChartNormal(mean: 0, deviation: 1), ChartNormal(mean: 3, deviation: 2)]) },
        { try .curves([Matrix(rows: 2, columns: 2, elements: [0, 0, 1, 1])], names: ["<P> & \"Q\""]) },
        { try .bars([[3], [-4]], labels: ["a<b", "c&d"], title: "<title> & more") },
        { try .ellipses([Matrix(rows: 2, columns: 2, elements: [2, -1, -1, 2])]) },
        { try .convergence([[1, 0.1, 0.0001]]) },
    ]

    @Test(arguments: 0..<5, [Language.english, .chinese])
    func `the document is well-formed and describes itself`(index: Int, language: Language) throws {
        let chart = try Self.charts[index]()
        let text = chart.svg(language)
        let document = try XMLDocument(data: Data(text.utf8))
        let root = try #require(document.rootElement())
        #expect(root.name == "svg")
        #expect(root.text("role") == "img")
        #expect(root.elements(forName: "title").first?.stringValue == chart.title(in: language))
        let description = try #require(root.elements(forName: "desc").first?.stringValue)
        // What the plain text says, the description says.
        for row in chart.rows { #expect(description.contains(row[0]), "\(row[0])") }
        #expect(root.elements(forName: "text").count >= 4)
    }

    @Test func `bars are as long as their values`() throws {
        let root = try #require(try XMLDocument(data: Data(try Chart.bars([[3], [-4], [0]]).svg(.english).utf8)).rootElement())
        let widths = root.elements(forName: "rect").compactMap { $0.text("width").flatMap { Double($0) } }
        try #require(widths.count == 3)
        #expect(abs(widths[0] / widths[1] - 0.75) < 0.001)
        #expect(widths[2] == 0)
    }

    @Test func `a circle is as wide as it is high`() throws {
        let chart = try Chart.ellipses([Matrix(rows: 2, columns: 2, elements: [4, 0, 0, 4])])
        let root = try #require(try XMLDocument(data: Data(chart.svg(.english).utf8)).rootElement())
        let line = try #require(
            root.elements(forName: "path").first { $0.text("class") == "line s0" })
        let numbers = try #require(line.text("d")).split { "ML ".contains($0) }.compactMap { Double($0) }
        let xs = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
        let ys = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
        let (wide, high) = (try #require(xs.max()) - (try #require(xs.min())), try #require(ys.max()) - (try #require(ys.min())))
        #expect(abs(wide - high) < 0.1)
        #expect(wide > 100)
    }

    @Test func `control characters do not reach the document`() throws {
        let text = try Chart.bars([[1]], labels: ["a\u{1}b\u{1B}[1m"]).svg(.english)
        #expect(throws: Never.self) { try XMLDocument(data: Data(text.utf8)) }
    }
}

extension XMLElement {
    /// The value of an attribute; `attribute(forName:)` finds none in a document with a namespace.
    fileprivate func text(_ name: String) -> String? { attributes?.first { $0.name == name }?.stringValue }
}
