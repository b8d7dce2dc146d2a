// The last step before a network: samples to the range that it was trained on.

import Localization

/// How samples are scaled for a network.
public enum InputScaling: String, CaseIterable, Sendable {
    /// 2x − 1 of samples in 0…1: −1…1, symmetric. pytorch-fid.
    case twiceMinusOne = "2x-1"
    /// (x − 128)/128 of samples in 0…255: −1…0.9921875, as in TensorFlow's graph. All others.
    case centredAt128 = "(x-128)/128"
    /// (x − mean)/deviation of samples in 0…1, by channel: the networks of CLIP.
    case clip

    /// The number that stands for the brightest sample before this step.
    public var fullScale: Float { self == .centredAt128 ? 255 : 1 }

    /// What it does, as a noun.
    public var phrase: Phrase {
        switch self {
        case .twiceMinusOne: Phrase("2x − 1, with x in 0…1", "2x − 1，x 在 0…1 之间")
        case .centredAt128: Phrase("(x − 128)/128, with x in 0…255", "(x − 128)/128，x 在 0…255 之间")
        case .clip: Phrase("less the mean and by the deviation of CLIP's training pictures", "减去 CLIP 训练图像的均值，再除以标准差")
        }
    }

    /// The means of CLIP's training pictures in red, green and blue (`clip.py` of openai/CLIP).
    static let clipMean: [Float] = [0.48145466, 0.4578275, 0.40821073]

    /// Their standard deviations.
    static let clipDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

    /// Scales samples in place.
    ///
    /// - Parameters:
    ///   - samples: red, green and blue in turn.
    ///   - fullScale: the number that stands for the brightest sample, 1 or 255; it is brought to this scaling's own first.
    public func apply(to samples: UnsafeMutableBufferPointer<Float>, fullScale: Float) {
        guard let base = samples.baseAddress else { return }
        let count = samples.count
        if fullScale != self.fullScale {
            // A division, as torchvision's `ToTensor`, where it goes to 0…1.
            let (factor, divisor) = self.fullScale > fullScale ? (self.fullScale, fullScale) : (1, fullScale / self.fullScale)
            var index = 0
            while index < count {
                base[index] = base[index] * factor / divisor
                index &+= 1
            }
        }
        var index = 0
        switch self {
        case .twiceMinusOne:
            while index < count {
                base[index] = 2 * base[index] - 1
                index &+= 1
            }
        case .centredAt128:
            while index < count {
                base[index] = (base[index] - 128) / 128
                index &+= 1
            }
        case .clip:
            while index < count {
                let channel = index % 3
                base[index] = (base[index] - Self.clipMean[channel]) / Self.clipDeviation[channel]
                index &+= 1
            }
        }
    }

    /// A scaled picture.
    ///
    /// - Parameter fullScale: the number that stands for the brightest sample of `image`, 1 or 255.
    public func scaled(_ image: FloatImage, fullScale: Float) -> FloatImage {
        var result = image
        result.samples.withUnsafeMutableBufferPointer { apply(to: $0, fullScale: fullScale) }
        return result
    }
}
