// The calls about neighbourhoods: precision, recall, density and coverage.

import GenerativeMetrics
import LinearAlgebra

extension KernelCall {
    func neighbourhoods() throws -> Tensor<Element>? {
        guard let measure = NeighbourhoodMeasure(rawValue: name) else { return nil }
        return .scalar(try matrix(0).neighbourhoodMeasure(measure, of: matrix(1), k: count("k"), recorder: recorder))
    }
}

extension WorksheetFunction {
    /// The measures that look at neighbourhoods; X is the real set.
    static let neighbourhoods: [WorksheetFunction] = [
        neighbourhood(
            .precision, "the share of generated samples Y within the k-th neighbour's distance (≤) of a real sample X",
            "落在真实样本 X 的邻域（到第 k 近邻的距离，≤）内的生成样本 Y 的比例"),
        neighbourhood(
            .recall, "the share of real samples X within the k-th neighbour's distance (≤) of a generated sample Y",
            "落在生成样本 Y 的邻域（到第 k 近邻的距离，≤）内的真实样本 X 的比例"),
        neighbourhood(
            .density, "how many neighbourhoods (<) of real samples X a generated sample Y lies in on average, over k",
            "每个生成样本 Y 平均落在多少个真实样本 X 的邻域（<）内，再除以 k"),
        neighbourhood(
            .coverage, "the share of real samples X with a generated sample Y in their neighbourhood (<)",
            "邻域（<）内有生成样本 Y 的真实样本 X 的比例"),
    ]

    private static func neighbourhood(_ measure: NeighbourhoodMeasure, _ english: String, _ chinese: String) -> WorksheetFunction
    {
        .init(
            measure.rawValue, "X Y", .otherMetrics, english, chinese,
            example: "\(measure.rawValue)([0 0; 1 0; 0 2; 3 3], [0 1; 1 1; 5 5], k: 1)",
            options: [Option(name: "k", defaultValue: "\(measure.usualK)")])
    }
}
