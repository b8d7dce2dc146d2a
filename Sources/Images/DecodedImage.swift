// A picture with what there is to say of how it was read.

import Localization

/// A picture that was decoded from a file.
public struct DecodedImage: Sendable, Equatable {
    public let image: RGBImage
    /// What the file is, whatever its name says.
    public let format: ImageFormat
    /// What is odd about the file, though it could be read.
    public let notes: [ImageNote]
}

/// Something that a user may want to know of a picture that was read.
public enum ImageNote: Sendable, Hashable {
    /// The name ends as that of another format.
    case misnamed(extension: String, format: ImageFormat)
    /// Alpha or a transparent colour is there and was dropped: the colours beneath count.
    case transparencyDropped
    /// 16-bit grey, of which all above 255 became white.
    case wideGreyCutOff
    /// What the library complained of, though there are pixels: the data are damaged somewhere.
    case complaint(library: String, message: String)

    /// The note, as the rest of a sentence that starts with the file's name.
    public var phrase: Phrase {
        switch self {
        case .misnamed(let text, let format):
            Phrase(
                "ends in .\(text) and is a \(format.rawValue) file: it was read as one",
                "扩展名是 .\(text)，实际是 \(format.rawValue) 文件：已按实际格式读取")
        case .transparencyDropped:
            Phrase(
                "has transparency, which was dropped as Pillow's convert(\"RGB\") does: the colours beneath it count",
                "含有透明度，已像 Pillow 的 convert(\"RGB\") 那样丢弃：透明处之下的颜色也计入")
        case .wideGreyCutOff:
            Phrase(
                "is 16-bit grey, of which Pillow's convert(\"RGB\") makes white all above 255: save it with 8 bits first if that is not meant",
                "是 16 位灰度图，Pillow 的 convert(\"RGB\") 会把大于 255 的值都变成白色：如果这不是本意，请先转成 8 位")
        case .complaint(let library, let message):
            Phrase(
                "is damaged somewhere (\(library): \(message)); it was decoded as far as Pillow does, so look at it",
                "有损坏之处（\(library)：\(message)），已按 Pillow 的做法解码，请查看该图像")
        }
    }
}
