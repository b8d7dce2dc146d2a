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
        return try FrechetInterval(
            first: first.groupMoments(groups, progress: progress.reading(samples.origins.first.readers)),
            second: second.groupMoments(groups, progress: progress.reading(samples.origins.second.readers)),
            level: options.intervalLevel, divisor: divisor,
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
        _ samples: SamplePair, of pair: InputPair, fid: Double, divisor: CovarianceDivisor, progress: Progress
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
            if verifies, let worst = list.samples.first {
                try addCheck(of: worst, path: path, rows: rows, normal, other, fid: fid, divisor: divisor, progress: progress)
            }
        }
    }

    /// Leaves the sample out in fact.
    private mutating func addCheck(
        of sample: InfluentialSamples.Sample, path: String, rows: PooledRows, _ normal: FittedNormal<Double>,
        _ other: FittedNormal<Double>, fid: Double, divisor: CovarianceDivisor, progress: Progress
    ) throws {
        progress.checking(.samples)(0, 0)
        var rows = rows
        let row = try rows.block(sample.row - 1..<sample.row).row(0)
        let change = try normal.leavingOut(row, divisor: divisor).frechetDistance(to: other).value - fid
        let gap = abs(change - sample.change)
        verifications.append(
            MeasureVerification(
                measure: .samples,
                words: Phrase(
                    "samples: without row \(sample.row) of \(path) the FID is in fact \(NumberText.figure(fid + change)), a change of \(NumberText.short(change)); first order is off by \(NumberText.short(gap))",
                    "samples：实际去掉 \(path) 的第 \(sample.row) 行后 FID 为 \(NumberText.figure(fid + change))，变化 \(NumberText.short(change))；一阶近似相差 \(NumberText.short(gap))"
                ),
                // First order in 1/n: half of the change would be too much of it.
                agrees: gap <= 0.5 * abs(change), errorBound: gap))
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
