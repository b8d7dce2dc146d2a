// The sentences of the errors of weights, in both languages.

import FeatureFiles
import Localization

extension WeightsError {
    /// One sentence that starts with the file's name: what is wrong, where, and what to do.
    public var phrase: Phrase {
        filePhrase ?? torchPhrase ?? tablePhrase ?? tensorPhrase ?? Phrase("the weights cannot be used", "无法使用该权重")
    }

    private var filePhrase: Phrase? {
        switch self {
        case .file(let error): error.phrase
        case .isFolder(let file):
            Phrase(
                "\(file) is a folder: name a .pth or .safetensors file inside it",
                "\(file) 是一个文件夹：请指定其中的 .pth 或 .safetensors 文件")
        case .notWeights(let file, _, let format?):
            Phrase("\(file) \(format.explanation.english)", "\(file) \(format.explanation.chinese)")
        case .notWeights(let file, let start, nil):
            Phrase(
                "\(file) is no file of weights (it starts with \(hexadecimal(start))): name a .pth file of PyTorch or a .safetensors file",
                "\(file) 不是权重文件（开头字节为 \(hexadecimal(start))）：请提供 PyTorch 的 .pth 文件或 .safetensors 文件")
        case .truncated(let file, let truncation):
            Phrase(
                "\(file) \(truncation.explanation.english): fetch or copy it again",
                "\(file) \(truncation.explanation.chinese)：请重新下载或复制")
        case .truncatedTable(let file, let size):
            Phrase(
                "\(file) ends at byte \(size), inside the table of its tensors: fetch or copy it again",
                "\(file) 在字节 \(size) 处结束，张量目录尚不完整：请重新下载或复制")
        default: nil
        }
    }

    private var torchPhrase: Phrase? {
        switch self {
        case .pickle(let file, let offset, .refusedGlobal(let name, isDangerous: true)):
            Phrase(
                "\(file) asks Python to use \(printable(name)) (byte \(offset)), which can run programs and has no place in weights: nothing of it was run; do not open the file with torch.load, and get the weights from a source that you trust",
                "\(file) 要求 Python 使用 \(printable(name))（字节 \(offset)），它可以运行程序，不该出现在权重中：其中的任何内容都没有执行；请勿用 torch.load 打开该文件，并从可信来源获取权重"
            )
        case .pickle(let file, let offset, .refusedGlobal(let name, isDangerous: false)):
            Phrase(
                "\(file) needs \(printable(name)) of Python (byte \(offset)), and only tensors are read here, without running anything: save the tensors alone, as torch.save(model.state_dict(), path)",
                "\(file) 需要 Python 的 \(printable(name))（字节 \(offset)），而这里只读取张量，不执行任何代码：请只保存张量，即 torch.save(model.state_dict(), path)"
            )
        case .pickle(let file, let offset, let problem):
            Phrase(
                "\(file) cannot be read at byte \(offset) (\(problem.explanation.english)): fetch it again, or save it again with torch.save",
                "\(file) 在字节 \(offset) 处无法解读（\(problem.explanation.chinese)）：请重新下载，或用 torch.save 重新保存")
        case .otherPickle(let file):
            Phrase(
                "\(file) is a Python pickle, but torch.save did not write it: name a .pth file of PyTorch or a .safetensors file",
                "\(file) 是 Python pickle，但不是由 torch.save 写出的：请提供 PyTorch 的 .pth 文件或 .safetensors 文件")
        case .unknownVersion(let file):
            Phrase(
                "\(file) is of a version of PyTorch's format that is not known: open it with torch.load and save it again with torch.save",
                "\(file) 的 PyTorch 格式版本未知：请用 torch.load 打开后再用 torch.save 保存")
        case .otherArchive(let file):
            Phrase(
                "\(file) is a zip archive that torch.save did not write: name a .pth file of PyTorch or a .safetensors file",
                "\(file) 是 zip 压缩包，但不是由 torch.save 写出的：请提供 PyTorch 的 .pth 文件或 .safetensors 文件")
        case .compressed(let file, let member):
            Phrase(
                "\(file) holds \(member) compressed, which PyTorch never does: unpack it and pack it again with zip -0, or save it again with torch.save",
                "\(file) 中的 \(member) 经过压缩，而 PyTorch 从不压缩：请解压后用 zip -0 重新打包，或用 torch.save 重新保存")
        default: nil
        }
    }

