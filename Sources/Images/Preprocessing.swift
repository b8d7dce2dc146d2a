// From a decoded picture to the input of a network, and each choice on the way by its name.

import GenerativeMetrics
import Localization

/// What can be chosen on the way from pictures to a distance.
public enum ChoiceKind: String, CaseIterable, Sendable {
    case preset, resize, size, quantisation, scaling, divisor

    public var phrase: Phrase {
        switch self {
        case .preset: Phrase("preset", "预设")
        case .resize: Phrase("resizing", "缩放方式")
        case .size: Phrase("size", "尺寸")
        case .quantisation: Phrase("quantisation", "量化")
        case .scaling: Phrase("scaling of the input", "输入归一化")
        case .divisor: Phrase("divisor of the covariance", "协方差的除数")
        }
    }
}

/// One choice, as a receipt lists it.
public struct PreprocessingChoice: Sendable, Hashable {
    public let kind: ChoiceKind
    /// The name of what was chosen, the same in both languages and for ever.
    public let identifier: String
    /// What that is.
    public let phrase: Phrase
}

/// How a picture becomes the input of an Inception network.
public struct Preprocessing: Sendable, Equatable {
    public let resizer: Resizer
    public let scaling: InputScaling

    /// - Parameter scaling: that which goes with the mode, where nothing is said: 2x − 1 with `pytorch`, (x − 128)/128 with all others.
    /// - Throws: ``ImageError/unusableSize(width:height:)``.
    public init(
        resize mode: ResizeMode, scaling: InputScaling? = nil, width: Int = 299, height: Int = 299
    ) throws(ImageError) {
        self.init(resizer: try Resizer(mode: mode, width: width, height: height), scaling: scaling)
    }

    init(resizer: Resizer, scaling: InputScaling? = nil) {
        self.resizer = resizer
        self.scaling = scaling ?? (resizer.mode == .pytorch ? .twiceMinusOne : .centredAt128)
    }

    /// The input for one picture, `height × width × 3` numbers.
    public func prepare(_ image: RGBImage) -> FloatImage {
        FloatImage(width: resizer.width, height: resizer.height) { prepare(image, into: $0) }
    }

    /// Writes the input for one picture into its place in a batch.
    ///
    /// - Precondition: the place has `resizer.sampleCount` numbers.
    public func prepare(_ image: RGBImage, into place: UnsafeMutableBufferPointer<Float>) {
        resizer.resize(image, into: place)
        scaling.apply(to: place, fullScale: resizer.mode.fullScale)
    }

    /// Each choice by its name.
    public var choices: [PreprocessingChoice] {
        [
            PreprocessingChoice(kind: .resize, identifier: resizer.mode.rawValue, phrase: resizer.mode.phrase),
            PreprocessingChoice(
                kind: .size, identifier: "\(resizer.width)x\(resizer.height)",
                phrase: Phrase(same: "\(resizer.width) × \(resizer.height)")),
            PreprocessingChoice(
                kind: .quantisation, identifier: resizer.mode.quantisation.rawValue, phrase: resizer.mode.quantisation.phrase),
            PreprocessingChoice(kind: .scaling, identifier: scaling.rawValue, phrase: scaling.phrase),
        ]
    }
}

extension PreprocessingChoice {
    /// The divisor of the covariance as a choice.
    public init(_ divisor: CovarianceDivisor) {
        self.init(
            kind: .divisor, identifier: divisor.rawValue,
            phrase: divisor == .samples
                ? Phrase("n, the number of pictures", "n，即图像数") : Phrase("n − 1, one less than the pictures", "n − 1，即图像数减一"))
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The case of a name, in any case of letters.
    static func choose(_ name: String, _ kind: ChoiceKind) throws(ImageError) -> Self {
        if let found = allCases.first(where: { $0.rawValue == name.lowercased() }) { return found }
        let names = allCases.map(\.rawValue)
        throw .unknownName(kind: kind, name: name, suggestion: Suggestion.nearest(to: name, among: names), names: names)
    }
}
