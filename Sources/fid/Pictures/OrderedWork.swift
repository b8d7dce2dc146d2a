// Work on the elements of a range by several threads, its results in order by one.

import Foundation

/// Runs a function on whole numbers on several threads, and gives the results to the calling thread one after the other.
///
/// A thread takes the next number when it is done with one, so that all of them are busy to the end; they run ahead of what has been
/// delivered by so many numbers at most, which bounds the memory.
final class OrderedWork<Value: Sendable>: @unchecked Sendable {
    // `@unchecked Sendable`: all that changes does so under the condition's lock.
    private let condition = NSCondition()
    private let range: Range<Int>
    private let ahead: Int
    private let work: @Sendable (Int) throws -> Value
    private var next: Int
    private var delivered: Int
    private var results: [Int: Result<Value, any Error>] = [:]
    private var running = 0
    private var isStopped = false

    private init(_ range: Range<Int>, ahead: Int, work: @escaping @Sendable (Int) throws -> Value) {
        self.range = range
        self.ahead = ahead
        self.work = work
        next = range.lowerBound
        delivered = range.lowerBound
    }

    /// - Parameters:
    ///   - threads: how many.
    ///   - work: is run on one of them.
    ///   - goesOn: is asked on the calling thread, ten times a second and before each delivery; false ends the run.
    ///   - deliver: takes the results in order on the calling thread.
    /// - Returns: the first number that was not delivered; the end of the range where all were.
    /// - Throws: what `work` throws, at its place in the order, and what `deliver` throws. No thread runs any more then.
    static func run(
        _ range: Range<Int>, threads: Int, work: @escaping @Sendable (Int) throws -> Value, goesOn: () -> Bool,
        deliver: (Int, Value) throws -> Void
    ) throws -> Int {
        let pool = OrderedWork(range, ahead: 4 * max(1, threads), work: work)
        pool.start(min(max(1, threads), range.count))
        defer { pool.stop() }
        for index in range {
            guard let result = pool.take(index, goesOn: goesOn) else { return index }
            try deliver(index, result.get())
        }
        return range.upperBound
    }

    private func start(_ threads: Int) {
        condition.withLock { running = threads }
        for _ in 0..<threads {
            let thread = Thread { self.serve() }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// One thread's life.
    private func serve() {
        while let index = takeTask() {
            let result = Result { try work(index) }
            condition.withLock {
                results[index] = result
                condition.broadcast()
            }
        }
        condition.withLock {
            running -= 1
            condition.broadcast()
        }
    }

    private func takeTask() -> Int? {
        condition.withLock {
            while !isStopped, next < range.upperBound, next >= delivered + ahead { condition.wait() }
            guard !isStopped, next < range.upperBound else { return nil }
            defer { next += 1 }
            return next
        }
    }

    private func take(_ index: Int, goesOn: () -> Bool) -> Result<Value, any Error>? {
        guard goesOn() else { return nil }
        while true {
            let result: Result<Value, any Error>? = condition.withLock {
                if results[index] == nil { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1)) }
                guard let result = results.removeValue(forKey: index) else { return nil }
                delivered = index + 1
                condition.broadcast()
                return result
            }
            if let result { return result }
            guard goesOn() else { return nil }
        }
    }

    /// Lets each thread finish what it is at, and waits for that.
    private func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
            while running > 0 { condition.wait() }
        }
    }
}
