// What each function of the language does, over any kind of number: calls of the kernels, which record their steps.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import RealModule

/// The arguments of one call, all over one kind of number, and its options.
struct KernelCall<Element: Scalar> {
    let name: String
    let arguments: [Tensor<Element>]
    let options: [String: String]
    let recorder: Recorder?
    /// The most elements that the result, or a matrix on the way to it, may have.
    let maximumElements: Int

    func matrix(_ index: Int) -> Matrix<Element> { arguments[index].asMatrix }
    func vector(_ index: Int) -> Vector<Element> { Vector(arguments[index].elements) }

    func scalar(_ index: Int) throws -> Element {
        guard case .scalar(let value) = arguments[index] else {
            throw OperationProblem.problem(
                .wrongKind(operation: name, needs: .init("a number", "一个数"), found: arguments[index].shapeName))
        }
        return value
    }

    func integer(_ index: Int) throws -> Int {
        guard let value = Int(exactly: try scalar(index).doubleValue), abs(value) <= 10_000 else {
            throw OperationProblem.problem(
                .wrongKind(operation: name, needs: .init("a whole number", "整数"), found: Self.written(try scalar(index))))
        }
        return value
    }

    /// A whole number that counts something.
    func count(_ index: Int, upTo limit: Int) throws -> Int {
        let value = try scalar(index)
        guard let count = Int(exactly: value.doubleValue), (1...limit).contains(count) else {
            throw OperationProblem.problem(
                .wrongKind(
                    operation: name, needs: .init("a whole number from 1 to \(limit)", "1 到 \(limit) 的整数"),
                    found: Self.written(value)))
        }
        return count
    }

    /// A number as it stands in an error.
    static func written(_ value: Element) -> String {
        if let exact = value as? Exact { return exact.description }
        return value.doubleValue == value.doubleValue.rounded() && abs(value.doubleValue) < 1e15
            ? "\(Int(value.doubleValue))" : "\(value.doubleValue)"
    }

    var divisor: CovarianceDivisor { options["divisor"] == "n" ? .samples : .samplesMinusOne }

    func count(_ option: String) -> Int { options[option].flatMap { Int($0) } ?? 1 }

    /// The value of the call.
    func value() throws -> Tensor<Element> {
        try requireRoom()
        if let value = try statistics() { return value }
        if let value = try algebra() { return value }
        if let value = try distances() { return value }
        if let value = try pictures() { return value }
        if let value = try data() { return value }
        if let value = try metrics() { return value }
        if let value = try estimates() { return value }
        if let value = try neighbourhoods() { return value }
        if let value = try logarithms() { return value }
        throw OperationProblem.problem(.unknownFunction(name, suggestion: nil))
    }

    /// Sees to it that what grows with the square of columns or rows fits.
    private func requireRoom() throws {
        let sides: [Int] =
            switch name {
            case "scatter", "cov", "fid", "fidinf", "fidint", "fidshares", "influence", "fidbias":
                arguments.map { $0.asMatrix.columns }
            case "kid", "cmmd", "kernel", "leash", "hausdorff", "dtw": arguments.map { $0.asMatrix.rows }
            case "diag": arguments.map { if case .matrix = $0 { 1 } else { $0.elements.count } }
            default: []
            }
        guard let side = sides.max(), side > 0, side > maximumElements / side else { return }
        throw OperationProblem.problem(.tooManyNumbers(limit: maximumElements))
    }

    private func statistics() throws -> Tensor<Element>? {
        switch name {
        case "mean": return .vector(try matrix(0).mean(recorder: recorder))
        case "center":
            let mean = try matrix(0).mean(recorder: recorder)
            return .matrix(try matrix(0).centred(at: mean, recorder: recorder))
        case "scatter":
            let mean = try matrix(0).mean(recorder: recorder)
            return .matrix(try matrix(0).centred(at: mean, recorder: recorder).scatter(recorder: recorder))
        case "cov": return .matrix(try matrix(0).covariance(divisor: divisor, recorder: recorder))
        case "var": return .scalar(try variance())
        case "std": return try Tensor.scalar(variance()).rooted()
        default: return nil
        }
    }

