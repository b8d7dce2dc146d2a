// How features came about: kept beside them, carried on by what is made of them, and told where two sets do not go together.

import FeatureFiles
import Foundation
import TestSupport
import Testing

@Suite struct FeatureOriginTests {
    /// Features of both sets, in the manner of clean-fid, and of the first set in that of CMMD.
    private static func place() throws -> CLIPPlace {
        let place = try CLIPPlace()
        for line in ["real -o a.npy", "other -o b.npy", "real -o c.npy --as cmmd"] {
            let run = try place.run("features \(line) --network clip")
            #expect(run.code == 0, "\(run.errors)")
        }
        return place
    }

    private static let mixture =
        "note: a.npy was made as by clean-fid and c.npy as by cmmd (framing clip and cmmd, layer embedding and embedding-normalized): part of the number is the difference between the two ways"

    private func origins(_ json: [String: Any]) -> [[String: Any]?] {
        (json["origins"] as? [Any])?.map { $0 as? [String: Any] } ?? []
    }

    @Test func `files of features tell the network, and where they differ`() throws {
        let place = try Self.place()
        let alike = try place.run("compute a.npy b.npy --width 300")
        #expect(alike.output.hasPrefix("CLIP-FID ") && !alike.output.contains("was made as by"), "\(alike.output)")
        #expect(alike.output.contains("note: features of CLIP ViT/8,width128,2layers: embeddings as they come out"))
        let differing = try place.run("compute a.npy c.npy --width 400")
        #expect(differing.code == 0 && differing.output.contains(Self.mixture), "\(differing.output)")
        let chinese = try place.run("compute a.npy c.npy --width 400 --lang zh")
        #expect(
            chinese.output.contains("注意：a.npy 按 clean-fid 的方式得到，而 c.npy 按 cmmd（framing：clip 与 cmmd，"), "\(chinese.output)")
        let explained = try place.run("explain a.npy c.npy")
        #expect(
            explained.code == 0 && explained.errors.contains("fid: a.npy was made as by clean-fid and c.npy as by cmmd ("),
            "\(explained.errors)")
        let json = try place.json("compute a.npy c.npy")
        #expect(json["clip_fid"] != nil && json["frechet_inception_distance"] == nil && json["network"] as? String == "clip")
        let found = origins(json)
        #expect(found.map { $0?["preset"] as? String } == ["clean-fid", "cmmd"])
        #expect((found[1]?["choices"] as? [String: String])?["framing"] == "cmmd")
        // Pictures beside a file of features.
        let mixed = try place.run("compute a.npy other --network clip --as cmmd --width 400")
        #expect(
            mixed.output.contains("a.npy was made as by clean-fid and other as by cmmd (framing clip and cmmd"), "\(mixed.output)"
        )
        let plain = try place.run("compute a.npy other --network clip --width 400")
        #expect(!plain.output.contains("was made as by") && !plain.errors.contains("was made as by"), "\(plain.errors)")
        // Where no tool was named, it is said before the network starts.
        let hint = try place.run("compute c.npy other --network clip")
        #expect(
            hint.errors.hasPrefix(
                "fid: c.npy was made as by cmmd, and the pictures are taken as by clean-fid: --as cmmd makes both alike\n"),
            "\(hint.errors)")
    }

    @Test func `statistics carry it on, in full, compact, converted and merged`() throws {
        let place = try Self.place()
        for line in [
            "stats a.npy -o full.npz", "stats a.npy --compact -o compact.npz", "stats full.npz --compact -o converted.npz",
            "stats real --network clip -o pictures.npz", "stats real --network clip --compact -o small.npz",
            "stats a.npy --shard 1/2 -o 1.npz", "stats a.npy --shard 2/2 -o 2.npz", "merge 1.npz 2.npz -o merged.npz",
        ] { #expect(try place.run(line).code == 0, "\(line)") }
        for name in ["full", "compact", "converted", "pictures", "small", "merged"] {
            let run = try place.run("compute \(name).npz c.npy --width 400")
            #expect(run.output.contains(Self.mixture.replacing("a.npy", with: "\(name).npz")), "\(run.output)")
            #expect(!run.errors.contains("only mu and sigma are used"), "\(run.errors)")
        }
        // The same features, however they came to be statistics.
        #expect(try place.run("compute full.npz pictures.npz --width 400").output.contains("was made as by") == false)
        // Of other ones together there is none, and it is said.
        let both = try place.run("stats a.npy c.npy -o both.npz")
        #expect(
            both.code == 0
                && both.errors.contains(
                    "fid: the features of a.npy, c.npy were not all made alike: a.npy and c.npy differ (framing clip and cmmd"),
            "\(both.errors)")
        #expect(try origins(place.json("compute both.npz a.npy")).first??.isEmpty == nil)
        #expect(try place.run("stats c.npy -o c.npz").code == 0)
        let merged = try place.run("merge full.npz c.npz -o mixed.npz --lang zh")
        #expect(merged.code == 0 && merged.errors.contains("mixed.npz 中的特征得到的方式不一：full.npz 与 c.npz 不同"), "\(merged.errors)")
        // A folder is one set.
        let folder = place.url.appending(path: "folder")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["a", "c"] {
            for end in ["npy", "origin.json"] {
                try place.bytes("\(name).\(end)").write(to: folder.appending(path: "\(name).\(end)"))
            }
        }
        let pooled = try place.run("compute folder b.npy --width 400")
        #expect(
            pooled.output.contains("note: the features of folder were not all made alike: folder/a.npy and folder/c.npy differ"),
            "\(pooled.output)")
    }

    @Test func `receipts hold it, and their comparison names it`() throws {
        let place = try Self.place()
        #expect(try place.run("compute a.npy b.npy --receipt 1.json").code == 0)
        #expect(try place.run("features real -o a.npy --network clip --embeddings normalized").code == 0)
        #expect(try place.run("features other -o b.npy --network clip --embeddings normalized").code == 0)
        #expect(try place.run("compute a.npy b.npy --receipt 2.json").code == 0)
        let run = try place.run("compare 1.json 2.json --width 200")
        #expect(run.code == 1, "\(run.errors)")
        #expect(
            run.output.split(separator: "\n").contains { line in
                ["first set: layer", "embedding", "embedding-normalized"].allSatisfy(line.contains)
            }, "\(run.output)")
    }

    @Test func `features of two networks have no distance`() throws {
        let place = try Self.place()
        let text = String(decoding: try place.bytes("b.origin.json"), as: UTF8.self)
        #expect(text.contains(#""network" : "clip""#))
        try Data(text.replacing(#""network" : "clip""#, with: #""network" : "inception""#).utf8)
            .write(to: place.url.appending(path: "b.origin.json"))
        for line in ["compute a.npy b.npy", "compute real b.npy --network clip", "explain a.npy b.npy --metric kid"] {
            let run = try place.run(line)
            let words = " is of the features of CLIP and b.npy of Inception: a distance is between features of one network"
            #expect(run.code == 2 && run.output == "" && run.errors.contains(words), "\(run.errors)")
        }
    }

    @Test(arguments: [
        ("pool3", "fid", nil),
        ("64", "fid", "the published FID is of the features of pool3; that of the layer 64 is another number"),
        ("64", "kid", nil),
        (
            "pool3", "fid,cmmd",
            "the published CMMD is of embeddings of CLIP; that of Inception's features is another number: --network clip --as cmmd"
        ),
    ])
    func `which published number it is not`(layer: String, metrics: String, note: String?) throws {
        let place = try Self.place()
        for name in ["a", "b"] {
            let text = String(decoding: try place.bytes("\(name).origin.json"), as: UTF8.self)
            try Data(text.replacing(#""clip""#, with: #""inception""#).replacing(#""embedding""#, with: "\"\(layer)\"").utf8)
                .write(to: place.url.appending(path: "\(name).origin.json"))
        }
        let run = try place.run("compute a.npy b.npy --metrics \(metrics) --width 300")
        #expect(run.code == 0 && run.output.contains("another number") == (note != nil), "\(run.errors)\(run.output)")
        if let note { #expect(run.output.contains("note: \(note)"), "\(run.output)") }
    }

    @Test(arguments: [
        "", "{", "[]", #"{"format":2,"fingerprint":"","origin":{"preset":"x","choices":{}}}"#,
        #"{"format":1,"fingerprint":"ab"}"#,
    ])
    func `what is beside a file and is not understood is passed over`(text: String) throws {
        let place = try CLIPPlace()
        #expect(try place.run("features real -o a.npy --network clip").code == 0)
        try Data(text.utf8).write(to: place.url.appending(path: "a.origin.json"))
        let run = try place.run("compute a.npy a.npy")
        #expect(run.code == 0 && run.output.hasPrefix("FID "), "\(run.output)\(run.errors)")
    }

    @Test func `what is beside a file is no file, or has signs that a terminal obeys`() throws {
        let place = try Self.place()
        let text = String(decoding: try place.bytes("b.origin.json"), as: UTF8.self)
        try Data(text.replacing(#""preset" : "clean-fid""#, with: #""preset" : "\u001b[2J""#).replacing("x32", with: "x33").utf8)
            .write(to: place.url.appending(path: "b.origin.json"))
        let run = try place.run("compute a.npy b.npy --width 300")
        #expect(run.output.contains("was made as by") && !run.output.contains("\u{1B}"), "\(run.output)")
        // A pipe that nobody writes into is not waited for.
        let pipe = place.url.appending(path: "a.origin.json").path
        try FileManager.default.removeItem(atPath: pipe)
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(try place.run("compute a.npy a.npy").output.hasPrefix("FID "))
    }

    @Test func `what is beside a file that another has replaced is passed over`() throws {
        let place = try Self.place()
        try place.bytes("c.npy").write(to: place.url.appending(path: "a.npy"))
        let json = try place.json("compute a.npy b.npy")
        #expect(origins(json).map { $0 == nil } == [true, false])
        // A copy goes with its own.
        try place.bytes("a.npy").write(to: place.url.appending(path: "d.npy"))
        #expect(try place.json("compute d.npy a.npy")["frechet_inception_distance"] != nil)
    }
}
