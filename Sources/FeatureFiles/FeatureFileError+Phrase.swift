// The sentences of the errors of feature files, in both languages.

import Foundation
import LinearAlgebra
import Localization

extension FeatureFileError {
    /// One sentence that starts with the file's name: what is wrong, where, and what to do.
    public var phrase: Phrase {
        filePhrase ?? arrayPhrase ?? archivePhrase ?? keyPhrase ?? statisticsPhrase ?? textPhrase ?? outputPhrase
            ?? Phrase("the file cannot be used", "无法使用该文件")
    }

    private var filePhrase: Phrase? {
        switch self {
        case .notFound(let file):
            Phrase("\(file) does not exist: check the path", "\(file) 不存在：请检查路径")
        case .isDirectory(let file):
            Phrase(
                "\(file) is a folder: name a file with features inside it",
                "\(file) 是一个文件夹：请指定其中的特征文件")
        case .notRegularFile(let file):
            Phrase(
                "\(file) is a pipe or a device: write the data to a file first and name that",
                "\(file) 是管道或设备：请先把数据写入文件，再指定该文件")
        case .unreadable(let file, let number):
            Phrase(
                "\(file) cannot be read (\(reason(number))): check its permissions and its disk",
                "\(file) 无法读取（\(reason(number))）：请检查权限和磁盘")
        case .empty(let file):
            Phrase(
                "\(file) is empty (0 bytes): what should have written it did not finish, so write it again",
                "\(file) 是空文件（0 字节）：写它的程序没有完成，请重新生成")
        case .unsupportedFormat(let file, let format):
            Phrase(
                "\(file) \(format.explanation.english)",
                "\(file) \(format.explanation.chinese)")
        case .shrank(let file, let offset, let expected, let found):
            Phrase(
                "\(file) became shorter while it was read (\(found) of \(expected) bytes at offset \(offset)): wait until its writer is done and read it again",
                "\(file) 在读取过程中变短了（偏移 \(offset) 处需要 \(expected) 字节，只读到 \(found) 字节）：请等写入完成后再读")
        case .tooLargeForMemory(let file, let needed, let available):
            Phrase(
                "\(file) needs \(needed) bytes of memory as a whole and this machine has \(available): read it row by row, or use a machine with more memory",
                "\(file) 整体需要 \(needed) 字节内存，而本机只有 \(available) 字节：请逐行读取，或换用内存更大的机器")
        case .unpackingFailed(let file, let folder, let number):
            Phrase(
                "\(file) is compressed and could not be unpacked in \(folder) (\(reason(number))): make room there, set TMPDIR to another folder, or save it with numpy.savez",
                "\(file) 是压缩数组，无法在 \(folder) 中解压（\(reason(number))）：请腾出空间、用 TMPDIR 指定其他文件夹，或改用 numpy.savez 保存")
        default: nil
        }
    }

