// Whether the tensors of a file are those that a network needs.

import FeatureFiles
import Localization

/// What differs between the tensors that are there and those that are needed.
public struct WeightComparison: Sendable, Equatable {
    /// A tensor of another shape than is needed.
    public struct Misshapen: Sendable, Equatable {
        public let name: String
        public let found: [Int]
        public let needed: [Int]
    }

    /// A tensor that is needed and not there.
    public struct Missing: Sendable, Equatable {
        public let name: String
        public let needed: [Int]
        /// The tensor that is there and not needed, with nearly the same name and the same shape.
        public let similar: String?
    }

    /// All three sorted by name.
    public let missing: [Missing]
    /// Names of tensors that are there and not needed.
    public let unexpected: [String]
    public let misshapen: [Misshapen]

    /// Whether all that is needed is there in its shape. Tensors that are not needed do no harm.
    public var fits: Bool { missing.isEmpty && misshapen.isEmpty }
}

extension WeightSource {
    /// Compares the tensors with those that a network needs.
    ///
    /// - Parameters:
    ///   - expected: the shapes by name.
    ///   - ignored: ends of names that are never unexpected. The counters of batch normalization, which PyTorch writes and no
    ///     network reads, by default.
    public func compare(
        expected: [String: [Int]], ignoring ignored: [String] = ["num_batches_tracked"]
    ) -> WeightComparison {
        let names = self.names
        let unexpected = names.filter { name in expected[name] == nil && !ignored.contains(where: name.hasSuffix) }
        var missing: [WeightComparison.Missing] = []
        var misshapen: [WeightComparison.Misshapen] = []
        for (name, needed) in expected.sorted(by: { $0.key < $1.key }) {
            guard let found = shape(of: name) else {
                // Looking for likely slips of the first few is enough: no one reads more of them.
                let candidates = missing.count < 20 ? unexpected.filter { shape(of: $0) == needed } : []
                let similar = Suggestion.nearest(to: name, among: candidates, ignoringCase: false)
                missing.append(WeightComparison.Missing(name: name, needed: needed, similar: similar))
                continue
            }
            if found != needed { misshapen.append(WeightComparison.Misshapen(name: name, found: found, needed: needed)) }
        }
        return WeightComparison(missing: missing, unexpected: unexpected, misshapen: misshapen)
    }

    /// Sees to it that all that a network needs is there.
    ///
    /// - Parameter file: how the error calls the weights.
    /// - Throws: ``WeightsError/mismatch(file:_:)``.
    public func require(_ expected: [String: [Int]], in file: String) throws {
        let comparison = compare(expected: expected)
        guard comparison.fits else { throw WeightsError.mismatch(file: file, comparison) }
    }
}

extension WeightComparison {
    /// What differs, the first few by name and the rest by number. What to do depends on where the weights are from.
    public var explanation: Phrase {
        var parts: [Phrase] = []
        if !missing.isEmpty {
            let words = missing.map { tensor in
                Phrase(
                    "\(printable(tensor.name))\(tensor.similar.map { " (is it \(printable($0))?)" } ?? "")",
                    "\(printable(tensor.name))\(tensor.similar.map { "（是否即 \(printable($0))？）" } ?? "")")
            }
            parts.append(
                Phrase(
                    "\(Self.tensors(missing.count)) missing: \(Self.list(words.map(\.english), "and %d more"))",
                    "缺少 \(missing.count) 个张量：\(Self.list(words.map(\.chinese), "另有 %d 个", "、"))"))
        }
        if !misshapen.isEmpty {
            let words = misshapen.map { tensor in
                Phrase(
                    "\(printable(tensor.name)) is \(tuple(tensor.found)) and not \(tuple(tensor.needed))",
                    "\(printable(tensor.name)) 为 \(tuple(tensor.found))，应为 \(tuple(tensor.needed))")
            }
            parts.append(
                Phrase(
                    "\(Self.tensors(misshapen.count)) of another shape: \(Self.list(words.map(\.english), "and %d more"))",
                    "\(misshapen.count) 个张量形状不符：\(Self.list(words.map(\.chinese), "另有 %d 个", "、"))"))
        }
        if !unexpected.isEmpty {
            let names = unexpected.map { printable($0) }
            parts.append(
                Phrase(
                    "\(Self.tensors(unexpected.count)) not known to the network: \(Self.list(names, "and %d more"))",
                    "\(unexpected.count) 个张量网络不认识：\(Self.list(names, "另有 %d 个", "、"))"))
        }
        return Phrase(parts.map(\.english).joined(separator: "; "), parts.map(\.chinese).joined(separator: "；"))
    }

    private static func tensors(_ count: Int) -> String { count == 1 ? "1 tensor is" : "\(count) tensors are" }

    private static func list(_ items: [String], _ more: String, _ separator: String = ", ") -> String {
        let shown = items.prefix(3)
        let rest = items.count - shown.count
        let all = rest > 0 ? shown + [more.replacing("%d", with: "\(rest)")] : shown
        return all.joined(separator: separator)
    }
}
