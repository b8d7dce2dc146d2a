// Pictures that cannot be read: each error says what is wrong, where, and what to do, in both languages.

import Foundation
import Images
import TestSupport
import Testing

@Suite struct BadPictureTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ bytes: [UInt8], name: String = "x.jpg", limits: ImageLimits = ImageLimits()) -> Sentence {
        folder.sentence { try ImageDecoder.decode(bytes, name: name, limits: limits) }
    }

    @Test func `files that are not there, or no files`() throws {
        try FileManager.default.createDirectory(atPath: folder.file("album"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: folder.file("link.png"), withDestinationPath: "gone.png")
        try folder.write([], to: "empty.png")
        func sentence(_ name: String) -> Sentence { folder.sentence { try ImageDecoder.decode(fileAt: folder.file(name)) } }
        #expect(
            sentence("none.png") == Sentence(english: "none.png does not exist: check the path", chinese: "none.png 不存在：请检查路径"))
        #expect(sentence("album") == Sentence(english: "album is a folder, not a picture", chinese: "album 是文件夹，不是图像"))
        #expect(
            sentence("link.png")
                == Sentence(
                    english: "link.png is a symbolic link to a file that does not exist: restore that file or remove the link",
                    chinese: "link.png 是符号链接，而它指向的文件不存在：请恢复该文件或删除链接"))
        #expect(
            sentence("empty.png")
                == Sentence(
                    english:
                        "empty.png is empty (0 bytes): what should have written it did not finish, so write it again or remove it",
                    chinese: "empty.png 是空文件（0 字节）：写它的程序没有完成，请重新生成或删除"))
        #expect(
            sentence("/dev/null").english
                == "/dev/null is a pipe or a device: write the data to a file first and name that"
                || sentence("/dev/null").english == "/dev/null does not exist: check the path")
    }

    @Test(
        arguments: [
            ("GIF", Array("GIF89a".utf8)),
            ("WebP", Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8)),
            ("BMP", Array("BM".utf8) + [0, 1, 2, 3]),
            ("TIFF", [0x49, 0x49, 0x2A, 0]),
            ("TIFF", [0x4D, 0x4D, 0, 0x2A]),
            ("AVIF", [0, 0, 0, 28] + Array("ftypavif".utf8)),
            ("HEIC", [0, 0, 0, 28] + Array("ftypheic".utf8)),
            ("JPEG XL", [0xFF, 0x0A, 0]),
            ("JPEG 2000", [0, 0, 0, 12] + Array("jP  ".utf8)),
            ("PBM, PGM or PPM", Array("P6\n2 2\n255\n".utf8)),
            ("SVG", Array("<?xml version=\"1.0\"?><svg/>".utf8)),
            ("Photoshop", Array("8BPS".utf8)),
        ] as [(String, [UInt8])])
    func `pictures of other formats are named`(format: String, bytes: [UInt8]) {
        #expect(
            sentence(bytes, name: "x.png")
                == Sentence(
                    english:
                        "x.png is a \(format) picture, and only JPEG and PNG are decoded: save it as PNG, which loses nothing",
                    chinese: "x.png 是 \(format) 图像，而这里只解码 JPEG 和 PNG：请另存为 PNG（无损）"))
    }

    @Test func `what is no picture is named`() {
        #expect(
            sentence(Array("<!DOCTYPE html><p>Not found".utf8)).english
                == "x.jpg is a web page, perhaps the error page of a failed download: download the file again")
        #expect(
            sentence(Array("version https://git-lfs.github.com/spec/v1\n".utf8)).english
                == "x.jpg is a Git LFS pointer and not the data: fetch the data with git lfs pull")
        #expect(sentence([0x1F, 0x8B, 8, 0]).english == "x.jpg is compressed with gzip: unpack it first with gunzip")
        #expect(
            sentence(Array("hello".utf8))
                == Sentence(english: "x.jpg is not a picture: pass JPEG or PNG files", chinese: "x.jpg 不是图像：请提供 JPEG 或 PNG 文件"))
        #expect(
            sentence([0xFF, 0xD8, 0x00, 0x7F, 0x80])
                == Sentence(
                    english: "x.jpg is no picture in a known format (it starts with ff d8 00 7f 80): pass JPEG or PNG files",
                    chinese: "x.jpg 不是已知格式的图像（开头字节为 ff d8 00 7f 80）：请提供 JPEG 或 PNG 文件"))
        #expect(
            sentence([0x93] + Array("NUMPY".utf8) + [1, 0])
                == Sentence(
                    english: "x.jpg is a NumPy array and not a picture: name a JPEG or PNG file, a folder or an archive of them",
                    chinese: "x.jpg 是 NumPy 数组，不是图像：请给出 JPEG 或 PNG 文件，或含有它们的文件夹、压缩包"))
    }

    @Test(arguments: ["pillow-420.jpg", "pillow-progressive.jpg", "grey.jpg", "cmyk.jpg", "restarts.jpg", "arithmetic.jpg"])
    func `a JPEG file that ends early says at which byte`(name: String) throws {
        let bytes = try Pictures.bytes(name)
        for count in [bytes.count - 1, bytes.count - 2, bytes.count - 20, bytes.count / 2, 300, 30, 4, 3] {
            #expect(
                sentence(Array(bytes.prefix(count)))
                    == Sentence(
                        english:
                            "x.jpg ends early: the JPEG data stop at byte \(count), before the picture is complete; copy or write it again",
                        chinese: "x.jpg 不完整：JPEG 数据到字节 \(count) 为止，图像还没有结束；请重新复制或生成"),
                "\(count) of \(bytes.count) bytes")
        }
    }

    @Test(arguments: ["rgb-8.png", "grey-16-interlaced.png", "palette-transparency.png", "one-pixel.png"])
    func `a PNG file that ends early says at which byte`(name: String) throws {
        let bytes = try Pictures.bytes(name)
        // Without the end chunk (12 bytes) and the checksum of the data (4) the picture is not complete for sure.
        for count in [bytes.count - 20, bytes.count - 25, 40, 20, 8] {
            #expect(
                sentence(Array(bytes.prefix(count)), name: "x.png")
                    == Sentence(
                        english:
                            "x.png ends early: the PNG data stop at byte \(count), before the picture is complete; copy or write it again",
                        chinese: "x.png 不完整：PNG 数据到字节 \(count) 为止，图像还没有结束；请重新复制或生成"),
                "\(count) of \(bytes.count) bytes")
        }
    }

    @Test func `a damaged PNG file says what is wrong and near which byte`() throws {
        var bytes = try Pictures.bytes("rgb-8.png")
        let data = try #require(bytes.indices.first { Array(bytes[$0...].prefix(4)) == Array("IDAT".utf8) })
        bytes[data + 100] ^= 0xFF
        let sentence = sentence(bytes, name: "x.png")
        #expect(sentence.english.hasPrefix("x.png is a damaged PNG file (IDAT: "), "\(sentence.english)")
        #expect(sentence.english.hasSuffix("): copy or write it again"))
        #expect(sentence.english.contains(", near byte "))
        #expect(sentence.chinese.hasPrefix("x.png 是损坏的 PNG 文件（字节 "))
    }

    @Test func `a palette that is missing`() throws {
        var bytes = try Pictures.bytes("palette-8.png")
        let chunk = try #require(bytes.indices.first { Array(bytes[$0...].prefix(4)) == Array("PLTE".utf8) })
        bytes.removeSubrange(chunk - 4..<chunk + 4 + 768 + 4)
        #expect(
            sentence(bytes, name: "x.png").english
                == "x.png is a damaged PNG file (IDAT: Missing PLTE before IDAT, near byte 41): copy or write it again")
    }

    @Test func `an error of libjpeg after a warning is an error`() throws {
        // Stray bytes before a marker are a warning; a table of Huffman codes that makes no sense leaves the picture black.
        var bytes = try Pictures.bytes("pillow-420.jpg")
        let table = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC4 })
        bytes[table + 5] = 0xFF
        bytes.insert(contentsOf: [0x12, 0x34], at: table)
        #expect(
            sentence(bytes).english == "x.jpg is a damaged JPEG file (Bogus Huffman table definition): copy or write it again")
    }

    @Test func `a JPEG file without a frame`() {
        let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xD9]
        #expect(
            sentence(bytes)
                == Sentence(
                    english: "x.jpg is a damaged JPEG file (no frame header, near byte 10): copy or write it again",
                    chinese: "x.jpg 是损坏的 JPEG 文件（字节 10 附近，no frame header）：请重新复制或生成"))
    }

    /// A JPEG file with another frame header: bits, height, width, and number of components, if these are given.
    private func reframed(
        marker: UInt8? = nil, bits: UInt8? = nil, size: UInt16? = nil, components: UInt8? = nil
    ) throws -> [UInt8] {
        var bytes = try Pictures.bytes("pillow-420.jpg")
        let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        if let marker { bytes[frame + 1] = marker }
        if let bits { bytes[frame + 4] = bits }
        if let size {
            for place in [5, 7] {
                bytes[frame + place] = UInt8(size >> 8)
                bytes[frame + place + 1] = UInt8(size & 255)
            }
        }
        if let components { bytes[frame + 9] = components }
        return bytes
    }

    @Test func `kinds of JPEG that are not decoded are named`() throws {
        #expect(
            sentence(try reframed(bits: 12))
                == Sentence(
                    english: "x.jpg is a JPEG file with 12-bit samples, which is not decoded here: save it as PNG",
                    chinese: "x.jpg 是每样本 12 位的 JPEG 文件，这里不能解码：请另存为 PNG"))
        #expect(
            sentence(try reframed(marker: 0xC3))
                == Sentence(
                    english: "x.jpg is a JPEG file of the lossless kind, which is not decoded here: save it as PNG",
                    chinese: "x.jpg 是无损模式的 JPEG 文件，这里不能解码：请另存为 PNG"))
        #expect(
            sentence(try reframed(marker: 0xC6)).english
                == "x.jpg is a JPEG file of the hierarchical kind, which is not decoded here: save it as PNG")
        #expect(
            sentence(try reframed(components: 2))
                == Sentence(
                    english: "x.jpg is a JPEG file of 2 components, which is not decoded here: save it as PNG",
                    chinese: "x.jpg 是含 2 个分量的 JPEG 文件，这里不能解码：请另存为 PNG"))
        #expect(
            sentence(try reframed(size: 0)).english
                == "x.jpg is a damaged JPEG file (0 × 0 pixels): copy or write it again")
    }

    @Test func `a picture of 30,000 × 30,000 pixels is refused before memory is taken`() throws {
        let expected = { (name: String) in
            Sentence(
                english:
                    "\(name) claims 30000 × 30000 pixels, more than the limit of 178956970: if that is right, scale it down or raise the limit (--pixel-limit)",
                chinese: "\(name) 声称有 30000 × 30000 像素，超过上限 178956970：如果属实，请缩小图像或提高上限（--pixel-limit）")
        }
        #expect(sentence(try reframed(size: 30_000)) == expected("x.jpg"))
        #expect(sentence(Self.pngHeader(width: 30_000, height: 30_000), name: "x.png") == expected("x.png"))
    }

    @Test func `limits are the caller's`() throws {
        let bytes = try Pictures.bytes("pillow-420.jpg")
        #expect(
            sentence(bytes, limits: ImageLimits(pixels: 83 * 61 - 1)).english
                == "x.jpg claims 83 × 61 pixels, more than the limit of 5062: if that is right, scale it down or raise the limit (--pixel-limit)"
        )
        #expect(try ImageDecoder.decode(bytes, name: "x.jpg", limits: ImageLimits(pixels: 83 * 61)).image.width == 83)
        let path = try folder.write(bytes, to: "x.jpg")
        #expect(
            folder.sentence { try ImageDecoder.decode(fileAt: path, limits: ImageLimits(bytes: 100)) }
                == Sentence(
                    english:
                        "x.jpg is a file of \(bytes.count) bytes, more than the limit of 100: save the picture smaller",
                    chinese: "x.jpg 有 \(bytes.count) 字节，超过上限 100：请把图像存小一些"))
    }

    /// The signature, a header with its checksum, and the beginning of the data.
    private static func pngHeader(width: UInt32, height: UInt32) -> [UInt8] {
        let content = Array("IHDR".utf8) + bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + bigEndian(UInt32(13)) + content
            + bigEndian(checksum(content)) + bigEndian(UInt32(100)) + Array("IDAT".utf8)
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
