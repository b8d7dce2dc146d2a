// Formulas that are wider than the terminal: broken before relations and operators.

/// Fits a formula into a width.
struct FormulaBreaker {
    let formula: Formula
    let width: Int

    func box() -> Box {
        let whole = formula.box()
        if whole.width <= width { return whole }
        let layout = FormulaLayout(for: formula)
        // First only between the outermost items, then inside fences of one line as well.
        let outer = layout.pieces(formula.items).map { Part(piece: $0, depth: 0) }
        if let box = broken(outer, layout) { return box }
        let inner = formula.items.flatMap { parts(of: $0, depth: 0, layout) }
        if let box = broken(inner, layout) { return box }
        return Box(formula.inline.wrapped(width: width, hangingIndent: min(4, width / 4)))
    }

    /// A piece and how many fences stand around it.
    private struct Part {
        var piece: FormulaPiece
        var depth: Int
        /// Whether no gap may stand before it (it follows an opening fence, or is a closing one).
        var isTight = false
    }

    /// The parts of an item, those inside its fences one by one where the fences take one line.
    private func parts(of item: Formula, depth: Int, _ layout: FormulaLayout) -> [Part] {
        let whole = Part(piece: layout.piece(item), depth: depth)
        guard whole.piece.above + whole.piece.below == 0, whole.piece.box.width > width / 4, depth < 8 else { return [whole] }
        switch item {
        case .fenced(let open, let body, let close):
            var result = [Part(piece: FormulaPiece(open.left.single, .fence), depth: depth)]
            var inner = body.items.flatMap { parts(of: $0, depth: depth + 1, layout) }
            guard !inner.isEmpty else { return [whole] }
            inner[0].isTight = true
            result += inner
            result.append(Part(piece: FormulaPiece(close.right.single, .fence), depth: depth, isTight: true))
            return result
        case .script(.fenced(let open, let body, let close), let lower, let upper):
            var result = parts(of: .fenced(open, body, close), depth: depth, layout)
            guard result.count > 1, let last = result.popLast() else { return [whole] }
            // The scripts stay on the closing side.
            let end = layout.script(.text(last.piece.box.lines.joined()), lower, upper)
            result.append(Part(piece: FormulaPiece(end.box, .fence, above: 0, below: 0), depth: depth, isTight: true))
            return result
        default: return [whole]
        }
    }

    /// The parts on several lines, or nil where one segment is wider than a line.
    private func broken(_ parts: [Part], _ layout: FormulaLayout) -> Box? {
        let segments = segments(parts, layout)
        guard segments.count > 1 else { return nil }
        let relation = segments.firstIndex { $0.isRelation }
        let left = segments[..<(relation ?? 0)].reduce(0) { $0 + $1.box.width }
        // Lines continue behind the first relation; where it stands too far to the right, near the margin.
        let indents = relation == nil ? [0, 2] : [left + relationGap(left), 2, 0]
        for indent in indents {
            if let box = fill(segments, relationIndent: indent, hasRelation: relation != nil) { return box }
        }
        return nil
    }

    private func relationGap(_ left: Int) -> Int { left > 0 ? 1 : 0 }

    /// Parts that stay together, the first of them the operator before which a line may break.
    private struct Segment {
        var box: Box
        var isRelation: Bool
        /// The columns before it when it does not begin a line.
        var gap: Int
        var depth: Int
    }

    private func segments(_ parts: [Part], _ layout: FormulaLayout) -> [Segment] {
        var segments: [Segment] = []
        var previous: FormulaPiece.Kind?
        var previousIsOpening = false
        // Behind a comma a line breaks after the comma rather than before the relation that follows.
        var isBehindComma = false
        for part in parts {
            let kind = layout.effectiveKind(part.piece.kind, after: previousIsOpening ? nil : previous)
            let gap = part.isTight || previous == nil ? 0 : layout.gap(previous ?? .nothing, kind)
            let followsComma = previous == .punctuation && part.depth == 0
            if followsComma { isBehindComma = true }
            if segments.isEmpty || kind == .relation && !isBehindComma || kind == .binary || followsComma {
                segments.append(
                    Segment(box: part.piece.box, isRelation: kind == .relation && part.depth == 0, gap: gap, depth: part.depth))
            } else {
                let last = segments.count - 1
                segments[last].box = .horizontal([segments[last].box, Box(spaces(gap)), part.piece.box].filter { $0.width > 0 })
            }
            if kind != .nothing { previous = kind } else if part.piece.box.width > 0 { previous = .nothing }
            previousIsOpening = part.piece.kind == .fence && !part.isTight && part.piece.box.width == 1
        }
        return segments
    }

    private func fill(_ segments: [Segment], relationIndent: Int, hasRelation: Bool) -> Box? {
        var lines: [Box] = []
        var line: [Box] = []
        var used = 0
        for (number, segment) in segments.enumerated() {
            // A second relation of the outermost level begins a line of its own under the first.
            let gap = line.isEmpty ? 0 : segment.gap
            if number > 0, used + gap + segment.box.width > width {
                if !line.isEmpty { lines.append(.horizontal(line)) }
                let indent = relationIndent + (segment.isRelation || !hasRelation ? 0 : 2) + 2 * min(segment.depth, 4)
                guard indent + segment.box.width <= width else { return nil }
                line = [segment.box.indented(by: indent)]
                used = indent + segment.box.width
            } else {
                if gap > 0 { line.append(Box(spaces(gap))) }
                line.append(segment.box)
                used += gap + segment.box.width
                guard used <= width else { return nil }
            }
        }
        if !line.isEmpty { lines.append(.horizontal(line)) }
        return stacked(lines)
    }

    /// Lines one below the other, an empty one between where pictures would touch.
    private func stacked(_ lines: [Box]) -> Box {
        var boxes: [Box] = []
        for (number, line) in lines.enumerated() {
            if number > 0, lines[number - 1].below + line.above > 0 { boxes.append(Box("")) }
            boxes.append(line)
        }
        return .vertical(boxes)
    }
}
