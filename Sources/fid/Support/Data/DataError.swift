// What can go wrong when data are fetched: the facts, with a sentence each.

import FeatureFiles
import Localization

enum DataError: ExplainedError, Equatable {
    case badManifest(file: String, reason: Phrase)
    case gitMissing
    case unreachable(source: String, folder: String, reason: String)
    case sourceMissing(path: String)
    case notAFolder(path: String)
    case unwritableFolder(folder: String, reason: String)
    case busy(folder: String)
    case classMissing(name: String, source: String, path: String)
    case wrongRows(name: String, found: Int, expected: Int)
    case wrongFile(file: String, rows: Int, columns: Int, expected: Int)
    case wrongHash(name: String, found: String, expected: String)

    /// Whether the machine or its network failed, not the input.
    var isMachineFailure: Bool {
        switch self {
        case .unreachable, .unwritableFolder: true
        default: false
        }
    }

    var phrase: Phrase {
        switch self {
        case .badManifest(let file, let reason):
            Phrase("\(file) describes no data set: \(reason.english)", "\(file) 不是数据集说明：\(reason.chinese)")
        case .gitMissing:
            Phrase(
                "git is not on the PATH, and the data come by it: install git, or name a folder that holds them with --from",
                "在 PATH 中找不到 git，而数据要用它获取：请安装 git，或用 --from 指定已有数据的文件夹")
        case .unreachable(let source, let folder, let reason):
            Phrase(
                "\(source) cannot be reached (git: \(reason)): run this again when there is a network, and it goes on where it stopped; or run git clone \(source) on another machine, bring the folder here, and name it with --from (it needs \(folder)/ only)",
                "无法访问 \(source)（git：\(reason)）：有网络后重新运行即可从中断处继续；也可在其他机器上运行 git clone \(source)，把文件夹带到这里并用 --from 指定（只需其中的 \(folder)/）"
            )
        case .sourceMissing(let path):
            Phrase(
                "\(path) does not exist: check --from, or leave it out to fetch from the data's public home",
                "\(path) 不存在：请检查 --from，或去掉它以从公开地址获取")
        case .notAFolder(let path):
            Phrase("\(path) is a file, and the data go into a folder: name one with -o", "\(path) 是文件，而数据要写入文件夹：请用 -o 指定文件夹")
        case .unwritableFolder(let folder, let reason):
            Phrase(
                "\(folder) cannot be written (\(reason)): name another folder with -o",
                "\(folder) 无法写入（\(reason)）：请用 -o 指定其他文件夹")
        case .busy(let folder):
            Phrase(
                "another run is fetching into \(folder): wait until it is done, or name another folder with -o",
                "另一个进程正在向 \(folder) 获取数据：请等它完成，或用 -o 指定其他文件夹")
        case .classMissing(let name, let source, let path):
            Phrase(
                "\(source) has no text files in \(path), where \(name) should be: check --from",
                "\(source) 的 \(path) 中没有 \(name) 的文本文件：请检查 --from")
        case .wrongRows(let name, let found, let expected):
            Phrase(
                "\(name) has \(found) text files where \(expected) are expected: the source is incomplete or another one, so fetch it again or check --from",
                "\(name) 有 \(found) 个文本文件，而应有 \(expected) 个：来源不完整或不是同一来源，请重新获取或检查 --from")
        case .wrongFile(let file, let rows, let columns, let expected):
            Phrase(
                "\(file) holds \(rows) × \(columns) numbers where 1 × \(expected) are expected: fetch it again",
                "\(file) 含有 \(rows) × \(columns) 个数，而应为 1 × \(expected)：请重新获取")
        case .wrongHash(let name, let found, let expected):
            Phrase(
                "\(name) is not what it was when it was recorded (SHA-256 \(found.prefix(16))…, expected \(expected.prefix(16))…) and was not written: the source has changed or is damaged",
                "\(name) 与记录不符（SHA-256 为 \(found.prefix(16))…，应为 \(expected.prefix(16))…），未写入：来源已改变或已损坏")
        }
    }
}
