// Brackets that grow: the character of each line of a tall fence.

/// One side of a fence and how it is drawn over several lines.
struct BracketSide: Hashable, Sendable {
    /// The character on one line.
    let single: String
    let top: String
    let middle: String
    let bottom: String
    /// What stands in the middle line of an odd number of lines (braces).
    var centre: String?

    func piece(row: Int, of height: Int) -> String {
        if height <= 1 { return single }
        if row == 0 { return top }
        if row == height - 1 { return bottom }
        return row == (height - 1) / 2 ? centre ?? middle : middle
    }

    static let leftSquare = BracketSide(single: "[", top: "⎡", middle: "⎢", bottom: "⎣")
    static let rightSquare = BracketSide(single: "]", top: "⎤", middle: "⎥", bottom: "⎦")
    static let leftRound = BracketSide(single: "(", top: "⎛", middle: "⎜", bottom: "⎝")
    static let rightRound = BracketSide(single: ")", top: "⎞", middle: "⎟", bottom: "⎠")
    static let leftCurly = BracketSide(single: "{", top: "⎧", middle: "⎪", bottom: "⎩", centre: "⎨")
    static let rightCurly = BracketSide(single: "}", top: "⎫", middle: "⎪", bottom: "⎭", centre: "⎬")
    static let bar = BracketSide(single: "|", top: "│", middle: "│", bottom: "│")
    static let doubleBar = BracketSide(single: "‖", top: "‖", middle: "‖", bottom: "‖")
    static let leftFloor = BracketSide(single: "⌊", top: "⎢", middle: "⎢", bottom: "⎣")
    static let rightFloor = BracketSide(single: "⌋", top: "⎥", middle: "⎥", bottom: "⎦")
    static let leftCeiling = BracketSide(single: "⌈", top: "⎡", middle: "⎢", bottom: "⎢")
    static let rightCeiling = BracketSide(single: "⌉", top: "⎤", middle: "⎥", bottom: "⎥")
    static let leftAngle = BracketSide(single: "⟨", top: "╱", middle: "│", bottom: "╲", centre: "⟨")
    static let rightAngle = BracketSide(single: "⟩", top: "╲", middle: "│", bottom: "╱", centre: "⟩")
    static let none = BracketSide(single: "", top: "", middle: "", bottom: "")
}

/// A pair of sides.
struct Bracket: Hashable, Sendable {
    let left: BracketSide
    let right: BracketSide

    static let square = Bracket(left: .leftSquare, right: .rightSquare)

    /// The two characters of one line of a fence of `height` lines.
    func pieces(row: Int, of height: Int) -> (left: String, right: String) {
        (left.piece(row: row, of: height), right.piece(row: row, of: height))
    }
}
