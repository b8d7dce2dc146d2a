// The bytes of a pickle, read piece by piece from the file that holds it.

import FeatureFiles

/// A stretch of a file that is read in order, byte by byte.
struct PickleBytes {
    private static let windowSize = 1 << 16

    /// A name of a module or of what is in it is no longer than this.
    private static let maximumLine = 512

    private let file: InputFile
    /// The end of the stretch.
    private let end: Int
    private var window: ArraySlice<UInt8> = []
    /// Where the window ends in the file.
    private var windowEnd: Int

    /// - Parameter range: lies in the file.
    init(_ file: InputFile, range: Range<Int>) {
        self.file = file
        end = range.upperBound
        windowEnd = range.lowerBound
    }

    /// Where the next byte lies in the file.
    var position: Int { windowEnd - window.count }

    private var remaining: Int { end - position }

    mutating func byte() throws -> UInt8 {
        if window.isEmpty { try refill() }
        guard let byte = window.popFirst() else { throw PickleProblem.ends }
        return byte
    }

    private mutating func refill() throws {
        let count = min(Self.windowSize, end - windowEnd)
        guard count > 0 else { throw PickleProblem.ends }
        window = try file.bytes(at: windowEnd, count: count)[...]
        windowEnd += count
    }

    /// The next `count` bytes, of which nothing is allocated before it is known that they are there.
    mutating func bytes(_ count: Int) throws -> [UInt8] {
        guard count >= 0, count <= remaining else { throw PickleProblem.ends }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            if window.isEmpty { try refill() }
            let piece = window.prefix(count - result.count)
            result += piece
            window = window.dropFirst(piece.count)
        }
        return result
    }

    /// A little-endian number without a sign.
    mutating func unsigned(bytes count: Int) throws -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(try byte()) << UInt64(8 * index) }
        return value
    }

    /// A count of what follows; one that cannot be there is an early end.
    mutating func count(bytes width: Int) throws -> Int {
        guard let count = Int(exactly: try unsigned(bytes: width)) else { throw PickleProblem.ends }
        return count
    }

    /// The text up to the end of the line, which is skipped.
    mutating func line() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let next = try byte()
            if next == UInt8(ascii: "\n") { break }
            guard bytes.count < Self.maximumLine else { throw PickleProblem.tooLarge(.name, limit: Self.maximumLine) }
            bytes.append(next)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw PickleProblem.notText }
        return text
    }
}
