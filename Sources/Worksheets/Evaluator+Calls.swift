// Calls of functions: arguments and options checked, the kernel run on the numbers that are given, errors put in their place.

import ExactArithmetic
import LinearAlgebra
import Localization

extension Evaluator {
    mutating func call(
        _ name: String, _ arguments: [CallArgument], _ span: SourceSpan, _ recorder: Recorder?
    ) throws -> Value {
        guard let function = WorksheetFunction.named(name) else {
            let nearest = Suggestion.nearest(to: name, among: WorksheetFunction.all.map(\.name))
            throw WorksheetError(.unknownFunction(name, suggestion: nearest), span)
        }
        let positional = arguments.filter { $0.label == nil }
        guard function.forms.contains(where: { $0.count == positional.count }) else {
            throw WorksheetError(
                .argumentCount(function: name, signature: function.signature, found: positional.count), span)
        }
        let options = try options(arguments, function)
        let values = try positional.map { try value(of: $0.value, recorder) }
        if name == "load", let path = positional.first {
            return try located(path.span) { try $0.load(values[0], key: options["key"]) }
        }
        let expression = Expression(.call(name, arguments), span)
        return try located(span) { evaluator in
            if name == "float" { return .real(try evaluator.inDouble(values[0], expression)) }
            let limits = evaluator.limits
            return try evaluator.eitherWay(values, expression, recorder) {
                try KernelCall(name: name, arguments: $0, options: options, recorder: $1, maximumElements: limits.exactElements)
                    .value()
            } real: {
                try KernelCall(name: name, arguments: $0, options: options, recorder: $1, maximumElements: limits.realElements)
                    .value()
            }
        }
    }

    private func options(_ arguments: [CallArgument], _ function: WorksheetFunction) throws -> [String: String] {
        // A text has no default: an option of that kind is there or not.
        let defaults = function.options.filter { $0.kind != .text }.map { ($0.name, $0.defaultValue) }
        var result = Dictionary(defaults) { first, _ in first }
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
            guard option.accepts(argument.value, written) else {
                throw WorksheetError(
                    .badOption(
                        function: function.name, option: label, value: written, allowed: option.allowed(insteadOf: written)),
                    argument.value.span)
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

extension WorksheetFunction.Option {
    fileprivate func accepts(_ value: Expression, _ written: String) -> Bool {
        switch kind {
        case .word: values.contains(written)
        case .count: Int(written).map { $0 > 0 && $0 <= 100 } ?? false
        case .seed: UInt32(written) != nil
        case .number: Exact(decimal: written) != nil
        case .text: if case .text = value.kind { true } else { false }
        }
    }

    /// What may be written, for the error.
    fileprivate func allowed(insteadOf written: String) -> String {
        switch kind {
        case .word: values.joined(separator: " | ")
        case .count: "1 … 100"
        case .seed: "0 … \(UInt32.max)"
        case .number: "\(defaultValue) | 2 | 0.5 | 1/3 | …"
        case .text: "\"\(written == "?" ? "…" : written)\""
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
        case .binary(.divided, let left, let right): "\(left.word)/\(right.word)"
        case .negative(let inner): "-\(inner.word)"
        default: "?"
        }
    }

    /// What an error calls the operation: the function, or the operator.
    var operation: String {
        switch kind {
        case .call(let name, _): name
        case .binary(let operation, _, _): operation.rawValue
        case .negative: "-"
        case .root: "√"
        case .transpose: "'"
        default: "[ ]"
        }
    }
}
