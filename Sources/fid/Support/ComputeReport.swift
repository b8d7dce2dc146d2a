// What `fid compute` says of a distance: for people and for machines.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

struct ComputeReport {
    /// Nil where there are no sets of features, as for the Inception Score alone.
    let inputs: InputPair?
    /// The samples, where measures were computed from them.
    let samples: SamplePair?
    /// Nil where the FID was not asked for.
    let distance: FrechetDistance<Double>?
    /// The other measures.
    let run: MeasureRun
    let verification: FrechetVerification?
    /// How long the distance took, where timings are asked for.
    let distanceTime: Duration?

    /// Prints the report, and remarks on the input on standard error.
    func write(json: Bool, style: OutputStyle) throws {
        if json { return Terminal.write([try self.json()]) }
        Terminal.write(lines(in: style))
        for note in (inputs?.first.notes ?? []) + (inputs?.second.notes ?? []) {
            Terminal.writeError("fid: " + note(in: style.language))
        }
    }

    // MARK: For people

    private var rows: [(depth: Int, name: Phrase, value: String)] {
        var rows: [(depth: Int, name: Phrase, value: String)] = []
        if let distance {
            rows = [
                (0, run.naming.phrase(Phrase(same: "FID")), figure(distance.value)),
                (1, Phrase("mean term", "均值项"), figure(distance.meanTerm)),
                (1, Phrase("trace term", "迹项"), figure(distance.traceTerm)),
            ]
            if let split = distance.split {
                rows.append((2, Phrase("spectrum mismatch", "谱失配"), figure(split.spectrumMismatch)))
                rows.append((2, Phrase("misalignment", "主轴错位"), figure(split.misalignment)))
            }
        }
        for value in run.values {
            let spread = value.spread.map { " ± \(NumberText.short($0))" } ?? ""
            rows.append((value.depth, run.naming.phrase(value.label), figure(value.value) + spread))
        }
        return rows
    }

    func lines(in style: OutputStyle) -> [String] {
        let language = style.language
        let rows = rows
        let names = rows.map { String(repeating: "  ", count: $0.depth) + $0.name(in: language) }
        let nameWidth = names.map(\.displayWidth).max() ?? 0
        let values = style.isPlain ? rows.map(\.value) : alignedOnDecimalPoint(rows.map(\.value))
        var lines = zip(names, values).flatMap { name, value -> [String] in
            if style.isPlain { return "\(name): \(value)".wrapped(width: style.width, hangingIndent: 2) }
            let line = Box("\(name.padded(to: nameWidth))  \(value)").render().joined()
            if line.displayWidth <= style.width { return [line] }
            // No room for columns: the number goes below its name.
            return name.wrapped(width: style.width, hangingIndent: 2)
                + ["    " + value.trimmingCharacters(in: .whitespaces)]
        }
        if let first = lines.first { lines[0] = style.styled(first, .bold) }
        lines += run.origins.lines(in: style, run.naming)
        if lines.first == "" { lines.removeFirst() }
        if inputs != nil || samples != nil { lines.append("") }
        if let inputs {
            lines += describe(inputs.first, rank: distance?.split?.ranks.first, in: style)
            lines += describe(inputs.second, rank: distance?.split?.ranks.second, in: style)
        } else if let samples {
            for (path, set) in [(samples.paths.first, samples.first), (samples.paths.second, samples.second)] {
                lines += describe(path, count: set.rows, dimension: set.columns, rank: nil, in: style)
            }
        }
        if let distance { lines += routeWords(distance.route)(in: language).wrapped(width: style.width) }
        if distance != nil, let inputs { lines += shortage(of: inputs, in: language).flatMap { $0.wrapped(width: style.width) } }
        for note in run.notes.map(run.naming.phrase) {
            lines += Phrase("note: \(note.english)", "注意：\(note.chinese)")(in: language).wrapped(width: style.width)
        }
        lines += verificationLines(in: style)
        lines += timingLines(in: style)
        return lines
    }

