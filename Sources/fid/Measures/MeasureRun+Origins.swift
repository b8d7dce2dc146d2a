// What a FID is worth and where it comes from: its interval, the directions and the samples that contribute most.

import FeatureFiles
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

extension MeasureRun {
    // MARK: The interval

    /// The confidence interval of the FID, from the moments of groups of samples.
    mutating func addInterval(_ samples: SamplePair, divisor: CovarianceDivisor, progress: Progress) throws {
        guard measures.contains(.interval) else { return }
        let interval = try samples.withBlocks { first, second in
            try Self.interval(first, second, samples, options, divisor, progress)
        }
        values.append(
            MeasuredValue(
                measure: .interval, key: "fid_jackknife", label: Phrase("FID less its jackknife bias", "FID（刀切法去偏）"),
                value: interval.corrected, spread: interval.standardError, spreadKey: "fid_jackknife_standard_error"))
        let percent = NumberFormat(.significant(6), notation: .ascii).string(100 * interval.level)
        for (key, label, value) in [
            ("fid_interval_lower", Phrase("\(percent) % interval, from", "\(percent) % 置信区间下限"), interval.lower),
            ("fid_interval_upper", Phrase("\(percent) % interval, to", "\(percent) % 置信区间上限"), interval.upper),
        ] {
            values.append(MeasuredValue(measure: .interval, key: key, label: label, value: value, depth: 1))
        }
        guard verifies else { return }
        let check = try samples.withBlocks { try Self.check(interval, $0, $1, divisor, progress.checking(.interval)) }
        let short = NumberText.short
        verifications.append(
            MeasureVerification(
                measure: .interval,
                words: Phrase(
                    "interval: a group of either set left out by reading all others gives \(NumberText.figure(check.distancesWithout.first)) and \(NumberText.figure(check.distancesWithout.second)), a difference of \(short(check.difference)); the error bound is \(short(check.errorBound)); pseudo-values agree to \(short(check.pseudovalueDifference))",
                    "interval：只读其余各组（两组数据各去掉一组）得到 \(NumberText.figure(check.distancesWithout.first)) 与 \(NumberText.figure(check.distancesWithout.second))，相差 \(short(check.difference))；误差上界 \(short(check.errorBound))；伪值相差 \(short(check.pseudovalueDifference))"
                ),
                agrees: check.agrees(with: interval), errorBound: check.errorBound))
    }

    private static func interval(
        _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>, _ samples: SamplePair, _ options: MeasureOptions,
        _ divisor: CovarianceDivisor, _ progress: Progress
    ) throws -> FrechetInterval {
        let groups = options.intervalGroups
        let moments = try InputError.inFile(samples.paths.first) {
            try first.groupMoments(groups, progress: progress.reading(samples.origins.first.readers))
        }
        let otherMoments = try InputError.inFile(samples.paths.second) {
            try second.groupMoments(groups, progress: progress.reading(samples.origins.second.readers))
        }
        return try FrechetInterval(
            first: moments, second: otherMoments, level: options.intervalLevel, divisor: divisor,
            progress: progress.counting(Phrase("interval", "置信区间"), unit: Phrase("distances", "个距离")))
    }

    private static func check(
        _ interval: FrechetInterval, _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>,
        _ divisor: CovarianceDivisor, _ progress: (Int, Int) -> Void
    ) throws -> FrechetIntervalVerification {
        try interval.verify(first: first, second: second, divisor: divisor, progress: progress)
    }

    // MARK: Directions

    /// The directions that contribute most to the FID of two fits, whose value by another route is `fid`.
    mutating func addDirections(of pair: InputPair, fid: Double, progress: Progress) throws {
        guard measures.contains(.directions) else { return }
        progress.wait(for: Phrase("directions", "方向"))
        let directions = try pair.comparing {
            try pair.first.normal.frechetDirections(
                to: pair.second.normal, count: options.directions ?? MeasureOptions.usualList)
        }
        origins.directions = directions
        guard verifies else { return }
        let difference = abs(directions.total - fid)
        let scale = try pair.first.normal.trace() + pair.second.normal.trace() + abs(fid)
        let short = NumberText.short
        verifications.append(
            MeasureVerification(
                measure: .directions,
                words: Phrase(
                    "directions: all \(pair.first.normal.dimension) add up to \(NumberText.figure(directions.total)), a difference of \(short(difference)) to the FID; residual \(short(directions.residual)), loss of orthogonality \(short(directions.orthogonalityLoss))",
                    "directions：全部 \(pair.first.normal.dimension) 个方向之和为 \(NumberText.figure(directions.total))，与 FID 相差 \(short(difference))；残差 \(short(directions.residual))，正交性损失 \(short(directions.orthogonalityLoss))"
                ),
                agrees: difference <= 1e-8 * scale && directions.orthogonalityLoss < 1e-8,
                errorBound: difference + directions.residual))
    }

