// The problems: different, solvable, small, the same again from their codes, and clear of accidents.

import Checking
import ExactArithmetic
import Foundation
import Localization
import TestSupport
import Testing
import Worksheets

@testable import Classroom

/// A skill at a level, as an argument of tests.
struct QuizCase: CustomTestStringConvertible, Sendable {
    let skill: QuizSkill
    let level: QuizLevel

    var testDescription: String { "\(skill.id)-\(level.rawValue)" }

    static let all = QuizSkill.all.flatMap { skill in QuizLevel.allCases.map { QuizCase(skill: skill, level: $0) } }

    /// 12 of each of 42: 504 problems.
    static let variantCount = 12

    /// The variants of each case, made once for all tests.
    private static let made: [String: Result<[QuizProblem], QuizError>] = Dictionary(
        uniqueKeysWithValues: all.map { quiz in
            (
                quiz.testDescription,
                Result { () throws(QuizError) in
                    try QuizProblem.variants(of: quiz.skill, level: quiz.level, seed: 2026, count: variantCount)
                }
            )
        })

    func variants(_ count: Int = variantCount) throws -> [QuizProblem] {
        Array(try #require(Self.made[testDescription]).get().prefix(count))
    }
}

@Suite struct QuizTaskTests {
    /// The largest numerator and denominator in a key, in digits without the zeros at the end.
    static let digitLimits: [QuizLevel: Int] = [.first: 4, .second: 6, .third: 7]