    private func figure(_ value: Double) -> String {
        NumberText.figure(value)
    }

    private func describe(_ set: InputSet, rank: Int?, in style: OutputStyle) -> [String] {
        describe(set.path, count: set.normal.count, dimension: set.normal.dimension, rank: rank, in: style)
    }

    private func describe(_ path: String, count: Int?, dimension d: Int, rank: Int?, in style: OutputStyle) -> [String] {
        let size =
            count.map { Phrase("\($0) samples of \(d) features", "\($0) 个样本，\(d) 维特征") }
            ?? Phrase("statistics of \(d) features, number of samples not told", "\(d) 维特征的统计量，样本数未知")
        let ranks = rank.map { Phrase(", rank \($0)", "，秩 \($0)") } ?? Phrase("", "")
        return Phrase("\(path): \(size.english)\(ranks.english)", "\(path)：\(size.chinese)\(ranks.chinese)")(
            in: style.language
        )
        .wrapped(width: style.width, hangingIndent: 2)
    }

    private func routeWords(_ route: FrechetRoute) -> Phrase {
        switch route {
        case .crossGram, .automatic:
            Phrase(
                "route: singular values of the cross Gram matrix of the centred samples; no covariance was formed",
                "方法：中心化样本的交叉 Gram 矩阵的奇异值；没有形成协方差矩阵")
        case .cholesky:
            Phrase("route: Cholesky factor of one covariance, eigenvalues of LᵀΣL", "方法：一个协方差的 Cholesky 因子，LᵀΣL 的特征值")
        case .pivotedCholesky:
            Phrase(
                "route: pivoted Cholesky factors of both covariances, singular values of their product",
                "方法：两个协方差的选主元 Cholesky 因子，其乘积的奇异值")
        case .matrixRoot:
            Phrase("route: the matrix square root of the product, as the formula is written", "方法：按公式求乘积的矩阵平方根")
        }
    }

    /// What a set of fewer samples than features means, said once.
    private func shortage(of inputs: InputPair, in language: Language) -> [String] {
        let d = inputs.first.normal.dimension
        let small = [inputs.first, inputs.second].filter { ($0.normal.count ?? .max) <= d }
        guard let least = small.compactMap(\.normal.count).min() else { return [] }
        let words = Phrase(
            "note: with \(least) samples for \(d) features the covariance has not full rank; the number is exact, but it overestimates the FID of the distributions: compare only sets of equal size",
            "注意：\(least) 个样本不足以使 \(d) 维协方差满秩；数值本身是准确的，但会高估分布间的 FID：只应比较样本量相同的结果")
        return [run.naming.phrase(words)(in: language)]
    }

    private func verificationLines(in style: OutputStyle) -> [String] {
        let others = run.verifications.flatMap { check in
            let verdict = check.agrees ? Phrase("verified", "已验证") : Phrase("NOT verified", "验证不符")
            let words = run.naming.phrase(check.words)
            return Phrase("\(verdict.english): \(words.english)", "\(verdict.chinese)：\(words.chinese)")(
                in: style.language
            )
            .wrapped(width: style.width, hangingIndent: 2)
        }
        guard let verification else { return others }
        let short = NumberText.short
        return [
            Phrase(
                "verified: a second algorithm gives \(figure(verification.value)), a difference of \(short(verification.difference)); the error bound is \(short(verification.errorBound))",
                "已验证：第二种算法得到 \(figure(verification.value))，相差 \(short(verification.difference))；误差上界 \(short(verification.errorBound))"
            ),
            Phrase(
                "residual \(short(verification.residual)), loss of orthogonality \(short(verification.orthogonalityLoss)), factor residual \(short(verification.factorResidual))",
                "残差 \(short(verification.residual))，正交性损失 \(short(verification.orthogonalityLoss))，因子残差 \(short(verification.factorResidual))"
            ),
        ].flatMap { $0(in: style.language).wrapped(width: style.width, hangingIndent: 2) } + others
    }

