// The derivation of one FID: by the formula as it is written, by the route that scales, and split into its causes.

import Derivations
import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

struct Explanation {
    let style: OutputStyle
    let divisor: CovarianceDivisor
    private(set) var lines: [String] = []
    private var writer: DerivationWriter

    init(style: OutputStyle, divisor: CovarianceDivisor = .samplesMinusOne) {
        self.style = style
        self.divisor = divisor
        var names = SymbolNames()
        names.divisor = divisor == .samples ? "n" : "n-1"
        writer = DerivationWriter(style: style, names: names)
    }

    /// The whole derivation for two files.
    mutating func explain(_ inputs: InputPair) throws {
        let divisor = self.divisor
        heading(
            Phrase(
                "The FID of \(inputs.first.path) and \(inputs.second.path)", "\(inputs.first.path) 与 \(inputs.second.path) 的 FID")
        )
        if let first = inputs.first.exactSamples, let second = inputs.second.exactSamples {
            try explainExactly(first, second)
        } else if let first = inputs.first.samples, let second = inputs.second.samples {
            paragraph(
                Phrase(
                    "The numbers are not short exact fractions: the steps are in floating point.", "这些数不是简短的精确分数，因此各步用浮点数计算。"))
            try explainFormula(
                { try FittedNormal(samples: first, divisor: divisor, recorder: $0) },
                { try FittedNormal(samples: second, divisor: divisor, recorder: $0) })
        } else {
            try explainLarge(inputs)
        }
    }

    /// The document's way, in exact arithmetic, then the way that scales.
    mutating func explainExactly(_ first: Matrix<Exact>, _ second: Matrix<Exact>) throws {
        let divisor = self.divisor
        show(first, second)
        paragraph(
            Phrase(
                "All steps are exact. Each is computed a second time in floating point by LAPACK, from the same operands.",
                "所有步骤都是精确的；每一步又由 LAPACK 从相同的输入用浮点数再算一遍。"))
        do {
            try explainFormula(
                { try FittedNormal(samples: first, divisor: divisor, recorder: $0) },
                { try FittedNormal(samples: second, divisor: divisor, recorder: $0) })
        } catch LinearAlgebraError.leavesField {
            paragraph(
                Phrase(
                    "The next value is no number of the exact kind (a root of a root, or worse): from here on in floating point.",
                    "下一个值超出了精确数的范围（根号套根号等）：从这里起改用浮点数。"))
            try explainFormula(
                { try FittedNormal(samples: first.approximate, divisor: divisor, recorder: $0) },
                { try FittedNormal(samples: second.approximate, divisor: divisor, recorder: $0) })
        }
    }

    private var written: [Step] = []

    private mutating func explainFormula<E: Scalar>(
        _ first: (Recorder) throws -> FittedNormal<E>, _ second: (Recorder) throws -> FittedNormal<E>
    ) throws {
        let recorder = Recorder()
        do {
            let r = try recorder.about("r") { try first(recorder) }
            let g = try recorder.about("g") { try second(recorder) }
            let distance = try r.frechetDistance(to: g, route: .matrixRoot, recorder: recorder)
            try write(recorder.steps)
            result(distance.value.recorded)
            try explainScalable(r, g)
        } catch {
            // What was worked out before the exact numbers ended is worth showing.
            try write(recorder.steps)
            throw error
        }
    }

    /// Writes steps, but for those that were written before in exact arithmetic.
    private mutating func write(_ steps: [Step]) throws {
        let known = Set(written.map { StepKey($0) })
        let new = steps.filter { !known.contains(StepKey($0)) }
        written += new
        lines += try writer.lines(for: new)
    }

    private struct StepKey: Hashable {
        let rule: Rule
        let subjects: [String]

        init(_ step: Step) {
            rule = step.rule
            subjects = step.subjects
        }
    }