    private var tablePhrase: Phrase? {
        switch self {
        case .noStateDict(let file, let keys) where keys.isEmpty:
            Phrase(
                "\(file) holds no tensors by name: save them as torch.save(model.state_dict(), path)",
                "\(file) 中没有按名称存放的张量：请用 torch.save(model.state_dict(), path) 保存")
        case .noStateDict(let file, let keys):
            Phrase(
                "\(file) holds \(list(keys, "and", ", ")) and no tensors beside them: save the tensors of one network alone, as torch.save(model.state_dict(), path)",
                "\(file) 的条目为 \(list(keys, "等", "、"))，其中没有直接存放的张量：请只保存一个网络的张量，即 torch.save(model.state_dict(), path)")
        case .tooManyModules(let file, let module):
            Phrase(
                "\(file) has too many modules within modules, at \(module): get the file from a source that you trust",
                "\(file) 中模块嵌套过多（在 \(module) 处）：请从可信来源获取该文件")
        case .missingStorage(let file, let tensor):
            Phrase(
                "\(file) names the tensor \(tensor) and does not hold its numbers: fetch it again, or save it again with torch.save",
                "\(file) 列出了张量 \(tensor)，却没有它的数值：请重新下载，或用 torch.save 重新保存")
        case .wrongStorageSize(let file, let offset, let claimed, let found):
            Phrase(
                "\(file) holds numbers of the length \(found) at byte \(offset) where its table claims \(claimed): fetch it again",
                "\(file) 在字节 \(offset) 处的数据长度为 \(found)，而目录声称为 \(claimed)：请重新下载")
        case .damagedTable(let file, let offset):
            Phrase(
                "\(file) has a damaged table of tensors (at byte \(offset)): fetch it again",
                "\(file) 的张量目录已损坏（字节 \(offset) 处）：请重新下载")
        case .unknownByteOrder(let file, let offset, let order):
            Phrase(
                "\(file) gives “\(order)” as its byte order (at byte \(offset)), and little and big are known: fetch it again",
                "\(file) 的字节序写作“\(order)”（字节 \(offset) 处），而已知的只有 little 和 big：请重新下载")
        case .damagedHeader(let file, let tensor?):
            Phrase(
                "\(file) has a damaged header (in the description of \(tensor)): fetch it again",
                "\(file) 的头部已损坏（在 \(tensor) 的描述中）：请重新下载")
        case .damagedHeader(let file, nil):
            Phrase("\(file) has a damaged header: fetch it again", "\(file) 的头部已损坏：请重新下载")
        case .unknownElements(let file, let tensor, let type):
            Phrase(
                "\(file) holds \(tensor) as \(type), which is not read here: save it as float32 or float16",
                "\(file) 中 \(tensor) 的类型为 \(type)，这里不读取：请以 float32 或 float16 保存")
        default: nil
        }
    }

    private var tensorPhrase: Phrase? {
        switch self {
        case .noTensor(let file, let name, let suggestion?):
            Phrase(
                "\(file) has no tensor \(printable(name)) (did you mean \(printable(suggestion))?): fid weights show lists them",
                "\(file) 中没有张量 \(printable(name))（是否想用 \(printable(suggestion))？）：用 fid weights show 查看所有张量")
        case .noTensor(let file, let name, nil):
            Phrase(
                "\(file) has no tensor \(printable(name)): fid weights show lists them",
                "\(file) 中没有张量 \(printable(name))：用 fid weights show 查看所有张量")
        case .notFinite(let file, let tensor, let index, let value):
            Phrase(
                "\(file) holds \(value) in \(printable(tensor)) (number \(index + 1) of it), with which no network computes: fetch it again",
                "\(file) 的 \(printable(tensor)) 中第 \(index + 1) 个数为 \(value)，网络无法用它计算：请重新下载")
        case .mismatch(let file, let comparison):
            Phrase(
                "\(file) does not fit the network: \(comparison.explanation.english): fetch it again from where it was published, or name another file",
                "\(file) 与网络不符：\(comparison.explanation.chinese)；请从发布处重新下载，或指定其他文件")
        default: nil
        }
    }
}

