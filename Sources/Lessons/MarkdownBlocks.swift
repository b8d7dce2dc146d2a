// Markdown as a list of blocks: what a terminal can show of it, read by cmark-gfm.

import CCMarkGFM

/// A block of prose. Its texts hold emphasis as plain characters; formulas and expressions stand in them as they were before reading.
public enum MarkdownBlock: Hashable, Sendable {
    case heading(level: Int, String)
    case paragraph(String)
    /// Items with their bullets or numbers, and how deep each list lies.
    case item(bullet: String, depth: Int, String)
    case quote(String)
    case table(header: [String], rows: [[String]])
    case code(String)
    case rule
}

/// Reads Markdown.
public enum MarkdownReader {
    public static func blocks(of text: String) -> [MarkdownBlock] {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return [] }
        defer { cmark_parser_free(parser) }
        if let table = cmark_find_syntax_extension("table") { cmark_parser_attach_syntax_extension(parser, table) }
        cmark_parser_feed(parser, text, text.utf8.count)
        guard let document = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(document) }
        return children(of: document).flatMap { blocks($0, depth: 0) }
    }

    private static func children(of node: OpaquePointer) -> [OpaquePointer] {
        var result: [OpaquePointer] = []
        var child = cmark_node_first_child(node)
        while let current = child {
            result.append(current)
            child = cmark_node_next(current)
        }
        return result
    }

    private static func kind(_ node: OpaquePointer) -> String {
        cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
    }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    private static func blocks(_ node: OpaquePointer, depth: Int) -> [MarkdownBlock] {
        switch kind(node) {
        case "heading": return [.heading(level: Int(cmark_node_get_heading_level(node)), inline(node))]
        case "paragraph": return [.paragraph(inline(node))]
        case "block_quote": return children(of: node).map { .quote(inline($0)) }
        case "list": return list(node, depth: depth)
        case "table":
            let rows = children(of: node).map { row in children(of: row).map(inline) }
            return [.table(header: rows.first ?? [], rows: Array(rows.dropFirst()))]
        case "code_block": return [.code(literal(node))]
        case "thematic_break": return [.rule]
        default: return []
        }
    }

    private static func list(_ node: OpaquePointer, depth: Int) -> [MarkdownBlock] {
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        let start = max(1, Int(cmark_node_get_list_start(node)))
        return children(of: node).enumerated().flatMap { index, item -> [MarkdownBlock] in
            var bullet = isOrdered ? "\(start + index)." : "•"
            return children(of: item).flatMap { child -> [MarkdownBlock] in
                if kind(child) == "list" { return list(child, depth: depth + 1) }
                defer { bullet = "" }
                return [.item(bullet: bullet, depth: depth, inline(child))]
            }
        }
    }

    private static func inline(_ node: OpaquePointer) -> String {
        children(of: node).map { child in
            switch kind(child) {
            case "text", "code": literal(child)
            case "softbreak", "linebreak": " "
            default: inline(child)
            }
        }.joined()
    }
}