    // MARK: Samples

    /// The samples of each set that the FID owes most to.
    mutating func addInfluences(
        _ samples: SamplePair, of pair: InputPair, distance: FrechetDistance<Double>, divisor: CovarianceDivisor,
        progress: Progress
    ) throws {
        guard measures.contains(.samples) else { return }
        let (first, second) = (pair.first.normal, pair.second.normal)
        let sides = [
            (samples.paths.first, samples.origins.first, first, second),
            (samples.paths.second, samples.origins.second, second, first),
        ]
        for (path, rows, normal, other) in sides {
            let changes = try InputError.inFile(path) {
                // Where the samples are too few to span, there is no need to look.
                if rows.rows <= rows.columns { throw MetricsError.doesNotSpan(dimension: rows.columns) }
                progress.wait(for: Phrase("influence", "影响"))
                let gradient = try normal.frechetGradient(to: other)
                return try gradient.changesWithoutRows(of: rows, divisor: divisor, progress: progress.reading(rows.readers))
            }
            let list = InfluentialSamples(
                path: path, rows: rows, changes: changes, count: options.samples ?? MeasureOptions.usualList)
            origins.samples.append(list)
            try addBiasNote(on: list, pair, distance, isFirst: origins.samples.count == 1)
            if verifies, let worst = list.samples.first, let neutral = list.neutral {
                progress.checking(.samples)(0, 0)
                let left = try [worst, neutral].map { sample in
                    var rows = rows
                    let row = try rows.block(sample.row - 1..<sample.row).row(0)
                    return try normal.leavingOut(row, divisor: divisor).frechetDistance(to: other).value
                }
                verifications.append(Self.words(worst, neutral, distances: left, path: path))
            }
        }
    }

    /// Says by how much the sampling bias grows with one sample less, where that is not small beside what the sample costs.
    private mutating func addBiasNote(
        on list: InfluentialSamples, _ pair: InputPair, _ distance: FrechetDistance<Double>, isFirst: Bool
    ) throws {
        guard let worst = list.samples.first, let n = pair.first.normal.count, let m = pair.second.normal.count else { return }
        let bias = { (n: Int, m: Int) in
            try pair.first.normal.samplingBias(to: pair.second.normal, counts: (n, m), distance: distance)
        }
        let step = try (isFirst ? bias(n - 1, m) : bias(n, m - 1)) - bias(n, m)
        guard step > 0.1 * abs(worst.change) else { return }
        notes.append(
            Phrase(
                "samples: with any one of \(list.path) missing the sampling bias grows by about \(NumberText.short(step)), which first order leaves out",
                "samples：\(list.path) 每少一个样本，有限样本的偏差约增加 \(NumberText.short(step))，一阶近似不含这一项"))
    }

    /// What leaving samples out in fact says of the first order. Any sample that is missing lets the sampling bias grow, which is of second order: two
    /// samples are compared, so that it drops out.
    private static func words(
        _ worst: InfluentialSamples.Sample, _ neutral: InfluentialSamples.Sample, distances: [Double], path: String
    ) -> MeasureVerification {
        let (figure, short) = (NumberText.figure, NumberText.short)
        let difference = distances[0] - distances[1]
        let gap = abs(difference - (worst.change - neutral.change))
        return MeasureVerification(
            measure: .samples,
            words: Phrase(
                "samples: \(path) without row \(worst.row) has in fact the FID \(figure(distances[0])), without row \(neutral.row) \(figure(distances[1])), a difference of \(short(difference)); first order is off by \(short(gap))",
                "samples：\(path) 实际去掉第 \(worst.row) 行后 FID 为 \(figure(distances[0]))，去掉第 \(neutral.row) 行后为 \(figure(distances[1]))，相差 \(short(difference))；一阶近似偏差 \(short(gap))"
            ),
            // First order in 1/n: more than half of the difference would be too much of it.
            agrees: gap <= 0.5 * abs(difference), errorBound: nil)
    }

    // MARK: The Inception Score

    static func words(_ check: InceptionScoreVerification) -> MeasureVerification {
        let short = NumberText.short
        return MeasureVerification(
            measure: .inceptionScore,
            words: Phrase(
                "is: a second algorithm gives \(NumberText.figure(check.mean)), a difference of \(short(check.difference)); the error bound is \(short(check.errorBound)); of all images \(NumberText.figure(check.value)), a difference of \(short(check.wholeDifference)); the bound is \(short(check.wholeErrorBound))",
                "is：第二种算法得到 \(NumberText.figure(check.mean))，相差 \(short(check.difference))；误差上界 \(short(check.errorBound))；全部图像为 \(NumberText.figure(check.value))，相差 \(short(check.wholeDifference))；上界 \(short(check.wholeErrorBound))"
            ),
            agrees: check.agrees, errorBound: check.errorBound)
    }
}
