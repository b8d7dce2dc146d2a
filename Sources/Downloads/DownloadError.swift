// What can go wrong in bringing a file here: the facts, with a sentence each.

import Localization

/// What a file that is fetched must be, and what to say of it.
public struct DownloadFacts: Sendable, Equatable {
    /// Where the file is public.
    public let sources: [String]
    /// Its place here.
    public let target: String
    /// Its SHA-256 in hexadecimal digits, or how that starts.
    public let sha256: String
    /// Its length, where that is known.
    public let byteCount: Int?
    /// Whether a file that is at the target and is another one may be replaced.
    public let mayReplace: Bool

    public init(sources: [String], target: String, sha256: String, byteCount: Int?, mayReplace: Bool = true) {
        self.sources = sources
        self.target = target
        self.sha256 = sha256.lowercased()
        self.byteCount = byteCount
        self.mayReplace = mayReplace
    }

    /// How to bring the file by hand.
    fileprivate var byHand: Phrase {
        let addresses = sources.filter { $0.contains("://") }
        let size = byteCount.map { Phrase(", \(ByteText.size($0))", "，\(ByteText.size($0))") } ?? Phrase(same: "")
        return Phrase(
            "or download \(addresses.joined(separator: " or ")) on another machine and put it here as \(target) (SHA-256 \(sha256.prefix(16))…\(size.english))",
            "也可在其他机器上下载 \(addresses.joined(separator: " 或 "))，放到本机的 \(target)（SHA-256 为 \(sha256.prefix(16))…\(size.chinese)）")
    }
}

/// Why a file could not be fetched. What had arrived is kept unless it says otherwise.
public enum DownloadError: ExplainedError, Equatable {
    /// libcurl is not on this machine.
    case noLibrary(reason: String, DownloadFacts)
    case badAddress(String, reason: String)
    /// No answer: no network, no such host, nobody listens.
    case unreachable(String, reason: String, DownloadFacts)
    case untrusted(String, reason: String, DownloadFacts)
    /// The connection broke again and again.
    case interrupted(String, reason: String, done: Int, DownloadFacts)
    case refused(String, status: Int, DownloadFacts)
    case tooManyRedirects(String, reason: String, DownloadFacts)
    /// Another length than the file has; nothing of it was kept.
    case wrongLength(String, found: Int, expected: Int, DownloadFacts)
    /// Other content than the file has; it was removed.
    case wrongHash(String, found: String, DownloadFacts)
    /// Another file is at the target, and may not be replaced.
    case otherFileThere(file: String)
    case noRoom(folder: String, needed: Int, room: Int)
    case unwritable(folder: String, reason: String)
    case writeFailed(file: String, reason: String)
    case localFileUnusable(file: String, reason: String)
    /// A file of this machine that is named as the source and is another one.
    case localFileWrong(file: String, found: String, DownloadFacts)
    /// The user did not want to wait for the end.
    case stopped(done: Int, total: Int?)

    /// Whether the machine or its network failed, not what was asked for.
    public var isMachineFailure: Bool {
        switch self {
        case .noLibrary, .unreachable, .untrusted, .interrupted, .noRoom, .unwritable, .writeFailed: true
        case .refused(_, let status, _): status >= 500 || status == 429
        default: false
        }
    }

    public var phrase: Phrase {
        switch self {
        case .badAddress(let url, let reason):
            Phrase(
                "\(url) is no address of a file (\(reason)): name one that starts with https://, or a path",
                "\(url) 不是文件地址（\(reason)）：请给出以 https:// 开头的地址，或本机路径")
        case .otherFileThere(let file):
            Phrase(
                "\(file) is there and is another file, and was left alone: name a folder or another file to write",
                "\(file) 已存在且是另一个文件，未作改动：请指定文件夹或其他文件名")
        case .noRoom(let folder, let needed, let room):
            Phrase(
                "\(folder) has room for \(ByteText.size(room)) and \(ByteText.size(needed)) more are needed: make room there, or name another folder with --weights",
                "\(folder) 只剩 \(ByteText.size(room)) 空间，还需要 \(ByteText.size(needed))：请腾出空间，或用 --weights 指定其他文件夹")
        case .unwritable(let folder, let reason):
            Phrase(
                "\(folder) cannot be written (\(reason)): name another folder with --weights",
                "\(folder) 无法写入（\(reason)）：请用 --weights 指定其他文件夹")
        case .writeFailed(let file, let reason):
            Phrase(
                "\(file) could not be written to the end (\(reason)): make room or name another folder with --weights, and run this again; what has arrived is kept",
                "\(file) 未能写完（\(reason)）：请腾出空间或用 --weights 指定其他文件夹后重新运行；已收到的部分会保留")
        case .localFileUnusable(let file, let reason):
            Phrase("\(file) cannot be read (\(reason)): check the path", "\(file) 无法读取（\(reason)）：请检查路径")
        case .localFileWrong(let file, let found, let facts):
            Phrase(
                "\(file) is another file (SHA-256 \(found.prefix(16))…, expected \(facts.sha256.prefix(16))…): check the path",
                "\(file) 是另一个文件（SHA-256 为 \(found.prefix(16))…，应为 \(facts.sha256.prefix(16))…）：请检查路径")
        case .stopped(let done, let total):
            Phrase(
                "stopped\(total.map { " at \(ByteText.size(done)) of \(ByteText.size($0))" } ?? ""): run this again, and it goes on from there",
                "已停止\(total.map { "（\(ByteText.size(done)) / \(ByteText.size($0))）" } ?? "")：重新运行即可继续")
        default: networkPhrase
        }
    }

