// What another tool says of the flowers, `peers.json` beside the features: pytorch-fid with two releases of SciPy.

import Foundation
import TestSupport
import Testing

/// The answers of pytorch-fid, and the exact distances of the features that it had: those before they were rounded to float16, so that
/// ours are near them and not equal.
struct FlowerPeers: Decodable {
    enum Answer: Decodable {
        case number(Double)
        /// The exception that it stopped with.
        case exception(String)

        private enum CodingKeys: String, CodingKey { case fid }

        init(from decoder: any Decoder) throws {
            let object = try decoder.container(keyedBy: CodingKeys.self)
            self =
                if let number = try? object.decode(Double.self, forKey: .fid) { .number(number) } else {
                    .exception(try object.decode(String.self, forKey: .fid))
                }
        }
    }

    let new: [String: Answer]
    let old: [String: Answer]
    let exact: [String: Double]

    private enum CodingKeys: String, CodingKey {
        case new = "scipy_1.17.1"
        case old = "scipy_1.11.4"
        case exact = "exact_float32"
    }

    static func load() throws -> FlowerPeers {
        try JSONDecoder().decode(
            FlowerPeers.self, from: Data(contentsOf: SharedData.root.appending(path: "reference/peers.json")))
    }

    /// A distance of ours beside all that is known of it: within what float16 makes of it, and where a tool gave up, ours is a number.
    func expect(_ distance: Double, _ key: String) throws {
        // Of equal sets the tool is off by no more than this either.
        func isNear(_ other: Double) -> Bool { abs(distance - other) < max(1e-4, 1e-5 * abs(other)) }
        guard case .number(let answer)? = new[key] else {
            Issue.record("no answer to \(key)")
            return
        }
        #expect(isNear(answer), "\(key): \(distance), \(answer)")
        if let exact = exact[key] { #expect(isNear(exact), "\(key): \(distance), \(exact)") }
        switch old[key] {
        case .number(let answer)?: #expect(isNear(answer), "\(key): \(distance), \(answer)")
        case .exception(let text)?: #expect(text.contains("Imaginary component") && distance.isFinite, "\(key): \(text)")
        case nil: break
        }
    }
}
