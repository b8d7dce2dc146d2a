// The markers of a JPEG file (ITU-T T.81, annex B): its size before memory is taken, and whether it has an end.

import Foundation

/// What the frame header of a JPEG file says.
struct JPEGFrame: Equatable {
    var width: Int
    var height: Int
    var components: Int
    /// Bits of a sample.
    var precision: Int
    /// The second byte of the marker, 0xC0 to 0xCF.
    var marker: UInt8

    /// What keeps the file from being decoded.
    var unsupported: UnsupportedVariant? {
        switch marker {
        case 0xC3, 0xCB: .lossless
        case 0xC5...0xC7, 0xCD...0xCF: .hierarchical
        default:
            if precision != 8 {
                .precision(bits: precision)
            } else if ![1, 3, 4].contains(components) {
                .components(components)
            } else {
                nil
            }
        }
    }
}

/// A walk from marker to marker over the bytes of a JPEG file.
struct JPEGStructure {
    /// Why there is no frame header.
    enum Missing: Error, Equatable {
        case endsEarly(offset: Int)
        case noFrame(offset: Int)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 2

    /// The frame header.
    static func frame(of bytes: [UInt8]) throws(Missing) -> JPEGFrame {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JPEGFrame, Missing> in
            var walk = JPEGStructure(bytes: buffer)
            return Result { () throws(Missing) in try walk.readFrame() }
        }
        return try result.get()
    }

    /// Whether the walk comes to the marker that ends the picture.
    static func hasEnd(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            var walk = JPEGStructure(bytes: buffer)
            while let marker = walk.nextMarker() {
                if marker == 0xD9 { return true }
                if !Self.standsAlone(marker), walk.skipSegment() == nil { return false }
            }
            return false
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// TEM, the restart markers, the start and the end of a picture have no segment.
    private static func standsAlone(_ marker: UInt8) -> Bool { marker == 0x01 || (0xD0...0xD9).contains(marker) }

    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    private mutating func readFrame() throws(Missing) -> JPEGFrame {
        while let marker = nextMarker() {
            // Scans and the end of the picture come after the frame header.
            guard marker != 0xDA, marker != 0xD9 else { throw .noFrame(offset: position) }
            if Self.standsAlone(marker) { continue }
            let start = position
            guard let end = skipSegment() else { throw .endsEarly(offset: bytes.count) }
            guard Self.isFrame(marker) else { continue }
            guard end - start >= 8 else { throw .noFrame(offset: start) }
            return JPEGFrame(
                width: number(at: start + 5), height: number(at: start + 3), components: Int(bytes[start + 7]),
                precision: Int(bytes[start + 2]),
                marker: marker)
        }
        throw .endsEarly(offset: bytes.count)
    }

    /// The next marker, of whose two bytes the second is neither 0, which stands for a byte FF of data, nor FF, which fills.
    private mutating func nextMarker() -> UInt8? {
        guard let base = bytes.baseAddress else { return nil }
        while position < bytes.count {
            guard let found = memchr(base + position, 0xFF, bytes.count - position) else { break }
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            while position < bytes.count, bytes[position] == 0xFF { position += 1 }
            guard position < bytes.count else { break }
            position += 1
            if bytes[position - 1] != 0 { return bytes[position - 1] }
        }
        position = bytes.count
        return nil
    }

    /// The number of two bytes, which are there.
    private func number(at place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }

    /// Goes behind the segment whose length stands here; the place behind it, or nothing where the file ends before.
    private mutating func skipSegment() -> Int? {
        guard bytes.count - position >= 2 else { return nil }
        let length = number(at: position)
        guard bytes.count - position >= max(2, length) else { return nil }
        position += max(2, length)
        return position
    }
}
