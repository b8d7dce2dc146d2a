// What kind of file it is, told from its first bytes and never from its name.

import Localization

/// A format that is read here, or one that is recognised in order to say so.
package enum FileFormat: Equatable {
    case npy, zip, text
    case foreign(ForeignFormat)

    /// How many bytes are looked at.
    package static let probeLength = 4096

    private static let magics: [(bytes: [UInt8], format: FileFormat)] = [
        (NPYHeader.magic, .npy),
        (ZipArchive.localMagic, .zip),
        (ZipArchive.emptyMagic, .zip),
        ([0x50, 0x4B, 0x07, 0x08], .zip),
        ([0x1F, 0x8B], .foreign(.gzip)),
        (Array("BZh".utf8), .foreign(.bzip2)),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .foreign(.xz)),
        ([0x28, 0xB5, 0x2F, 0xFD], .foreign(.zstandard)),
        ([0x89, 0x50, 0x4E, 0x47], .foreign(.png)),
        ([0xFF, 0xD8, 0xFF], .foreign(.jpeg)),
        (Array("GIF8".utf8), .foreign(.gif)),
        ([0x49, 0x49, 0x2A, 0x00], .foreign(.tiff)),
        ([0x4D, 0x4D, 0x00, 0x2A], .foreign(.tiff)),
        ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .foreign(.hdf5)),
        (Array("MATLAB 5.0 MAT-file".utf8), .foreign(.matlab)),
        (Array("PAR1".utf8), .foreign(.parquet)),
        (Array("%PDF".utf8), .foreign(.pdf)),
        (Array("version https://git-lfs".utf8), .foreign(.gitLFSPointer)),
        ([0xFF, 0xFE], .foreign(.utf16Text)),
        ([0xFE, 0xFF], .foreign(.utf16Text)),
    ]

    /// - Parameter start: the first bytes of the file, `probeLength` of them or all that there are.
    package init(start: [UInt8]) {
        if let known = Self.magics.first(where: { start.starts(with: $0.bytes) }) {
            self = known.format
        } else if start.starts(with: Array("RIFF".utf8)), start.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self = .foreign(.webp)
        } else if start.count > 2, start[0] == 0x80, (2...5).contains(start[1]) {
            self = .foreign(.pickle)
        } else if start.count > 9, start[3..<8].allSatisfy({ $0 == 0 }), start[8] == UInt8(ascii: "{") {
            self = .foreign(.safetensors)
        } else if Self.isText(start) {
            self = Self.isWebPage(start) ? .foreign(.html) : .text
        } else if start.starts(with: Array("BM".utf8)) {
            self = .foreign(.bmp)
        } else {
            self = .foreign(.unknown(magic: Array(start.prefix(8))))
        }
    }

    /// Whether the bytes have none that text does not have. That they are UTF-8 is checked when the text is read.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
    }

    private static func isWebPage(_ bytes: [UInt8]) -> Bool {
        let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
        return start.contains("<!doctype html") || start.contains("<html")
    }
}