    /// The route by singular values, and the split of the trace term.
    private mutating func explainScalable<E: Scalar>(_ r: FittedNormal<E>, _ g: FittedNormal<E>) throws {
        heading(Phrase("The same without a matrix square root", "不用矩阵平方根的同一结果"))
        paragraph(
            Phrase(
                "The trace of the root is a sum of singular values. This is the route that the same functions take for 2048 features: no covariance, no root of rounding noise.",
                "平方根的迹等于奇异值之和。对 2048 维特征，同样的函数走的就是这条路：不形成协方差，也不对舍入噪声开方。"))
        do {
            try explainCrossGram(r, g)
        } catch LinearAlgebraError.leavesField {
            try explainCrossGram(FittedNormal<Double>(approximating: r), FittedNormal<Double>(approximating: g))
        }
    }

    private mutating func explainCrossGram<E: Scalar>(_ r: FittedNormal<E>, _ g: FittedNormal<E>) throws {
        let recorder = Recorder()
        _ = try r.frechetDistance(to: g, route: .crossGram, splitsTraceTerm: true, recorder: recorder)
        lines += try writer.lines(for: recorder.steps.filter { $0.rule != .meanDifference && $0.rule != .meanTerm })
    }

    private mutating func explainLarge(_ inputs: InputPair) throws {
        let (first, second) = (inputs.first.normal, inputs.second.normal)
        for set in [inputs.first, inputs.second] {
            let size = set.normal.count.map { "\($0) × \(set.normal.dimension)" } ?? "\(set.normal.dimension)"
            paragraph(Phrase(same: "\(set.path): \(size)"))
        }
        writer.names.rowsAreFactors = !(inputs.first.holdsSamples && inputs.second.holdsSamples)
        if writer.names.rowsAreFactors {
            paragraph(
                Phrase(
                    "F stands for a factor of a scatter: FᵀF = (n − 1)Σ.", "F 表示散布矩阵的因子：FᵀF = (n − 1)Σ。"))
        }
        let recorder = Recorder()
        for (name, set) in [("r", inputs.first), ("g", inputs.second)] {
            try recorder.about(name) {
                recorder.record(set.holdsSamples ? .mean : .givenMean, [], Quantity(set.normal.mean))
                recorder.record(set.holdsSamples ? .covariance : .givenCovariance, [], Quantity(try set.normal.covariance()))
            }
        }
        let distance = try first.frechetDistance(to: second, splitsTraceTerm: true, recorder: recorder)
        lines += try writer.lines(for: recorder.steps)
        result(.real(distance.value))
    }

    // MARK: Text around the steps

    mutating func heading(_ phrase: Phrase) {
        if let last = lines.last, !last.isEmpty { lines.append("") }
        let text = phrase(in: style.language).wrapped(width: style.width)
        lines += text.map { style.styled($0, .bold) }
        if !style.isPlain {
            lines.append(String(repeating: "─", count: min(style.width, text.map(\.displayWidth).max() ?? 0)))
        }
        lines.append("")
    }

    mutating func paragraph(_ phrase: Phrase) {
        lines += phrase(in: style.language).wrapped(width: style.width) + [""]
    }

    mutating func add(_ more: [String]) {
        lines += more
    }

    mutating func steps(_ steps: [Step]) throws {
        lines += try writer.lines(for: steps)
    }

    mutating func result(_ value: Number) {
        let text = style.isPlain ? value.text.replacing("−", with: "-") : value.text
        lines += [style.styled("FID = \(text)", .good), ""]
    }

    private mutating func show(_ first: Matrix<Exact>, _ second: Matrix<Exact>) {
        for (name, samples) in [("X_r", first), ("X_g", second)] {
            let block = MatrixBlock(
                (0..<samples.rows).map { i in (0..<samples.columns).map { TypesetCell(Number.exact(samples[i, $0]).text) } })
            if style.isPlain {
                lines += ["\(name):"] + block.layout(style).render() + [""]
                continue
            }
            let inner = block.layout(style)
            let line = Box.horizontal([Box("\(name) = "), inner.withBaseline(max(0, (inner.height - 1) / 2))])
            lines += (line.width <= style.width ? line.render() : ["\(name) ="] + inner.render()) + [""]
        }
    }
}
