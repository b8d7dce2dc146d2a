// The sentences of the errors of pictures, in both languages.

import FeatureFiles
import Foundation
import Localization

extension ImageError {
    /// One sentence that starts with the file's name: what is wrong, where, and what to do.
    public var phrase: Phrase {
        filePhrase ?? picturePhrase ?? setPhrase ?? Phrase("the picture cannot be used", "无法使用该图像")
    }

    private var filePhrase: Phrase? {
        switch self {
        case .notFound(let file): Phrase("\(file) does not exist: check the path", "\(file) 不存在：请检查路径")
        case .danglingLink(let file):
            Phrase(
                "\(file) is a symbolic link to a file that does not exist: restore that file or remove the link",
                "\(file) 是符号链接，而它指向的文件不存在：请恢复该文件或删除链接")
        case .isFolder(let file): Phrase("\(file) is a folder, not a picture", "\(file) 是文件夹，不是图像")
        case .empty(let file):
            Phrase(
                "\(file) is empty (0 bytes): what should have written it did not finish, so write it again or remove it",
                "\(file) 是空文件（0 字节）：写它的程序没有完成，请重新生成或删除")
        case .tooManyBytes(let file, let size, let limit):
            Phrase(
                "\(file) is a file of \(size) bytes, more than the limit of \(limit): save the picture smaller",
                "\(file) 有 \(size) 字节，超过上限 \(limit)：请把图像存小一些")
        case .reading(let error): error.phrase
        default: nil
        }
    }

    private var picturePhrase: Phrase? {
        switch self {
        case .unsupportedFormat(let file, let format):
            Phrase("\(file) \(format.explanation.english)", "\(file) \(format.explanation.chinese)")
        case .unsupportedVariant(let file, let variant):
            Phrase(
                "\(file) is a JPEG file \(variant.explanation.english), which is not decoded here: save it as PNG",
                "\(file) 是\(variant.explanation.chinese)的 JPEG 文件，这里不能解码：请另存为 PNG")
        case .tooManyPixels(let file, let width, let height, let limit):
            Phrase(
                "\(file) claims \(width) × \(height) pixels, more than the limit of \(limit): if that is right, scale it down or raise the limit (--pixel-limit)",
                "\(file) 声称有 \(width) × \(height) 像素，超过上限 \(limit)：如果属实，请缩小图像或提高上限（--pixel-limit）")
        case .endsEarly(let file, let format, let offset):
            Phrase(
                "\(file) ends early: the \(format.rawValue) data stop at byte \(offset), before the picture is complete; copy or write it again",
                "\(file) 不完整：\(format.rawValue) 数据到字节 \(offset) 为止，图像还没有结束；请重新复制或生成")
        case .damaged(let file, let format, let offset, let reason):
            Phrase(
                "\(file) is a damaged \(format.rawValue) file (\(reason)\(offset.map { ", near byte \($0)" } ?? "")): copy or write it again",
                "\(file) 是损坏的 \(format.rawValue) 文件（\(offset.map { "字节 \($0) 附近，" } ?? "")\(reason)）：请重新复制或生成")
        case .notEnoughMemory(let file, let width, let height):
            Phrase(
                "\(file) has \(width) × \(height) pixels, for which this machine has not enough memory: scale it down",
                "\(file) 有 \(width) × \(height) 像素，本机内存不足：请缩小图像")
        default: nil
        }
    }

    private var setPhrase: Phrase? {
        switch self {
        case .noPictures(let path, let skipped):
            Phrase(
                "\(path) holds no JPEG or PNG pictures\(skipped.explanation.english): \(skipped.mend.english)",
                "\(path) 中没有 JPEG 或 PNG 图像\(skipped.explanation.chinese)：\(skipped.mend.chinese)")
        case .unreadableFolder(let path, let number):
            Phrase(
                "\(path) cannot be listed (\(systemReason(number))): check the permissions of the folder",
                "\(path) 无法列出（\(systemReason(number))）：请检查文件夹的权限")
        case .encryptedMember(let file):
            Phrase(
                "\(file) is encrypted: unpack the archive with its password and pass the folder",
                "\(file) 已加密：请用密码解开压缩包，再给出解开后的文件夹")
        case .unsupportedCompression(let file, let method):
            Phrase(
                "\(file) is compressed by method \(method), and only stored and deflated members are read: unpack the archive and pass the folder",
                "\(file) 使用压缩方法 \(method)，而这里只支持不压缩（stored）和 deflate：请解开压缩包，再给出解开后的文件夹")
        case .unusableSize(let width, let height):
            Phrase(
                "a picture of \(width) × \(height) pixels cannot be made: both numbers must be from 1 to \(Resizer.maximumSide)",
                "无法生成 \(width) × \(height) 像素的图像：两个数都必须在 1 到 \(Resizer.maximumSide) 之间")
        case .unknownName(let kind, let name, let suggestion, let names):
            Phrase(
                "there is no \(kind.phrase.english) “\(printable(name))”\(suggestion.map { ", did you mean \($0)" } ?? ""): choose one of \(names.joined(separator: ", "))",
                "没有名为“\(printable(name))”的\(kind.phrase.chinese)\(suggestion.map { "，是否想写 \($0)" } ?? "")：可选 \(names.joined(separator: "、"))"
            )
        default: nil
        }
    }
}

/// What the system says of an error number.
func systemReason(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }

extension ForeignPicture {
    /// What the file is, as the rest of a sentence that starts with its name, and what to do.
    var explanation: Phrase {
        switch self {
        case .picture(let name):
            Phrase(
                "is a \(name) picture, and only JPEG and PNG are decoded: save it as PNG, which loses nothing",
                "是 \(name) 图像，而这里只解码 JPEG 和 PNG：请另存为 PNG（无损）")
        case .data(let name):
            Phrase(
                "is \(name == "zip" ? "a zip archive" : "a \(name) array") and not a picture: name a JPEG or PNG file, a folder or an archive of them",
                "是 \(name == "zip" ? "zip 压缩包" : "\(name) 数组")，不是图像：请给出 JPEG 或 PNG 文件，或含有它们的文件夹、压缩包")
        case .other(let format):
            switch format {
            case .gzip, .bzip2, .xz, .zstandard, .html, .gitLFSPointer: format.explanation
            case .unknown(let magic) where !magic.isEmpty:
                Phrase(
                    "is no picture in a known format (it starts with \(hexadecimal(magic))): pass JPEG or PNG files",
                    "不是已知格式的图像（开头字节为 \(hexadecimal(magic))）：请提供 JPEG 或 PNG 文件")
            default:
                Phrase(
                    "is not a picture: pass JPEG or PNG files",
                    "不是图像：请提供 JPEG 或 PNG 文件")
            }
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}

extension UnsupportedVariant {
    /// The variant, as an attribute.
    var explanation: Phrase {
        switch self {
        case .lossless: Phrase("of the lossless kind", "无损模式")
        case .hierarchical: Phrase("of the hierarchical kind", "分层模式")
        case .precision(let bits): Phrase("with \(bits)-bit samples", "每样本 \(bits) 位")
        case .components(let count): Phrase("of \(count) components", "含 \(count) 个分量")
        }
    }
}
