// The rows that may be among the k nearest of each row, in bounded memory.

/// For each row of a set the other rows that can still be among its k nearest, each with bounds of its squared distance.
///
/// A row is dropped for good when k others are surely not farther: the k-th smallest upper bound is a *cut*, and a lower bound that reaches it
/// can change the k-th smallest distance no more.
final class NearestLists {
    /// A row that may be near, with the bounds of its squared distance.
    struct Candidate {
        var lower: Float
        var upper: Float
        var row: Int32
    }

    let k: Int
    private let capacity: Int
    private let candidates: UnsafeMutableBufferPointer<Candidate>
    private let counts: UnsafeMutableBufferPointer<Int32>
    /// Of each row the largest lower bound that still matters.
    let cuts: UnsafeMutableBufferPointer<Float>

    init(rows: Int, k: Int) {
        self.k = k
        capacity = 2 * k + 16
        candidates = .allocate(capacity: rows * capacity)
        candidates.initialize(repeating: Candidate(lower: 0, upper: 0, row: 0))
        counts = .allocate(capacity: rows)
        counts.initialize(repeating: 0)
        cuts = .allocate(capacity: rows)
        cuts.initialize(repeating: .greatestFiniteMagnitude)
    }

    deinit {
        candidates.deallocate()
        counts.deallocate()
        cuts.deallocate()
    }

    /// The candidates of a row, in no order.
    func candidates(of row: Int) -> [Candidate] {
        Array(candidates[row * capacity..<row * capacity + Int(counts[row])])
    }

    /// Adds a candidate.
    ///
    /// - Returns: whether the list is full of candidates between which the bounds do not decide: they are to be replaced.
    func add(_ candidate: Candidate, to row: Int) -> Bool {
        candidates[row * capacity + Int(counts[row])] = candidate
        counts[row] += 1
        guard counts[row] == capacity else { return false }
        var list = UnsafeMutableBufferPointer(rebasing: candidates[row * capacity..<(row + 1) * capacity])
        list.sort { $0.upper < $1.upper }
        let limit = list[k - 1].upper
        var kept = k
        for index in k..<capacity where list[index].lower < limit {
            list[kept] = list[index]
            kept += 1
        }
        counts[row] = Int32(kept)
        cuts[row] = limit.nextDown
        return kept > capacity - 4
    }

    /// Puts the k nearest of a row in place of its candidates, decided and in order.
    func replace(_ row: Int, by nearest: [Candidate]) {
        for (index, candidate) in nearest.enumerated() { candidates[row * capacity + index] = candidate }
        counts[row] = Int32(nearest.count)
        if let last = nearest.last, nearest.count == k { cuts[row] = last.upper.nextDown }
    }
}
