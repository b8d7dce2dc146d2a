// Markdown as LaTeX, by cmark-gfm.

import CCMarkGFM
import Foundation

extension MarkdownReader {
    /// The body of a LaTeX document. Characters that LaTeX would read as commands are escaped; those of the private use area, which stand
    /// for formulas, pass through.
    public static func latex(of text: String) -> String {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_parser_free(parser) }
        if let table = cmark_find_syntax_extension("table") { cmark_parser_attach_syntax_extension(parser, table) }
        cmark_parser_feed(parser, text, text.utf8.count)
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        guard let rendered = cmark_render_latex(document, CMARK_OPT_DEFAULT, 0) else { return "" }
        defer { free(rendered) }
        // A table stands where it was written, and does not float.
        return String(cString: rendered).replacing("\\begin{table}", with: "\\begin{center}")
            .replacing("\\end{table}", with: "\\end{center}")
    }
}
