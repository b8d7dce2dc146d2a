// Checks submissions, each in a process of its own that may use so much time and memory and no more.

import Checking
import Classroom
import Dispatch
import Foundation
import Localization
import Synchronization

struct SubmissionRunner {
    let task: String?
    let lessons: String?
    let language: Language
    /// Processor time in seconds, and memory in megabytes, for each submission.
    let seconds: Int
    let megabytes: Int

    /// The most that is read of what a check prints.
    private static let outputLimit = 8_000_000

    /// Grades submissions, as many at a time as there are processors; `finished` is told how many are done.
    func grade(_ submissions: [Submission], finished: @escaping @Sendable (Int) -> Void) -> [Grade] {
        let results = Mutex<[(Int, Grade)]>([])
        let next = Mutex(0)
        let workers = min(max(1, ProcessInfo.processInfo.activeProcessorCount), max(1, submissions.count))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.withLock { value in
                    defer { value += 1 }
                    return value
                }
                guard index < submissions.count else { return }
                let submission = submissions[index]
                let grade = Grade(place: submission.place, student: submission.student, outcome: outcome(of: submission))
                finished(
                    results.withLock { list in
                        list.append((index, grade))
                        return list.count
                    })
            }
        }
        return results.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
    }

    private func outcome(of submission: Submission) -> Grade.Outcome {
        do {
            return try check(submission)
        } catch let error as any ExplainedError {
            return .failed(error.phrase)
        } catch {
            return .failed(Phrase("it could not be checked: \(error)", "无法检查：\(error)"))
        }
    }

    private func check(_ submission: Submission) throws -> Grade.Outcome {
        let process = Process()
        process.executableURL = Self.executable
        var arguments = [
            "check", "-", "--json", "--form", submission.form.rawValue, "--lang", language.rawValue, "--limit-seconds",
            "\(seconds)",
            "--limit-megabytes", "\(megabytes)",
        ]
        if let task { arguments += ["--task", task] }
        if let lessons { arguments += ["--lessons", lessons] }
        process.arguments = arguments
        // One thread each: the submissions themselves run side by side.
        process.environment = ProcessInfo.processInfo.environment.merging(["OPENBLAS_NUM_THREADS": "1"]) { $1 }
        process.standardInput = try input(submission)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // The limit of processor time ends what calculates; a clock ends what waits.
        let id = process.processIdentifier
        let deadline = DispatchWorkItem { kill(id, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(4 * seconds + 10), execute: deadline)
        let data = try output.fileHandleForReading.read(upToCount: Self.outputLimit) ?? Data()
        if data.count == Self.outputLimit { process.terminate() }
        let said = try errors.fileHandleForReading.read(upToCount: 10_000) ?? Data()
        process.waitUntilExit()
        deadline.cancel()
        return Self.outcome(process, data, String(decoding: said, as: UTF8.self), seconds)
    }

    private static func outcome(_ process: Process, _ data: Data, _ said: String, _ seconds: Int) -> Grade.Outcome {
        if process.terminationReason == .uncaughtSignal {
            let isTime = process.terminationStatus == SIGXCPU || process.terminationStatus == SIGKILL
            return .failed(
                isTime
                    ? Phrase("it takes more than \(seconds) s to check", "检查用时超过 \(seconds) 秒")
                    : Phrase("it takes more memory than is allowed", "占用的内存超过限制"))
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let record = try? decoder.decode(CheckRecord.self, from: data) else {
            let line = said.split(separator: "\n").first.map(String.init) ?? ""
            let reason = line.hasPrefix("fid: ") ? String(line.dropFirst(5)) : line
            return .failed(reason.isEmpty ? Phrase("it could not be checked", "无法检查") : Phrase(same: reason.visible))
        }
        return .checked(record)
    }

    /// The submission as standard input: the file itself, opened without following a link, so that the process has no path to it.
    private func input(_ submission: Submission) throws -> FileHandle {
        switch submission.content {
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw CommandError("the file cannot be opened", "无法打开文件") }
            return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        case .text(let text):
            let name = FileManager.default.temporaryDirectory.appending(path: "fid-\(UUID().uuidString)")
            try Data(text.utf8).write(to: name)
            defer { try? FileManager.default.removeItem(at: name) }
            return try FileHandle(forReadingFrom: name)
        }
    }

    /// This very executable.
    private static let executable: URL = {
        let link = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        if FileManager.default.isExecutableFile(atPath: link.path) { return link }
        return Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    }()
}
