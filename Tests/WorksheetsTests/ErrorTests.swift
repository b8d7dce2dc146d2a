// Every error of the language, by its whole text, and the limits of a sheet.

import Testing

@testable import Worksheets

@Suite struct ErrorTests {
    @Test(arguments: [
        ("[1 2; 3]", "line 1, column 7: row 2 of the matrix has 1 entries, the rows above have 2"),
        ("eye(3) * [1 2 3; 4 5 6]", "line 1, column 1: the shapes do not fit: 3×3 * 2×3"),
        ("[1 2] + [1 2 3]", "line 1, column 1: the shapes do not fit: 1×2 + 1×3"),
        ("mu_r = 1\nmu_t", "line 2, column 1: mu_t is not defined; did you mean mu_r?"),
        ("xyz", "line 1, column 1: xyz is not defined: give it a value first"),
        ("1/0", "line 1, column 1: division by zero"), ("0^-1", "line 1, column 1: division by zero"),
        ("cov([1 2 3])", "line 1, column 1: there is one sample only: a covariance with divisor n − 1 needs at least two rows"),
        ("√(-2)", "line 1, column 1: a negative number has no real square root"),
        ("sqrt([1 -1])", "line 1, column 1: a negative number has no real square root"),
        ("inv([1 2; 2 4])", "line 1, column 1: this 2×2 matrix is singular: it has no inverse"),
        ("tr([1 2 3; 4 5 6])", "line 1, column 1: Tr needs a square matrix, this one is 2×3"),
        ("men([1 2])", "line 1, column 1: there is no function men; did you mean mean?"),
        ("qwertz(1)", "line 1, column 1: there is no function qwertz: fid functions lists them"),
        ("mean = 3", "line 1, column 1: mean is the name of a function: choose another"),
        ("frechet1d(0, 1)", "line 1, column 1: frechet1d(mu_1, sigma_1, mu_2, sigma_2) was given 2 values"),
        ("cov([1;2], divsor: n)", "line 1, column 12: cov has no option divsor; did you mean divisor?"),
        ("mean([1;2], divisor: n)", "line 1, column 13: mean has no option divisor"),
        ("cov([1;2], divisor: m)", "line 1, column 21: divisor of cov cannot be m: it is n-1 | n"),
        ("sqrtm(eye(2), steps: 0)", "line 1, column 22: steps of sqrtm cannot be 0: it is 1 … 100"),
        ("[1 2; 3 4", "line 1, column 1: the bracket “[” is never closed"),
        ("(1 + 2", "line 1, column 1: the bracket “(” is never closed"),
        ("mean([1 2]", "line 1, column 5: the bracket “(” is never closed"),
        ("1 +", "line 1, column 4: “⏎” stands where a number, a name or a bracket belongs"),
        ("1 2", "line 1, column 3: “2” stands where the end of the line belongs"),
        ("[]", "line 1, column 1: a matrix needs at least one entry"),
        ("x = 5 ? 3", "line 1, column 7: the character “?” has no meaning here"),
        ("\"abc", "line 1, column 1: the text has no closing quotation mark"),
        ("A = [1 2]\nA[3]", "line 2, column 3: there is no entry 3: entries are counted from 1 to 2"),
        ("A = [1 2]\nA[0]", "line 2, column 3: there is no entry 0: entries are counted from 1 to 2"),
        ("A = [1 2]\nA[1/2]", "line 2, column 3: an index is a whole number, counted from 1"),
        ("2^(1/3)", "line 1, column 1: a power needs a whole number or 1/2 as its exponent"),
        ("frechet1d(0, -1, 0, 1)", "line 1, column 1: a standard deviation cannot be negative, this one is -1.0"),
        ("sqrtm([0 1; 0 0])", "line 1, column 1: no square root: an eigenvalue is negative, or the matrix is nilpotent (0.0)"),
        ("[1 \"a\"]", "line 1, column 1: [ ] needs numbers as entries, this is \"a\""),
        ("log(0)", "line 1, column 1: log needs a positive number, this is 0.0"),
        ("ln([1 -2])", "line 1, column 1: ln needs a positive number, this is -2.0"),
        ("log(2, base: 3)", "line 1, column 14: base of log cannot be 3: it is e | 2 | 10"),
        ("mean(\"a\")", "line 1, column 1: mean needs numbers, this is \"a\""),
        ("\"a\" + 1", "line 1, column 1: + needs numbers, this is \"a\""),
        ("-\"a\"", "line 1, column 1: - needs numbers, this is \"a\""),
        ("x = \"a\u{1B}[31m\"", "line 1, column 5: the character “U+001B” has no meaning here"),
        ("w2(1, 2, 3)", "line 1, column 1: w2(mu_1, Sigma_1, mu_2, Sigma_2) | w2(x, y) was given 3 values"),
        ("w2([1 2; 3 4], [1 2])", "line 1, column 1: w2 needs samples on a line, one row or one column, this is 2×2"),
        (
            "w2([1 2], [1 2 3])",
            "line 1, column 1: the samples have 2 and 3 entries: pairing them one to one needs equally many"
        ),
        ("w2(0, -1, 0, 1)", "line 1, column 1: no square root: an eigenvalue is negative, or the matrix is nilpotent (-1.0)"),
        ("eigvecs([1 1; 0 1])", "line 1, column 1: this 2×2 matrix has too few eigenvectors: it is not diagonalisable"),
        ("eigvecs([1 2 3])", "line 1, column 1: λ needs a square matrix, this one is 1×3"),
        ("skewness([2 2 2])", "line 1, column 1: all entries are equal: a shape needs some spread"),
        ("kurtosis([1 2], excess: maybe)", "line 1, column 25: excess of kurtosis cannot be maybe: it is no | yes"),
        (
            "entropy([1/2 1/4])",
            "line 1, column 1: row 1 is no distribution: its entries sum to 0.75, 0.25 too little, for probabilities sum to 1"
        ),
        (
            "is([1 0; 3/2 -1/2])",
            "line 1, column 1: row 2 is no distribution: its entry 2 is -0.5, and a probability is not negative"
        ),
        ("is([1 0; 0 1], splits: 3)", "line 1, column 1: 2 rows cannot be split into 3 parts: each part needs at least one row"),
        (
            "kl([1/2 1/2], [0 1])",
            "line 1, column 1: the divergence is infinite: entry 1 has probability 0 under q but not under p"
        ),
        ("kl([1], [1/2 1/2])", "line 1, column 1: the shapes do not fit: 1×1 ‖ 1×2"),
        ("normal(0, 2)", "line 1, column 1: normal needs a whole number from 1 to 1000000, this is 0"),
        ("normal(2, 3/2)", "line 1, column 1: normal needs a whole number from 1 to 10000, this is 3/2"),
        ("normal(1000000, 10000)", "line 1, column 1: the sheet holds more than 1000000 numbers"),
        ("normal(2, 2, seed: -1)", "line 1, column 20: seed of normal cannot be -1: it is 0 … 4294967295"),
        ("normal(2, 2, seed: 4294967296)", "line 1, column 20: seed of normal cannot be 4294967296: it is 0 … 4294967295"),
        ("normal(2, 2, sed: 1)", "line 1, column 14: normal has no option sed; did you mean seed?"),
        ("subset([1 2 3], 4)", "line 1, column 1: 4 rows cannot be drawn from 3: without replacement there are at most 3"),
        ("subset([1 2 3], 0)", "line 1, column 1: subset needs a whole number from 1 to 1000000, this is 0"),
        ("shift([1 2], 1/2, 0)", "line 1, column 1: shift needs a whole number, this is 1/2"),
        ("conv([1 2; 3 4], [1 2 3])", "line 1, column 1: the shapes do not fit: 2×2 conv 1×3"),
        ("conv([1 2], [1], 0)", "line 1, column 1: conv needs a whole number from 1 to 10000, this is 0"),
        ("conv([1 2], [1], 1, -1)", "line 1, column 1: conv needs a padding from 0 to 10000, this is −1"),
        ("conv([1 2], [1], 1, 1/2)", "line 1, column 1: conv needs a padding from 0 to 10000, this is 1/2"),
        ("conv(1, 1, 1, 10000)", "line 1, column 1: the sheet holds more than 1000000 numbers"),
        ("pool([1 2; 3 4], 3)", "line 1, column 1: the shapes do not fit: 2×2 pool 3×3"),
        ("pool([1 2; 3 4], 0)", "line 1, column 1: pool needs a whole number from 1 to 10000, this is 0"),
        ("pool([1 2; 3 4], 2, 1, 2)", "line 1, column 1: pool needs a padding from 0 to 1, this is 2"),
        ("pool([1 2; 3 4], 2, method: mean)", "line 1, column 29: method of pool cannot be mean: it is max | avg"),
        ("concat([1 2; 3 4], [1 2 3])", "line 1, column 1: the shapes do not fit: 2×2 concat 1×3"),
        ("is = 2", "line 1, column 1: is is the name of a function: choose another"),
        ("[[1 2; 3 4] 5]", "line 1, column 1: [ ] needs numbers as entries, this is 2×2"),
    ])
    func `whole texts`(source: String, message: String) {
        #expect(result(source) == message)
    }

