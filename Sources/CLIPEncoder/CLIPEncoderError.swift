// Why a CLIP encoder cannot be had from a file, or cannot encode.

import FeatureFiles
import Localization

/// What is wrong with the weights or with the input of an encoder. Tensors that are missing or of another shape are a
/// `WeightsError.mismatch` of NetworkWeights.
public enum CLIPEncoderError: ExplainedError, Equatable {
    /// No tensor has a name of CLIP's image encoder; `names` are the first few that are there.
    case noImageEncoder(file: String, names: [String])
    /// One of CLIP's encoders, and a convolutional one.
    case isResNet(file: String)
    /// A vision transformer of other sizes than are known.
    case unknownShapes(file: String, found: CLIPShapes)
    /// The configuration beside the weights is no JSON.
    case damagedConfiguration(file: String)
    /// The configuration beside the weights names an activation that is not one of CLIP's.
    case unknownActivation(file: String, name: String)
    /// The configuration beside the weights tells of heads that are not 64 numbers wide.
    case otherHeads(file: String, heads: Int, width: Int)
    /// Another number of samples than the pictures need.
    case wrongSampleCount(needed: Int, found: Int)
    /// A picture that is not the square that the network reads.
    case wrongSize(width: Int, height: Int, side: Int)
    /// A picture whose embedding is no vector of finite length above zero. Pictures are counted from 0.
    case unusableEmbedding(picture: Int)

    public var phrase: Phrase {
        switch self {
        case .noImageEncoder(let file, let names):
            let found = names.map { printable($0) }
            return Phrase(
                "\(file) holds no image encoder of CLIP (its tensors are \(found.joined(separator: ", ")) …): name a file whose tensors start with vision_model. (transformers) or visual. (open_clip)",
                "\(file) 中没有 CLIP 图像编码器（其张量为 \(found.joined(separator: "、")) 等）：请指定张量名以 vision_model.（transformers）或 visual.（open_clip）开头的文件"
            )
        case .isResNet(let file):
            return Phrase(
                "\(file) holds one of CLIP's ResNets, and only its vision transformers are read here: name the weights of \(Self.known.english)",
                "\(file) 是 CLIP 的 ResNet，而这里只支持视觉 Transformer：请指定 \(Self.known.chinese) 的权重")
        case .unknownShapes(let file, let found):
            return Phrase(
                "\(file) holds a vision transformer of a size that is not known (\(found.phrase.english)): name the weights of \(Self.known.english)",
                "\(file) 中视觉 Transformer 的规格未知（\(found.phrase.chinese)）：请指定 \(Self.known.chinese) 的权重")
        case .damagedConfiguration(let file):
            return Phrase(
                "\(file), which tells the activation of the weights beside it, is no JSON: fetch it again, or say --activation quick or exact",
                "\(file) 应说明旁边权重所用的激活函数，但它不是 JSON：请重新下载，或用 --activation quick 或 exact 指定")
        case .unknownActivation(let file, let name):
            return Phrase(
                "\(file) names the activation \(printable(name)), and CLIP's are quick_gelu and gelu: these weights are of another network",
                "\(file) 中的激活函数为 \(printable(name))，而 CLIP 只有 quick_gelu 和 gelu：这些权重属于其他网络")
        case .otherHeads(let file, let heads, let width):
            return Phrase(
                "\(file) tells of \(heads) heads at a width of \(width), and only heads of 64 numbers are read here: name the weights of \(Self.known.english)",
                "\(file) 中宽度 \(width) 对应 \(heads) 个注意力头，而这里只支持 64 维的头：请指定 \(Self.known.chinese) 的权重")
        case .wrongSampleCount(let needed, let found):
            return Phrase(
                "the pictures need \(needed) samples and \(found) are given: give side × side × 3 for each",
                "这些图像需要 \(needed) 个样本值，实际给出 \(found) 个：每张图像应为 边长 × 边长 × 3")
        case .wrongSize(let width, let height, let side):
            return Phrase(
                "a picture is \(width) × \(height) and the network reads \(side) × \(side): resize and crop it first",
                "图像为 \(width) × \(height)，而网络读取 \(side) × \(side)：请先缩放并裁剪")
        case .unusableEmbedding(let picture):
            return Phrase(
                "the embedding of picture \(picture + 1) is not finite or zero: check its samples and the file of weights",
                "第 \(picture + 1) 张图像的嵌入为零或含非有限值：请检查图像样本值和权重文件")
        }
    }

    private static var known: Phrase {
        let names = CLIPVariant.allCases.map(\.rawValue)
        return Phrase(
            names.dropLast().joined(separator: ", ") + " or \(names.last ?? "")",
            names.dropLast().joined(separator: "、") + " 或 \(names.last ?? "")")
    }
}

extension CLIPShapes {
    /// The sizes found, as a list.
    var phrase: Phrase {
        func text(_ value: Int?) -> String { value.map(String.init) ?? "?" }
        return Phrase(
            "width \(text(width)), \(layers) layers, patches of \(text(patch)) pixels, \(text(tokens)) tokens, projection to \(text(projection))",
            "宽度 \(text(width))、\(layers) 层、图块边长 \(text(patch))、token 数 \(text(tokens))、投影维数 \(text(projection))")
    }
}
