// Calls of functions: arguments and options checked, the kernel run on the numbers that are given, errors put in their place.

import ExactArithmetic
import LinearAlgebra
import Localization
import RealModule

extension Evaluator {
    mutating func call(
        _ name: String, _ arguments: [CallArgument], _ span: SourceSpan, _ recorder: Recorder?
    ) throws -> Value {
        guard let function = WorksheetFunction.named(name) else {
            let nearest = Suggestion.nearest(to: name, among: WorksheetFunction.all.map(\.name))
            throw WorksheetError(.unknownFunction(name, suggestion: nearest), span)
        }
        let positional = arguments.filter { $0.label == nil }
        guard positional.count == function.parameters.count else {
            throw WorksheetError(
                .argumentCount(function: name, signature: function.signature, found: positional.count), span)
        }
        let options = try options(arguments, function)
        let values = try positional.map { try value(of: $0.value, recorder) }
        let expression = Expression(.call(name, arguments), span)
        return try located(span) { evaluator in
            if name == "float" { return .real(try evaluator.inDouble(values[0], expression)) }
            if name == "exp" || name == "log" {
                if values[0].isExact { evaluator.leftExactAt = name }
                return .real(try Self.transcendental(name, try evaluator.inDouble(values[0], expression)))
            }
            return try evaluator.eitherWay(values, expression) {
                try KernelCall(name: name, arguments: $0, options: options, recorder: recorder).value()
            } real: {
                try KernelCall(name: name, arguments: $0, options: options, recorder: recorder).value()
            }
        }
    }

    private static func transcendental(_ name: String, _ tensor: Tensor<Double>) throws -> Tensor<Double> {
        try tensor.map { value in
            guard name == "log" else { return Double.exp(value) }
            guard value > 0 else {
                throw OperationProblem.problem(
                    .wrongKind(operation: "log", needs: Phrase("a positive number", "正数"), found: "\(value)"))
            }
            return Double.log(value)
        }
    }

    private func options(_ arguments: [CallArgument], _ function: WorksheetFunction) throws -> [String: String] {
        var result = Dictionary(function.options.map { ($0.name, $0.defaultValue) }) { first, _ in first }
        for argument in arguments {
            guard let label = argument.label else { continue }
            guard let option = function.options.first(where: { $0.name == label }) else {
                let known = function.options.map(\.name)
                throw WorksheetError(
                    .unknownOption(
                        function: function.name, option: label, known: known,
                        suggestion: Suggestion.nearest(to: label, among: known)), argument.span)
            }
            let written = argument.value.word
            let isNumber = Int(written).map { $0 > 0 && $0 <= 100 } ?? false
            guard option.values.isEmpty ? isNumber : option.values.contains(written) else {
                let allowed = option.values.isEmpty ? "1 … 100" : option.values.joined(separator: " | ")
                throw WorksheetError(
                    .badOption(function: function.name, option: label, value: written, allowed: allowed), argument.value.span)
            }
            result[label] = written
        }
        return result
    }

    /// Runs `body`; what it throws gets the place.
    mutating func located(_ span: SourceSpan, _ body: (inout Evaluator) throws -> Value) throws -> Value {
        do {
            return try body(&self)
        } catch OperationProblem.problem(let problem) {
            throw WorksheetError(problem, span)
        } catch LinearAlgebraError.shapeMismatch(let operation, let left, let right) {
            throw WorksheetError(.shapes(operation: operation, left: "\(left)", right: "\(right)"), span)
        } catch let error as WorksheetError {
            throw error
        } catch let error as any ExplainedError {
            throw WorksheetError(.failed(error.phrase), span)
        }
    }
}

extension Expression {
    /// The expression as an option's value is written: `n`, `n-1`, `newton`, `3`.
    fileprivate var word: String {
        switch kind {
        case .name(let name): name
        case .number(let value, _): value.description
        case .text(let text): text
        case .binary(.minus, let left, let right): "\(left.word)-\(right.word)"
        default: "?"
        }
    }
}
