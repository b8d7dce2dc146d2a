// What kind of picture it is, told from its first bytes and never from its name.

import FeatureFiles
import Localization

/// A format that is decoded here.
public enum ImageFormat: String, CaseIterable, Sendable {
    case jpeg = "JPEG"
    case png = "PNG"

    /// The endings of names, in lower case, under which such files are looked for.
    public var extensions: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        }
    }

    /// The format that a name promises by its ending, in any case.
    public init?(extension text: String) {
        let spelled = text.lowercased()
        guard let format = Self.allCases.first(where: { $0.extensions.contains(spelled) }) else { return nil }
        self = format
    }
}

/// What a file looks like that is not decoded here.
public enum ForeignPicture: Sendable, Equatable {
    /// A picture in another format, by its name: `WebP`.
    case picture(String)
    /// No picture.
    case other(ForeignFormat)
    /// A NumPy array, an archive.
    case data(String)
}

/// The format of a file.
enum PictureFormat: Equatable {
    case decoded(ImageFormat)
    case foreign(ForeignPicture)

    /// Formats of pictures that only their first bytes tell, with the offset of those.
    private static let magics: [(offset: Int, bytes: [UInt8], format: PictureFormat)] = [
        (0, [0xFF, 0xD8, 0xFF], .decoded(.jpeg)),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .decoded(.png)),
        (0, Array("BM".utf8), .foreign(.picture("BMP"))),
        (0, Array("8BPS".utf8), .foreign(.picture("Photoshop"))),
        (0, [0x00, 0x00, 0x01, 0x00], .foreign(.picture("ICO"))),
        (0, [0xFF, 0x0A], .foreign(.picture("JPEG XL"))),
        (4, Array("JXL ".utf8), .foreign(.picture("JPEG XL"))),
        (4, Array("jP  ".utf8), .foreign(.picture("JPEG 2000"))),
        (0, [0xFF, 0x4F, 0xFF, 0x51], .foreign(.picture("JPEG 2000"))),
        (4, Array("ftypavi".utf8), .foreign(.picture("AVIF"))),
        (4, Array("ftyphei".utf8), .foreign(.picture("HEIC"))),
        (4, Array("ftypmif1".utf8), .foreign(.picture("HEIF"))),
    ]

    /// - Parameter start: the first bytes of the file, or all that there are.
    init(start: [UInt8]) {
        if let known = Self.magics.first(where: { start.dropFirst($0.offset).starts(with: $0.bytes) }) {
            self = known.format
        } else if Self.isNetpbm(start) {
            self = .foreign(.picture("PBM, PGM or PPM"))
        } else {
            switch FileFormat(start: Array(start.prefix(FileFormat.probeLength))) {
            case .foreign(.gif): self = .foreign(.picture("GIF"))
            case .foreign(.webp): self = .foreign(.picture("WebP"))
            case .foreign(.tiff): self = .foreign(.picture("TIFF"))
            case .foreign(let format): self = .foreign(.other(format))
            case .npy: self = .foreign(.data("NumPy"))
            case .zip: self = .foreign(.data("zip"))
            case .text: self = .foreign(Self.isVectorGraphic(start) ? .picture("SVG") : .other(.text))
            }
        }
    }

    /// P1 to P6, and a blank.
    private static func isNetpbm(_ start: [UInt8]) -> Bool {
        start.count > 2 && start[0] == UInt8(ascii: "P") && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(start[1])
            && [0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "#")].contains(start[2])
    }

    private static func isVectorGraphic(_ start: [UInt8]) -> Bool {
        String(decoding: start.prefix(512), as: UTF8.self).lowercased().contains("<svg")
    }
}

/// What stands behind the last point of a path's last component, in lower case; nothing where there is no point.
func fileExtension(of path: some StringProtocol) -> String? {
    let name = path.split(separator: "/", omittingEmptySubsequences: true).last ?? ""
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return nil }
    let text = name[name.index(after: point)...].lowercased()
    return text.isEmpty ? nil : text
}
