// One pass of some pictures through the encoder: matrix products by BLAS, and between them what is done row by row.

/// The work space of a pass, and the steps over it.
///
/// Letters: b pictures, t tokens of each, w the width of a token. Tokens stand in rows, those of a picture below each other: (b·t, w).
struct CLIPPass {
    /// Tokens of a pass. More make the products no faster; the work space is 10·w numbers a token, 84 MB at most.
    private static let rowsOfPass = 2048

    /// How many pictures go through at once.
    static func pictures(_ architecture: CLIPArchitecture) -> Int { max(1, rowsOfPass / architecture.tokens) }

    /// Where the tokens are looked at, for the tests.
    enum Stage: Hashable {
        /// (b·t, w), as the first block gets them.
        case start
        /// (b·t, w), behind a block.
        case block(Int)
    }

    private let architecture: CLIPArchitecture
    private let tensors: CLIPTensors
    private let activation: CLIPActivation
    private let sharesCores: Bool
    private let observe: ((Stage, UnsafeBufferPointer<Float>) -> Void)?

    /// (b·t, w): the tokens.
    private var tokens: [Float]
    /// (b·t, w): the tokens behind a layer norm; the attention's values.
    private var normed: [Float]
    /// (b·t, w): a product before it is added.
    private var product: [Float]
    /// (b·t, 4w): patches; queries, keys and values; the inside of the perceptron.
    private var wide: [Float]
    /// (heads·t, t): the attention of one picture.
    private var scores: [Float]
    private let ones: [Float]

    /// - Parameters:
    ///   - pictures: the most that a pass will get.
    ///   - sharesCores: whether rows are shared out among the cores.
    init(
        _ architecture: CLIPArchitecture, _ tensors: CLIPTensors, _ activation: CLIPActivation, pictures: Int,
        sharesCores: Bool = true, observe: ((Stage, UnsafeBufferPointer<Float>) -> Void)? = nil
    ) {
        self.architecture = architecture
        self.tensors = tensors
        self.activation = activation
        self.sharesCores = sharesCores
        self.observe = observe
        let rows = pictures * architecture.tokens
        tokens = [Float](repeating: 0, count: rows * architecture.width)
        normed = tokens
        product = tokens
        wide = [Float](repeating: 0, count: rows * max(architecture.hidden, architecture.patchSize))
        scores = [Float](repeating: 0, count: architecture.heads * architecture.tokens * architecture.tokens)
        ones = [Float](repeating: 1, count: max(architecture.width, architecture.tokens))
    }

    /// Writes the embeddings of `count` pictures, each of side × side × 3 samples, as rows of `projection` numbers.
    mutating func run(_ pictures: UnsafePointer<Float>, count: Int, into target: UnsafeMutablePointer<Float>) {
        let (architecture, tensors, activation, sharesCores, observe) = (architecture, tensors, activation, sharesCores, observe)
        tokens.withUnsafeMutableBufferPointer { tokens in
            normed.withUnsafeMutableBufferPointer { normed in
                product.withUnsafeMutableBufferPointer { product in
                    wide.withUnsafeMutableBufferPointer { wide in
                        scores.withUnsafeMutableBufferPointer { scores in
                            ones.withUnsafeBufferPointer { ones in
                                guard let tokens = tokens.baseAddress, let normed = normed.baseAddress,
                                    let product = product.baseAddress, let wide = wide.baseAddress,
                                    let scores = scores.baseAddress, let ones = ones.baseAddress
                                else { return }
                                let steps = CLIPSteps(
                                    architecture: architecture, tensors: tensors, activation: activation, count: count,
                                    sharesCores: sharesCores,
                                    tokens: SharedRows(start: tokens), normed: SharedRows(start: normed),
                                    product: SharedRows(start: product), wide: SharedRows(start: wide),
                                    scores: SharedRows(start: scores), ones: ones)
                                steps.run(pictures, into: target) { stage in
                                    observe?(stage, UnsafeBufferPointer(start: tokens, count: steps.rows * architecture.width))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
