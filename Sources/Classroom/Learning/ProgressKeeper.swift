// Progress as a session keeps it: in the file while that can be done, in memory in any case.

import Foundation
import Localization

/// Keeps progress. That it cannot be saved is said once and stops nobody.
public struct ProgressKeeper: Sendable {
    public private(set) var progress = LearnerProgress()
    private let file: ProgressFile?
    /// What the file has not taken yet.
    private var pending: [ProgressChange] = []
    /// What the file took of this session: should it become unusable meanwhile, its successor takes that again.
    private var kept: [ProgressChange] = []
    private var hasComplained = false

    /// Whether everything has been stored.
    public var isSaved: Bool { file != nil && pending.isEmpty && !hasFailed }

    private var hasFailed = false

    public init(file: ProgressFile?) { self.file = file }

    /// Reads what is stored; gives what the learner has to know.
    public mutating func begin() -> [Phrase] { keep([]) }

    /// Takes changes in and stores them, together with what another terminal has stored meanwhile; gives what the learner has to know.
    public mutating func keep(_ changes: [ProgressChange]) -> [Phrase] {
        for change in changes { progress.apply(change) }
        pending += changes
        guard let file else {
            return complain(
                Phrase(
                    "progress is not saved: neither XDG_STATE_HOME nor HOME names a folder",
                    "进度不会保存：XDG_STATE_HOME 与 HOME 都没有指定文件夹"))
        }
        do {
            var (stored, setAside) = try pending.isEmpty ? file.read() : file.update(pending)
            if setAside != nil, !kept.isEmpty {
                let places = pending.filter { if case .reached = $0 { true } else { false } }
                stored = try file.update(kept + places).progress
            }
            progress = stored
            kept += pending
            pending = []
            hasFailed = false
            return setAside.map { [$0.phrase] } ?? []
        } catch {
            hasFailed = true
            return complain(error.phrase)
        }
    }

    private mutating func complain(_ phrase: Phrase) -> [Phrase] {
        if hasComplained { return [] }
        hasComplained = true
        return [phrase]
    }
}
