// What is compared with what, and which ratio is aimed at.

import Foundation

/// A number that both sides print.
struct ComparedValue {
    /// The key of the JSON object.
    let key: String
    /// What it is called where there are several.
    let name: String
}

/// fid against other tools, as whole processes that take turns.
struct ProcessComparison {
    /// One pair of them.
    struct Row {
        let title: String
        let ours: Contender
        let peer: Contender
        let values: [ComparedValue]
        /// What the ratio is to be, where there is an aim.
        var leastRatio: Double?
        /// How many random subsets the mean is of, where the peer's are not those of fid.
        var otherSubsets: Int?
        /// The memory that fid may take, in bytes, where there is a limit.
        var memoryLimit: Int?
        /// How many pictures both sides take, where they take pictures: the speed is given besides.
        var pictures: Int?
        /// Whether only the peer's own work counts, in the ratio too, and not the start of its process.
        var countsWorkOnly = false
        /// What the relative difference of the values is to be at most, where there is a limit.
        var greatestDifference: Double?
    }

    /// What the comparison is called while it runs.
    let title: String
    let rows: [Row]
    let absence: Absence?
}

/// One part of fid's work against the bare routines that it comes down to.
struct PartComparison {
    let title: String
    let ours: Contender
    /// The key under `timings` in fid's JSON.
    let part: String
    let bare: Contender
    /// How often fid's run does what the bare run does once.
    let repetitions: Int
    let greatestRatio: Double
    let absence: Absence?
}

/// One run of fid, without a peer.
struct WeighedRun {
    let title: String
    let ours: Contender
    /// The memory that it may take, in bytes.
    let memoryLimit: Int
    let absence: Absence?
}
