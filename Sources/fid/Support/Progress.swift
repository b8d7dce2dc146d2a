// Progress: one line on standard error while a person waits, drawn by a thread of its own, so that a calculation that cannot be interrupted by
// reports shows that it is alive, and one that reports a thousand times a second is not held up.

import FeatureFiles
import Foundation
import Localization
import Synchronization
import Typesetting

/// A line of progress on standard error, shown only on a terminal and only after the first second.
struct Progress: Sendable {
    /// Shows `text` in place of the line before.
    mutating func show(_ text: @autoclosure () -> String) {
        guard ProgressBoard.isShown else { return }
        ProgressBoard.shared.show(ProgressLine(Phrase(same: text())), done: 0)
    }

    /// Shows what is under way where nothing more is known of it; how long it has taken is added.
    func wait(for name: Phrase) {
        ProgressBoard.shared.show(ProgressLine(name), done: 0)
    }

    /// What kernels report to: the pieces of work done, and all of them.
    func counting(_ name: Phrase, unit: Phrase? = nil) -> (Int, Int) -> Void {
        { done, total in ProgressBoard.shared.show(ProgressLine(name, of: total, unit: unit), done: done) }
    }

    /// What a second algorithm reports to.
    func checking(_ measure: Measure) -> (Int, Int) -> Void {
        counting(Phrase("checking \(measure.rawValue)", "验证 \(measure.rawValue)"))
    }

    /// What a reader of files reports to: the rows done, and all of them.
    func reading(_ files: [RowReader]) -> (Int, Int) -> Void {
        let name =
            files.count == 1
            ? Phrase(same: Self.short(files[0].name)) : Phrase("\(files.count) files", "\(files.count) 个文件")
        return { done, total in
            ProgressBoard.shared.show(
                ProgressLine(name, of: total, unit: Phrase("rows", "行"), bytesPerPiece: files.first?.bytesPerRow), done: done)
        }
    }

    /// Takes the line away.
    mutating func finish() { ProgressBoard.shared.clear() }

    /// A file's name without its folders.
    static func short(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// The one line, which all work shares, for there is one terminal.
final class ProgressBoard: Sendable {
    static let shared = ProgressBoard()
    static let isShown = OutputStyle.isTerminal(2)

    private struct State {
        var line: ProgressLine?
        var done = 0
        /// When the waiting began, and when the work that the line is of.
        var began = ContinuousClock.now
        var since = ContinuousClock.now
        var isDrawn = false
        var isTicking = false
    }

    private let state = Mutex(State())

    func show(_ line: ProgressLine, done: Int) {
        guard Self.isShown else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if state.line == nil { state.began = now }
            // Other work, or the same from its beginning.
            if state.line?.name != line.name || state.line?.total != line.total || done < state.done { state.since = now }
            state.line = line
            state.done = done
            guard !state.isTicking else { return }
            state.isTicking = true
            Thread { self.tick() }.start()
        }
    }

    /// Takes the line away, before anything else is written.
    func clear() {
        guard Self.isShown else { return }
        state.withLock { state in
            state.line = nil
            if state.isDrawn { Self.write("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }

    private func tick() {
        var goesOn = true
        while goesOn {
            Thread.sleep(forTimeInterval: 0.2)
            goesOn = state.withLock { state in
                guard let line = state.line else {
                    state.isTicking = false
                    return false
                }
                let now = ContinuousClock.now
                guard now - state.began > .seconds(1) else { return true }
                let width = max(20, OutputStyle.terminalWidth(of: 2) ?? 80) - 1
                let text = line.text(
                    done: state.done, elapsed: (now - state.since) / .seconds(1), width: width, language: Session.language)
                Self.write("\r\u{1B}[K\(text)")
                state.isDrawn = true
                return true
            }
        }
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