    private var arrayPhrase: Phrase? {
        switch self {
        case .unsupportedVersion(let file, let major, let minor):
            Phrase(
                "\(file) is a .npy file of version \(major).\(minor), and only 1.0, 2.0 and 3.0 are known: save it again with numpy.save",
                "\(file) 是 \(major).\(minor) 版的 .npy 文件，而已知版本只有 1.0、2.0 和 3.0：请用 numpy.save 重新保存")
        case .truncatedHeader(let file, let needed, let found):
            Phrase(
                "\(file) ends inside its .npy header (\(found) bytes are there, \(needed) are needed): copy or write it again",
                "\(file) 在 .npy 头部中途结束（现有 \(found) 字节，需要 \(needed) 字节）：请重新复制或生成")
        case .headerTooLong(let file, let length, let limit):
            Phrase(
                "\(file) has a .npy header of \(length) bytes, more than the \(limit) that any array of numbers needs: save it again with numpy.save",
                "\(file) 的 .npy 头部长达 \(length) 字节，超过数值数组所需的上限 \(limit) 字节：请用 numpy.save 重新保存")
        case .malformedHeader(let file, let offset, let problem):
            Phrase(
                "\(file) has a damaged .npy header (\(problem.explanation.english), at byte \(offset)): save it again with numpy.save",
                "\(file) 的 .npy 头部已损坏（字节 \(offset) 处：\(problem.explanation.chinese)）：请用 numpy.save 重新保存")
        case .unsupportedElements(let file, let code, let kind):
            Phrase(
                "\(file) holds \(kind.explanation.what.english) (dtype \(code)): \(kind.explanation.mend.english)",
                "\(file) 存放的是\(kind.explanation.what.chinese)（dtype \(code)）：\(kind.explanation.mend.chinese)")
        case .shapeTooLarge(let file, let shape):
            Phrase(
                "\(file) claims a shape\(shape.isEmpty ? "" : " \(tuple(shape))") that is too large to count: its header is damaged, so write it again",
                "\(file) 声称的形状\(shape.isEmpty ? "" : " \(tuple(shape)) ")大到无法计数：头部已损坏，请重新生成")
        case .truncatedData(let file, let needed, let found):
            Phrase(
                "\(file) is cut short: \(found) bytes of data are there and its shape needs \(needed), so copy or write it again",
                "\(file) 不完整：现有数据 \(found) 字节，而其形状需要 \(needed) 字节，请重新复制或生成")
        case .notAMatrix(let file, let shape):
            Phrase(
                "\(file) holds an array of shape \(tuple(shape)), and features are a matrix with one row for each image: save x.reshape(n, d)",
                "\(file) 中数组的形状为 \(tuple(shape))，而特征应是每张图像占一行的矩阵：请保存 x.reshape(n, d)")
        case .noEntries(let file, let shape):
            Phrase(
                "\(file) holds an array of shape \(tuple(shape)), which has no entries: extract the features again",
                "\(file) 中数组的形状为 \(tuple(shape))，不含任何元素：请重新提取特征")
        case .images(let file, let shape):
            Phrase(
                "\(file) holds images (uint8 of shape \(tuple(shape))), not features: pass the features that a network extracted from them",
                "\(file) 存放的是图像（uint8，形状 \(tuple(shape))），不是特征：请提供由网络从图像提取的特征")
        case .notFinite(let file, let row, let column, let value):
            Phrase(
                "\(file) holds \(value.rawValue) in row \(row), column \(column): find out where it came from and extract the features again",
                "\(file) 第 \(row) 行第 \(column) 列是 \(value.rawValue)：请查明来源并重新提取特征")
        case .differentColumns(let file, let columns, let first, let firstColumns):
            Phrase(
                "\(file) has \(columns) features and \(first) has \(firstColumns): files of one set come from the same layer of the same network",
                "\(file) 有 \(columns) 维特征，而 \(first) 有 \(firstColumns) 维：同一组的文件必须来自同一网络的同一层")
        default: nil
        }
    }

    private var archivePhrase: Phrase? {
        switch self {
        case .damagedArchive(let file, let problem):
            Phrase(
                "\(file) \(problem.explanation.english)",
                "\(file) \(problem.explanation.chinese)")
        case .encryptedMember(let file):
            Phrase(
                "\(file) is encrypted: unpack the archive with its password and save the arrays again",
                "\(file) 已加密：请用密码解开压缩包后重新保存数组")
        case .unsupportedCompression(let file, let method):
            Phrase(
                "\(file) is compressed by \(compressionName(method)), and only stored and deflated members are read: save it with numpy.savez or numpy.savez_compressed",
                "\(file) 使用 \(compressionName(method)) 压缩，而这里只支持不压缩（stored）和 deflate：请用 numpy.savez 或 numpy.savez_compressed 保存")
        case .duplicateMember(let file):
            Phrase(
                "\(file) is in the archive twice, so which one is meant is unclear: save the archive again",
                "\(file) 在压缩包中出现了两次，无法确定用哪一个：请重新保存该压缩包")
        case .damagedMember(let file, let offset):
            Phrase(
                "\(file) cannot be unpacked (its deflated data are damaged after \(offset) bytes): copy or write the archive again",
                "\(file) 无法解压（解出 \(offset) 字节后数据损坏）：请重新复制或生成该压缩包")
        case .wrongMemberSize(let file, let claimed, let needed):
            Phrase(
                "\(file) takes \(claimed) bytes in the archive, and its shape needs \(needed): the archive is damaged, so copy or write it again",
                "\(file) 在压缩包中占 \(claimed) 字节，而其形状需要 \(needed) 字节：压缩包已损坏，请重新复制或生成")
        case .shortMember(let file, let claimed, let found):
            Phrase(
                "\(file) unpacks to \(found) bytes, and the archive claims \(claimed): copy or write the archive again",
                "\(file) 只解压出 \(found) 字节，而压缩包声称有 \(claimed) 字节：请重新复制或生成该压缩包")
        case .overlongMember(let file, let claimed):
            Phrase(
                "\(file) unpacks to more than the \(claimed) bytes that the archive claims: copy or write the archive again",
                "\(file) 解压后超过压缩包声称的 \(claimed) 字节：请重新复制或生成该压缩包")
        case .wrongChecksum(let file, let expected, let found):
            Phrase(
                "\(file) fails its checksum (CRC-32 \(hexadecimal(found)) instead of \(hexadecimal(expected))): copy or write the archive again",
                "\(file) 校验失败（CRC-32 为 \(hexadecimal(found))，应为 \(hexadecimal(expected))）：请重新复制或生成该压缩包")
        default: nil
        }
    }

