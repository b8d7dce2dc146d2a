// A picture of dots in Braille characters: two dots wide and four high in each cell, so that a dot is as wide as it is high.

/// Dots, each with the series that set it last, and characters written over them.
struct BrailleCanvas {
    let columns: Int
    let rows: Int
    private var dots: [UInt8]
    private var owners: [Int?]
    /// Characters over the dots: one to a cell, a wide one followed by an empty one.
    private var letters: [String?]

    init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        dots = Array(repeating: 0, count: self.columns * self.rows)
        owners = Array(repeating: nil, count: self.columns * self.rows)
        letters = Array(repeating: nil, count: self.columns * self.rows)
    }

    var width: Int { columns * 2 }
    var height: Int { rows * 4 }

    /// The bits of a cell's dots, from the top: first the left column, then the right one (U+2800 and following).
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    /// Sets the dot `x` from the left and `y` from the top; one outside is passed over.
    mutating func set(_ x: Int, _ y: Int, owner: Int?) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let cell = y / 4 * columns + x / 2
        dots[cell] |= Self.bits[x % 2][y % 4]
        if owner != nil { owners[cell] = owner }
    }

    /// A line through points in dots, in strokes and gaps; a step is one dot.
    mutating func line(_ points: [(x: Double, y: Double)], strokes: [Int], owner: Int?) {
        let period = strokes.reduce(0, +)
        var walked = 0
        var last: (x: Int, y: Int)?
        for (start, end) in zip(points, points.dropFirst()) {
            let (from, to) = (Self.clamped(start), Self.clamped(end))
            let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
            // Far outside the canvas there is nothing to see; the ends are kept within some canvases of it.
            for step in 0...steps {
                let x = from.x + Int((Double(to.x - from.x) * Double(step) / Double(steps)).rounded())
                let y = from.y + Int((Double(to.y - from.y) * Double(step) / Double(steps)).rounded())
                if let last, last == (x, y) { continue }
                last = (x, y)
                if period == 0 || Self.isStroke(walked % period, strokes) { set(x, y, owner: owner) }
                walked += 1
            }
        }
        // A line without length is a dot.
        if let only = points.first, points.allSatisfy({ Self.clamped($0) == Self.clamped(only) }) {
            let place = Self.clamped(only)
            set(place.x, place.y, owner: owner)
        }
    }

    private static func clamped(_ point: (x: Double, y: Double)) -> (x: Int, y: Int) {
        let bound = { (value: Double) in Int(max(-4096, min(4096, value.isNaN ? 0 : value.rounded()))) }
        return (bound(point.x), bound(point.y))
    }

    private static func isStroke(_ position: Int, _ strokes: [Int]) -> Bool {
        var rest = position
        for (index, length) in strokes.enumerated() {
            if rest < length { return index % 2 == 0 }
            rest -= length
        }
        return false
    }

    /// How many dots a text would hide, or nil where it does not fit or would hide another text.
    func cost(of text: String, column: Int, row: Int) -> Int? {
        let end = column + text.displayWidth
        guard row >= 0, row < rows, column >= 0, end <= columns else { return nil }
        var count = 0
        for cell in row * columns + column..<row * columns + end {
            if letters[cell] != nil { return nil }
            count += dots[cell].nonzeroBitCount
        }
        // Two texts that touch would read as one.
        for neighbour in [column - 1, end] where neighbour >= 0 && neighbour < columns {
            if letters[row * columns + neighbour] != nil { count += 20 }
        }
        return count
    }

    /// Writes a text over the dots, where it fits.
    mutating func write(_ text: String, column: Int, row: Int, owner: Int?) {
        guard row >= 0, row < rows, column >= 0, column + text.displayWidth <= columns else { return }
        var cell = row * columns + column
        for character in text {
            let taken = max(1, character.displayWidth)
            for offset in 0..<taken {
                letters[cell + offset] = offset == 0 ? String(character) : ""
                owners[cell + offset] = owner
            }
            cell += taken
        }
    }

    /// A row as text; `paint` gives the characters of one series their colour.
    func row(_ row: Int, paint: (String, Int) -> String = { text, _ in text }) -> String {
        var result = ""
        var run = ""
        var owner: Int?
        for cell in row * columns..<(row + 1) * columns {
            let text = letters[cell] ?? (dots[cell] == 0 ? " " : Self.character(dots[cell]))
            if owners[cell] != owner {
                result += owner.map { paint(run, $0) } ?? run
                run = ""
                owner = owners[cell]
            }
            run += text
        }
        return result + (owner.map { paint(run, $0) } ?? run)
    }

    private static func character(_ dots: UInt8) -> String {
        Unicode.Scalar(0x2800 + UInt32(dots)).map { String(Character($0)) } ?? " "
    }
}
