// Where a FID comes from, as it was asked: the directions and the samples that contribute most.

import FeatureFiles
import GenerativeMetrics
import LinearAlgebra
import Localization

/// What `--directions` and `--samples` found.
struct DistanceOrigins {
    var directions: FrechetDirections?
    var samples: [InfluentialSamples] = []
}

/// The samples of one set that the FID owes most to.
struct InfluentialSamples {
    /// One of them.
    struct Sample {
        /// Its number in the set, counted from 1.
        let row: Int
        /// The file that it lies in, and its number there, counted from 1.
        let file: String
        let rowInFile: Int
        /// What the FID changes by without it, to first order.
        let change: Double
    }

    let path: String
    /// How many samples the set has.
    let count: Int
    /// Whether the set is of several files.
    let isPooled: Bool
    /// The one that costs most first.
    let samples: [Sample]
    /// One whose absence changes next to nothing, to first order.
    let neutral: Sample?

    /// The `count` samples whose absence lowers the FID most; none where no absence does.
    init(path: String, rows: PooledRows, changes: [Double], count limit: Int) {
        self.path = path
        count = changes.count
        isPooled = rows.readers.count > 1
        let sample = { (row: Int) in
            let place = rows.place(of: row)
            return Sample(
                row: row + 1, file: rows.readers[place.file].name, rowInFile: place.row + 1, change: changes[row])
        }
        neutral = changes.indices.min { (abs(changes[$0]), $0) < (abs(changes[$1]), $1) }.map(sample)
        let costly = changes.indices.filter { changes[$0] < 0 }.sorted { (changes[$0], $0) < (changes[$1], $1) }
        samples = costly.prefix(limit).map(sample)
    }
}

extension DistanceOrigins {
    /// The numbers that a receipt keeps of it.
    var recorded: [String: Double] {
        var result: [String: Double] = [:]
        for (index, direction) in (directions?.leading ?? []).enumerated() {
            result["direction_\(index + 1)_contribution"] = direction.contribution
        }
        for (name, set) in zip(["first", "second"], samples) {
            for (index, sample) in set.samples.enumerated() {
                result["sample_\(name)_\(index + 1)_row"] = Double(sample.row)
                result["sample_\(name)_\(index + 1)_change"] = sample.change
            }
        }
        return result
    }
}
