// Folders and archives of pictures: which files are taken, in which order, and what is said of the others.

import FeatureFiles
import Foundation
import Images
import TestSupport
import Testing

@Suite struct CollectionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func make(_ names: String..., from picture: String = "one-pixel.png") throws {
        for name in names {
            let parent = (folder.file(name) as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try folder.write(Pictures.bytes(picture), to: name)
        }
    }

    private func link(_ name: String, to destination: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: destination)
    }

    private func collection(recursive: Bool = false) throws -> ImageCollection {
        try ImageCollection(path: folder.path, options: .init(isRecursive: recursive))
    }

    @Test func `names are taken in any case and sorted by code points, as Python sorts them`() throws {
        try make("b.png", "a.PNG", "B.Jpeg", "10.jpg", "9.jpg", "é.png", "e.png", "ﬀ.png", "😀.png", "a b.png", "图.JPG", "a.b.png")
        // sorted() of Python 3.11 on the same names.
        let expected = [
            "10.jpg", "9.jpg", "B.Jpeg", "a b.png", "a.PNG", "a.b.png", "b.png", "e.png", "é.png", "图.JPG", "ﬀ.png", "😀.png",
        ]
        let found = try collection()
        #expect(found.names == expected)
        #expect(found.count == 12)
        #expect(found.skipped.isEmpty)
        #expect(found.location(at: 0) == folder.file("10.jpg"))
    }

    @Test func `what is not taken is listed with its reason`() throws {
        try make(
            "a.png", "._a.png", ".hidden.png", "b.webp", "c.TIF", "d.gif", "labels.txt", "noextension", "sub/x.png", "e.npy",
            "__MACOSX/y.png", ".cache/z.png", ".png")
        #expect(mkfifo(folder.file("pipe.png"), 0o600) == 0)
        let found = try collection()
        #expect(found.names == ["a.png"])
        #expect(
            found.skipped == [
                SkippedFile(name: "._a.png", reason: .resourceFork), SkippedFile(name: ".cache", reason: .hidden),
                SkippedFile(name: ".hidden.png", reason: .hidden), SkippedFile(name: ".png", reason: .hidden),
                SkippedFile(name: "__MACOSX", reason: .resourceFork),
                SkippedFile(name: "b.webp", reason: .unsupportedPicture(extension: "webp")),
                SkippedFile(name: "c.TIF", reason: .unsupportedPicture(extension: "tif")),
                SkippedFile(name: "d.gif", reason: .unsupportedPicture(extension: "gif")),
                SkippedFile(name: "e.npy", reason: .notAPicture), SkippedFile(name: "labels.txt", reason: .notAPicture),
                SkippedFile(name: "noextension", reason: .notAPicture), SkippedFile(name: "pipe.png", reason: .notRegular),
                SkippedFile(name: "sub", reason: .subfolder),
            ])
        let summary = SkippedSummary(found.skipped).phrase
        #expect(
            summary?.english
                == "1 .gif picture, 1 .tif picture, 1 .webp picture, 1 subfolder, 5 hidden files, 4 other files")
        #expect(summary?.chinese == "1 个 .gif 图像、1 个 .tif 图像、1 个 .webp 图像、1 个子文件夹、5 个隐藏文件、4 个其他文件")
        #expect(SkippedSummary([]).phrase == nil)
    }

    @Test func `subfolders are searched on request, in the order of whole paths`() throws {
        try make("b/1.png", "b-c/2.png", "b.png", "a/d/e/3.jpg", ".git/4.png", "__MACOSX/5.png")
        let found = try collection(recursive: true)
        // A point and a hyphen come before the stroke, as where Python sorts paths as strings.
        #expect(found.names == ["a/d/e/3.jpg", "b-c/2.png", "b.png", "b/1.png"])
        #expect(found.location(at: 3) == folder.file("b/1.png"))
        #expect(found.skipped.map(\.name) == [".git", "__MACOSX"])
    }

    @Test func `symbolic links are followed, and no folder is searched twice`() throws {
        try make("real/1.png", "elsewhere/2.png")
        try link("real/up", to: "..")
        try link("real/self", to: ".")
        try link("twin", to: "real")
        try link("3.png", to: "real/1.png")
        try link("loop", to: "loop")
        let found = try collection(recursive: true)
        #expect(found.names == ["3.png", "elsewhere/2.png", "real/1.png"])
        #expect(
            found.skipped == [
                SkippedFile(name: "loop", reason: .notAPicture), SkippedFile(name: "real/self", reason: .searchedAlready),
                SkippedFile(name: "real/up", reason: .searchedAlready), SkippedFile(name: "twin", reason: .searchedAlready),
            ])
        #expect(try found.decode(at: 0).image == found.decode(at: 2).image)
    }

    @Test func `a link to nothing is not passed over but an error`() throws {
        try make("a.png")
        try link("b.png", to: "gone.png")
        let found = try collection()
        #expect(found.names == ["a.png", "b.png"])
        #expect(throws: ImageError.danglingLink(file: folder.file("b.png"))) { try found.decode(at: 1) }
    }

    @Test func `a picture that cannot be read ends the run, or is left out and listed`() throws {
        try make("a.png")
        try folder.write(Array(Pictures.bytes("pillow-420.jpg").dropLast(100)), to: "b.jpg")
        let found = try collection()
        let error = ImageError.endsEarly(
            file: folder.file("b.jpg"), format: .jpeg, offset: try Pictures.bytes("pillow-420.jpg").count - 100)
        #expect(throws: error) { try found.decode(at: 1) }
        #expect(throws: error) { try found.decode(at: 1, ifBroken: .fail) }
        #expect(
            try found.decode(at: 1, ifBroken: .skip)
                == .broken(BrokenImage(index: 1, location: folder.file("b.jpg"), error: error)))
        #expect(try found.decode(at: 0, ifBroken: .skip) == .decoded(found.decode(at: 0)))
    }

    @Test func `one picture is a set, whatever its name`() throws {
        try make("picture")
        let found = try ImageCollection(path: folder.file("picture"))
        #expect(found.count == 1)
        #expect(try found.decode(at: 0).format == .png)
    }

    @Test func `several paths are one set in their order`() throws {
        try make("z/1.png", "a/1.jpg", "single.png")
        let found = try ImageCollection(paths: ["z", "single.png", "a"].map(folder.file))
        #expect(found.indices.map(found.location) == ["z/1.png", "single.png", "a/1.jpg"].map(folder.file))
    }

    @Test func `a folder without pictures says what it holds instead`() throws {
        func sentence(_ name: String) -> Sentence { folder.sentence { try ImageCollection(path: folder.file(name)) } }
        try make("sub/deep/x.png", "web/x.webp", "web/y.webp", "web/.z")
        try FileManager.default.createDirectory(atPath: folder.file("bare"), withIntermediateDirectories: false)
        #expect(
            sentence("bare")
                == Sentence(
                    english: "bare holds no JPEG or PNG pictures: check the path", chinese: "bare 中没有 JPEG 或 PNG 图像：请检查路径"))
        #expect(
            sentence("sub")
                == Sentence(
                    english:
                        "sub holds no JPEG or PNG pictures (it holds 1 subfolder): search its subfolders, too, or name one of them",
                    chinese: "sub 中没有 JPEG 或 PNG 图像（其中有 1 个子文件夹）：请同时搜索子文件夹，或指定其中一个"))
        #expect(
            sentence("web")
                == Sentence(
                    english:
                        "web holds no JPEG or PNG pictures (it holds 2 .webp pictures, 1 hidden file): save the pictures as PNG",
                    chinese: "web 中没有 JPEG 或 PNG 图像（其中有 2 个 .webp 图像、1 个隐藏文件）：请把图像另存为 PNG"))
        #expect(sentence("none") == Sentence(english: "none does not exist: check the path", chinese: "none 不存在：请检查路径"))
    }

    @Test(.enabled(if: geteuid() != 0, "root may list every folder"))
    func `a folder that may not be listed is an error`() throws {
        try make("locked/x.png")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.file("locked"))
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.file("locked")) }
        #expect(
            folder.sentence { try collection(recursive: true) }.english
                == "locked cannot be listed (Permission denied): check the permissions of the folder")
    }

    @Test func `the content has an identity that names do not enter`() throws {
        try make("a.png", from: "rgb-8.png")
        try make("b.jpg", from: "pillow-420.jpg")
        let first = try collection()
        let other = try TemporaryFolder()
        let archive = Zip([
            .init(name: "x/1.png", content: try Pictures.bytes("rgb-8.png"), isDeflated: true),
            .init(name: "x/2.jpg", content: try Pictures.bytes("pillow-420.jpg")),
        ])
        let second = try ImageCollection(path: other.write(archive.bytes, to: "x.zip"))
        #expect(try first.identity() == second.identity())
        #expect(try ImageCollection.identity(of: first.indices.map { try first.digest(at: $0) }) == first.identity())
        try make("c.png")
        #expect(try collection().identity() != first.identity())
    }
}