    private static func noSuchKey(_ file: String, _ key: String, _ keys: [String], _ question: Phrase?) -> Phrase {
        let aside = question.map { Phrase(" (\($0.english))", "（\($0.chinese)）") } ?? Phrase(same: "")
        return Phrase(
            "\(file) has no array named \(key)\(aside.english): it holds \(keys.joined(separator: ", "))",
            "\(file) 中没有名为 \(key) 的数组\(aside.chinese)：现有 \(keys.joined(separator: "、"))")
    }

    private var keyPhrase: Phrase? {
        switch self {
        case .noArrays(let file):
            Phrase(
                "\(file) is an archive without arrays: save one with numpy.savez(path, features=x)",
                "\(file) 是不含数组的压缩包：请用 numpy.savez(path, features=x) 保存")
        case .noSuchKey(let file, let key, let keys, let suggestion):
            Self.noSuchKey(file, key, keys, suggestion.map { Suggestion.question($0, verb: "用") })
        case .noMatrix(let file, let arrays):
            Phrase(
                "\(file) holds no matrix of features, only \(arrays.joined(separator: ", ")): save one row for each image",
                "\(file) 中没有特征矩阵，只有 \(arrays.joined(separator: "、"))：请保存每张图像占一行的矩阵")
        case .severalMatrices(let file, let keys):
            Phrase(
                "\(file) holds several matrices (\(keys.joined(separator: ", "))): choose one, for example \(file):\(keys.first ?? "key")",
                "\(file) 中有多个矩阵（\(keys.joined(separator: "、"))）：请选择一个，例如 \(file):\(keys.first ?? "key")")
        case .keyWithoutArchive(let file, let key):
            Phrase(
                "\(file) is one array and has no keys: leave out the key \(key)",
                "\(file) 只是单个数组，没有键：请去掉键 \(key)")
        default: nil
        }
    }

    private var statisticsPhrase: Phrase? {
        switch self {
        case .missingStatistic(let file, let present, let missing) where present == "mu" || missing == "mu":
            Phrase(
                "\(file) holds \(present) but not \(missing): save both, as numpy.savez(path, mu=mu, sigma=sigma)",
                "\(file) 含有 \(present) 但缺少 \(missing)：请用 numpy.savez(path, mu=mu, sigma=sigma) 一起保存")
        case .missingStatistic(let file, let present, let missing):
            Phrase(
                "\(file) holds \(present) but not \(missing), without which it cannot be read: write the statistics again",
                "\(file) 含有 \(present) 但缺少 \(missing)，因而无法解读：请重新生成统计量")
        case .wrongStatisticShape(let file, let shape, let expected):
            Phrase(
                "\(file) has the shape \(tuple(shape)) where \(expected) is needed: compute the statistics again",
                "\(file) 的形状为 \(tuple(shape))，而应为 \(expected)：请重新计算统计量")
        case .notSymmetric(let file, let row, let column, let value, let mirrored):
            Phrase(
                "\(file) is not symmetric, as a covariance must be: entry (\(row), \(column)) is \(value) and entry (\(column), \(row)) is \(mirrored), so compute it again",
                "\(file) 不对称，而协方差矩阵必须对称：第 (\(row), \(column)) 项为 \(value)，第 (\(column), \(row)) 项为 \(mirrored)，请重新计算")
        case .invalidCount(let file, let value):
            Phrase(
                "\(file) should be the number of samples, a whole number from 1, and is \(value): save it again",
                "\(file) 应为样本数（不小于 1 的整数），现为 \(value)：请重新保存")
        case .invalidScale(let file, let row, let value):
            Phrase(
                "\(file) has \(value) as the scale of row \(row), which must be positive: write the statistics again",
                "\(file) 中第 \(row) 行的缩放系数为 \(value)，而它必须为正数：请重新生成统计量")
        case .factorOverflow(let file, let row, let column):
            Phrase(
                "\(file) times its scale overflows in row \(row), column \(column): write the statistics again",
                "\(file) 第 \(row) 行第 \(column) 列乘以缩放系数后溢出：请重新生成统计量")
        case .wrongFactorShape(let file, let rows, let columns, let dimension):
            Phrase(
                "\(file) gives the factor the shape \(rows)×\(columns), which does not fit a mean of length \(dimension): write the statistics again",
                "\(file) 给出的因子形状为 \(rows)×\(columns)，与长度为 \(dimension) 的均值不符：请重新生成统计量")
        case .tooFewSamplesForFactor(let file, let rows, let count):
            Phrase(
                "\(file) has a factor of more rows than samples (\(rows) and \(count)), which cannot be: write the statistics again",
                "\(file) 中因子的行数多于样本数（\(rows) 与 \(count)），这不可能：请重新生成统计量")
        default: nil
        }
    }

