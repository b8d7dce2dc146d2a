// `fid features`, and `fid compute` and `fid stats` on pictures: the library's numbers, whatever stops a run, and what is said of bad input.

import FeatureFiles
import Foundation
import Images
import InceptionNetwork
import LinearAlgebra
import NetworkWeights
import TestSupport
import Testing

@Suite(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
struct FeaturesCommandTests {
    private static let weights = Result { try NetworkWeightsFile.make(shapes: InceptionNetwork.expectedTensors) }
    private static let fixtures = SharedData.projectRoot.appending(path: "Tests/ImagesTests/Fixtures/pictures")
    private static let reals = ["rgb-8.png", "turbo-420.jpg", "grey-8.png", "palette-8.png", "turbo-444.jpg", "rgb-16.png"]
    private static let others = ["turbo-422.jpg", "grey.jpg", "rgba-8.png", "cmyk.jpg"]

    /// A folder that goes with its owner.
    private final class ScratchFolder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "fid-tests-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
    }

    /// A folder of its own with pictures in it.
    private final class Place: Sendable {
        private let scratch: ScratchFolder
        var url: URL { scratch.url }

        init() throws {
            scratch = try ScratchFolder()
            try folder("real", FeaturesCommandTests.reals)
            try folder("other", FeaturesCommandTests.others)
        }

        func folder(_ name: String, _ pictures: [String]) throws {
            let folder = url.appending(path: name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for picture in pictures {
                try FileManager.default.copyItem(
                    at: FeaturesCommandTests.fixtures.appending(path: picture), to: folder.appending(path: picture))
            }
        }

        func run(_ arguments: String, _ environment: [String: String] = [:]) throws -> Run {
            let variables = ["FID_WEIGHTS": try FeaturesCommandTests.weights.get(), "HOME": url.path]
            return try Command.run(
                arguments.split(separator: " ").map(String.init), environment: variables.merging(environment) { $1 }, in: url)
        }

        func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: name).path) }

        func matrix(_ name: String) throws -> Matrix<Double> {
            guard case .samples(let reader) = try FeatureFile.open(url.appending(path: name).path) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return try reader.readAll()
        }

        func statistics(_ name: String) throws -> StoredStatistics {
            guard case .statistics(let statistics) = try FeatureFile.open(url.appending(path: name).path) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return statistics
        }

        /// The hidden files that a stopped run leaves.
        var parts: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".part") }.sorted() }
        }
    }

    // MARK: Numbers

    /// The features of all ten pictures in one run that nothing stopped; most tests compare with them.
    private static let whole = Result {
        let place = try Place()
        let run = try place.run("features real other -o whole.npy --threads 3 --digests")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("whole.npy: 10 pictures of 2048 features"))
        #expect(run.errors.contains("is not the published file of weights"))
        #expect(try place.parts == [])
        return place
    }

    @Test func `rows are the library's, with names and digests beside them`() throws {
        let place = try Self.whole.get()
        let network = try InceptionNetwork(weights: WeightFile.open(Self.weights.get()))
        let found = try place.matrix("whole.npy")
        let lines = try String(decoding: place.bytes("whole.names.txt"), as: UTF8.self).split(separator: "\n")
        for (row, name) in (Self.reals.sorted() + Self.others.sorted()).enumerated() {
            let path = Self.fixtures.appending(path: name).path
            let image = try ImageDecoder.decode(fileAt: path).image
            let features = try Preset.pytorchFID.preprocessing.prepare(image).samples.withUnsafeBufferPointer {
                try network.features(of: $0, count: 1)[.pool3]
            }
            #expect(
                try #require(features).elements.map(Double.init) == Array(found.elements[row * 2048..<(row + 1) * 2048]),
                "\(name)")
            #expect(try lines[row] == "\(FileHash.sha256(ofFileAt: path).hexadecimal)  \(name)")
        }
    }

    @Test func `a run that is killed or asked to stop, again and again, ends with the same bytes`() throws {
        let (whole, place) = (try Self.whole.get(), try Place())
        var generator = SeededGenerator(seed: 11)
        for signal in [SIGKILL, SIGTERM, SIGKILL] {
            let process = try stop(place, by: signal, after: Int(generator.next() % 2) + 1)
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
            let errors = try String(decoding: place.bytes("errors"), as: UTF8.self)
            let words = " of 10 pictures; the same command goes on from there"
            #expect(errors.contains(words) == (signal == SIGTERM), "\(errors)")
        }
        let parts = try place.parts
        #expect(parts == [".x.npy.journal.part", ".x.npy.part"])
        let copies = try parts.map { try place.bytes($0) }
        let last = try place.run("features real other -o x.npy --digests")
        #expect(last.errors.contains("fid: going on after "), "\(last.errors)")
        #expect(try place.bytes("x.npy") == whole.bytes("whole.npy"))
        #expect(try place.bytes("x.names.txt") == whole.bytes("whole.names.txt"))
        #expect(try place.parts == [])
        func stopAgain() throws {
            for (name, bytes) in zip(parts, copies) { try bytes.write(to: place.url.appending(path: name)) }
        }
        try stopAgain()
        let changed = try place.run("features real other -o x.npy --as tf --layer 64")
        #expect(changed.errors.contains("an earlier run that was stopped had other options or weights: starting over"))
        #expect(try place.matrix("x.npy").columns == 64)
        // Another picture in the place of the first.
        try stopAgain()
        try FileManager.default.removeItem(at: place.url.appending(path: "real/grey-8.png"))
        try FileManager.default.copyItem(
            at: Self.fixtures.appending(path: "grey-4.png"), to: place.url.appending(path: "real/grey-8.png"))
        let other = try place.run("features real other -o x.npy")
        #expect(other.errors.contains("was of other pictures: starting over"), "\(other.errors)")
        #expect(try place.matrix("x.npy").row(9) == whole.matrix("whole.npy").row(9))
        #expect(try place.matrix("x.npy").row(0) != whole.matrix("whole.npy").row(0))
    }

    @Test func `what a killed run leaves among temporary files goes when the next one starts`() throws {
        let place = try Place()
        try place.folder("tmp", [])
        let folder = place.url.appending(path: "tmp").path
        func folders() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("fid-features-") }
        }
        func stop(by signal: Int32) throws {
            let before = try folders()
            let line = ["compute", "real", "other", "--threads", "1", "--batch", "1"]
            let process = try self.stop(place, line, by: signal, ["TMPDIR": folder]) {
                guard let new = try? folders().first(where: { !before.contains($0) }) else { return false }
                let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(new)")) ?? []
                return names.contains { $0.hasSuffix(".journal.part") && lines(place, "tmp/\(new)/\($0)") > 1 }
            }
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        }
        try stop(by: SIGKILL)
        #expect(try folders().count == 1)
        try stop(by: SIGTERM)
        #expect(try folders() == [])
    }

    private func lines(_ place: Place, _ name: String) -> Int {
        let bytes = try? place.bytes(name)
        return bytes?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }

    /// Starts a run and sends it a signal when it has saved so many pictures more than there were.
    private func stop(_ place: Place, by signal: Int32, after count: Int) throws -> Process {
        let journal = ".x.npy.journal.part"
        let enough = max(1, lines(place, journal)) + count
        let line = ["features", "real", "other", "-o", "x.npy", "--threads", "1", "--batch", "1"]
        return try stop(place, line, by: signal) { lines(place, journal) >= enough }
    }

    /// Starts a run and sends it a signal at a certain moment.
    private func stop(
        _ place: Place, _ arguments: [String], by signal: Int32, _ environment: [String: String] = [:], when: () -> Bool
    ) throws -> Process {
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = arguments
        process.environment = ["LANG": "en_US.UTF-8", "FID_WEIGHTS": try Self.weights.get()].merging(environment) { $1 }
        process.currentDirectoryURL = place.url
        process.standardOutput = FileHandle.nullDevice
        let errors = place.url.appending(path: "errors")
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        while process.isRunning, !when() { usleep(500) }
        Foundation.kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process
    }

    /// What ends early, and is a picture by its name and its start.
    private static let brokenPicture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

    @Test func `shards end to end are the whole, and merge, with a broken picture left out`() throws {
        let (whole, place) = (try Self.whole.get(), try Place())
        try Self.brokenPicture.write(to: place.url.appending(path: "real/p.png"))
        for index in 1...2 {
            let features = try place.run("features real other --shard \(index)/2 -o {shard}.npy --skip-broken")
            let stats = try place.run("stats real other --shard \(index)/2 -o {shard}.npz --skip-broken")
            #expect(features.code == 0 && stats.code == 0)
            let left = "fid: left out 1 of 6 pictures, which cannot be read:\nfid:   real/p.png"
            for run in [features, stats] { #expect(run.errors.contains(left) == (index == 1), "\(run.errors)") }
            let rows = index == 1 ? "rows 1–6 of 11, 1 of them left out" : "rows 7–11 of 11"
            #expect(stats.output == "\(index)-of-2.npz: shard \(index) of 2, \(rows), 2048 features\n")
        }
        let features = try whole.matrix("whole.npy")
        #expect(try place.matrix("1-of-2.npy").elements + place.matrix("2-of-2.npy").elements == features.elements)
        let merge = try place.run("merge 1-of-2.npz 2-of-2.npz -o m.npz")
        #expect(
            merge.output == "m.npz: 10 samples of 2048 features, merged from 2 files; 1 of 11 was left out\n",
            "\(merge.errors)")
        #expect(try place.run("merge 1-of-2.npz 2-of-2.npz -o m.npz --lang zh").output.contains("；11 个中跳过了 1 个"))
        try whole.bytes("whole.npy").write(to: place.url.appending(path: "whole.npy"))
        #expect(try place.run("stats whole.npy -o s.npz").code == 0)
        let (merged, expected) = (try place.statistics("m.npz"), try place.statistics("s.npz"))
        #expect(merged.count == 10)
        let (a, b) = (try #require(merged.scatter), try #require(expected.scatter))
        #expect(largestDifference(a, b) <= 1e-12 * (b.elements.map(abs).max() ?? 0))
    }

    private func json(_ run: Run) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
    }

    @Test func `compute on folders is compute on files of their features, and the cache is of contents`() throws {
        let place = try Place()
        let whole = try Self.whole.get().matrix("whole.npy")
        for (name, rows) in [("a.npy", 0..<6), ("b.npy", 6..<10)] {
            let part = Matrix(
                rows: rows.count, columns: 2048, elements: Array(whole.elements[rows.lowerBound * 2048..<rows.upperBound * 2048]))
            try NPYWriter.write(part, to: place.url.appending(path: name).path)
        }
        #expect(try place.run("features other -o l.npy --layer logits-unbiased").code == 0)
        let files = try place.run("compute a.npy b.npy --metrics fid,kid,is --logits l.npy")
        let folders = try place.run("compute real other --metrics fid,kid,is --cache-folder c --receipt r.json")
        #expect(folders.code == 0, "\(folders.errors)")
        let expected = files.output.replacing("a.npy", with: "real").replacing("b.npy", with: "other")
        #expect(folders.output == expected)
        let receipt = String(decoding: try place.bytes("r.json"), as: UTF8.self)
        for words in [
            #""preset" : "pytorch-fid""#, #""resize" : "pytorch""#, #""quantisation" : "none""#, #""scaling" : "2x-1""#,
            #""divisor" : "n-1""#, #""precision" : "float32""#, #""count" : 6"#, #""found" : 6"#, #""weights_sha256" : ""#,
        ] { #expect(receipt.contains(words), "\(words)") }
        // Under other names, without the network at work: a kept file that is another shows that it is taken.
        try FileManager.default.moveItem(at: place.url.appending(path: "other"), to: place.url.appending(path: "moved"))
        let kept = try place.run("compute real moved --metrics fid,kid,is --cache-folder c")
        #expect(kept.output == expected.replacing("other", with: "moved"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.appending(path: "c").path).count == 5)
        let score = try json(place.run("compute --metrics is moved --json --cache-folder c"))["inception_score_mean"] as? Double
        #expect(try score == json(place.run("compute --metrics is --logits l.npy --json"))["inception_score_mean"] as? Double)
    }

    // MARK: Bad input

    @Test func `a broken picture ends the run`() throws {
        let place = try Place()
        try Self.brokenPicture.write(to: place.url.appending(path: "real/p.png"))
        let stopped = try place.run("features real -o x.npy")
        #expect(stopped.code == 2 && stopped.errors.contains("real/p.png"), "\(stopped.errors)")
        #expect(!place.exists("x.npy"))
        // The second of the seven is all that there is of its shard.
        let shard = try place.run("stats real -o x.npz --shard 2/7 --skip-broken --lang zh")
        #expect(shard.code == 2 && shard.errors.contains("请减少分片数") && !place.exists("x.npz"), "\(shard.errors)")
    }

    @Test(arguments: [
        ("features real -o x.npy", "run fid weights fetch, or name them"),
        ("features real -o x.npy", "fid weights fetch --url FILE"),
        ("features real -o x.npy --weights no.pth", "are not where --weights says (no.pth)"),
        ("features real -o x.npy --weights small.safetensors", "the weights lack 471 of the 472 tensors"),
        ("features real -o x.npy --as clean-fit", "did you mean clean-fid"),
        ("features real -o x.npy --layer pool4", "did you mean pool3?"),
        ("features real -o no/x.npy --weights W", "the folder no does not exist"),
        ("features empty -o x.npy", "empty holds no JPEG or PNG pictures"),
        ("features mixed -o x.npy", "mixed holds both files of features (f.npy) and pictures (grey.jpg)"),
        ("compute mixed real", "mixed holds both files of features (f.npy) and pictures (grey.jpg)"),
        ("stats mixed -o x.npz", "mixed holds both files of features (f.npy) and pictures (grey.jpg)"),
        ("compute empty real", "empty is a folder without .npy or .npz files and without pictures"),
        ("compute mixed/f.npy mixed/f.npy --as tf", "--as is for pictures, and both sets are files of features"),
        ("stats real mixed/f.npy -o x.npz", "real holds pictures and mixed/f.npy does not"),
        ("features mixed/f.npy -o x.npy --weights W", "mixed/f.npy is a NumPy array and not a picture"),
    ])
    func `what is wrong is said, and nothing is written`(line: String, says: String) throws {
        let place = try Place()
        try place.folder("empty", [])
        try place.folder("mixed", ["grey.jpg"])
        try Data(NPY.doubles([1, 2, 3, 5], shape: "(2, 2)")).write(to: place.url.appending(path: "mixed/f.npy"))
        var writer = StateDictWriter()
        writer.add("fc.bias", [1008], Array(repeating: 0, count: 1008))
        try Data(writer.safetensors).write(to: place.url.appending(path: "small.safetensors"))
        let before = try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted()
        let command = try line.replacing("--weights W", with: "--weights \(Self.weights.get())")
        let run = try place.run(command, ["FID_WEIGHTS": ""])
        #expect(run.code == 2)
        #expect(run.output == "" && run.errors.contains(says), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted() == before)
        // Those that load the network say so in one language: it takes a second.
        guard !line.contains("--weights W") else { return }
        let chinese = try place.run(command + " --lang zh", ["FID_WEIGHTS": ""])
        #expect(chinese.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese.errors)")
    }
}