    @Test func `both languages, and the caret below the place`() throws {
        let sheet = Worksheet("x = 1\n均值 = 5 ? 3")
        let error = try #require(sheet.errors.first)
        #expect(error.phrase.chinese == "第 2 行第 8 列：字符“?”在这里没有意义")
        #expect(error.excerpt(of: sheet) == ["均值 = 5 ? 3", "         ^"])
    }

    @Test func `the limits`() {
        var limits = WorksheetLimits()
        limits.lines = 3
        #expect(
            Worksheet("1\n2\n3\n4", limits: limits).errors.map(\.description) == [
                "line 4, column 1: the sheet has more than 3 lines"
            ])
        let deep = String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300)
        #expect(Worksheet(deep).errors.first?.description == "line 1, column 257: brackets are nested more than 256 deep")
        for open in ["(", "[", "-", "√", "2^"] {
            #expect(!Worksheet(String(repeating: open, count: 100_000)).errors.isEmpty, "\(open)")
        }
        let long = String(repeating: "9", count: 20_001)
        #expect(
            Worksheet(long).errors.first?.description == "line 1, column 1: a number of 20001 digits is over the limit of 20000")
        limits = WorksheetLimits()
        limits.exactElements = 5
        var evaluator = Evaluator(limits: limits)
        let results = evaluator.run(Worksheet("a = [1 2 3]\nb = [1 2 3]", limits: limits))
        guard case .failed(let error)? = results.last?.outcome else {
            Issue.record("six numbers passed a limit of five")
            return
        }
        #expect(error.description == "line 2, column 1: the sheet holds more than 5 exact numbers")
    }

    @Test func `the limits of texts and of numbers in double precision`() {
        var limits = WorksheetLimits()
        limits.textLength = 5
        #expect(Worksheet("x = \"12345\"", limits: limits).errors.isEmpty)
        #expect(
            Worksheet("x = \"123456\"", limits: limits).errors.map(\.description) == [
                "line 1, column 5: a text of 6 characters is over the limit of 5"
            ])
        limits = WorksheetLimits()
        limits.realElements = 100
        for (source, place) in [
            ("a = normal(60, 1)\nb = normal(60, 1)", "line 2, column 1"), ("normal(20, 6)", "line 1, column 1"),
            ("a = normal(11, 1)\na * a'", "line 2, column 1"),
            ("a = normal(1, 11)\ncov(concat(a', a'))\ndiag(a)", "line 3, column 1"),
            (
                "a = normal(1, 11)\nconcat(concat(a, a), concat(concat(a, a), concat(concat(a, a), concat(a, concat(a, concat(a, a))))))",
                "line 2, column 1"
            ),
            ("X = normal(2, 11)\ncov(X)", "line 2, column 1"),
        ] {
            var evaluator = Evaluator(limits: limits)
            guard case .failed(let error)? = evaluator.run(Worksheet(source, limits: limits)).last?.outcome else {
                Issue.record("\(source) passed")
                continue
            }
            #expect(error.description == "\(place): the sheet holds more than 100 numbers", "\(source)")
        }
        // A name that is given anew makes room.
        var evaluator = Evaluator(limits: limits)
        let again = evaluator.run(Worksheet(Array(repeating: "a = normal(60, 1)", count: 5).joined(separator: "\n")))
        #expect(again.allSatisfy { if case .defined = $0.outcome { true } else { false } })
    }

    @Test(arguments: ["9^9^9", "2^100000*2^100000", "10^19000*10^19000", "10^5000^5"])
    func `gigantic numbers are refused, not computed`(source: String) {
        let clock = ContinuousClock()
        let time = clock.measure { #expect(result(source).hasPrefix("line ")) }
        #expect(time < .seconds(5))
    }
}
