// What can be wrong with a picture, or a set of them: the facts. The sentences are in `ImageError+Phrase.swift`.

import FeatureFiles
import Localization

/// Why a picture, a folder or an archive of pictures cannot be used.
///
/// `file` is the path as it was given; for a picture in an archive it is the path, a colon, and its name (`faces.zip:a/1.png`).
public enum ImageError: ExplainedError, Equatable {
    // The file itself.
    case notFound(file: String)
    /// A symbolic link to what is not there.
    case danglingLink(file: String)
    case isFolder(file: String)
    case empty(file: String)
    case tooManyBytes(file: String, size: Int, limit: Int)
    /// What else can go wrong in reading a file or an archive.
    case reading(FeatureFileError)

    // The picture.
    case unsupportedFormat(file: String, looksLike: ForeignPicture)
    case unsupportedVariant(file: String, variant: UnsupportedVariant)
    case tooManyPixels(file: String, width: Int, height: Int, limit: Int)
    /// The data end at byte `offset`, before the picture does.
    case endsEarly(file: String, format: ImageFormat, offset: Int)
    /// - Parameter offset: how many bytes had been taken, where that is known.
    case damaged(file: String, format: ImageFormat, offset: Int?, reason: String)
    case notEnoughMemory(file: String, width: Int, height: Int)

    // Sets of pictures.
    case noPictures(path: String, skipped: SkippedSummary)
    case unreadableFolder(path: String, errorNumber: Int32)
    case encryptedMember(file: String)
    case unsupportedCompression(file: String, method: Int)

    // What is asked for.
    case unusableSize(width: Int, height: Int)
    case unknownName(kind: ChoiceKind, name: String, suggestion: String?, names: [String])
}

/// A kind of JPEG file that is not decoded.
public enum UnsupportedVariant: Sendable, Equatable {
    case lossless
    case hierarchical
    /// 12-bit samples, for one.
    case precision(bits: Int)
    case components(Int)
}
