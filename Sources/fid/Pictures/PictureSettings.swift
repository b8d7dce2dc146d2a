// The options of pictures, decided: one set of choices for each network, and a refusal of what it does not know.

import CLIPEncoder
import Images
import InceptionNetwork
import Localization

/// How pictures become features, decided.
struct PictureSettings {
    let network: NetworkSettings
    let isRecursive: Bool
    let policy: BrokenImagePolicy
    let limits: ImageLimits

    init(_ network: NetworkSettings, isRecursive: Bool, _ options: PictureOptions) {
        self.network = network
        self.isRecursive = isRecursive
        policy = options.skipBroken ? .skip : .fail
        limits = options.pixelLimit.map { ImageLimits(pixels: $0) } ?? ImageLimits()
    }

    var collectionOptions: ImageCollection.Options { ImageCollection.Options(isRecursive: isRecursive, limits: limits) }
}

/// The network, and what only it knows.
enum NetworkSettings {
    case inception(InceptionSettings)
    case clip(CLIPSettings)

    var name: ExtractorName {
        switch self {
        case .inception: .inception
        case .clip: .clip
        }
    }

    /// The tool whose way is followed.
    var preset: String {
        switch self {
        case .inception(let settings): settings.preset.rawValue
        case .clip(let settings): settings.preset.rawValue
        }
    }

    /// The network with its weights.
    ///
    /// - Parameter weights: the file or folder that was named, if one was.
    /// - Throws: what is wrong with the weights or the machine.
    func load(weights: String?, threads: Int?) throws -> any FeatureExtractor {
        switch self {
        case .inception(let settings): try InceptionExtractor(settings, weights: weights, threads: threads)
        case .clip(let settings): try CLIPExtractor(settings, weights: weights)
        }
    }

    /// What can be said before anything is read.
    ///
    /// - Throws: `InceptionError` where fid was built without the network.
    func checkBuild() throws {
        if case .inception = self, !InceptionNetwork.isBuiltIn { throw InceptionError.leftOut }
    }

    /// The layers that measures need besides the one of the settings.
    ///
    /// - Parameter withScores: whether the Inception Score is to be computed of the pictures.
    /// - Throws: ``CommandError`` where the network has no class probabilities.
    func others(for measures: [Measure], withScores: Bool) throws -> [FeatureLayer] {
        switch self {
        case .inception: return withScores ? [.inception(.logitsUnbiased)] : []
        case .clip(let settings):
            if withScores {
                throw CommandError(
                    "the Inception Score is computed from the class probabilities of Inception, and CLIP has none: leave out is, or --network clip",
                    "Inception Score 由 Inception 网络的类别概率算出，而 CLIP 没有类别概率：请去掉 is 或 --network clip")
            }
            return settings.normalizesForCMMD ? [.embedding(isNormalized: true)] : []
        }
    }
}

extension PictureOptions {
    /// - Parameters:
    ///   - precision: the word for the precision, where another option gave it.
    ///   - measures: what is to be computed of the features, where that is known.
    /// - Throws: `ImageError` and ``CommandError`` for names that are not known, and for options that the network does not know.
    func settings(precision: String? = nil, for measures: [Measure] = []) throws -> PictureSettings {
        let name = try network.map { try Self.choose($0, Phrase("network", "网络"), \.rawValue) } ?? ExtractorName.inception
        switch name {
        case .inception:
            try refuse([("--embeddings", embeddings), ("--framing", framing), ("--activation", activation)], of: .clip)
            let settings = try inception(precision: precision)
            return PictureSettings(.inception(settings), isRecursive: recursive ?? settings.preset.searchesSubfolders, self)
        case .clip:
            let given = [
                ("--layer", layer), ("--resize", resize), ("--scaling", scaling), ("--network-precision", networkPrecision),
                ("--precision", precision),
            ]
            try refuse(given, of: .inception)
            let settings = try clip(for: measures)
            return PictureSettings(.clip(settings), isRecursive: recursive ?? settings.preset.searchesSubfolders, self)
        }
    }