    private var networkPhrase: Phrase {
        switch self {
        case .noLibrary(let reason, let facts):
            Phrase(
                "libcurl, by which files are fetched, is not on this machine (\(reason)): install it (libcurl4 on Debian and Ubuntu), \(facts.byHand.english)",
                "本机没有用于下载的 libcurl（\(reason)）：请安装它（Debian 和 Ubuntu 上为 libcurl4），\(facts.byHand.chinese)")
        case .unreachable(let url, let reason, let facts):
            Phrase(
                "\(url) cannot be reached (\(reason)): run this again when there is a network, and it goes on where it stopped; \(facts.byHand.english)",
                "无法访问 \(url)（\(reason)）：有网络后重新运行即可从中断处继续；\(facts.byHand.chinese)")
        case .untrusted(let url, let reason, let facts):
            Phrase(
                "\(url) cannot prove that it is itself (\(reason)): see to the certificates of this machine (the package ca-certificates) and its clock, \(facts.byHand.english)",
                "无法验证 \(url) 的身份（\(reason)）：请检查本机的证书（ca-certificates 软件包）和时钟，\(facts.byHand.chinese)")
        case .interrupted(let url, let reason, let done, let facts):
            Phrase(
                "\(url) broke off again and again (\(reason)), the last time after \(ByteText.size(done)): run this again, and it goes on from there; \(facts.byHand.english)",
                "从 \(url) 下载多次中断（\(reason)），最后一次停在 \(ByteText.size(done))：重新运行即可继续；\(facts.byHand.chinese)")
        case .refused(let url, let status, let facts):
            Phrase(
                "\(url) answers \(status) (\(Self.meaning(status).english)): try again later, name another home of the file with --url, \(facts.byHand.english)",
                "\(url) 返回 \(status)（\(Self.meaning(status).chinese)）：请稍后再试，或用 --url 指定该文件的其他地址，\(facts.byHand.chinese)")
        case .tooManyRedirects(let url, let reason, let facts):
            Phrase(
                "\(url) leads on to where the file is not to be had (\(reason)): name another home of the file with --url, \(facts.byHand.english)",
                "\(url) 的重定向无法到达该文件（\(reason)）：请用 --url 指定该文件的其他地址，\(facts.byHand.chinese)")
        case .wrongLength(let url, let found, let expected, let facts):
            Phrase(
                "\(url) offers \(found) bytes where the file has \(expected), and nothing of them was kept: a login page of the network, perhaps, or another file; name another home of the file with --url, \(facts.byHand.english)",
                "\(url) 提供的是 \(found) 字节，而该文件应有 \(expected) 字节，因此没有保留：可能是网络的登录页面，或是另一个文件；请用 --url 指定其他地址，\(facts.byHand.chinese)"
            )
        case .wrongHash(let url, let found, let facts):
            Phrase(
                "what \(url) gave is another file (SHA-256 \(found.prefix(16))…, expected \(facts.sha256.prefix(16))…) and was removed: name another home of the file with --url, \(facts.byHand.english)",
                "从 \(url) 得到的是另一个文件（SHA-256 为 \(found.prefix(16))…，应为 \(facts.sha256.prefix(16))…），已删除：请用 --url 指定其他地址，\(facts.byHand.chinese)"
            )
        default: Phrase("the file could not be fetched", "无法获取该文件")
        }
    }

    /// What is wrong with a source, without what to do.
    public var summary: Phrase {
        switch self {
        case .unreachable(let url, let reason, _):
            Phrase("\(url) cannot be reached (\(reason))", "无法访问 \(url)（\(reason)）")
        case .untrusted(let url, let reason, _):
            Phrase("\(url) cannot prove that it is itself (\(reason))", "无法验证 \(url) 的身份（\(reason)）")
        case .interrupted(let url, let reason, _, _):
            Phrase("\(url) broke off again and again (\(reason))", "从 \(url) 下载多次中断（\(reason)）")
        case .refused(let url, let status, _):
            Phrase(
                "\(url) answers \(status) (\(Self.meaning(status).english))",
                "\(url) 返回 \(status)（\(Self.meaning(status).chinese)）")
        case .tooManyRedirects(let url, let reason, _):
            Phrase("\(url) leads to where the file is not (\(reason))", "\(url) 的重定向无法到达该文件（\(reason)）")
        case .wrongLength(let url, let found, let expected, _):
            Phrase(
                "\(url) offers \(found) bytes where the file has \(expected)", "\(url) 提供的是 \(found) 字节，而该文件应有 \(expected) 字节")
        case .wrongHash(let url, _, _): Phrase("\(url) gives another file", "\(url) 给出的是另一个文件")
        default: phrase
        }
    }

    private static func meaning(_ status: Int) -> Phrase {
        switch status {
        case 404, 410: Phrase("it is not there", "文件不存在")
        case 401, 403, 407: Phrase("it may not be read", "无权访问")
        case 429: Phrase("too many ask", "请求过多")
        case 500...: Phrase("the server fails", "服务器出错")
        default: Phrase("the file does not come", "没有返回文件")
        }
    }
}

/// Sizes as people read them.
public enum ByteText {
    /// With one decimal in the unit that suits, by powers of ten: `72 B`, `3.5 kB`, `95.6 MB`.
    public static func size(_ count: Int) -> String {
        if count < 1000 { return "\(count) B" }
        var (unit, names) = (1000, ["kB", "MB", "GB", "TB", "PB", "EB"][...])
        // 999,950 bytes would be 1000.0 kB.
        while names.count > 1, count >= unit * 1000 - unit / 20 {
            unit *= 1000
            names = names.dropFirst()
        }
        let tenths = count / (unit / 10) + (count % (unit / 10) >= unit / 20 ? 1 : 0)
        return "\(tenths / 10).\(tenths % 10) \(names.first ?? "")"
    }
}
