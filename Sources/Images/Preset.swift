// Whose numbers are to be met: all choices that another FID tool makes, together.

import GenerativeMetrics
import Localization

/// A FID tool whose way from pictures to a distance is followed. Each was read in the source of the version named.
public enum Preset: String, CaseIterable, Sendable {
    /// pytorch-fid 0.3.0 (`inception.py`, `fid_score.py`).
    case pytorchFID = "pytorch-fid"
    /// clean-fid 0.1.35, mode `clean` (`resize.py`, `inception_torchscript.py`).
    case cleanFID = "clean-fid"
    /// torch-fidelity 0.4.0, `inception-v3-compat` (`feature_extractor_inceptionv3.py`).
    case torchFidelity = "torch-fidelity"
    /// torchmetrics 1.9.0, `FrechetInceptionDistance()` with `antialias=True`, its default (`image/fid.py`).
    case torchmetrics
    /// The original implementation (TTUR's `fid.py`), whose graph resizes by itself.
    case tensorflow = "tf"

    /// The preset of a name.
    ///
    /// - Throws: ``ImageError/unknownName(kind:name:suggestion:names:)``.
    public static func named(_ name: String) throws(ImageError) -> Preset { try choose(name, .preset) }

    /// How the tool resizes.
    public var resize: ResizeMode {
        switch self {
        case .pytorchFID: .pytorch
        case .cleanFID: .clean
        case .torchFidelity, .tensorflow: .tensorflow
        case .torchmetrics: .antialias
        }
    }

    /// How the tool scales the input of the network.
    public var scaling: InputScaling { self == .pytorchFID ? .twiceMinusOne : .centredAt128 }

    /// By what the tool divides the scatter: all of them by n − 1, as NumPy's `cov` does.
    public var divisor: CovarianceDivisor { .samplesMinusOne }

    /// Whether the tool looks for pictures in subfolders.
    public var searchesSubfolders: Bool { self == .cleanFID }

    /// From a decoded picture to the input of the network, 299 × 299.
    public var preprocessing: Preprocessing {
        Preprocessing(resizer: Resizer(inceptionMode: resize), scaling: scaling)
    }

    /// Each choice by its name, the preset's own first.
    public var choices: [PreprocessingChoice] {
        [PreprocessingChoice(kind: .preset, identifier: rawValue, phrase: phrase)] + preprocessing.choices
            + [PreprocessingChoice(divisor)]
    }

    /// Whom it follows.
    public var phrase: Phrase {
        switch self {
        case .pytorchFID: Phrase("as pytorch-fid 0.3.0", "与 pytorch-fid 0.3.0 相同")
        case .cleanFID: Phrase("as clean-fid 0.1.35, mode clean", "与 clean-fid 0.1.35 的 clean 模式相同")
        case .torchFidelity: Phrase("as torch-fidelity 0.4.0", "与 torch-fidelity 0.4.0 相同")
        case .torchmetrics: Phrase("as torchmetrics 1.9.0", "与 torchmetrics 1.9.0 相同")
        case .tensorflow: Phrase("as the original implementation in TensorFlow", "与 TensorFlow 的原始实现相同")
        }
    }
}

extension Resizer {
    /// A resizer to the 299 × 299 pixels of the Inception network.
    public init(inceptionMode mode: ResizeMode) {
        self.mode = mode
        width = 299
        height = 299
    }
}
