// The catalogue of misconceptions: every row readable, recognised, told apart.

import Foundation
import TestSupport
import Testing
import Worksheets

@testable import Checking

@Suite struct CatalogueTests {
    static let tasks = TaskCatalogue(folder: SharedData.projectRoot.appending(path: "lessons"))

    @Test func `every rewriting can be read`() {
        for misconception in Misconception.all {
            for rewriting in misconception.rewritings { #expect(rewriting.isReadable, "\(misconception.id): \(rewriting.from)") }
        }
        for meaning in SlipVariants.meanings { #expect(meaning.isReadable, "\(meaning.from)") }
    }

    @Test func `the toy's slips have the values of the design`() throws {
        let formula = try #require(Expression(source: "fid(X_r, X_g)"))
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet("X_r = [1 2 3; 2 3 1]\nX_g = [1.5 1.5 2.5; 2.5 2.5 1.5]"))
        let values = Diagnostician().slipValues(of: formula, right: .exact(.scalar(1)), names: evaluator.names)
        let design: [(id: String, value: Double)] = [
            ("cov-divide-by-n", 0.75), ("cov-undivided", 1), ("mean-term-unsquared", 1.2071067812), ("sqrt-split", 1.2287638338),
            ("sqrt-forgotten", -3), ("sqrt-of-trace", 1), ("product-elementwise", 2.5505102572), ("product-reversed", 1),
            ("factor-two-forgotten", 3), ("cross-term-added", 9), ("term-forgotten", 0.5), ("distance-rooted", 1),
        ]
        for (id, value) in design {
            let found = values.filter { $0.id == id }.compactMap { $0.value.entries.first }
            #expect(found.contains { abs($0 - value) < 1e-9 }, "\(id): \(found)")
        }
    }
}
