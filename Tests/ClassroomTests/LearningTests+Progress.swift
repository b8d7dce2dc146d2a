// The file of progress: whole, shared by several writers, and never written over what cannot be read.

import Foundation
import Localization
import TestSupport
import Testing

@testable import Classroom

@Suite struct ProgressFileTests {
    private let folder: URL
    private let file: ProgressFile

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fid-progress-\(UUID().uuidString)")
        file = ProgressFile(path: folder.appending(path: "fid/learn.json").path)
    }

    private func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "fid").path).sorted()
    }

    private func put(_ text: String) throws {
        try FileManager.default.createDirectory(at: folder.appending(path: "fid"), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file.path))
    }

    private static let some: [ProgressChange] = [
        .reached(lesson: "mean", .question("a")), .tried(lesson: "mean", question: "a"),
        .hinted(lesson: "mean", question: "a", count: 2),
        .settled(lesson: "mean", question: "a", .solved), .settled(lesson: "mean", question: "b", .skipped),
        .settled(lesson: "trace", question: "a", .revealed), .reached(lesson: "trace", .end),
    ]

    @Test func `what was kept is read again`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let nothing = try file.read()
        #expect(nothing.progress.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        let (written, setAside) = try file.update(Self.some)
        #expect(setAside == nil)
        #expect(try file.read().progress == written)
        #expect(written.lesson == "trace")
        #expect(written.lessons["trace"]?.place == .end)
        #expect(written.lessons["mean"]?.place == .question("a"))
        #expect(written.record(of: "a", in: "mean").hints == 2)
        #expect(try contents() == ["learn.json", "learn.json.lock"])
        let (after, _) = try file.update([.forgot(lesson: "mean")])
        #expect(after.lessons.keys.sorted() == ["trace"])
        #expect(try file.update([.forgot(lesson: nil)]).progress.isEmpty)
    }

    @Test(arguments: [
        ("nothing", ""), ("no JSON", "{\"version\": 1, \"less"), ("another JSON", "[1, 2]"), ("no version", "{\"lessons\": {}}"),
        ("a version of nought", "{\"version\": 0, \"lessons\": {}}"),
        (
            "an unknown outcome",
            #"{"version": 1, "lessons": {"a": {"questions": {"b": {"outcome": "won", "attempts": 1, "hints": 0}}}}}"#
        ),
        ("no text", "\u{0}\u{1}\u{2}"),
    ])
    func `a file that cannot be read is put aside and said so`(name: String, text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try put(text)
        var keeper = ProgressKeeper(file: file)
        #expect(
            keeper.begin().map(\.english) == [
                "\(file.path) cannot be read as progress: it is kept as \(file.path).kept, and the course begins anew"
            ])
        #expect(keeper.progress.isEmpty)
        #expect(keeper.keep(Self.some) == [])
        #expect(try String(contentsOfFile: file.path + ".kept", encoding: .utf8) == text)
        // A second one gets a name of its own.
        try put("broken")
        #expect(try file.read().setAside?.newPath == file.path + ".kept-2")
        #expect(try contents() == ["learn.json.kept", "learn.json.kept-2", "learn.json.lock"])
    }

    @Test func `every truncation of a file is put aside or is none`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let whole = String(decoding: try file.update(Self.some).progress.stored, as: UTF8.self)
        for length in stride(from: 0, to: whole.utf8.count - 1, by: 7) {
            #expect(throws: StoredProgressProblem.unreadable) { try LearnerProgress(stored: Data(whole.utf8.prefix(length))) }
        }
        #expect(try LearnerProgress(stored: Data(whole.utf8)) == file.read().progress)
    }

    @Test func `a file of a newer form is put aside unchanged`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "{\"version\": 7, \"lessons\": [\"in a form of its own\"]}"
        try put(text)
        var keeper = ProgressKeeper(file: file)
        let said = keeper.begin()
        #expect(
            said.map(\.english) == [
                "\(file.path) was written by a newer fid (version 7 of the form): it is kept as \(file.path).kept, and the course begins anew"
            ])
        #expect(
            said.map(\.chinese) == ["\(file.path) 由更新版本的 fid 写成（格式版本 7）：已改名保存为 \(file.path).kept，课程重新开始"])
        #expect(try String(contentsOfFile: file.path + ".kept", encoding: .utf8) == text)
    }

    @Test func `a file that breaks while a session goes on loses nothing of the session`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var keeper = ProgressKeeper(file: file)
        _ = keeper.begin()
        _ = keeper.keep([.settled(lesson: "mean", question: "a", .solved), .reached(lesson: "mean", .question("b"))])
        try put("{")
        #expect(keeper.keep([.settled(lesson: "mean", question: "b", .solved), .reached(lesson: "mean", .end)]).count == 1)
        let stored = try file.read().progress
        #expect(stored == keeper.progress)
        #expect(stored.record(of: "a", in: "mean").outcome == .solved)
        #expect(stored.record(of: "b", in: "mean").outcome == .solved)
        #expect(stored.lessons["mean"]?.place == .end)
    }

    @Test func `a folder that cannot be written is said once, and the session goes on`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        // Not even the superuser can make a folder inside a file.
        try Data().write(to: folder)
        var keeper = ProgressKeeper(file: file)
        let said = keeper.begin() + keeper.keep([Self.some[0]]) + keeper.keep([Self.some[3]])
        #expect(
            said.map(\.english) == [
                "progress cannot be saved in \(file.path): the folder \(folder.path)/fid cannot be made; the course goes on without saving"
            ])
        #expect(!keeper.isSaved)
        #expect(keeper.progress.record(of: "a", in: "mean").outcome == .solved)
        // Once it can be written, all is.
        try FileManager.default.removeItem(at: folder)
        #expect(keeper.keep([Self.some[1]]) == [])
        #expect(keeper.isSaved)
        #expect(try file.read().progress.record(of: "a", in: "mean").outcome == .solved)
    }

    @Test func `what is no file is left alone`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
        var keeper = ProgressKeeper(file: file)
        #expect(
            keeper.begin().map(\.english) == [
                "progress cannot be saved in \(file.path): it is no regular file; the course goes on without saving"
            ])
        try FileManager.default.removeItem(atPath: file.path)
        #expect(mkfifo(file.path, 0o600) == 0)
        #expect(throws: ProgressFileError.self) { try file.read() }
        #expect(throws: ProgressFileError.self) { try file.update(Self.some) }
        #expect(try contents() == ["learn.json", "learn.json.lock"])
    }

    @Test func `without a home nothing is saved, and that is said`() {
        #expect(ProgressFile.standard(environment: [:]) == nil)
        #expect(ProgressFile.standard(environment: ["HOME": "/h"])?.path == "/h/.local/state/fid/learn.json")
        #expect(ProgressFile.standard(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s"])?.path == "/s/fid/learn.json")
        #expect(
            ProgressFile.standard(environment: ["HOME": "/h", "XDG_STATE_HOME": "s"])?.path == "/h/.local/state/fid/learn.json")
        var keeper = ProgressKeeper(file: nil)
        let said = keeper.begin() + keeper.keep(Self.some)
        #expect(said.map(\.chinese) == ["进度不会保存：XDG_STATE_HOME 与 HOME 都没有指定文件夹"])
    }

    @Test func `many writers at once lose nothing`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = self.file
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var keeper = ProgressKeeper(file: file)
                    _ = keeper.begin()
                    for question in 0..<25 {
                        #expect(
                            keeper.keep([
                                .tried(lesson: "shared", question: "q"),
                                .settled(lesson: "w\(writer)", question: "q\(question)", .solved),
                            ]) == [])
                        // A reader at any moment finds a whole file.
                        let found = try file.read()
                        #expect(found.setAside == nil)
                    }
                }
            }
            try await group.waitForAll()
        }
        let progress = try file.read().progress
        #expect(progress.record(of: "q", in: "shared").attempts == 100)
        for writer in 0..<4 { #expect(progress.lessons["w\(writer)"]?.questions.count == 25) }
        #expect(try contents() == ["learn.json", "learn.json.lock"])
    }

    @Test func `what a killed writer left half-written is cleared away`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try file.update(Self.some)
        try Data("{".utf8).write(to: folder.appending(path: "fid/.learn.json.tmp-99999"))
        _ = try file.update(Self.some)
        #expect(try contents() == ["learn.json", "learn.json.lock"])
    }
}
