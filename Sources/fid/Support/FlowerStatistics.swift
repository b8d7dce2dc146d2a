// The committed statistics of the flower photographs' Inception features, and the table of their distances.

import FeatureFiles
import Foundation
import GenerativeMetrics
import Localization
import Typesetting

enum FlowerStatistics {
    static let classes = ["daisy", "dandelion", "roses", "sunflowers", "tulips"]

    /// The five fitted distributions.
    ///
    /// - Throws: ``CommandError`` where the files are not found, `FeatureFileError` where one cannot be read.
    static func load() throws -> [(name: String, normal: FittedNormal<Double>)] {
        guard let folder = Resources.folder("examples/flowers") else {
            throw CommandError(
                "the folder examples/flowers was not found: set FID_RESOURCES to the folder that holds examples/",
                "找不到 examples/flowers 文件夹：请把 FID_RESOURCES 设为包含 examples/ 的文件夹")
        }
        return try classes.map { name in
            let path = folder.appending(path: "\(name).npz").path(percentEncoded: false)
            return (name, try InputSet.read(path, key: nil, divisor: .samplesMinusOne).normal)
        }
    }

    /// The distances of all pairs, to two decimals.
    static func table(of sets: [(name: String, normal: FittedNormal<Double>)]) throws -> Table {
        var cells = [[String]](repeating: [String](repeating: "0", count: sets.count), count: sets.count)
        var progress = Progress()
        for i in sets.indices {
            for j in sets.indices where j > i {
                progress.show("\(sets[i].name), \(sets[j].name)")
                let distance = try sets[i].normal.frechetDistance(to: sets[j].normal).value
                let text = NumberFormat(.places(2), keepsTrailingZeros: true).string(distance)
                cells[i][j] = text
                cells[j][i] = text
            }
        }
        progress.finish()
        return Table(
            header: ["FID"] + sets.map(\.name), rows: zip(sets, cells).map { [$0.name] + $1 },
            alignment: [.left] + sets.map { _ in .right })
    }
}

/// Files that go with the command, wherever it runs from.
enum Resources {
    /// A folder of them: under `FID_RESOURCES`, under `share/fid` beside an installed command, or in the project around a built one.
    static func folder(_ name: String) -> URL? {
        let manager = FileManager.default
        var candidates: [URL] = []
        if let root = ProcessInfo.processInfo.environment["FID_RESOURCES"], !root.isEmpty {
            candidates.append(URL(fileURLWithPath: root))
        }
        if let executable = executable {
            candidates.append(executable.appending(path: "../../share/fid").standardizedFileURL)
            var parent = executable.deletingLastPathComponent()
            while parent.path != "/" {
                candidates.append(parent)
                parent.deleteLastPathComponent()
            }
        }
        candidates.append(URL(fileURLWithPath: manager.currentDirectoryPath))
        return candidates.map { $0.appending(path: name) }.first { url in
            var isDirectory: ObjCBool = false
            return manager.fileExists(atPath: url.path, isDirectory: &isDirectory) && isDirectory.boolValue
        }
    }

    /// The running command, links resolved.
    private static var executable: URL? {
        #if os(Linux)
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            Bundle.main.executableURL?.resolvingSymlinksInPath()
        #endif
    }
}
