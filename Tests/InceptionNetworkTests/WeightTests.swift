// Weights that are not of this network, or damaged; and what is said of them and of other troubles.

import Localization
import NetworkWeights
import TestSupport
import Testing

@testable import InceptionNetwork

/// The weights of the rule with something changed.
private struct ChangedWeights: WeightSource {
    var base: DeterministicWeights
    var removed: Set<String> = []
    var added: [String: [Int]] = [:]
    var changed: [String: [Float]] = [:]
    var broken: String?

    struct Unreadable: Error, Equatable {}

    var names: [String] { (base.names.filter { !removed.contains($0) } + added.keys).sorted() }

    func shape(of name: String) -> [Int]? { added[name] ?? base.shape(of: name) }

    func values(of name: String) throws -> [Float] {
        if name == broken { throw Unreadable() }
        return try changed[name] ?? base.values(of: name)
    }
}

@Suite(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
struct WeightTests {
    private func weights(_ change: (inout ChangedWeights) throws -> Void) throws -> ChangedWeights {
        var weights = ChangedWeights(base: try TestNetwork.weights.get())
        try change(&weights)
        return weights
    }

    @Test func `the rule gives the numbers that it gave elsewhere`() throws {
        let weights = try TestNetwork.weights.get()
        let first: [(String, [Float])] = [
            (
                "Conv2d_1a_3x3.conv.weight",
                [-0.15198445320129395, 0.12142248451709747, -0.30463364720344543, 0.34881025552749634]
            ),
            ("Conv2d_1a_3x3.bn.bias", [0.30560773611068726, -0.3008316159248352, -0.29046154022216797, 0.2739197015762329]),
            (
                "Mixed_7c.branch_pool.conv.weight",
                [0.04787098616361618, -0.011488638818264008, 0.04813253879547119, 0.04024026542901993]
            ),
            ("fc.weight", [-0.001919277012348175, 0.04653370380401611, 0.030440621078014374, 0.025063276290893555]),
            ("fc.bias", [-0.005587175488471985, -0.00481705367565155, -0.05498424172401428, -0.051758408546447754]),
        ]
        for (name, values) in first { #expect(try Array(weights.values(of: name).prefix(4)) == values, "\(name)") }
    }

    @Test func `PyTorch's counts of batches may be there`() throws {
        let counted = try weights { $0.added = ["Conv2d_1a_3x3.bn.num_batches_tracked": []] }
        _ = try InceptionNetwork(weights: counted)
    }

    @Test func `tensors that are missing`() throws {
        let lacking = try weights { $0.removed = ["fc.bias", "Mixed_6b.branch1x1.conv.weight"] }
        #expect(throws: InceptionError.missingTensors(first: "Mixed_6b.branch1x1.conv.weight", count: 2, expected: 472)) {
            try InceptionNetwork(weights: lacking)
        }
    }

    @Test func `tensors of another network`() throws {
        let other = try weights { $0.added = ["AuxLogits.fc.weight": [1000, 768], "AuxLogits.fc.bias": [1000]] }
        #expect(throws: InceptionError.unexpectedTensors(first: "AuxLogits.fc.bias", count: 2)) {
            try InceptionNetwork(weights: other)
        }
    }

    @Test func `a tensor of another shape`() throws {
        let other = try weights {
            $0.added = ["fc.weight": [1000, 2048]]; $0.removed = ["fc.weight"]
        }
        #expect(throws: InceptionError.wrongShape(tensor: "fc.weight", found: [1000, 2048], expected: [1008, 2048])) {
            try InceptionNetwork(weights: other)
        }
    }

    @Test func `fewer values than the shape says`() throws {
        let name = "Mixed_5b.branch1x1.bn.weight"
        let short = try weights { $0.changed = [name: [1, 1]] }
        #expect(throws: InceptionError.wrongShape(tensor: name, found: [2], expected: [64])) {
            try InceptionNetwork(weights: short)
        }
    }

    @Test(arguments: [
        ("Conv2d_1a_3x3.conv.weight", Float.nan), ("Conv2d_4a_3x3.bn.running_mean", .infinity),
        ("Mixed_7c.branch_pool.conv.weight", -.infinity), ("fc.weight", .nan), ("fc.bias", .nan),
    ])
    func `a value that is no number`(name: String, value: Float) throws {
        let damaged = try weights { weights in
            var values = try weights.base.values(of: name)
            values[values.count - 1] = value
            weights.changed = [name: values]
        }
        #expect(throws: InceptionError.notFinite(tensor: name)) { try InceptionNetwork(weights: damaged) }
    }

    @Test func `a variance below zero`() throws {
        let name = "Conv2d_2a_3x3.bn.running_var"
        let damaged = try weights { $0.changed = [name: Array(repeating: 1, count: 31) + [-0.5]] }
        #expect(throws: InceptionError.negativeVariance(tensor: name, value: -0.5)) { try InceptionNetwork(weights: damaged) }
    }

    @Test func `what the weights throw comes through`() throws {
        let broken = try weights { $0.broken = "Conv2d_3b_1x1.bn.bias" }
        #expect(throws: ChangedWeights.Unreadable()) { try InceptionNetwork(weights: broken) }
    }
}

