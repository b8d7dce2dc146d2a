// Paths of weights: the one that somebody named, and what lies at a path.

import Foundation

/// A file or a folder of weights that somebody named.
struct NamedWeights: Sendable {
    let path: String
    /// How: `--weights` or a variable of the environment.
    let origin: String

    /// The path of the option; where it is not given, that of the variable; nil where there is neither.
    init?(option: String?, variable: String, environment: [String: String]) {
        if let option {
            (path, origin) = (option, "--weights")
        } else if let path = environment[variable], !path.isEmpty {
            (self.path, origin) = (path, variable)
        } else {
            return nil
        }
    }
}

/// What lies at a path where weights are looked for.
enum WeightPath {
    static func isFolder(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }

    static func isFile(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT != S_IFDIR } ?? false }

    /// The path of a file in a folder.
    static func file(_ name: String, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }
}
