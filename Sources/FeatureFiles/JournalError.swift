// What keeps a run from going on where it was.

import Localization

/// Why a journal cannot be used.
public enum JournalError: ExplainedError, Equatable {
    /// Another process is writing the same file.
    case inUse(file: String)

    public var phrase: Phrase {
        switch self {
        case .inUse(let file):
            Phrase(
                "\(file) is being written by another process: wait for it, or name another file",
                "另一个进程正在写 \(file)：请等待其完成，或换一个文件名")
        }
    }
}