    /// Sees to it that no option of another network is given.
    private func refuse(_ options: [(name: String, value: String?)], of other: ExtractorName) throws {
        guard let option = options.first(where: { $0.value != nil })?.name else { return }
        let own: ExtractorName = other == .clip ? .inception : .clip
        throw CommandError(
            "\(option) is for --network \(other.rawValue), and this is \(own.rawValue): leave it out",
            "\(option) 只用于 --network \(other.rawValue)，而现在是 \(own.rawValue)：请去掉该选项")
    }

    private func inception(precision word: String?) throws -> InceptionSettings {
        if preset?.lowercased() == CLIPPreset.cmmd.rawValue {
            throw CommandError("--as cmmd is for --network clip: add that", "--as cmmd 只用于 --network clip：请加上该选项")
        }
        let preset = try preset.map { try Preset.named($0) } ?? .pytorchFID
        let mode = try resize.map { try ResizeMode.named($0) } ?? preset.resize
        let scaling =
            try scaling.map {
                try Self.choose($0, among: [.twiceMinusOne, .centredAt128], Phrase("scaling", "输入归一化"), \InputScaling.rawValue)
            } ?? preset.scaling
        let tap = try layer.map { try Self.choose($0, Phrase("layer", "层"), \Tap.layerName) } ?? .pool3
        let precision =
            try (word ?? networkPrecision).map { try Self.choose($0, Phrase("precision", "精度"), \Precision.rawValue) } ?? .float32
        return InceptionSettings(
            preset: preset, preprocessing: try Preprocessing(resize: mode, scaling: scaling), tap: tap, precision: precision)
    }

    /// Without a tool, that of the measure: CMMD's where it is asked for. Its embeddings are of length 1, and those of other measures
    /// beside it are not, unless that was said.
    private func clip(for measures: [Measure]) throws -> CLIPSettings {
        let wantsCMMD = measures.contains(.cmmd)
        if let preset, Preset(rawValue: preset.lowercased()).map({ $0 != .cleanFID }) == true {
            let names = CLIPPreset.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError(
                "--as \(preset) is for --network inception; of CLIP there are: \(names)",
                "--as \(preset) 只用于 --network inception；CLIP 可选：\(names)")
        }
        let named = try preset.map { try Self.choose($0, Phrase("preset", "预设"), \CLIPPreset.rawValue) }
        let preset = named ?? (wantsCMMD ? .cmmd : .cleanFID)
        let framing = try framing.map { try Self.choose($0, Phrase("framing", "裁剪方式"), \CLIPFraming.rawValue) }
        let kind = try embeddings.map {
            try Self.choose($0, among: ["plain", "normalized"], Phrase("kind of embeddings", "嵌入"), \.self)
        }
        let activation = try activation.map { try Self.choose($0, Phrase("activation", "激活函数"), \CLIPActivation.rawValue) }
        let isNormalized =
            kind.map { $0 == "normalized" } ?? (named == nil && wantsCMMD ? measures == [.cmmd] : preset.isNormalized)
        return CLIPSettings(
            preset: preset, framing: framing ?? preset.framing, isNormalized: isNormalized, activation: activation,
            normalizesForCMMD: wantsCMMD && kind == nil && !isNormalized)
    }

    private static func choose<Choice: CaseIterable>(
        _ text: String, _ kind: Phrase, _ name: (Choice) -> String
    ) throws -> Choice {
        try choose(text, among: Array(Choice.allCases), kind, name)
    }

    private static func choose<Choice>(
        _ text: String, among choices: [Choice], _ kind: Phrase, _ name: (Choice) -> String
    ) throws -> Choice {
        let wanted = text.lowercased().replacing("_", with: "-")
        // The number of features names the layer of the FID, too.
        if let found = choices.first(where: { name($0) == wanted || ($0 as? Tap)?.rawValue == text }) { return found }
        let names = choices.map(name)
        let nearest = Suggestion.nearest(to: wanted, among: names)
        throw CommandError(
            "there is no \(kind.english) ‘\(text)’" + (nearest.map { "; did you mean \($0)?" } ?? "")
                + " There are: \(names.joined(separator: ", "))",
            "没有名为 ‘\(text)’ 的\(kind.chinese)" + (nearest.map { "；是否想写 \($0)？" } ?? "。") + "可选：\(names.joined(separator: "、"))")
    }
}