@Suite struct LeftOutTests {
    @Test(.enabled(if: !InceptionNetwork.isBuiltIn, "fid was built with the network"))
    func `without the trait there is no network, and it is said`() throws {
        #expect(throws: InceptionError.leftOut) { try InceptionNetwork(weights: TestNetwork.weights.get()) }
        #expect(throws: InceptionError.leftOut) { try NetworkLibrary() }
    }

    @Test(
        arguments: [
            (
                InceptionError.missingTensors(first: "fc.bias", count: 2, expected: 472),
                "the weights lack 2 of the 472 tensors of the FID Inception network, the first of them fc.bias: use pt_inception-2015-12-05-6726825d.pth, the file of pytorch-fid and torch-fidelity",
                "权重缺少 FID 所用 Inception 网络 472 个张量中的 2 个，首先是 fc.bias：请使用 pytorch-fid 与 torch-fidelity 的权重文件 pt_inception-2015-12-05-6726825d.pth"
            ),
            (
                .unexpectedTensors(first: "AuxLogits.fc.bias", count: 1),
                "the weights hold 1 tensor that the FID Inception network does not have, the first of them AuxLogits.fc.bias: they are of another network (torchvision's has AuxLogits and 1000 classes), so use pt_inception-2015-12-05-6726825d.pth",
                "权重含有 FID 所用 Inception 网络没有的 1 个张量，首先是 AuxLogits.fc.bias：它们属于另一个网络（torchvision 的网络带 AuxLogits，有 1000 类），请使用 pt_inception-2015-12-05-6726825d.pth"
            ),
            (
                .wrongShape(tensor: "fc.weight", found: [1000, 2048], expected: [1008, 2048]),
                "fc.weight is 1000×2048 in the weights and 1008×2048 in the FID Inception network: they are of another network, so use pt_inception-2015-12-05-6726825d.pth",
                "权重中的 fc.weight 为 1000×2048，而 FID 所用的 Inception 网络中为 1008×2048：这是另一个网络的权重，请使用 pt_inception-2015-12-05-6726825d.pth"
            ),
            (
                .wrongShape(tensor: "fc.bias", found: [], expected: [1008]),
                "fc.bias is a single number in the weights and 1008 in the FID Inception network: they are of another network, so use pt_inception-2015-12-05-6726825d.pth",
                "权重中的 fc.bias 为一个数，而 FID 所用的 Inception 网络中为 1008：这是另一个网络的权重，请使用 pt_inception-2015-12-05-6726825d.pth"
            ),
            (
                .notFinite(tensor: "fc.bias"), "fc.bias holds an infinity or a NaN: the weights are damaged, so fetch them again",
                "fc.bias 含有无穷大或 NaN：权重文件已损坏，请重新获取"
            ),
            (
                .negativeVariance(tensor: "Mixed_5b.branch1x1.bn.running_var", value: -0.5),
                "Mixed_5b.branch1x1.bn.running_var holds -0.5, and no variance is negative: the weights are damaged, so fetch them again",
                "Mixed_5b.branch1x1.bn.running_var 含有 -0.5，而方差不会为负：权重文件已损坏，请重新获取"
            ),
            (
                .wrongBatch(images: 1, values: 5), "a batch of 1 picture has 1 × 299 × 299 × 3 numbers, not 5",
                "1 幅图像的批次应有 1 × 299 × 299 × 3 个数，而不是 5 个"
            ),
            (
                .notComparable(reference: 1, other: 3),
                "two precisions are compared on the same pictures, two or more of them: there are 1 and 3",
                "比较两种精度需要同一组图像，且至少两幅：现有 1 幅与 3 幅"
            ),
            (
                .leftOut,
                "this fid was built without the Inception network: build it with the package trait Inception, which swift build does unless told --disable-default-traits",
                "此 fid 在构建时未包含 Inception 网络：请启用包特性 Inception 重新构建（swift build 默认启用，除非加了 --disable-default-traits）"
            ),
            (
                .noLibrary(reason: "libdnnl.so.2: cannot open shared object file: No such file or directory"),
                "oneDNN, which computes the network, cannot be opened (libdnnl.so.2: cannot open shared object file: No such file or directory): on Debian or Ubuntu, run sudo apt-get install libdnnl-dev",
                "无法加载计算网络所用的 oneDNN（libdnnl.so.2: cannot open shared object file: No such file or directory）：在 Debian 或 Ubuntu 上请运行 sudo apt-get install libdnnl-dev"
            ),
            (
                .library(layer: "Mixed_5b.branch1x1", call: "dnnl_primitive_create", status: "out_of_memory"),
                "oneDNN answers out_of_memory to dnnl_primitive_create for the layer Mixed_5b.branch1x1: if memory is short, free some; otherwise report this, with what fid doctor prints",
                "oneDNN 在 Mixed_5b.branch1x1 层调用 dnnl_primitive_create 时返回 out_of_memory：若内存不足，请先释放内存；否则请附上 fid doctor 的输出报告此问题"
            ),
            (
                .noBFloat16,
                "this CPU has no bfloat16 arithmetic (AVX512-BF16 or AMX), and imitating it is slower than float32: use --network-precision float32",
                "此 CPU 没有 bfloat16 运算指令（AVX512-BF16 或 AMX），软件模拟比 float32 更慢：请使用 --network-precision float32"
            ),
        ] as [(InceptionError, String, String)])
    func `errors in both languages`(error: InceptionError, english: String, chinese: String) {
        #expect(error.phrase == Phrase(english, chinese))
    }
}
