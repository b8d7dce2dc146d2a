// The nonlinearity between the two products of a block. No file of weights says which one it was trained with.

import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The form of GELU that the weights were trained with. Nothing in the tensors tells: `config.json` beside the file does (`hidden_act` of
/// transformers, `quick_gelu` of open_clip). With the wrong one the embeddings are wrong and look right.
public enum CLIPActivation: String, CaseIterable, Sendable {
    /// x·σ(1.702x), in all the weights of OpenAI; those of others where their name ends in `quickgelu`.
    case quick
    /// x·Φ(x) with the error function (Hendrycks and Gimpel 2016), in the weights that LAION and others trained with open_clip.
    case exact

    /// What it is, as a noun.
    public var phrase: Phrase {
        switch self {
        case .quick: Phrase("QuickGELU, x·σ(1.702x), as in OpenAI's weights", "QuickGELU，即 x·σ(1.702x)，OpenAI 的权重使用它")
        case .exact: Phrase("GELU, x·Φ(x), as in the weights of LAION", "GELU，即 x·Φ(x)，LAION 的权重使用它")
        }
    }

    /// Replaces each of `count` numbers x by the activation of x + its bias.
    func apply(to row: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, count: Int) {
        var index = 0
        switch self {
        case .quick:
            while index < count {
                let x = row[index] + bias[index]
                // Far below zero the power is infinite, and the quotient −0.
                row[index] = x / (1 + exp(-1.702 * x))
                index &+= 1
            }
        case .exact:
            let rootOfHalf = Float(0.5).squareRoot()
            while index < count {
                let x = row[index] + bias[index]
                row[index] = 0.5 * x * (1 + erf(x * rootOfHalf))
                index &+= 1
            }
        }
    }
}