    private func variance() throws -> Element {
        let column = Matrix(rows: vector(0).count, columns: 1, elements: vector(0).map { $0 }.elements)
        return try column.covariance(divisor: divisor, recorder: recorder)[0, 0]
    }

    private func algebra() throws -> Tensor<Element>? {
        switch name {
        case "tr": return .scalar(try matrix(0).trace(recorder: recorder))
        case "det": return .scalar(try matrix(0).determinant(recorder: recorder))
        case "inv": return .matrix(try matrix(0).inverse())
        case "eigvals": return .vector(try matrix(0).eigenvalues(recorder: recorder))
        case "eigvecs": return .matrix(try matrix(0).eigenvectors(recorder: recorder))
        case "rank": return .scalar(Element(try matrix(0).rank()))
        case "norm": return try Tensor.scalar(vector(0).squaredNorm).rooted()
        case "norm2": return .scalar(vector(0).squaredNorm)
        case "sum": return .scalar(vector(0).sum)
        case "diag":
            if case .matrix(let matrix) = arguments[0] { return .vector(matrix.diagonal) }
            return .matrix(.diagonal(vector(0)))
        case "eye":
            let size = try integer(0)
            guard size > 0, size <= 1000 else { throw OperationProblem.problem(.indexOutOfRange(index: size, count: 1000)) }
            return .matrix(.identity(size))
        case "sqrtm": return .matrix(try root())
        case "sqrtprod": return .matrix(try Matrix.squareRoot(ofProduct: matrix(0), matrix(1), recorder: recorder))
        case "trsqrt": return .scalar(try Matrix.squareRoot(ofProduct: matrix(0), matrix(1), recorder: recorder).trace())
        case "geomean": return .matrix(try matrix(0).geometricMean(with: matrix(1)))
        case "hadamard": return try Tensor.combine(.elementwise, arguments[0], arguments[1])
        case "sqrt": return try arguments[0].rooted()
        case "abs": return arguments[0].map { $0 < 0 ? -$0 : $0 }
        default: return nil
        }
    }

    private func root() throws -> Matrix<Element> {
        switch options["method"] {
        case "newton": try matrix(0).newtonSquareRoot(steps: Swift.max(1, Swift.min(count("steps"), 12)), recorder: recorder).root
        case "closed": try matrix(0).squareRoot(method: .closedForm, recorder: recorder)
        default: try matrix(0).squareRoot(recorder: recorder)
        }
    }

    private func distances() throws -> Tensor<Element>? {
        switch name {
        case "leash": return .scalar(try matrix(0).leash(to: matrix(1), recorder: recorder).length)
        case "dtw": return .scalar(try matrix(0).warpingDistance(to: matrix(1), recorder: recorder))
        case "hausdorff": return .scalar(try matrix(0).hausdorffDistance(to: matrix(1), recorder: recorder))
        case "frechet1d":
            return .scalar(
                try univariateFrechetDistance(
                    mean: scalar(0), deviation: scalar(1), mean: scalar(2), deviation: scalar(3), recorder: recorder))
        case "frechet":
            let first = try FittedNormal(mean: vector(0), covariance: matrix(1))
            let second = try FittedNormal(mean: vector(2), covariance: matrix(3))
            return .scalar(try first.frechetDistance(to: second, route: .matrixRoot, recorder: recorder).value)
        case "w2": return .scalar(try wasserstein())
        case "fid":
            let first = try recorder.about("r") { try FittedNormal(samples: matrix(0), divisor: divisor, recorder: recorder) }
            let second = try recorder.about("g") { try FittedNormal(samples: matrix(1), divisor: divisor, recorder: recorder) }
            return .scalar(try first.frechetDistance(to: second, route: .matrixRoot, recorder: recorder).value)
        case "spectrum", "misalign":
            let zero = Vector(repeatElement(Element(0), count: matrix(0).rows))
            let first = try FittedNormal(mean: zero, covariance: matrix(0))
            let second = try FittedNormal(mean: zero, covariance: matrix(1))
            let distance = try first.frechetDistance(to: second, route: .matrixRoot, splitsTraceTerm: true, recorder: recorder)
            guard let split = distance.split else { return nil }
            return .scalar(name == "spectrum" ? split.spectrumMismatch : split.misalignment)
        default: return nil
        }
    }
}
