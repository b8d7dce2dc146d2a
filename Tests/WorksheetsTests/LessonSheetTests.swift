// The calculations of the lessons: each block computes, each claim in it holds, and both languages carry the same ones.

import Foundation
import TestSupport
import Testing

@testable import Worksheets

@Suite struct LessonSheetTests {
    static let folder = SharedData.projectRoot.appending(path: "lessons")

    static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "en").path)) ?? []).filter {
            $0.hasSuffix(".md")
        }.sorted()

    private func text(_ language: String, _ file: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: "\(language)/\(file)"), encoding: .utf8)
    }

    /// The contents of the fences of one kind.
    private func blocks(_ kind: String, in text: String) -> [String] {
        var blocks: [String] = []
        var open: [String]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = open, line == "```" {
                blocks.append(lines.joined(separator: "\n"))
                open = nil
            } else if open != nil {
                open?.append(String(line))
            } else if line == "```\(kind)" {
                open = []
            }
        }
        return blocks
    }

    @Test(arguments: files)
    func `blocks compute, claims hold, expressions in the prose have values`(file: String) throws {
        let text = try text("en", file)
        let source = blocks("fid", in: text).joined(separator: "\n")
        let sheet = Worksheet(source)
        #expect(sheet.errors.map(\.description) == [])
        var evaluator = Evaluator()
        for result in evaluator.run(sheet) {
            switch result.outcome {
            case .claim(let claim): #expect(claim.holds, "line \(result.statement.span.line) of the blocks of \(file)")
            case .failed(let error): Issue.record("\(file): \(error)\n\(error.excerpt(of: source).joined(separator: "\n"))")
            case .skipped(let missing): Issue.record("\(file): \(missing) is missing")
            case .defined, .shown: break
            }
            #expect(result.stated.allSatisfy { $0.holds })
        }
        for language in ["en", "zh"] {
            for match in try self.text(language, file).matches(of: /\{\{\s*(.+?)\s*\}\}/) {
                let expression = Worksheet(String(match.1))
                let value = expression.statements.first.map { evaluator.evaluate($0).outcome }
                guard case .shown? = value else {
                    Issue.record("\(language)/\(file): {{ \(match.1) }} has no value: \(String(describing: value))")
                    continue
                }
            }
        }
    }

    @Test(arguments: files)
    func `both languages carry the same blocks`(file: String) throws {
        let (english, chinese) = (try text("en", file), try text("zh", file))
        #expect(blocks("fid", in: english) == blocks("fid", in: chinese))
        let compared = ["id:", "answer:", "shows:", "verdict:", "kind:"]
        let keys = { (block: String) in
            block.split(separator: "\n").filter { line in compared.contains { line.hasPrefix($0) } }
        }
        for kind in ["ask", "claim"] {
            #expect(blocks(kind, in: english).map(keys) == blocks(kind, in: chinese).map(keys), "\(kind)")
        }
    }
}
