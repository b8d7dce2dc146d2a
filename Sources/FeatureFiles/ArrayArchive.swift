// The arrays of a .npz file, and which of them are meant.

import Localization

/// An archive of arrays under keys.
struct ArrayArchive {
    private let archive: ZipArchive
    private var name: String { archive.file.name }

    init(_ file: InputFile) throws {
        archive = try ZipArchive(file)
        let members = archive.members
        if members.contains(where: { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }) {
            throw FeatureFileError.unsupportedFormat(file: file.name, looksLike: .torchArchive)
        }
        guard members.isEmpty || members.contains(where: \.isArray) else {
            throw FeatureFileError.unsupportedFormat(file: file.name, looksLike: .otherArchive)
        }
        guard !members.isEmpty else { throw FeatureFileError.noArrays(file: file.name) }
    }

    /// The keys of the arrays in the order of the archive.
    var keys: [String] { archive.members.lazy.filter(\.isArray).map(\.key) }

    func has(_ key: String) -> Bool { keys.contains(key) }

    /// The array of a key.
    ///
    /// - Throws: `FeatureFileError.noSuchKey`, or what is wrong with the array.
    func array(_ key: String) throws -> NPYArray {
        // numpy accepts the name of the member too.
        let member = archive.members.first { $0.isArray && ($0.key == key || $0.name == key) }
        guard let member else {
            throw FeatureFileError.noSuchKey(
                file: name, key: printable(key), keys: keys.map { printable($0) },
                suggestion: Suggestion.nearest(to: key, among: keys).map { printable($0) })
        }
        return try NPYArray(archive.stream(of: member))
    }

    /// The text of a member that is no array; nil where there is none of that name, or one that is longer than `limit` bytes or no text.
    ///
    /// - Throws: `FeatureFileError` for a damaged member.
    func text(_ name: String, limit: Int) throws -> String? {
        guard let member = archive.members.first(where: { $0.name == name }), member.size <= limit else { return nil }
        var stream = try archive.stream(of: member)
        var bytes = [UInt8](repeating: 0, count: member.size)
        try bytes.withUnsafeMutableBytes { try stream.read(into: $0) }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Statistics if the archive holds some and no key was given, samples otherwise.
    func content(key: String?) throws -> FeatureFile {
        if let key { return .samples(try RowReader(array(key))) }
        if try holdsStatistics() { return .statistics(try StoredStatistics(reading: self, name: name)) }
        return .samples(try onlyMatrix())
    }

    /// Whether a mean is there with a covariance, a scatter or a factor.
    func holdsStatistics() throws -> Bool {
        // The other keys could be the names of someone's features.
        let telling: [StoredStatistics.Key] = [.mean, .covariance, .factor, .factorScale, .factorShape]
        let present = telling.map(\.rawValue).filter(has)
        guard !present.isEmpty else { return false }
        if has("mu"), has("sigma") || has("factor") || has("scatter") { return true }
        if !has("mu") {
            // `sigma` or `factor` alone could be the name of someone's features, if nothing else tells.
            if present.contains("sigma") { throw missing("sigma", "mu") }
            if present.count > 1 { throw missing("factor", "mu") }
            return false
        }
        throw missing("mu", "sigma")
    }

    private func missing(_ present: String, _ missing: String) -> FeatureFileError {
        .missingStatistic(file: name, present: present, missing: missing)
    }

    private func onlyMatrix() throws -> RowReader {
        var matrices: [NPYArray] = []
        var matrixKeys: [String] = []
        var others: [NPYArray] = []
        var refusal: (any Error)?
        for key in keys {
            do {
                let array = try array(key)
                if array.shape.count == 2 {
                    matrices.append(array)
                    matrixKeys.append(printable(key))
                } else {
                    others.append(array)
                }
            } catch let error as FeatureFileError {
                // Labels as text or objects may lie beside the features.
                guard case .unsupportedElements = error else { throw error }
                refusal = refusal ?? error
            }
        }
        if let matrix = matrices.first {
            guard matrices.count == 1 else { throw FeatureFileError.severalMatrices(file: name, keys: matrixKeys) }
            return try RowReader(matrix)
        }
        if let images = others.first(where: { $0.shape.count == 4 && $0.header.elementType == .uint8 }) {
            throw FeatureFileError.images(file: images.name, shape: images.shape)
        }
        if let refusal { throw refusal }
        if others.count == 1, let array = others.first { throw FeatureFileError.notAMatrix(file: array.name, shape: array.shape) }
        throw FeatureFileError.noMatrix(
            file: name, arrays: others.map { "\($0.name.dropFirst(name.count + 1)) \(tuple($0.shape))" })
    }
}