    private func timingLines(in style: OutputStyle) -> [String] {
        guard let timingSeconds else { return [] }
        let parts = timingSeconds.map { "\($0.key) \(NumberFormat(.places(3), notation: .ascii).string($0.seconds)) s" }
        return [(Phrase("time: ", "用时：")(in: style.language)) + parts.joined(separator: ", ")]
    }

    private var timingSeconds: [(key: String, seconds: Double)]? {
        guard let distanceTime, let inputs else { return nil }
        let read = inputs.first.timings.read + inputs.second.timings.read
        let moments = inputs.first.timings.moments + inputs.second.timings.moments
        return [("read", read / .seconds(1)), ("moments", moments / .seconds(1)), ("distance", distanceTime / .seconds(1))]
    }

    // MARK: For machines

    /// How the features of both sets came about, where one of them tells.
    private var origins: [FeatureOrigin?]? {
        guard let inputs, inputs.first.origin != nil || inputs.second.origin != nil else { return nil }
        return [inputs.first.origin, inputs.second.origin]
    }

    /// One JSON object; the names of `torch-fidelity` where it has one for the thing.
    func json() throws -> String {
        let isNamed = run.naming.extractor == .clip
        let record = Record(
            frechetInceptionDistance: isNamed ? nil : distance?.value, meanTerm: distance?.meanTerm,
            traceTerm: distance?.traceTerm,
            spectrumMismatch: distance?.split?.spectrumMismatch, misalignment: distance?.split?.misalignment,
            trace: distance.map { [$0.traces.first, $0.traces.second] }, rootTrace: distance?.rootTrace,
            count: inputs.map { [$0.first.normal.count, $0.second.normal.count] }
                ?? samples.map { [$0.first.rows, $0.second.rows] },
            dimension: inputs?.first.normal.dimension ?? samples?.first.columns,
            rank: distance.map { [$0.split?.ranks.first, $0.split?.ranks.second] }, route: distance?.route.rawValue,
            files: inputs.map { [$0.first.path, $0.second.path] } ?? samples.map { [$0.paths.first, $0.paths.second] },
            verification: verification.map {
                Record.Verification(
                    frechetInceptionDistance: isNamed ? nil : $0.value, clipFid: isNamed ? $0.value : nil,
                    difference: $0.difference, residual: $0.residual,
                    orthogonalityLoss: $0.orthogonalityLoss, factorResidual: $0.factorResidual, errorBound: $0.errorBound)
            },
            timings: timingSeconds.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key, $0.seconds) }) },
            directions: run.origins.directionRecords, samples: run.origins.sampleRecords,
            notes: run.notes.isEmpty ? nil : run.notes.map { run.naming.phrase($0)(in: Session.language) },
            network: isNamed ? run.naming.extractor?.rawValue : nil, origins: origins, fidVersion: FidVersion.text)
        var figures: [String: Double] = [:]
        if isNamed, let distance { figures[run.naming.key("frechet_inception_distance")] = distance.value }
        for value in run.values {
            figures[run.naming.key(value.key)] = value.value
            if let key = value.spreadKey { figures[run.naming.key(key)] = value.spread }
        }
        return try MachineJSON.text(record, with: figures)
    }

    /// The JSON object's members, by their names there.
    private struct Record: Encodable {
        let frechetInceptionDistance, meanTerm, traceTerm: Double?
        let spectrumMismatch, misalignment: Double?
        let trace: [Double]?
        let rootTrace: Double?
        let count: [Int?]?
        let dimension: Int?
        let rank: [Int?]?
        let route: String?
        let files: [String]?
        let verification: Verification?
        let timings: [String: Double]?
        let directions: [DistanceOrigins.DirectionRecord]?
        let samples: [DistanceOrigins.SetRecord]?
        let notes: [String]?
        let network: String?
        let origins: [FeatureOrigin?]?
        let fidVersion: String

        struct Verification: Encodable {
            let frechetInceptionDistance, clipFid: Double?
            let difference, residual, orthogonalityLoss, factorResidual, errorBound: Double
        }
    }
}
