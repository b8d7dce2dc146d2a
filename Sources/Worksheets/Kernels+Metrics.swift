// The calls about class probabilities, the shape of samples and the distance of two samples; logarithms.

import GenerativeMetrics
import LinearAlgebra

extension KernelCall {
    private var base: LogarithmBase { options["base"].flatMap(LogarithmBase.init) ?? .e }

    func metrics() throws -> Tensor<Element>? {
        switch name {
        case "kid": return .scalar(try matrix(0).kernelDistance(to: matrix(1), options: kernelOptions, recorder: recorder).value)
        case "kidsub": return try subsetDistance()
        case "cmmd":
            return .scalar(
                try matrix(0).kernelDistance(to: matrix(1), options: .cmmd(sigma: number("sigma") ?? 10), recorder: recorder)
                    .value)
        case "kernel":
            return .matrix(
                try matrix(0).kernelMatrix(with: matrix(1), kernel: .polynomial(degree: count("degree")), recorder: recorder))
        case "skewness": return .scalar(try vector(0).skewness(recorder: recorder))
        case "kurtosis": return .scalar(try vector(0).kurtosis(isExcess: options["excess"] == "yes", recorder: recorder))
        case "entropy": return .scalar(try vector(0).entropy(base: base, recorder: recorder))
        case "kl": return .scalar(try vector(0).divergence(from: vector(1), base: base, recorder: recorder))
        case "is": return .scalar(try matrix(0).inceptionScore(splits: count("splits"), recorder: recorder))
        default: return nil
        }
    }

    private var kernelOptions: KernelDistanceOptions<Element> {
        KernelDistanceOptions(
            kernel: .polynomial(degree: count("degree"), gamma: number("gamma"), offset: number("coef") ?? 1),
            estimator: KernelEstimator(rawValue: options["estimator"] ?? "") ?? .unbiased)
    }

    /// Mean and standard deviation of the kernel distance of random subsets.
    private func subsetDistance() throws -> Tensor<Element> {
        let subsets = KernelSubsets(
            count: count("count"), size: try count(2, upTo: maximumElements), seed: options["seed"].flatMap(UInt32.init) ?? 2020)
        let distance = try matrix(0).kernelDistanceOverSubsets(
            to: matrix(1), options: kernelOptions, subsets: subsets, recorder: recorder)
        guard let deviation = distance.standardDeviation else { throw LinearAlgebraError.leavesField(operation: "√") }
        return .vector(Vector([distance.value, deviation]))
    }

    /// Of two normal distributions, or of two samples on a line.
    func wasserstein() throws -> Element {
        guard arguments.count == 4 else {
            for argument in arguments {
                let matrix = argument.asMatrix
                guard matrix.rows == 1 || matrix.columns == 1 else {
                    throw OperationProblem.problem(
                        .wrongKind(
                            operation: name, needs: .init("samples on a line, one row or one column", "一维样本（一行或一列）"),
                            found: argument.shapeName))
                }
            }
            return try vector(0).wassersteinDistance(to: vector(1), recorder: recorder)
        }
        let first = try FittedNormal(mean: vector(0), covariance: matrix(1))
        let second = try FittedNormal(mean: vector(2), covariance: matrix(3))
        return try first.wassersteinDistance(to: second, route: .matrixRoot, recorder: recorder)
    }

    func logarithms() throws -> Tensor<Element>? {
        switch name {
        case "exp":
            return try arguments[0].map { value in
                guard let power = value.exponential() else { throw LinearAlgebraError.leavesField(operation: name) }
                return power
            }
        case "log", "ln":
            return try arguments[0].map { value in
                guard value > 0 else {
                    throw OperationProblem.problem(
                        .wrongKind(operation: name, needs: .init("a positive number", "正数"), found: "\(value.doubleValue)"))
                }
                guard let logarithm = value.logarithm(base: base) else {
                    throw LinearAlgebraError.leavesField(operation: name)
                }
                return logarithm
            }
        default: return nil
        }
    }
}
