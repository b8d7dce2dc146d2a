// How features came about, kept beside them: what two sets must have in common for the distance between them to be one of pictures.

import FeatureFiles
import Foundation
import Images
import Localization

/// All that the features of a picture depend on besides the picture.
struct FeatureOrigin: Codable, Equatable {
    /// The tool whose numbers were asked for; single choices may be others than its own.
    let preset: String
    /// By names that do not change: `resize`, `scaling`, `layer`, `weights`.
    let choices: [String: String]

    init(_ record: PictureRecord) {
        preset = record.preset
        choices = record.definition
    }

    /// What the features of an extraction will depend on, whatever becomes of its pictures.
    init(_ extraction: FeatureExtraction) { self.init(PictureRecord(extraction, FeatureSummary())) }

    /// The network; nil for one that is not known here.
    var extractor: ExtractorName? { choices["network"].flatMap(ExtractorName.init) }

    /// Where features were taken.
    var layer: String { choices["layer"] ?? "" }

    /// A choice in which two sets differ.
    struct Difference: Equatable {
        let choice: String
        let first, second: String
    }

    /// In what `other` differs, in the order of the choices' names.
    func differences(from other: FeatureOrigin) -> [Difference] {
        Set(choices.keys).union(other.choices.keys).sorted().compactMap { choice in
            let (first, second) = (choices[choice] ?? "–", other.choices[choice] ?? "–")
            return first == second ? nil : Difference(choice: choice, first: first, second: second)
        }
    }

    // MARK: In files

    /// The member of an archive of statistics.
    func text() throws -> String { try MachineJSON.text(self) + "\n" }

    /// What a member of an archive says; nil where it is not understood, as of a later version.
    init?(text: String?) {
        guard let text, let origin = try? JSONDecoder().decode(FeatureOrigin.self, from: Data(text.utf8)) else { return nil }
        self.init(told: origin)
    }

    /// What a file tells, which is shown on terminals and may be anybody's.
    private init(told origin: FeatureOrigin) {
        preset = printable(origin.preset)
        choices = Dictionary(origin.choices.map { (printable($0.key), printable($0.value)) }) { first, _ in first }
    }

    /// The most bytes of what lies beside a file.
    private static let sizeLimit = 1 << 16

    /// What lies beside a `.npy` file.
    private struct Sidecar: Codable {
        var format = 1
        /// Of the file that it is beside: once that is another, what is said here is no longer of it.
        let fingerprint: String
        let origin: FeatureOrigin
    }

    /// `X.origin.json` beside `X.npy`.
    static func file(of features: String) -> String {
        (features.hasSuffix(".npy") ? String(features.dropLast(4)) : features) + ".origin.json"
    }

    /// Writes the origin of a file of features beside it.
    ///
    /// - Parameter content: where its bytes are, if it has not its name yet.
    /// - Throws: what reading the features and writing throw.
    func write(beside features: String, of content: String) throws {
        let sidecar = Sidecar(fingerprint: try FileHash.fingerprint(ofFileAt: content).hexadecimal, origin: self)
        try AtomicFile.write(Array((try MachineJSON.text(sidecar) + "\n").utf8), to: Self.file(of: features))
    }

    /// What is beside a file of features; nil where there is nothing, or where it is of another content.
    private init?(beside features: String) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let file = try? InputFile(path: Self.file(of: features)), file.size <= Self.sizeLimit,
            let bytes = try? file.bytes(at: 0, count: file.size),
            let sidecar = try? decoder.decode(Sidecar.self, from: Data(bytes)), sidecar.format == 1,
            sidecar.fingerprint == (try? FileHash.fingerprint(ofFileAt: features))?.hexadecimal
        else { return nil }
        self.init(told: sidecar.origin)
    }

    /// The origin of a file of features or statistics, as far as it tells.
    init?(ofFile path: String) {
        // What is wrong with the file is said when its numbers are read.
        if let statistics = try? StatisticsSummary(path: path) {
            self.init(text: statistics.origin)
        } else {
            self.init(beside: path)
        }
    }
}

/// The origins of the files of one set.
struct PooledOrigin {
    /// That of all files, where all have one and it is the same.
    let common: FeatureOrigin?
    /// Two files of different origins, where there are such.
    let contradiction: (first: String, second: String, differences: [FeatureOrigin.Difference])?

    init(_ files: [String]) {
        let origins = files.map { FeatureOrigin(ofFile: $0) }
        common = origins.first.flatMap { first in origins.allSatisfy { $0 == first } ? first : nil }
        let known = zip(files, origins).compactMap { file, origin in origin.map { (file: file, origin: $0) } }
        contradiction = known.first.flatMap { first in
            known.lazy.compactMap { other in
                let differences = first.origin.differences(from: other.origin)
                return differences.isEmpty ? nil : (first.file, other.file, differences)
            }.first
        }
    }
}
