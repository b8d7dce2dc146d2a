// A folder with pictures and the weights of a small encoder of CLIP's make, for commands that take pictures.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// A folder with pictures, three times over so that they are more than go through at once, and a file of weights.
final class CLIPPlace {
    static let fixtures = SharedData.projectRoot.appending(path: "Tests/ImagesTests/Fixtures/pictures")
    static let reals = ["grey-8.png", "palette-8.png", "rgb-16.png", "rgb-8.png", "turbo-420.jpg", "turbo-444.jpg"]
    static let others = ["cmyk.jpg", "grey.jpg", "rgba-8.png", "turbo-422.jpg"]

    private let scratch: Scratch
    var url: URL { scratch.url }

    init() throws {
        scratch = try Scratch()
        try SmallCLIP.safetensors().write(to: scratch.url.appending(path: "clip.safetensors"))
        for (folder, names) in [("real", CLIPPlace.reals), ("other", CLIPPlace.others)] {
            let folder = scratch.url.appending(path: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (round, name) in [0, 1, 2].flatMap({ round in names.map { (round, $0) } }) {
                try FileManager.default.copyItem(
                    at: CLIPPlace.fixtures.appending(path: name), to: folder.appending(path: "\(round)-\(name)"))
            }
        }
    }

    func run(_ line: String, _ environment: [String: String] = [:]) throws -> Run {
        let variables = ["FID_CLIP_WEIGHTS": "clip.safetensors", "HOME": url.path]
        return try Command.run(
            line.split(separator: " ").map(String.init), environment: variables.merging(environment) { $1 }, in: url)
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

    func matrix(_ name: String) throws -> Matrix<Double> {
        guard case .samples(let reader) = try FeatureFile.open(url.appending(path: name).path) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try reader.readAll()
    }

    func json(_ line: String) throws -> [String: Any] {
        let run = try run(line + " --json")
        return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
    }
}
