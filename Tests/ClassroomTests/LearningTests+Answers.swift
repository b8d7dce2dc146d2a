// Which answers are right: by value, to the digits written, however they are spelled.

import Lessons
import TestSupport
import Testing
import Worksheets

@testable import Classroom

@Suite struct AnswerTests {
    struct Case: CustomTestStringConvertible {
        let answer: String
        let typed: String
        let judged: String

        init(_ answer: String, _ typed: String, _ judged: String) {
            (self.answer, self.typed, self.judged) = (answer, typed, judged)
        }

        var testDescription: String { "\(typed) for \(answer)" }
    }

    static let cases = [
        Case("1/2", "1/2", "right"), Case("1/2", "0.5", "right"), Case("1/2", "0.50", "right"), Case("1/2", "√4/4", "right"),
        Case("1/2", "2/4", "right"), Case("1/2", " 0.5 ", "right"), Case("1/2", "1÷2", "right"), Case("1/2", "x = 1/2", "right"),
        Case("1/2", "x == 0.5", "right"), Case("1/2", "-1/2", "wrong sign"), Case("1/2", "0.6", "wrong"),
        Case("√3/2", "√3/2", "right"), Case("√3/2", "sqrt(3)/2", "right"), Case("√3/2", "0.866", "right as written"),
        Case("√3/2", "0.87", "right as written"), Case("√3/2", "0.9", "too few digits"), Case("√3/2", "0.867", "wrong"),
        Case("√3/2", "0.8660300", "wrong rounding 5 digits"), Case("√3/2", "1", "wrong"),
        Case("1/10^8", "0.00000001", "right"), Case("1/10^8", "0.0", "too few digits"), Case("1/10^8", "0", "wrong"),
        Case("1/10^8", "10^-8", "right"),
        Case("[1.5 2.5 2]", "1.5 2.5 2", "right"), Case("[1.5 2.5 2]", "1.5, 2.5, 2", "right"),
        Case("[1.5 2.5 2]", "(1.5, 2.5, 2)", "right"), Case("[1.5 2.5 2]", "（1.5，2.5，2）", "right"),
        Case("[1.5 2.5 2]", "[3/2; 5/2; 2]", "right"), Case("[1.5 2.5 2]", "[[1.5, 2.5, 2]]", "right"),
        Case("[1 -2]", "1 -2", "right"), Case("[1 -2]", "1 - 2", "wrong shape"), Case("-1", "1 -2", "right"),
        Case("[1 2; 3 4]", "1 2; 3 4", "right"), Case("[1 2; 3 4]", "[1 2; 3 4]", "right"),
        Case("[1 2; 3 4]", "[1 3; 2 4]", "wrong transposed #1,2 #2,1"),
        Case("[1 2; 3 4]", "[1 2; 3 5]", "wrong single-entry #2,2"),
        Case("[1 2; 3 4]", "1 2 3 4", "wrong shape"),
        Case("10", "frechet1d(0, 1, 3, 2)", "not written out"), Case("10", "\"10\"", "not written out"),
        Case("10", "[10]", "right"), Case("10", "9 10", "wrong shape"),
        Case("10", "1 +", "“⏎” stands where a number, a name or a bracket belongs | 1 + |    ^"),
    ]

    @Test(arguments: cases)
    func `a value is judged by what it equals`(_ example: Case) throws {
        let ask = Ask(id: "q", kind: .value, question: "?", answer: example.answer, hints: [], options: [])
        let judge = AnswerJudge(ask, names: Evaluator(), all: Evaluator(), formulas: [:])
        #expect(Learner.word(judge.judge(example.typed)).trimmingCharacters(in: .whitespaces) == example.judged)
    }

    @Test func `nothing that is typed breaks the judge`() {
        let ask = Ask(id: "q", kind: .value, question: "?", answer: "[1 2; 3 4]", hints: [], options: [])
        let judge = AnswerJudge(ask, names: Evaluator(), all: Evaluator(), formulas: [:])
        let pieces = [
            "1", "-", "√", "[", "]", "(", ")", ";", " ", ",", ".", "/", "0", "^", "=", "x", "\"", "'", "é", "矩", "\u{0}", "e9",
        ]
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
            #expect(!judge.judge(text).isRight, "\(text)")
        }
        #expect(Learner.word(judge.judge(String(repeating: "[", count: 10_000))).hasPrefix("brackets are nested"))
        #expect(Learner.word(judge.judge(String(repeating: "9", count: 30_000))).contains("is over the limit"))
    }
}
