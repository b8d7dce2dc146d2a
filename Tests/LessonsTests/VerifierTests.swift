// What `fid verify` finds: a course that is right passes, and each kind of mistake is told with file and line.

import Foundation
import Lessons
import Localization
import TestSupport
import Testing

/// A small course in a folder of its own.
private final class TestCourse {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fid-course-\(UUID().uuidString)")
        for language in ["en", "zh"] {
            try FileManager.default.createDirectory(at: folder.appending(path: language), withIntermediateDirectories: true)
            try write("\(language)/01-mean.md", Self.lesson(language))
        }
        try write(
            "ledger.yaml",
            "T.1: {lesson: mean, verdict: holds, en: a, zh: b}\nT.2: {lesson: elsewhere, verdict: fails, en: a, zh: b}\n")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: file))
    }

    func edit(_ file: String, _ old: String, _ new: String) throws {
        let url = folder.appending(path: file)
        let text = try String(contentsOf: url, encoding: .utf8)
        try #require(text.contains(old))
        try write(file, text.replacing(old, with: new))
    }

    var errors: [String] {
        var verifier = CourseVerifier(Course(folder: folder))
        verifier.verify()
        return verifier.errors.map(\.description)
    }

    static func lesson(_ language: String) -> String {
        let title = language == "en" ? "The mean" : "均值"
        return """
            ---
            id: mean
            title: \(title)
            minutes: 3
            needs: []
            sources: [T]
            ---

            # \(title)

            \(language == "en" ? "Add and divide: the mean is {{ m }}." : "相加再相除：均值是 {{ m }}。")

            ```fid
            m = sum([1 2 4]) / 3
            m == 7/3
            m == 2.33
            ```

            ```ask
            id: q1
            question: \(title)?
            answer: 7/3
            hint: \(title)
            ```

            ```ask
            id: q2
            kind: choice
            question: \(title)?
            answer: a
            options:
              - key: a
                text: 7/3
              - key: b
                text: 7
                why: \(title)
            ```

            ```claim
            id: T.1
            verdict: holds
            shows: m == 7/3
            where: \(title)
            ```

            """
    }
}

@Suite struct VerifierTests {
    @Test func `a course that is right`() throws {
        #expect(try TestCourse().errors == [])
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let file: String
        let old: String
        let new: String
        let errors: [String]
    }

    @Test(arguments: [
        Mistake(
            testDescription: "one digit changed in a claim", file: "en/01-mean.md", old: "m == 2.33", new: "m == 2.34",
            errors: [
                "en/01-mean.md:16: the claim does not hold: the sides differ by 0.00667",
                "zh/01-mean.md:14: this block differs from line 14 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "an == broken", file: "zh/01-mean.md", old: "shows: m == 7/3", new: "shows: m == 8/3",
            errors: [
                "zh/01-mean.md:40: the claim does not hold: the sides differ by 0.333",
                "zh/01-mean.md:40: this block differs from line 40 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "a block differing between languages", file: "zh/01-mean.md", old: "m = sum([1 2 4]) / 3",
            new: "m = sum([4 2 1]) / 3",
            errors: ["zh/01-mean.md:14: this block differs from line 14 of en/01-mean.md"]),
        Mistake(
            testDescription: "a typed number where an expression belongs", file: "en/01-mean.md", old: "{{ m }}", new: "2.333",
            errors: ["en/01-mean.md:11: the number 2.333 is computed in this lesson: write {{ expression }} instead"]),
        Mistake(
            testDescription: "an unknown ledger id", file: "en/01-mean.md", old: "id: T.1", new: "id: T.9",
            errors: [
                "en/01-mean.md:1: the row T.1 of the ledger is missing", "en/01-mean.md:40: the ledger has no row T.9",
                "zh/01-mean.md:40: this block differs from line 40 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "a verdict that is not the ledger's", file: "en/01-mean.md", old: "verdict: holds",
            new: "verdict: fails",
            errors: [
                "en/01-mean.md:40: the ledger's verdict of T.1 is holds, not fails",
                "zh/01-mean.md:40: this block differs from line 40 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "a mistyped key", file: "en/01-mean.md", old: "hint: The mean", new: "hnit: The mean",
            errors: [
                "en/01-mean.md:23: ask has no key “hnit”; did you mean hint?",
                "zh/01-mean.md:20: this block differs from line 20 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "a missing answer", file: "en/01-mean.md", old: "answer: 7/3\n", new: "",
            errors: [
                "en/01-mean.md:20: ask lacks the key answer",
                "zh/01-mean.md:20: this block differs from line 26 of en/01-mean.md",
            ]),
        Mistake(
            testDescription: "an expression without a value", file: "zh/01-mean.md", old: "{{ m }}", new: "{{ k }}",
            errors: ["zh/01-mean.md:11: k is not defined: give it a value first"]),
        Mistake(
            testDescription: "a row of another lesson", file: "en/01-mean.md", old: "sources: [T]",
            new: "sources: [T]\nauthor: me",
            errors: ["en/01-mean.md:7: front matter has no key “author”"]),
        Mistake(
            testDescription: "a wrong option without a reason", file: "zh/01-mean.md", old: "    why: 均值\n", new: "",
            errors: ["zh/01-mean.md:27: option b does not say why it is wrong"]),
        Mistake(
            testDescription: "an unknown block", file: "en/01-mean.md", old: "```claim", new: "```clam",
            errors: [
                "en/01-mean.md:1: the row T.1 of the ledger is missing",
                "en/01-mean.md:39: there is no block of the kind “clam”; did you mean claim?",
                "zh/01-mean.md:1: 4 blocks stand here, 3 in en/01-mean.md",
            ]),
    ])
    func mistakes(_ mistake: Mistake) throws {
        let course = try TestCourse()
        try course.edit(mistake.file, mistake.old, mistake.new)
        #expect(course.errors == mistake.errors)
    }

    @Test func `a missing translation`() throws {
        let course = try TestCourse()
        try FileManager.default.removeItem(at: course.folder.appending(path: "zh/01-mean.md"))
        #expect(course.errors == ["en/01-mean.md:1: the lesson mean has no translation in zh/"])
    }

    @Test func `no front matter, no YAML, an open fence`() throws {
        let course = try TestCourse()
        try course.write("en/02-x.md", "# No front matter\n")
        try course.write("en/03-y.md", "---\nid: y\ntitle: Y\nminutes: 0\n---\n\n```fid\n1 + 1\n")
        let errors = course.errors
        #expect(errors.contains("en/02-x.md:1: a lesson begins with front matter between two lines of ---"))
        #expect(errors.contains("en/03-y.md:2: minutes is a whole number above 0"))
        #expect(errors.contains("en/03-y.md:7: the block ```fid is never closed"))
    }

    @Test func `the course that comes with fid`() {
        let course = Course(folder: SharedData.projectRoot.appending(path: "lessons"))
        #expect(course.lessons[.english]?.count == 11)
        #expect(course.lessons[.chinese]?.map(\.id) == course.lessons[.english]?.map(\.id))
        var verifier = CourseVerifier(course)
        verifier.verify()
        #expect(verifier.errors.map(\.description) == [])
        #expect(verifier.computed > 300)
    }
}
