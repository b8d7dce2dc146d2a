// What can be wrong with a feature or statistics file: the facts. The sentences are in `FeatureFileError+Phrase.swift`.

import LinearAlgebra
import Localization

/// Why a feature or statistics file cannot be read or written.
///
/// `file` is the path as it was given; for an array inside an archive it is the path, a colon, and the key (`stats.npz:mu`).
/// Rows and columns are counted from 1.
public enum FeatureFileError: ExplainedError, Equatable {
    // The file itself.
    case notFound(file: String)
    case isDirectory(file: String)
    /// A pipe, a device, a socket.
    case notRegularFile(file: String)
    case unreadable(file: String, errorNumber: Int32)
    case empty(file: String)
    case unsupportedFormat(file: String, looksLike: ForeignFormat)
    /// The file became shorter after it had been opened.
    case shrank(file: String, offset: Int, expected: Int, found: Int)
    /// More memory is needed for the whole matrix than the machine has.
    case tooLargeForMemory(file: String, needed: Int, available: Int)
    /// A compressed array has to be unpacked into the temporary folder, and that failed.
    case unpackingFailed(file: String, folder: String, errorNumber: Int32)

    // Arrays.
    case unsupportedVersion(file: String, major: Int, minor: Int)
    case truncatedHeader(file: String, needed: Int, found: Int)
    case headerTooLong(file: String, length: Int, limit: Int)
    case malformedHeader(file: String, offset: Int, problem: HeaderProblem)
    case unsupportedElements(file: String, code: String, kind: RefusedElementKind)
    case shapeTooLarge(file: String, shape: [Int])
    case truncatedData(file: String, needed: Int, found: Int)
    case notAMatrix(file: String, shape: [Int])
    case noEntries(file: String, shape: [Int])
    case images(file: String, shape: [Int])
    case notFinite(file: String, row: Int, column: Int, value: NonFiniteValue)
    /// Files that are taken as one set have different numbers of features.
    case differentColumns(file: String, columns: Int, first: String, firstColumns: Int)

    // Archives.
    case damagedArchive(file: String, problem: ArchiveProblem)
    case encryptedMember(file: String)
    case unsupportedCompression(file: String, method: Int)
    case duplicateMember(file: String)
    case damagedMember(file: String, offset: Int)
    case wrongMemberSize(file: String, claimed: Int, needed: Int)
    /// A member unpacks to fewer bytes than the archive claims.
    case shortMember(file: String, claimed: Int, found: Int)
    /// A member unpacks to more bytes than the archive claims.
    case overlongMember(file: String, claimed: Int)
    case wrongChecksum(file: String, expected: UInt32, found: UInt32)
    case noArrays(file: String)
    case noSuchKey(file: String, key: String, keys: [String], suggestion: String?)
    case noMatrix(file: String, arrays: [String])
    case severalMatrices(file: String, keys: [String])
    case keyWithoutArchive(file: String, key: String)

    // Statistics.
    case missingStatistic(file: String, present: String, missing: String)
    case wrongStatisticShape(file: String, shape: [Int], expected: String)
    case notSymmetric(file: String, row: Int, column: Int, value: Double, mirrored: Double)
    case invalidCount(file: String, value: String)
    case invalidScale(file: String, row: Int, value: Double)
    case factorOverflow(file: String, row: Int, column: Int)
    case wrongFactorShape(file: String, rows: Int, columns: Int, dimension: Int)
    case tooFewSamplesForFactor(file: String, rows: Int, count: Int)

    // Text.
    case textTooLarge(file: String, size: Int, limit: Int)
    case textNotUTF8(file: String)
    case textWithoutNumbers(file: String)
    case raggedText(file: String, line: Int, expected: Int, found: Int)
    case notANumber(file: String, line: Int, column: Int, cell: String)
    case textOverflow(file: String, line: Int, column: Int, cell: String)

    // Writing.
    case outputIsDirectory(file: String)
    case outputNotRegular(file: String)
    case outputFolderMissing(file: String, folder: String)
    case outputNotWritable(file: String, errorNumber: Int32)
    case writeFailed(file: String, errorNumber: Int32)
    case unwritableValue(file: String, row: Int, column: Int, value: String, precision: StoredPrecision)
    /// The parts to be written do not fit each other: rows of the wrong length, a covariance that does not match the mean.
    case unwritableShape(file: String, shape: [Int], expected: String)
}

/// What a file looks like that holds no features in a form that is read here.
public enum ForeignFormat: Sendable, Equatable {
    case gzip, bzip2, xz, zstandard
    case png, jpeg, gif, webp, tiff, bmp
    case pickle, torchArchive, hdf5, matlab, safetensors, parquet, pdf, html, gitLFSPointer, utf16Text
    case otherArchive
    /// Text that is not a table of numbers.
    case text
    /// Nothing that is recognised; the first bytes.
    case unknown(magic: [UInt8])
}

/// What is wrong in the Python literal that heads a `.npy` array.
public enum HeaderProblem: Sendable, Equatable {
    /// Something else stands where `expected` should.
    case expected(String)
    case missingKey(String)
    case unknownKey(String)
    case repeatedKey(String)
    case wrongValue(key: String)
    case nestedTooDeeply
}

/// What is wrong in the structure of a zip archive.
public enum ArchiveProblem: Sendable, Equatable {
    /// The directory at the end is missing: the file was cut, or is not complete yet.
    case noDirectory
    case multipleDisks
    case directoryOutOfBounds(offset: Int)
    case directoryEntry(offset: Int)
    case memberOutOfBounds(name: String)
    case localHeader(name: String, offset: Int)
    case impossibleSize(name: String, claimed: Int, stored: Int)
}
