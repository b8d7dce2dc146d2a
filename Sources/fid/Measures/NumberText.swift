// How figures of measures are written: enough digits to compare, few where it is about size only.

import Typesetting

enum NumberText {
    /// Twelve significant digits.
    static func figure(_ value: Double) -> String { NumberFormat(.significant(12), notation: .ascii).string(value) }

    /// Two significant digits: the size of an error.
    static func short(_ value: Double) -> String { NumberFormat(.significant(2), notation: .ascii).string(value) }
}
