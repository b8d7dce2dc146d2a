// What can be wrong with the network's weights, its input, or the machine it is to run on.

import Localization

/// Why the network cannot be made or cannot run.
public enum InceptionError: ExplainedError, Equatable {
    // The weights.
    /// The first name in alphabetical order, and how many of the `expected` tensors are not there.
    case missingTensors(first: String, count: Int, expected: Int)
    /// Tensors that the network does not have: the first name in alphabetical order, and how many.
    case unexpectedTensors(first: String, count: Int)
    case wrongShape(tensor: String, found: [Int], expected: [Int])
    case notFinite(tensor: String)
    case negativeVariance(tensor: String, value: Float)

    // The input.
    /// A batch that does not hold `images` pictures of 299 × 299 × 3.
    case wrongBatch(images: Int, values: Int)
    /// Nothing to compare two precisions on, or features of different sets.
    case notComparable(reference: Int, other: Int)

    // The machine.
    /// fid was built without the package trait `Inception`.
    case leftOut
    /// oneDNN cannot be opened; the words of the dynamic linker.
    case noLibrary(reason: String)
    /// A function of oneDNN failed, with this status, for this layer.
    case library(layer: String, call: String, status: String)
    /// The CPU computes nothing in bfloat16 by itself.
    case noBFloat16

    public var phrase: Phrase { weightsPhrase ?? machinePhrase }

    private var weightsPhrase: Phrase? {
        switch self {
        case .missingTensors(let first, let count, let expected):
            Phrase(
                "the weights lack \(count) of the \(expected) tensors of the FID Inception network, the first of them \(first): use pt_inception-2015-12-05-6726825d.pth, the file of pytorch-fid and torch-fidelity",
                "权重缺少 FID 所用 Inception 网络 \(expected) 个张量中的 \(count) 个，首先是 \(first)：请使用 pytorch-fid 与 torch-fidelity 的权重文件 pt_inception-2015-12-05-6726825d.pth"
            )
        case .unexpectedTensors(let first, let count):
            Phrase(
                "the weights hold \(count) \(count == 1 ? "tensor" : "tensors") that the FID Inception network does not have, the first of them \(first): they are of another network (torchvision's has AuxLogits and 1000 classes), so use pt_inception-2015-12-05-6726825d.pth",
                "权重含有 FID 所用 Inception 网络没有的 \(count) 个张量，首先是 \(first)：它们属于另一个网络（torchvision 的网络带 AuxLogits，有 1000 类），请使用 pt_inception-2015-12-05-6726825d.pth"
            )
        case .wrongShape(let tensor, let found, let expected):
            Phrase(
                "\(tensor) is \(Self.shape(found)(in: .english)) in the weights and \(Self.shape(expected)(in: .english)) in the FID Inception network: they are of another network, so use pt_inception-2015-12-05-6726825d.pth",
                "权重中的 \(tensor) 为\(Self.shape(found)(in: .chinese))，而 FID 所用的 Inception 网络中为\(Self.shape(expected)(in: .chinese))：这是另一个网络的权重，请使用 pt_inception-2015-12-05-6726825d.pth"
            )
        case .notFinite(let tensor):
            Phrase(
                "\(tensor) holds an infinity or a NaN: the weights are damaged, so fetch them again",
                "\(tensor) 含有无穷大或 NaN：权重文件已损坏，请重新获取")
        case .negativeVariance(let tensor, let value):
            Phrase(
                "\(tensor) holds \(value), and no variance is negative: the weights are damaged, so fetch them again",
                "\(tensor) 含有 \(value)，而方差不会为负：权重文件已损坏，请重新获取")
        default: nil
        }
    }

    private var machinePhrase: Phrase {
        switch self {
        case .wrongBatch(let images, let values):
            Phrase(
                "a batch of \(images) \(images == 1 ? "picture" : "pictures") has \(images) × 299 × 299 × 3 numbers, not \(values)",
                "\(images) 幅图像的批次应有 \(images) × 299 × 299 × 3 个数，而不是 \(values) 个")
        case .notComparable(let reference, let other):
            Phrase(
                "two precisions are compared on the same pictures, two or more of them: there are \(reference) and \(other)",
                "比较两种精度需要同一组图像，且至少两幅：现有 \(reference) 幅与 \(other) 幅")
        case .noLibrary(let reason):
            Phrase(
                "oneDNN, which computes the network, cannot be opened (\(reason)): on Debian or Ubuntu, run sudo apt-get install libdnnl-dev",
                "无法加载计算网络所用的 oneDNN（\(reason)）：在 Debian 或 Ubuntu 上请运行 sudo apt-get install libdnnl-dev")
        case .library(let layer, let call, let status):
            Phrase(
                "oneDNN answers \(status) to \(call) for the layer \(layer): if memory is short, free some; otherwise report this, with what fid doctor prints",
                "oneDNN 在 \(layer) 层调用 \(call) 时返回 \(status)：若内存不足，请先释放内存；否则请附上 fid doctor 的输出报告此问题")
        case .noBFloat16:
            Phrase(
                "this CPU has no bfloat16 arithmetic (AVX512-BF16 or AMX), and imitating it is slower than float32: use --network-precision float32",
                "此 CPU 没有 bfloat16 运算指令（AVX512-BF16 或 AMX），软件模拟比 float32 更慢：请使用 --network-precision float32")
        default:
            Phrase(
                "this fid was built without the Inception network: build it with the package trait Inception, which swift build does unless told --disable-default-traits",
                "此 fid 在构建时未包含 Inception 网络：请启用包特性 Inception 重新构建（swift build 默认启用，除非加了 --disable-default-traits）")
        }
    }

    /// `64×192×1×1`, as it stands behind a verb.
    private static func shape(_ sizes: [Int]) -> Phrase {
        let text = sizes.map(String.init).joined(separator: "×")
        return sizes.isEmpty ? Phrase("a single number", "一个数") : Phrase(text, " " + text)
    }
}