    @Test(arguments: QuizCase.all)
    func `variants differ, and every key passes the checker with full score`(quiz: QuizCase) throws {
        let problems = try quiz.variants()
        #expect(Set(problems.map(\.data)).count == QuizCase.variantCount)
        #expect(Set(problems.map { "\($0.code)" }).count == QuizCase.variantCount)
        for problem in problems {
            #expect(problem.flaws == 0, "\(problem.code): \(problem.flaws)")
            let key = QuizPage(problem, language: .english).key(.fid)
            let source = HomeworkSource(key, form: .fid)
            let task = try QuizSheet.task(forCode: try #require(source.key(QuizSheet.codeKey)))
            let checked = Checker.check(source, task: task)
            #expect(checked.holds, "\(problem.code)\n\(key)")
            #expect(checked.missing.isEmpty && checked.errors.isEmpty)
            #expect(checked.score.earned == checked.score.possible && checked.score.possible > 0, "\(problem.code)")
        }
    }

    @Test(arguments: QuizCase.all)
    func `numbers are exact and small, and rational at level 1`(quiz: QuizCase) throws {
        for problem in try quiz.variants() {
            let values = problem.task.values()
            for (name, value) in values {
                guard case .exact(let tensor) = value else {
                    Issue.record("\(problem.code): \(name) is not exact")
                    continue
                }
                for number in tensor.elements {
                    if quiz.level == .first { #expect(number.isRational, "\(problem.code): \(name) = \(number)") }
                    let digits = number.description.split { !$0.isNumber }.map { digits in
                        String(digits.reversed().drop { $0 == "0" }).count
                    }
                    let longest = digits.max() ?? 0
                    #expect(longest <= Self.digitLimits[quiz.level] ?? 0, "\(problem.code): \(name) = \(number)")
                }
            }
            #expect(problem.task.steps.allSatisfy { values[$0.name] != nil }, "\(problem.code)")
        }
    }

    @Test(arguments: QuizSkill.all.map(\.id))
    func `level 3 has roots on the way, where the skill has roots`(id: String) throws {
        // Kernels are cubes of fractions: there is nothing to take a root of.
        guard id != "kid" else { return }
        for problem in try QuizCase(skill: QuizSkill.find(id), level: .third).variants(4) {
            let hasRoot = problem.task.values().values.contains { value in
                if case .exact(let tensor) = value { tensor.elements.contains { !$0.isRational } } else { false }
            }
            #expect(hasRoot, "\(problem.code)")
        }
    }

    @Test(arguments: QuizCase.all)
    func `a code makes the very same problem again`(quiz: QuizCase) throws {
        for problem in try quiz.variants(1) {
            let again = try QuizProblem(QuizCode("\(problem.code)"))
            #expect(again.code == problem.code)
            for language in Language.allCases {
                for form in QuizForm.allCases {
                    #expect(QuizPage(again, language: language).sheet(form) == QuizPage(problem, language: language).sheet(form))
                    #expect(QuizPage(again, language: language).key(form) == QuizPage(problem, language: language).key(form))
                }
            }
        }
    }

    /// What codes of the first version mean, kept beside the tests. A change here makes other problems of sheets that are out: it needs a
    /// new version. `FID_RECORD_SNAPSHOTS=1` writes them anew.
    @Test func `codes of version 1`() throws {
        #expect(QuizCode.version == 1)
        let text = try QuizCase.all.map { quiz in
            let problem = try QuizProblem(QuizCode("\(quiz.testDescription)-48151"))
            return "# \(problem.code)\n\(problem.data)\n"
        }.joined(separator: "\n")
        let file = SharedData.projectRoot.appending(path: "Tests/ClassroomTests/Snapshots/codes-v1.fid")
        if ProcessInfo.processInfo.environment["FID_RECORD_SNAPSHOTS"] != nil { try Data(text.utf8).write(to: file) }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    /// Steps on which slips are none or cannot be told apart.
    private static func isUnavoidable(_ slip: String, _ skill: String, _ step: String) -> Bool {
        switch (skill, step) {
        // A correlation does not depend on the divisor; the first entries of a table of leashes are maxima over everything.
        case ("covariance", "rho"), ("leash", "L"): true
        // The difference of two places is no centring, and the product of two numbers has no other order of entries.
        case ("leash", "D"): slip == "cov-uncentred"
        case ("frechet-1d", _), ("rounding", _), ("normal-shapes", "rho"): slip == "product-elementwise"
        default: false
        }
    }

    /// Slips that must not give the right value by accident.
    static let watched: Set = [
        "cov-divide-by-n", "cov-undivided", "cov-uncentred", "mean-across-features", "mean-summed", "mean-term-unsquared",
        "sqrt-elementwise",
        "sqrt-of-trace", "sqrt-forgotten", "product-elementwise", "factor-two-forgotten", "cross-term-added", "term-forgotten",
        "distance-rooted", "variance-for-deviation", "frechet-as-hausdorff", "frechet-as-dtw", "trace-as-determinant",
        "trace-all-entries",
        "kid-biased", "kid-unscaled", "kid-cross-once",
    ]

    @Test(arguments: QuizCase.all)
    func `no likely slip gives the right value by accident`(quiz: QuizCase) throws {
        for problem in try quiz.variants(2) {
            let values = problem.task.values()
            for step in problem.task.steps {
                let right = try #require(values[step.name])
                let slips = Diagnostician().slipValues(of: step.formula, names: values)
                for slip in slips where Self.watched.contains(slip.id) && Self.agree(slip.value, right) {
                    if !Self.isUnavoidable(slip.id, quiz.skill.id, step.name) {
                        Issue.record("\(problem.code), \(step.name): \(slip.id)")
                    }
                }
            }
        }
    }

    @Test(arguments: QuizCase.all)
    func `likely slips are diagnosed`(quiz: QuizCase) throws {
        let problem = try #require(try quiz.variants(1).first)
        let values = problem.task.values()
        var made: Set<String> = []
        for step in problem.task.steps {
            let right = try #require(values[step.name])
            let slips = Diagnostician().slipValues(of: step.formula, names: values)
            for slip in slips
            where Self.watched.contains(slip.id) && slip.value.isExact && !Self.agree(slip.value, right)
                && made.insert(slip.id).inserted
            {
                // The sheet is right up to the step, where the slip is made.
                var lines: [String] = []
                for earlier in problem.task.steps {
                    let value = earlier.name == step.name ? slip.value : try #require(values[earlier.name])
                    lines.append("\(earlier.name) = \(AnswerText(value).source)")
                    if earlier.name == step.name { break }
                }
                let checked = Checker.check(HomeworkSource(lines.joined(separator: "\n"), form: .fid), task: problem.task)
                let line = try #require(checked.lines.last)
                guard case .wrong(let diagnoses) = line.verdict else {
                    Issue.record("\(problem.code), \(step.name): \(slip.id) is \(line.verdict.kind)")
                    continue
                }
                #expect(
                    diagnoses.contains { $0.id == slip.id },
                    "\(problem.code), \(step.name): \(slip.id), found \(diagnoses.map(\.id))")
            }
        }
    }

    private static func agree(_ a: Value, _ b: Value) -> Bool {
        a.entries.count == b.entries.count && zip(a.entries, b.entries).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
    }
}

@Suite struct QuizCodeTests {
    @Test func `a code is read as it is written`() throws {
        let code = try QuizCode("fid-by-hand-2-0")
        #expect(code.skill == "fid-by-hand")
        #expect(code.level == .second)
        #expect(code.seed == 0)
        #expect("\(code)" == "fid-by-hand-2-0")
        #expect(try QuizCode("kid-3-999999999").seed == 999_999_999)
    }

    struct BadCode: CustomTestStringConvertible, Sendable {
        let code: String
        let english: String
        let chinese: String
        var testDescription: String { code }
    }

    @Test(arguments: [
        BadCode(
            code: "covarianc-2-1", english: "there is no skill covarianc; did you mean covariance?",
            chinese: "没有技能 covarianc；是否想写 covariance？"),
        BadCode(
            code: "algebra-2-1", english: "there is no skill algebra: fid quiz --list lists them",
            chinese: "没有技能 algebra：用 fid quiz --list 查看所有技能"),
        BadCode(code: "trace-4-1", english: "there is no level 4: levels are 1, 2 and 3", chinese: "没有难度 4：难度为 1、2、3"),
        BadCode(code: "trace-0-1", english: "there is no level 0: levels are 1, 2 and 3", chinese: "没有难度 0：难度为 1、2、3"),
        BadCode(
            code: "trace-1-x7", english: "“x7” is no seed: a seed is a whole number from 0 to 999999999",
            chinese: "“x7”不是种子：种子是 0 到 999999999 的整数"),
        BadCode(
            code: "trace-1-1000000000", english: "“1000000000” is no seed: a seed is a whole number from 0 to 999999999",
            chinese: "“1000000000”不是种子：种子是 0 到 999999999 的整数"),
        BadCode(
            code: "trace-1-007", english: "“007” is no seed: a seed is a whole number from 0 to 999999999",
            chinese: "“007”不是种子：种子是 0 到 999999999 的整数"),
        BadCode(
            code: "trace-1-7-v2",
            english:
                "trace-1-7-v2 was made by version 2 of the problems; this fid makes version 1: check it with the fid that made it",
            chinese: "trace-1-7-v2 由题目生成器第 2 版生成，而本程序是第 1 版：请用当初生成它的 fid 检查"),
        BadCode(
            code: "trace", english: "“trace” is no code of a problem: it should be skill-level-seed, such as covariance-2-48151",
            chinese: "“trace”不是题目编号：应为 技能-难度-种子，例如 covariance-2-48151"),
        BadCode(
            code: "", english: "“” is no code of a problem: it should be skill-level-seed, such as covariance-2-48151",
            chinese: "“”不是题目编号：应为 技能-难度-种子，例如 covariance-2-48151"),
        BadCode(
            code: "trace--1-7",
            english: "“trace--1-7” is no code of a problem: it should be skill-level-seed, such as covariance-2-48151",
            chinese: "“trace--1-7”不是题目编号：应为 技能-难度-种子，例如 covariance-2-48151"),
    ])
    func `codes that are none`(bad: BadCode) {
        let error = #expect(throws: QuizError.self) { try QuizSheet.task(forCode: bad.code) }
        #expect(error?.phrase == Phrase(bad.english, bad.chinese))
    }

    /// The skills with the fewest data, and one with many.
    @Test(arguments: [("newton-root", 60), ("matrix-root", 60), ("normal-shapes", 60), ("covariance", 120)])
    func `a class has as many problems as students`(id: String, count: Int) throws {
        let problems = try QuizProblem.variants(of: QuizSkill.find(id), level: .first, seed: 7, count: count)
        #expect(Set(problems.map(\.data)).count == count)
    }

    @Test func `more variants than there are is an error`() {
        let skill = QuizSkill("coin", lesson: "trace", "a coin", "硬币") { random, _ in
            QuizDraft(introduction: Phrase("", ""), givens: [("A", random.isHeads() ? "1" : "0")], steps: [])
        }
        let error = #expect(throws: QuizError.self) { try QuizProblem.variants(of: skill, level: .first, seed: 1, count: 3) }
        #expect(
            error?.phrase
                == Phrase(
                    "coin at level 1 gave 2 different problems, 3 are wanted: choose another level or another skill",
                    "coin 难度 1 只得到 2 道不同的题，需要 3 道：请换一个难度或技能"))
        #expect(throws: QuizError.unreadableFormula(skill: "bad", formula: "1 +")) {
            try QuizProblem(
                QuizSkill("bad", lesson: "trace", "bad", "坏") { _, _ in
                    QuizDraft(introduction: Phrase("", ""), givens: [("A", "1 +")], steps: [])
                }, level: .first, seed: 1)
        }
    }
}