/// Some of the names, and how many there are besides.
private func list(_ names: [String], _ more: String, _ separator: String) -> String {
    let shown = names.prefix(5).joined(separator: separator)
    let rest = names.count - 5
    return rest > 0 ? "\(shown) \(more) \(rest) …" : shown
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

extension Truncation {
    /// Where it ends and what is missing, as the rest of a sentence.
    public var explanation: Phrase {
        let missing = needed - size
        guard let tensor else {
            return Phrase(
                "ends at byte \(size), behind its \(tensors) tensors, where \(missing) more should follow",
                "在字节 \(size) 处结束：\(tensors) 个张量完整，但其后还应有 \(missing) 字节")
        }
        return Phrase(
            "ends at byte \(size), in the tensor \(tensor): \(wholeTensors) of \(tensors) tensors are whole, and \(missing) bytes are missing",
            "在字节 \(size) 处结束，正处于张量 \(tensor)：\(tensors) 个张量中有 \(wholeTensors) 个完整，还缺 \(missing) 字节")
    }
}

extension PickleProblem {
    /// The problem, as a clause in brackets.
    var explanation: Phrase {
        switch self {
        case .refusedGlobal(let name, _):
            Phrase("\(printable(name)) is not known to tensors", "张量不需要 \(printable(name))")
        case .refusedOperation(let name):
            Phrase("the operation \(name) is refused, for tensors never need it", "拒绝操作 \(name)：张量从不需要它")
        case .unknownOperation(let code):
            Phrase("\(hexadecimal([code])) is no operation of a pickle", "\(hexadecimal([code])) 不是 pickle 操作码")
        case .unknownProtocol(let number):
            Phrase("the pickle protocol \(number) is not known", "未知的 pickle 协议 \(number)")
        case .ends: Phrase("the pickle ends too early", "pickle 提前结束")
        case .tooLarge(let what, let limit): what.explanation(limit)
        case .emptyStack(let name): Phrase("\(name) finds the stack empty", "\(name) 遇到空栈")
        case .noMark(let name): Phrase("\(name) finds no mark", "\(name) 找不到标记")
        case .noMemo(let place): Phrase("nothing was remembered as number \(place)", "备忘表中没有第 \(place) 项")
        case .wrongOperand(let name): Phrase("\(name) finds something that it cannot take", "\(name) 的操作对象不合法")
        case .wrongArguments(let name): Phrase("\(name) is called with wrong arguments", "\(name) 的参数不合法")
        case .notText: Phrase("a name is not UTF-8", "名称不是 UTF-8 文本")
        case .wrongTensor(let problem): problem.explanation
        }
    }
}

extension PickleLimit {
    func explanation(_ limit: Int) -> Phrase {
        switch self {
        case .bytes: Phrase("the pickle is longer than \(limit) bytes", "pickle 超过 \(limit) 字节")
        case .stack: Phrase("more than \(limit) values are on the stack", "栈中的值超过 \(limit) 个")
        case .marks: Phrase("more than \(limit) marks are open", "未闭合的标记超过 \(limit) 个")
        case .memo: Phrase("more than \(limit) values are remembered", "备忘表超过 \(limit) 项")
        case .entries: Phrase("its containers hold more than \(limit) entries", "容器中的元素超过 \(limit) 个")
        case .depth: Phrase("its containers are nested more than \(limit) deep", "容器嵌套超过 \(limit) 层")
        case .name: Phrase("a name is longer than \(limit) bytes", "名称超过 \(limit) 字节")
        }
    }
}

extension TensorProblem {
    /// The problem, as a clause in brackets.
    var explanation: Phrase {
        switch self {
        case .tooManyDimensions(let count): Phrase("a tensor has \(count) dimensions", "张量有 \(count) 个维度")
        case .ranksDiffer(let shape, let stride):
            Phrase(
                "a tensor has the shape \(tuple(shape)) and the strides \(tuple(stride))",
                "张量形状为 \(tuple(shape))，步长却为 \(tuple(stride))")
        case .negative(let what, let value):
            Phrase("a tensor has \(value) as its \(what)", "张量的 \(what) 为 \(value)")
        case .tooLarge(let shape):
            Phrase(
                "a tensor claims the shape \(tuple(shape)), which its storage cannot stand for",
                "张量声称形状为 \(tuple(shape))，其存储无法支撑")
        case .outside(let last, let capacity):
            Phrase(
                "a tensor reaches to element \(last) of a storage of \(capacity)",
                "张量延伸到存储的第 \(last) 个元素，而存储只有 \(capacity) 个元素")
        }
    }
}
