// What `fid data fetch` brings: where the files of a data set are public, what they must hold, and whom to credit.

import Foundation
import Localization

/// A data set of one folder of text files for each class, one file a sample, as `source.json` describes it.
struct DataManifest: Decodable {
    let name: String
    /// The git repository.
    let repository: String
    /// The folder in it that holds one folder for each class.
    let folder: String
    /// Numbers in each file.
    let columns: Int
    let classes: [ClassFacts]
    let credits: Credits

    struct ClassFacts: Decodable {
        let name: String
        /// How many files there are.
        let rows: Int
        /// Of the rows as little-endian float32, in C order, sorted by the names of the files.
        let sha256: String
    }

    struct Credits: Decodable {
        let en: [String]
        let zh: [String]
    }

    /// Reads a manifest and checks that its names can be paths.
    ///
    /// - Throws: ``DataError/badManifest(file:reason:)``.
    init(file: String) throws {
        do {
            self = try JSONDecoder().decode(DataManifest.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        } catch DecodingError.keyNotFound(let key, _) {
            throw DataError.badManifest(file: file, reason: Phrase("it has no \(key.stringValue)", "缺少 \(key.stringValue)"))
        } catch is DecodingError {
            throw DataError.badManifest(file: file, reason: Phrase("it is not the JSON of one", "不是所需的 JSON"))
        } catch {
            throw DataError.badManifest(file: file, reason: Phrase("it cannot be read", "无法读取"))
        }
        let segments = folder.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let name = (classes.map(\.name) + segments + [name]).first(where: { !Self.isName($0) }) {
            throw DataError.badManifest(file: file, reason: Phrase("‘\(name)’ cannot be a name", "‘\(name)’ 不能作为名称"))
        }
        guard columns > 0, !classes.isEmpty, classes.allSatisfy({ $0.rows > 0 && $0.sha256.count == 64 }) else {
            throw DataError.badManifest(
                file: file, reason: Phrase("its columns, rows or hashes cannot be right", "其中的维数、行数或哈希值不可能正确"))
        }
    }

    /// Letters, digits and `_.-`, and no dot in front: the same in a path, in a URL and in a pattern of git.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix(".") && !text.hasPrefix("-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The manifest of a data set that comes with the command.
    ///
    /// - Throws: ``CommandError`` for an unknown name.
    static func named(_ name: String) throws -> DataManifest {
        guard let folder = Resources.folder("examples") else {
            throw CommandError(
                "the folder examples was not found: set FID_RESOURCES to the folder that holds it",
                "找不到 examples 文件夹：请把 FID_RESOURCES 设为包含它的文件夹")
        }
        let manager = FileManager.default
        let names = ((try? manager.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            manager.fileExists(atPath: folder.appending(path: $0).appending(path: "source.json").path)
        }.sorted()
        guard names.contains(name) else {
            let hint = Suggestion.nearest(to: name, among: names).map {
                Suggestion.question($0, verb: "输入", startsSentence: true)
            }
            throw CommandError(
                "there is no data set ‘\(name)’.\(hint.map { " " + $0.english } ?? "") There is: \(names.joined(separator: ", "))",
                "没有 ‘\(name)’ 这个数据集。\(hint?.chinese ?? "")现有：\(names.joined(separator: "、"))")
        }
        return try DataManifest(file: folder.appending(path: name).appending(path: "source.json").path)
    }
}
