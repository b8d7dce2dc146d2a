// What a file of weights holds of CLIP: for the list of its tensors and for its check.

import CLIPEncoder
import Localization
import NetworkWeights

struct CLIPFinding {
    /// Nil where the encoder in it cannot be read.
    let description: CLIPDescription?
    /// What the configuration beside the file says; nil where there is none.
    let configuration: CLIPConfiguration?
    /// Why the encoder cannot be read.
    let problem: Phrase?
    /// Whether somebody said that it is one of CLIP's.
    let isMeant: Bool

    /// Nil for a file that is not one of CLIP's, unless it is meant to be one.
    init?(_ file: WeightFile, isMeant: Bool = false) {
        guard isMeant || CLIPDescription.isLikely(file) else { return nil }
        self.isMeant = isMeant
        var problem: Phrase?
        do {
            description = try CLIPDescription(file, file: file.path)
        } catch {
            description = nil
            problem = (error as? any ExplainedError)?.phrase
        }
        do {
            configuration = try CLIPConfiguration.beside(file.path)
        } catch {
            configuration = nil
            problem = problem ?? error.phrase
        }
        if let description, let configuration {
            do { try configuration.check(description) } catch { problem = error.phrase }
        }
        self.problem = problem
    }

    /// `CLIP ViT-B/32`
    var name: String? { description.map { "CLIP \($0.name)" } }

    /// The tensors of the image encoder beside those that it needs; those of the text encoder are passed over.
    func comparison(_ file: WeightFile) -> WeightComparison? {
        description.map { ImageTensors(base: file, naming: $0.naming).compare(expected: $0.expectedTensors) }
    }

    /// What it is, in a sentence.
    var phrase: Phrase {
        guard let description, problem == nil else { return problem ?? Phrase(same: "CLIP") }
        let size = description.architecture
        let names =
            description.naming == .transformers
            ? Phrase("names as in transformers", "张量名与 transformers 相同")
            : Phrase("names as in OpenAI's code and open_clip", "张量名与 OpenAI 代码和 open_clip 相同")
        let activation =
            configuration.map {
                Phrase("\($0.activation.phrase.english) (\($0.path))", "\($0.activation.phrase.chinese)（\($0.path)）")
            }
            ?? Phrase(
                "activation not told: quick in OpenAI's weights, exact in those of LAION",
                "未说明激活函数：OpenAI 的权重为 quick，LAION 的为 exact")
        return Phrase(
            "CLIP \(description.name): pictures of \(size.inputSide) × \(size.inputSide) to \(size.projection) features; \(names.english); \(activation.english)",
            "CLIP \(description.name)：\(size.inputSide) × \(size.inputSide) 的图像到 \(size.projection) 维特征；\(names.chinese)；\(activation.chinese)"
        )
    }

    struct Record: Encodable {
        let variant: String?
        let naming, activation: String?
        let inputSide, dimension: Int?
        let problem: String?
    }

    var record: Record {
        Record(
            variant: description?.name, naming: description?.naming.rawValue, activation: configuration?.activation.rawValue,
            inputSide: description?.architecture.inputSide, dimension: description?.architecture.projection,
            problem: problem?(in: Session.language))
    }
}