    private var textPhrase: Phrase? {
        switch self {
        case .textTooLarge(let file, let size, let limit):
            Phrase(
                "\(file) is text of \(size) bytes, and text is read up to \(limit): save large matrices with numpy.save",
                "\(file) 是 \(size) 字节的文本，而文本最多读取 \(limit) 字节：大矩阵请用 numpy.save 保存")
        case .textNotUTF8(let file):
            Phrase("\(file) is text that is not UTF-8: save it as UTF-8", "\(file) 不是 UTF-8 文本：请以 UTF-8 保存")
        case .textWithoutNumbers(let file):
            Phrase(
                "\(file) is text without a row of numbers: write one row for each sample, with commas between the numbers",
                "\(file) 是不含数值行的文本：请每个样本写一行，数值之间用逗号分隔")
        case .raggedText(let file, let line, let expected, let found):
            Phrase(
                "\(file) has \(count(found, "cell", "cells")) in line \(line) where the lines before have \(expected): give every row the same length",
                "\(file) 第 \(line) 行有 \(found) 个单元格，而前面各行有 \(expected) 个：请让每行长度相同")
        case .notANumber(let file, let line, let column, let cell):
            Phrase(
                "\(file) has \(cell.isEmpty ? "an empty cell" : "“\(cell)”") in line \(line), column \(column), where a number such as 0.5, 2e-3 or 1/3 is needed",
                "\(file) 第 \(line) 行第 \(column) 列\(cell.isEmpty ? "是空单元格" : "是“\(cell)”")，而这里需要 0.5、2e-3 或 1/3 这样的数值")
        case .textOverflow(let file, let line, let column, let cell):
            Phrase(
                "\(file) has \(cell) in line \(line), column \(column), which is too large for a double: rescale the numbers",
                "\(file) 第 \(line) 行第 \(column) 列的 \(cell) 超出双精度范围：请缩放数值")
        default: nil
        }
    }

    private var outputPhrase: Phrase? {
        switch self {
        case .outputIsDirectory(let file):
            Phrase("\(file) is a folder: give the name of a file to write", "\(file) 是一个文件夹：请给出要写入的文件名")
        case .outputNotRegular(let file):
            Phrase(
                "\(file) is a pipe or a device and cannot be replaced by a file: give the name of a file to write",
                "\(file) 是管道或设备，不能用文件替换：请给出要写入的文件名")
        case .outputFolderMissing(let file, let folder):
            Phrase(
                "\(file) cannot be written, because the folder \(folder) does not exist: create it first",
                "\(file) 无法写入，因为文件夹 \(folder) 不存在：请先创建它")
        case .outputNotWritable(let file, let number):
            Phrase(
                "\(file) cannot be written (\(reason(number))): check the permissions of the file and its folder, or write elsewhere",
                "\(file) 无法写入（\(reason(number))）：请检查文件及其所在文件夹的权限，或写到别处")
        case .writeFailed(let file, let number):
            Phrase(
                "\(file) could not be written completely (\(reason(number))) and was left as it was: make room or write elsewhere",
                "\(file) 未能完整写入（\(reason(number))），原有内容保持不变：请腾出空间或写到别处")
        case .unwritableValue(let file, let row, let column, let value, let precision):
            Phrase(
                "\(file) cannot hold \(value) (row \(row), column \(column)) as \(precision.rawValue): rescale the values or choose a wider type",
                "\(file) 无法以 \(precision.rawValue) 存放第 \(row) 行第 \(column) 列的 \(value)：请缩放数值或选用更宽的类型")
        case .unwritableShape(let file, let shape, let expected):
            Phrase(
                "\(file) cannot be written with the shape \(tuple(shape)): \(expected) is needed",
                "\(file) 无法以形状 \(tuple(shape)) 写入：应为 \(expected)")
        default: nil
        }
    }
}

/// What the system says of an error number.
private func reason(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }

/// A shape as Python prints it: `(3,)`, `(2, 4)`.
package func tuple(_ shape: [Int]) -> String {
    shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
}

private func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}

private func compressionName(_ method: Int) -> String {
    switch method {
    case 9: "Deflate64"
    case 12: "bzip2"
    case 14: "LZMA"
    case 93: "Zstandard"
    case 95: "XZ"
    default: "method \(method)"
    }
}

/// Text from inside a file, made fit to be printed: control characters are escaped and long text is cut.
package func printable(_ text: some StringProtocol, limit: Int = 60) -> String {
    var result = ""
    var length = 0
    for scalar in text.unicodeScalars {
        if length == limit { return result + "…" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
        length += 1
    }
    return result
}
