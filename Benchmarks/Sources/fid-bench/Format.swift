// Numbers as they stand in the tables.

import Foundation

enum Format {
    /// A number with so many significant digits, no exponent.
    static func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        let magnitude = value == 0 ? 0 : Int(log10(abs(value)).rounded(.down))
        return String(format: "%.\(max(0, digits - 1 - magnitude))f", value)
    }

    static func seconds(_ seconds: Double) -> String { number(seconds, digits: 3) + " s" }

    /// The median, and the range in brackets where there are several.
    static func times(_ times: Times) -> String {
        let median = seconds(times.median)
        guard times.sorted.count > 1 else { return median }
        return "\(median) (\(number(times.least, digits: 3))–\(number(times.greatest, digits: 3)))"
    }

    static func ratio(_ ratio: Double) -> String { number(ratio, digits: 3) + "×" }

    static func megabytes(_ bytes: Int) -> String { String(format: "%.0f MB", Double(bytes) / 1e6) }

    /// |a − b| / |b|.
    static func difference(_ value: Double?, from reference: Double?) -> String {
        guard let value, let reference else { return "—" }
        if value == reference { return "0" }
        return reference == 0
            ? "\(number(value, digits: 3)), not 0" : String(format: "%.1e", abs(value - reference) / abs(reference))
    }
}
