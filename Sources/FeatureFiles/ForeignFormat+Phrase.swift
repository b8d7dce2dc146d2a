// What is said of files in other formats, damaged headers and damaged archives.

import Localization

extension ForeignFormat {
    /// What the file is, as the rest of a sentence that starts with its name, and what to do.
    package var explanation: Phrase {
        switch self {
        case .gzip: compressed("gzip", "gunzip")
        case .bzip2: compressed("bzip2", "bunzip2")
        case .xz: compressed("xz", "unxz")
        case .zstandard: compressed("Zstandard", "unzstd")
        case .png: image("PNG")
        case .jpeg: image("JPEG")
        case .gif: image("GIF")
        case .webp: image("WebP")
        case .tiff: image("TIFF")
        case .bmp: image("BMP")
        case .pickle: saved("a Python pickle", "Python pickle 文件")
        case .torchArchive: saved("a PyTorch file (.pt or .pth)", "PyTorch 文件（.pt 或 .pth）")
        case .hdf5: saved("an HDF5 file", "HDF5 文件")
        case .matlab: saved("a MATLAB file", "MATLAB 文件")
        case .safetensors: saved("a safetensors file", "safetensors 文件")
        case .parquet: saved("a Parquet file", "Parquet 文件")
        case .pdf: saved("a PDF document", "PDF 文档")
        case .html:
            Phrase(
                "is a web page, perhaps the error page of a failed download: download the file again",
                "是一个网页，可能是下载失败时的错误页面：请重新下载")
        case .gitLFSPointer:
            Phrase(
                "is a Git LFS pointer and not the data: fetch the data with git lfs pull",
                "是 Git LFS 指针文件而不是数据本身：请用 git lfs pull 获取数据")
        case .utf16Text: Phrase("is UTF-16 text: save it as UTF-8", "是 UTF-16 文本：请以 UTF-8 保存")
        case .otherArchive:
            Phrase(
                "is a zip archive that holds no .npy arrays: save the features with numpy.savez(path, features=x)",
                "是不含 .npy 数组的 zip 压缩包：请用 numpy.savez(path, features=x) 保存特征")
        case .text:
            Phrase(
                "is text, but not a table of numbers: pass a .npy, .npz or .csv file",
                "是文本，但不是数值表格：请提供 .npy、.npz 或 .csv 文件")
        case .unknown(let magic):
            Phrase(
                "is in an unknown format (it starts with \(hexadecimal(magic))): pass a .npy, .npz or .csv file",
                "格式未知（开头字节为 \(hexadecimal(magic))）：请提供 .npy、.npz 或 .csv 文件")
        }
    }

    private func compressed(_ name: String, _ command: String) -> Phrase {
        Phrase("is compressed with \(name): unpack it first with \(command)", "是 \(name) 压缩文件：请先用 \(command) 解压")
    }

    private func image(_ name: String) -> Phrase {
        Phrase(
            "is a \(name) image, not features: pass the features that a network extracted from the images",
            "是 \(name) 图像，不是特征：请提供由网络从图像提取的特征")
    }

    private func saved(_ english: String, _ chinese: String) -> Phrase {
        Phrase(
            "is \(english), which is not read here: save the features with numpy.save or numpy.savez",
            "是 \(chinese)，这里不读取这种格式：请用 numpy.save 或 numpy.savez 保存特征")
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}

extension HeaderProblem {
    /// The problem, as a clause in brackets.
    var explanation: Phrase {
        switch self {
        case .expected(let what): Phrase("\(what) was expected", "此处应为 \(what)")
        case .missingKey(let key): Phrase("the key '\(key)' is missing", "缺少键 '\(key)'")
        case .unknownKey(let key): Phrase("the key '\(key)' is unknown", "键 '\(key)' 未知")
        case .repeatedKey(let key): Phrase("the key '\(key)' is there twice", "键 '\(key)' 重复出现")
        case .wrongValue(let key): Phrase("the value of '\(key)' makes no sense", "'\(key)' 的值不合法")
        case .nestedTooDeeply: Phrase("brackets are nested too deeply", "括号嵌套过深")
        }
    }
}

extension ArchiveProblem {
    /// The problem, as the rest of a sentence that starts with the file's name, and what to do.
    var explanation: Phrase {
        let again = Phrase("copy or write it again", "请重新复制或生成")
        return switch self {
        case .noDirectory:
            Phrase(
                "is a cut-off archive, for the directory at its end is missing: \(again.english)",
                "是不完整的压缩包，末尾的目录缺失：\(again.chinese)")
        case .multipleDisks:
            Phrase(
                "is one part of an archive in several parts: join the parts to one file",
                "是分卷压缩包的一部分：请先合并成一个文件")
        case .directoryOutOfBounds(let offset):
            Phrase(
                "is a damaged archive (its directory would be at byte \(offset), outside the file): \(again.english)",
                "是损坏的压缩包（目录位置 \(offset) 超出文件范围）：\(again.chinese)")
        case .directoryEntry(let offset):
            Phrase(
                "is a damaged archive (its directory is unreadable at byte \(offset)): \(again.english)",
                "是损坏的压缩包（目录在字节 \(offset) 处无法解读）：\(again.chinese)")
        case .memberOutOfBounds(let name):
            Phrase(
                "is a damaged archive (the data of \(name) would lie outside the file): \(again.english)",
                "是损坏的压缩包（\(name) 的数据超出文件范围）：\(again.chinese)")
        case .localHeader(let name, let offset):
            Phrase(
                "is a damaged archive (the header of \(name) at byte \(offset) contradicts the directory): \(again.english)",
                "是损坏的压缩包（字节 \(offset) 处 \(name) 的头部与目录不一致）：\(again.chinese)")
        case .impossibleSize(let name, let claimed, let stored):
            Phrase(
                "is a damaged archive (\(name) claims to unpack \(stored) bytes to \(claimed), which is impossible): \(again.english)",
                "是损坏的压缩包（\(name) 声称 \(stored) 字节可解压为 \(claimed) 字节，这不可能）：\(again.chinese)")
        }
    }
}