@Suite struct PictureArchiveTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ archive: Zip, at index: Int = 0) throws -> Sentence {
        let path = try folder.write(archive.bytes, to: "x.zip")
        return folder.sentence { try ImageCollection(path: path).decode(at: index) }
    }

    @Test func `stored and deflated members are read, others listed`() throws {
        let names = ["rgb-8.png", "pillow-420.jpg", "grey-1.png"]
        var members = try names.enumerated().map { index, name in
            Zip.Member(name: "b/\(name)", content: try Pictures.bytes(name), isDeflated: index != 1, usesDescriptor: index == 2)
        }
        members += ["b/", "__MACOSX/b/._rgb-8.png", "b/._x.png", ".DS_Store", "readme.txt", "a/y.bmp"].map {
            Zip.Member(name: $0, content: [])
        }
        let path = try folder.write(Zip(members).bytes, to: "faces.zip")
        let found = try ImageCollection(path: path)
        #expect(found.names == ["b/grey-1.png", "b/pillow-420.jpg", "b/rgb-8.png"])
        #expect(found.location(at: 0) == "\(path):b/grey-1.png")
        #expect(
            found.skipped.map(\.reason)
                == [.hidden, .resourceFork, .unsupportedPicture(extension: "bmp"), .resourceFork, .notAPicture])
        for index in found.indices {
            let name = String(found.names[index].dropFirst(2))
            #expect(try found.bytes(at: index) == Pictures.bytes(name))
            #expect(try digest(found.decode(at: index).image.samples) == Pictures.expected.get().pictures[name]?.sha256)
        }
    }

    @Test func `members that cannot be unpacked are errors by name`() throws {
        let picture = try Pictures.bytes("rgb-8.png")
        #expect(
            try sentence(Zip([.init(name: "a/1.png", content: picture, flags: 1)]))
                == Sentence(
                    english: "x.zip:a/1.png is encrypted: unpack the archive with its password and pass the folder",
                    chinese: "x.zip:a/1.png 已加密：请用密码解开压缩包，再给出解开后的文件夹"))
        #expect(
            try sentence(Zip([.init(name: "1.png", content: picture, method: 14)]))
                == Sentence(
                    english:
                        "x.zip:1.png is compressed by method 14, and only stored and deflated members are read: unpack the archive and pass the folder",
                    chinese: "x.zip:1.png 使用压缩方法 14，而这里只支持不压缩（stored）和 deflate：请解开压缩包，再给出解开后的文件夹"))
        #expect(
            try sentence(Zip([.init(name: "1.png", content: picture, checksum: 0x12345678)])).english
                .hasPrefix("x.zip:1.png fails its checksum (CRC-32 "))
        #expect(
            try sentence(Zip([.init(name: "1.png", content: [])])).english.hasPrefix("x.zip:1.png is empty (0 bytes)"))
        #expect(
            try sentence(Zip([.init(name: "1.png", content: Array(picture.prefix(100)))])).english
                == "x.zip:1.png ends early: the PNG data stop at byte 100, before the picture is complete; copy or write it again"
        )
    }

    @Test func `an archive without pictures, or none at all`() throws {
        #expect(
            try sentence(Zip(["mu": [1, 2, 3]])).english
                == "x.zip holds no JPEG or PNG pictures (it holds 1 other file): check the path")
        let path = try folder.write(Array(Zip([.init(name: "1.png", content: [1, 2, 3])]).bytes.dropLast(5)), to: "cut.zip")
        #expect(
            folder.sentence { try ImageCollection(path: path) }
                == Sentence(
                    english: "cut.zip is a cut-off archive, for the directory at its end is missing: copy or write it again",
                    chinese: "cut.zip 是不完整的压缩包，末尾的目录缺失：请重新复制或生成"))
    }

    @Test func `a member larger than the limit is refused before it is unpacked`() throws {
        let path = try folder.write(
            Zip([.init(name: "1.png", content: [UInt8](repeating: 0, count: 5000), isDeflated: true)]).bytes, to: "x.zip")
        let found = try ImageCollection(path: path, options: .init(limits: ImageLimits(bytes: 4999)))
        #expect(throws: ImageError.tooManyBytes(file: "\(path):1.png", size: 5000, limit: 4999)) { try found.bytes(at: 0) }
    }
}
