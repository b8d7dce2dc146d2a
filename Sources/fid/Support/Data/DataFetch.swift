// Fetching a data set class by class: what is there and right is left alone, what arrives is checked before it gets its name.

import FeatureFiles
import Foundation
import LinearAlgebra
import Localization

struct DataFetch {
    let manifest: DataManifest
    /// A URL of a repository, or a path: of a repository, or of a folder that holds the files as they are.
    let source: String
    let target: URL

    /// What became of a class.
    enum ClassOutcome: Equatable {
        case wasThere, fetched
    }

    /// Fetches all classes.
    ///
    /// - Parameter report: is told of each class that is done.
    /// - Throws: ``DataError``, `FeatureFileError`. Classes that were done before the error stay.
    func run(report: (DataManifest.ClassFacts, ClassOutcome) -> Void) throws {
        // Before anything is made: what is no address is a path.
        if !source.contains(":"), !FileManager.default.fileExists(atPath: source) { throw DataError.sourceMissing(path: source) }
        let lock = try FolderLock(target)
        defer { lock.release() }
        var git: GitSource?
        for facts in manifest.classes {
            if try isDone(facts) {
                report(facts, .wasThere)
                continue
            }
            let path = "\(manifest.folder)/\(facts.name)"
            let folder: URL
            if let plain = plainFolder {
                folder = plain.appending(path: facts.name)
            } else {
                if git == nil {
                    let source = GitSource(address: address, clone: clone, folder: manifest.folder)
                    try source.update()
                    git = source
                }
                Terminal.writeError(
                    "fid: " + Session.say("\(facts.name): fetching \(facts.rows) files", "\(facts.name)：正在获取 \(facts.rows) 个文件"))
                guard let git else { continue }
                folder = try git.checkOut(path)
            }
            try convert(facts, from: folder, path: path)
            report(facts, .fetched)
        }
        try? FileManager.default.removeItem(at: clone)
        try writeCredits()
    }

    /// The folder of classes where the source holds the files as they are, not in a repository's objects.
    private var plainFolder: URL? {
        let folder = URL(fileURLWithPath: source).appending(path: manifest.folder)
        return !source.contains("://") && FolderInput.isFolder(folder.path) ? folder : nil
    }

    /// git runs in another folder, so a local path is made absolute.
    private var address: String {
        FolderInput.isFolder(source) ? URL(fileURLWithPath: source).standardizedFileURL.path : source
    }

    private var clone: URL { target.appending(path: ".fetch") }

    private func file(_ name: String) -> String { target.appending(path: name).path }

    private func isDone(_ facts: DataManifest.ClassFacts) throws -> Bool {
        let path = file("\(facts.name).npy")
        guard FileManager.default.fileExists(atPath: path), FileManager.default.fileExists(atPath: file("\(facts.name).txt")),
            case .samples(let reader)? = try? FeatureFile.open(path), reader.rows == facts.rows,
            reader.columns == manifest.columns, let hash = try? FileHash.sha256(ofRows: reader, as: .float32)
        else { return false }
        return hash.hexadecimal == facts.sha256
    }

    private func convert(_ facts: DataManifest.ClassFacts, from folder: URL, path: String) throws {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".txt") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !names.isEmpty else { throw DataError.classMissing(name: facts.name, source: source, path: path) }
        guard names.count == facts.rows else {
            throw DataError.wrongRows(name: facts.name, found: names.count, expected: facts.rows)
        }
        var elements: [Double] = []
        elements.reserveCapacity(names.count * manifest.columns)
        var progress = Progress()
        for (index, name) in names.enumerated() {
            progress.show("\(facts.name)  \(index + 1)/\(names.count)")
            elements += try Self.numbers(of: folder.appending(path: name).path, columns: manifest.columns)
        }
        progress.finish()
        let rows = Matrix(rows: names.count, columns: manifest.columns, elements: elements)
        let hash = try FileHash.sha256(of: rows, as: .float32, name: facts.name).hexadecimal
        guard hash == facts.sha256 else { throw DataError.wrongHash(name: facts.name, found: hash, expected: facts.sha256) }
        let images = names.map { String($0.dropLast(".txt".count)) }
        try AtomicFile.write(Array((images.joined(separator: "\n") + "\n").utf8), to: file("\(facts.name).txt"))
        try NPYWriter.write(rows, to: file("\(facts.name).npy"), precision: .float32)
    }

    /// The numbers of one file, one row of them.
    private static func numbers(of path: String, columns: Int) throws -> [Double] {
        guard case .samples(let reader) = try FeatureFile.open(path) else {
            throw DataError.wrongFile(file: path, rows: 0, columns: 0, expected: columns)
        }
        guard reader.rows == 1, reader.columns == columns else {
            throw DataError.wrongFile(file: path, rows: reader.rows, columns: reader.columns, expected: columns)
        }
        return try reader.readAll().elements
    }

    private func writeCredits() throws {
        let lines = manifest.credits.en + [""] + manifest.credits.zh
        try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: file("CREDITS.txt"))
    }
}

/// Keeps a second run out of a folder for as long as this one works in it.
private final class FolderLock {
    private let descriptor: Int32
    private let path: String

    /// Creates the folder where it is not there.
    ///
    /// - Throws: ``DataError/notAFolder(path:)``, ``DataError/unwritableFolder(folder:reason:)``, ``DataError/busy(folder:)``.
    init(_ folder: URL) throws {
        if FileManager.default.fileExists(atPath: folder.path), !FolderInput.isFolder(folder.path) {
            throw DataError.notAFolder(path: folder.path)
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            throw DataError.unwritableFolder(
                folder: folder.path, reason: cause.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
            )
        }
        path = folder.appending(path: ".lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw DataError.unwritableFolder(folder: folder.path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw DataError.busy(folder: folder.path)
        }
    }

    func release() {
        unlink(path)
        close(descriptor)
    }
}
