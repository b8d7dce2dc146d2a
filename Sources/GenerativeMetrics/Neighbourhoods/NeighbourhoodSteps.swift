// The steps of a neighbourhood measure as one writes them down: distances, radii, who lies in whose neighbourhood, the share.

import LinearAlgebra
import RealModule

extension Matrix where Element: Scalar {
    /// The most pairs of rows of which tables are recorded; of larger sets only the radii are.
    private static var tableLimit: Int { 4096 }

    func record(
        _ measure: NeighbourhoodMeasure, of generated: Matrix, _ measures: NeighbourhoodMeasures, _ value: Element,
        _ recorder: Recorder
    ) throws {
        let (neighbours, subject) = measure == .recall ? (generated, "g") : (self, "r")
        if Swift.max(rows, generated.rows) * Swift.max(rows, generated.rows) <= Self.tableLimit {
            try recordTables(measure, of: generated, neighbours, subject, measures.k, recorder)
        } else {
            let radii = measure == .recall ? measures.samples.generatedRadii : measures.samples.realRadii
            recorder.about(subject) {
                recorder.record(.neighbourRadii, [.integer(measures.k)], Quantity(Vector(radii)))
            }
        }
        let (part, whole) = measures.fraction(measure)
        try Optional(recorder).record(
            measure.rule, [Quantity(Element(part)), Quantity(Element(whole))], value
        ) { Double(part) / Double(whole) }
    }

    private func recordTables(
        _ measure: NeighbourhoodMeasure, of generated: Matrix, _ neighbours: Matrix, _ subject: String, _ k: Int,
        _ recorder: Recorder
    ) throws {
        let listener = Optional(recorder)
        let within = try neighbours.squaredDistances(to: neighbours)
        let radii = within.squaredRadii(k)
        try recorder.about(subject) {
            try listener.record(.neighbourDistances, [Quantity(neighbours)], within) {
                try neighbours.approximate.squaredDistances(to: neighbours.approximate)
            }
            try listener.record(.squaredNeighbourRadii, [Quantity(within), .integer(k)], radii) {
                try neighbours.approximate.squaredDistances(to: neighbours.approximate).squaredRadii(k)
            }
        }
        let across = try squaredDistances(to: generated)
        try listener.record(.distancesAcross, [Quantity(self), Quantity(generated)], across) {
            try approximate.squaredDistances(to: generated.approximate)
        }
        // What is inside of what is told by exact comparison: at ties a floating-point kernel may say otherwise, and would be wrong.
        let inside = Matrix(rows: rows, columns: generated.rows) { i, j in
            let distance = across[i, j]
            switch measure {
            case .precision: return distance <= radii[i] ? 1 : 0
            case .recall: return distance <= radii[j] ? 1 : 0
            case .density, .coverage: return distance < radii[i] ? 1 : 0
            }
        }
        recorder.record(measure.tableRule, [Quantity(across), Quantity(radii)], Quantity(inside))
    }

    /// The k-th smallest entry of each row, without the one on the diagonal.
    private func squaredRadii(_ k: Int) -> Vector<Element> {
        Vector((0..<rows).map { i in (0..<columns).filter { $0 != i }.map { self[i, $0] }.sorted()[k - 1] })
    }
}

extension NeighbourhoodMeasure {
    fileprivate var rule: Rule {
        switch self {
        case .precision: .precision
        case .recall: .recall
        case .density: .density
        case .coverage: .coverage
        }
    }

    fileprivate var tableRule: Rule {
        switch self {
        case .precision: .insideReal
        case .recall: .insideGenerated
        case .density, .coverage: .strictlyInsideReal
        }
    }
}
