// Where files that belong to a user are kept, by the XDG Base Directory Specification.

/// A folder of the XDG Base Directory Specification (freedesktop.org, version 0.8).
public enum UserFolder: CaseIterable, Sendable {
    /// What can be made or fetched again.
    case cache
    /// What a user keeps.
    case data
    /// What a program remembers from one run to the next.
    case state

    /// The variable that names it.
    public var variable: String {
        switch self {
        case .cache: "XDG_CACHE_HOME"
        case .data: "XDG_DATA_HOME"
        case .state: "XDG_STATE_HOME"
        }
    }

    /// Where it is in a home where the variable does not say.
    private var place: String {
        switch self {
        case .cache: ".cache"
        case .data: ".local/share"
        case .state: ".local/state"
        }
    }

    /// Its path; nil where neither the variable nor `HOME` names an absolute one: the specification passes over a relative path.
    ///
    /// - Parameter environment: the variables of the process.
    public func path(environment: [String: String]) -> String? {
        if let root = environment[variable], root.hasPrefix("/") { return root }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/\(place)" : nil }
    }
}
