// What can stop the benchmarks, or one row of them.

enum BenchError: Error, CustomStringConvertible {
    case notInRepository(from: String)
    case notBuilt(path: String)
    case cannotStart(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case routine(name: String, info: Int)

    var description: String {
        switch self {
        case .notInRepository(let directory):
            "neither \(directory) nor a folder above it holds Benchmarks/peers/peer.py: run this inside the repository"
        case .notBuilt(let path):
            "there is no executable at \(path): run `swift build -c release --product fid`, or set FID_BENCH_FID to one"
        case .cannotStart(let path, let reason): "\(path) cannot be started: \(reason)"
        case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
        case .cannotRead(let path, let reason): "\(path) cannot be read: \(reason)"
        case .routine(let name, let info): "\(name) came back with info = \(info)"
        }
    }
}
