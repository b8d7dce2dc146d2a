// SHA-256 of files and of rows, by OpenSSL's libcrypto, in pieces so that no file is held in memory.

import CLibCrypto
import LinearAlgebra
import Localization

/// A SHA-256 that is fed piece by piece.
public final class SHA256Hasher {
    private let context: OpaquePointer

    /// - Throws: ``HashError/unavailable`` where libcrypto has no SHA-256 or no memory.
    public init() throws {
        guard let context = EVP_MD_CTX_new() else { throw HashError.unavailable }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw HashError.unavailable
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) throws {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw HashError.unavailable }
    }

    public func update(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try update($0) }
    }

    /// The digest of all bytes taken, 32 of them. Nothing may be taken afterwards.
    public func finish() throws -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        guard EVP_DigestFinal_ex(context, &bytes, nil) == 1 else { throw HashError.unavailable }
        return SHA256Digest(bytes: bytes)
    }
}

/// 32 bytes that tell one content from another.
public struct SHA256Digest: Hashable, Sendable {
    public static let byteCount = 32

    public let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The digest of 64 hexadecimal digits; nil for another text.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue ?? 255) }
        guard digits.count == 2 * Self.byteCount, digits.allSatisfy({ $0 < 16 }) else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The digest as it is written: 64 hexadecimal digits.
    public var hexadecimal: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// Why nothing can be hashed: a fault of the machine, not of what is hashed.
public enum HashError: ExplainedError, Equatable {
    case unavailable

    public var phrase: Phrase {
        Phrase(
            "OpenSSL's libcrypto gives no SHA-256 on this machine: repair its installation",
            "本机的 OpenSSL libcrypto 无法提供 SHA-256：请修复其安装")
    }
}

/// The SHA-256 of what files hold.
public enum FileHash {
    static let pieceSize = 1 << 20

    /// The SHA-256 of a whole file, read in order and never held in memory.
    ///
    /// - Throws: `FeatureFileError` for a file that cannot be read, ``HashError``.
    public static func sha256(ofFileAt path: String) throws -> SHA256Digest {
        let file = try InputFile(path: path)
        let hasher = try SHA256Hasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 64)
        defer { buffer.deallocate() }
        var done = 0
        while done < file.size {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(pieceSize, file.size - done)])
            try file.read(into: piece, at: done)
            try hasher.update(UnsafeRawBufferPointer(piece))
            done += piece.count
        }
        return try hasher.finish()
    }

    /// Bytes at either end of a file that its fingerprint is made of.
    private static let fingerprintBytes = 1 << 16

    /// What tells a file from another that took its place, without reading all of it: the SHA-256 of its length and of 64 KiB at either end.
    ///
    /// - Throws: as ``sha256(ofFileAt:)``.
    public static func fingerprint(ofFileAt path: String) throws -> SHA256Digest {
        let file = try InputFile(path: path)
        let hasher = try SHA256Hasher()
        try hasher.update(Array("\(file.size)\n".utf8))
        let count = min(fingerprintBytes, file.size)
        for offset in [0, file.size - count] { try hasher.update(file.bytes(at: offset, count: count)) }
        return try hasher.finish()
    }

    /// The SHA-256 of the numbers of a matrix, row by row as little-endian numbers of `precision`: the same whatever file holds them.
    ///
    /// - Throws: `FeatureFileError` for rows that cannot be read or numbers that the precision does not hold, ``HashError``.
    public static func sha256(ofRows reader: RowReader, as precision: StoredPrecision) throws -> SHA256Digest {
        var reader = reader
        reader.rewind()
        let hasher = try SHA256Hasher()
        let rows = min(reader.rows, max(1, pieceSize / reader.columns))
        var block = [Double](repeating: 0, count: rows * reader.columns)
        while true {
            let first = reader.position
            let count = try block.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: rows) }
            guard count > 0 else { return try hasher.finish() }
            try block.withUnsafeBufferPointer { buffer in
                let values = UnsafeBufferPointer(rebasing: buffer[..<(count * reader.columns)])
                try update(hasher, values, firstRow: first, columns: reader.columns, precision, name: reader.name)
            }
        }
    }

    /// The SHA-256 of the numbers of a matrix in memory, as ``sha256(ofRows:as:)`` gives for a file that holds it.
    ///
    /// - Parameter name: how an error calls the matrix.
    public static func sha256(of matrix: Matrix<Double>, as precision: StoredPrecision, name: String) throws -> SHA256Digest {
        let hasher = try SHA256Hasher()
        try matrix.elements.withUnsafeBufferPointer {
            try update(hasher, $0, firstRow: 0, columns: max(1, matrix.columns), precision, name: name)
        }
        return try hasher.finish()
    }

    private static func update(
        _ hasher: SHA256Hasher, _ values: UnsafeBufferPointer<Double>, firstRow: Int, columns: Int, _ precision: StoredPrecision,
        name: String
    ) throws {
        try ElementEncoder(precision: precision).encode(values) { index, value in
            FeatureFileError.unwritableValue(
                file: name, row: firstRow + index / columns + 1, column: index % columns + 1, value: "\(value)",
                precision: precision)
        } write: {
            try hasher.update($0)
        }
    }
}
