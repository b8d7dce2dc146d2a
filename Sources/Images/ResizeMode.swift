// The ways in which FID tools resize a picture, by name.

import Localization

/// How a picture is brought to the size of a network.
public enum ResizeMode: String, CaseIterable, Sendable {
    /// PyTorch's `interpolate(mode="bilinear", align_corners=False)` on samples of 0…1: what pytorch-fid does. Without antialiasing.
    case pytorch
    /// Pillow's bicubic filter with antialiasing on each channel in floating point, cut off at 0 and 255: what clean-fid does.
    case clean
    /// TensorFlow 1's `ResizeBilinear` on samples of 0…255, which puts the corners of pixels on each other: what the original
    /// implementation and torch-fidelity do. Without antialiasing.
    case tensorflow
    /// PyTorch's `interpolate(mode="bilinear", align_corners=False, antialias=True)` on samples of 0…255: what torchmetrics does.
    case antialias
    /// Pillow's bicubic filter with antialiasing on bytes: what resizing a file beforehand does, and the networks of CLIP.
    case pillow

    /// The number that stands for the brightest sample: results lie in 0…`fullScale`.
    public var fullScale: Float { self == .pytorch ? 1 : 255 }

    /// What becomes of the resized samples.
    public var quantisation: Quantisation { self == .pillow ? .bytes : .none }

    /// What it does, as a noun.
    public var phrase: Phrase {
        switch self {
        case .pytorch:
            Phrase(
                "bilinear without antialiasing, between the centres of pixels (PyTorch, as pytorch-fid)",
                "双线性插值，无抗锯齿，按像素中心对齐（PyTorch，与 pytorch-fid 相同）")
        case .clean:
            Phrase(
                "bicubic with antialiasing in floating point (Pillow, as clean-fid)",
                "双三次插值，带抗锯齿，浮点运算（Pillow，与 clean-fid 相同）")
        case .tensorflow:
            Phrase(
                "bilinear without antialiasing, between the corners of pixels (TensorFlow 1, as the original FID and torch-fidelity)",
                "双线性插值，无抗锯齿，按像素左上角对齐（TensorFlow 1，与原始 FID 和 torch-fidelity 相同）")
        case .antialias:
            Phrase(
                "bilinear with antialiasing (PyTorch, as torchmetrics)", "双线性插值，带抗锯齿（PyTorch，与 torchmetrics 相同）")
        case .pillow:
            Phrase("bicubic with antialiasing on bytes (Pillow)", "双三次插值，带抗锯齿，8 位运算（Pillow）")
        }
    }

    /// The mode of a name.
    ///
    /// - Throws: ``ImageError/unknownName(kind:name:suggestion:names:)``.
    public static func named(_ name: String) throws(ImageError) -> ResizeMode { try choose(name, .resize) }
}

/// What becomes of samples after they were resized.
public enum Quantisation: String, CaseIterable, Sendable {
    /// They stay as they are.
    case none
    /// They are rounded to 256 levels.
    case bytes

    public var phrase: Phrase {
        switch self {
        case .none: Phrase("resized samples are not rounded", "缩放后的样本值不取整")
        case .bytes: Phrase("resized samples are rounded to 256 levels", "缩放后的样本值取整为 256 级")
        }
    }
}
