// Decoded pictures are those of Pillow, byte for byte.

import Foundation
import Images
import TestSupport
import Testing

@Suite struct DecodingTests {
    @Test func `the rule of the generated pictures is that of the script`() throws {
        let expected = try Pictures.expected.get()
        #expect(try digest(Pictures.rule(83, 61).samples) == expected.rule)
        #expect(Set(expected.pictures.keys) == Set(Pictures.names))
        #expect(Pictures.names.count == 62)
    }

    @Test(arguments: Pictures.names)
    func `a generated picture has the bytes that Pillow gives`(name: String) throws {
        let expected = try #require(Pictures.expected.get().pictures[name])
        let decoded = try ImageDecoder.decode(fileAt: Pictures.path(name))
        #expect(decoded.image.width == expected.width)
        #expect(decoded.image.height == expected.height)
        #expect(try digest(decoded.image.samples) == expected.sha256)
        #expect(decoded.format == (name.hasSuffix(".png") ? .png : .jpeg))
        #expect(!decoded.notes.contains { if case .misnamed = $0 { true } else { false } })
    }

    @Test(.enabled(if: SharedData.hasPhotographs, "\(SharedData.noPhotographs)"))
    func `forty photographs have the bytes that Pillow gives`() throws {
        let expected = try Pictures.expected.get().photographs.sha256
        let photographs = try ImageCollection(path: SharedData.photographs.path, options: .init(isRecursive: true))
        #expect(photographs.count == 40)
        for (index, hash) in expected.enumerated() {
            let decoded = try photographs.decode(at: index)
            #expect(try digest(decoded.image.samples) == hash, "\(photographs.location(at: index))")
            #expect(decoded.notes.isEmpty)
        }
    }

    @Test func `what is odd about a picture is noted`() throws {
        func notes(_ name: String) throws -> [ImageNote] { try ImageDecoder.decode(fileAt: Pictures.path(name)).notes }
        #expect(try notes("rgb-8.png").isEmpty)
        #expect(try notes("ycck-420.jpg").isEmpty)
        #expect(try notes("rgba-8.png") == [.transparencyDropped])
        #expect(try notes("grey-alpha-16.png") == [.transparencyDropped])
        #expect(try notes("palette-transparency.png") == [.transparencyDropped])
        #expect(try notes("rgb-8-transparent.png") == [.transparencyDropped])
        #expect(try notes("grey-16.png") == [.wideGreyCutOff])
        #expect(try notes("rgb-16-gamma.png").isEmpty)
    }

    @Test(arguments: [("rgb-8.png", "x.jpg"), ("pillow-420.jpg", "x.PNG"), ("pillow-420.jpg", "x.webp"), ("rgb-8.png", "x.Jpeg")])
    func `the content tells the format and not the name`(file: String, name: String) throws {
        let decoded = try ImageDecoder.decode(Pictures.bytes(file), name: name)
        let format: ImageFormat = file.hasSuffix(".png") ? .png : .jpeg
        #expect(try digest(decoded.image.samples) == Pictures.expected.get().pictures[file]?.sha256)
        #expect(decoded.format == format)
        let ending = name.dropFirst(2).lowercased()
        #expect(decoded.notes == [.misnamed(extension: ending, format: format)])
    }

    @Test(arguments: [
        ("rgb-8.png", "x.PNG"), ("pillow-420.jpg", "x.jpeg"), ("pillow-420.jpg", "x.JPG"), ("rgb-8.png", "picture"),
    ])
    func `a name that fits is not noted`(file: String, name: String) throws {
        #expect(try ImageDecoder.decode(Pictures.bytes(file), name: name).notes.isEmpty)
    }

    @Test func `damage that Pillow passes over is decoded and noted`() throws {
        // Noise within the scan, before a marker: libjpeg warns and goes on.
        var bytes = try Pictures.bytes("restarts.jpg")
        let restart = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD1 })
        bytes.insert(contentsOf: [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC], at: restart)
        let decoded = try ImageDecoder.decode(bytes, name: "x.jpg")
        guard case .complaint(library: "libjpeg", let message)? = decoded.notes.first else {
            Issue.record("no complaint but \(decoded.notes)")
            return
        }
        #expect(message.contains("Corrupt JPEG data"))
    }

    @Test func `a PNG file that lacks only its end is decoded and noted`() throws {
        let bytes = try Pictures.bytes("rgb-8.png")
        let decoded = try ImageDecoder.decode(Array(bytes.dropLast(12)), name: "x.png")
        #expect(try digest(decoded.image.samples) == Pictures.expected.get().pictures["rgb-8.png"]?.sha256)
        #expect(decoded.notes == [.complaint(library: "libpng", message: "the file ends early")])
    }

    @Test func `pictures are decoded by several threads at once`() async throws {
        let collection = try ImageCollection(path: Pictures.folder.path)
        let expected = try Pictures.expected.get().pictures
        let mismatches = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try collection.indices.count { index in
                        let name = collection.names[index]
                        return try digest(collection.decode(at: index).image.samples) != expected[name]?.sha256
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(mismatches == 0)
    }
}
