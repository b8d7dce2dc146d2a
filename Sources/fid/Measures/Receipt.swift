// A receipt: everything that a number depends on, so that it can be had again, and two numbers compared.

import FeatureFiles
import Foundation
import LinearAlgebra

/// What `fid compute --receipt` writes.
struct Receipt: Codable {
    /// One set.
    struct Input: Codable {
        let path: String
        /// Of the file's bytes; of a folder's files in their order.
        let sha256: String
        /// `samples` or `statistics`.
        let kind: String
        let count: Int?
        let dimension: Int
        let rank: Int?
        let trace: Double?
        /// The largest over the smallest eigenvalue of the covariance that is not rounding noise; nil where it was not computed.
        let condition: Double?
        /// How pictures became features; nil for files of features.
        var pictures: PictureRecord?
        /// How the features of a file came about, where it tells.
        var origin: FeatureOrigin?

        /// What defines the features, by names that do not change; nil where it is not known.
        var definition: [String: String]? { pictures?.definition ?? origin?.choices }
    }

    /// What the number was computed on.
    struct Machine: Codable {
        let fidVersion, blas, blasCore: String
        let blasThreads: Int
        let system: String

        static var current: Machine {
            Machine(
                fidVersion: FidVersion.text, blas: BLASInformation.configuration, blasCore: BLASInformation.coreName,
                blasThreads: BLASInformation.threads, system: ProcessInfo.processInfo.operatingSystemVersionString)
        }
    }

    /// The form of the receipt itself.
    var format = 1
    let inputs: [Input]
    /// The options that change a number: divisor, route, k, subsets, seed.
    let options: [String: String]
    /// The numbers by their JSON keys.
    let results: [String: Double]
    /// How far rounding may have moved a result, by the key of the result, where it was computed.
    let errorBounds: [String: Double]
    let machine: Machine

    /// Reads a receipt.
    ///
    /// - Throws: `CommandError` naming the file, and what of it is damaged.
    static func read(_ path: String) throws -> Receipt {
        let data = Data(try SheetFile.text(of: path).utf8)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let object = try? JSONSerialization.jsonObject(with: data) else {
            throw CommandError(
                "\(path) is no JSON, so it is no receipt or one that was cut short: write it again with fid compute --receipt FILE",
                "\(path) 不是 JSON，因而不是凭据，或是不完整的凭据：请用 fid compute --receipt 文件 重新生成")
        }
        // The form first: of a newer one nothing else can be known.
        guard let form = (object as? [String: Any])?["format"] as? Int else {
            throw CommandError(
                "\(path) is no receipt: fid compute --receipt FILE writes one", "\(path) 不是凭据：用 fid compute --receipt 文件 生成")
        }
        guard form == 1 else {
            throw CommandError(
                "\(path) is a receipt of form \(form), which this fid does not know: use a newer one",
                "\(path) 是第 \(form) 种格式的凭据，此版本不认识：请使用更新的 fid")
        }
        do {
            return try decoder.decode(Receipt.self, from: data)
        } catch {
            let place = Self.place(of: error)
            throw CommandError(
                "\(path) is a damaged receipt (\(place) is missing or of another kind): write it again with fid compute --receipt FILE",
                "\(path) 是损坏的凭据（\(place) 缺失或类型不对）：请用 fid compute --receipt 文件 重新生成")
        }
    }

    /// The key that could not be decoded: `inputs[0].sha256`.
    private static func place(of error: any Error) -> String {
        let path: [any CodingKey] =
            switch error as? DecodingError {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
            default: []
            }
        let text = path.reduce("") { text, key in
            key.intValue.map { "\(text)[\($0)]" } ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
        }
        return text.isEmpty ? "?" : text
    }

    func text() throws -> String { try MachineJSON.text(self) + "\n" }
}

extension Receipt.Input {
    /// - Throws: what hashing the file throws.
    init(_ set: InputSet, rank: Int?) throws {
        let deviations = try set.normal.standardDeviations().elements
        let least = rank.flatMap { $0 > 0 && $0 <= deviations.count ? deviations[$0 - 1] : nil }
        self.init(
            path: set.path, sha256: try set.pictures?.identity ?? Self.hash(of: set.path),
            kind: set.pictures != nil ? "pictures" : set.holdsSamples ? "samples" : "statistics",
            count: set.normal.count, dimension: set.normal.dimension, rank: rank, trace: try set.normal.trace(),
            condition: least.flatMap { smallest in deviations.first.map { ($0 / smallest) * ($0 / smallest) } },
            pictures: set.pictures?.record, origin: set.pictures == nil ? set.origin : nil)
    }

    /// The hash of a file, or of the hashes of a folder's files in the order of their names.
    private static func hash(of path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            // `FILE.npz:KEY` names an array of a file.
            let isWhole = FileManager.default.fileExists(atPath: path)
            let file = isWhole ? path : String(path[..<(path.lastIndex(of: ":") ?? path.endIndex)])
            return try FileHash.sha256(ofFileAt: file).hexadecimal
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
        let hasher = try SHA256Hasher()
        for name in names { try hasher.update(Array(FileHash.sha256(ofFileAt: path + "/" + name).hexadecimal.utf8)) }
        return try hasher.finish().hexadecimal
    }
}
