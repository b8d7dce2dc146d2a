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

    @Test(arguments: ["9^9^9", "2^100000*2^100000", "10^19000*10^19000", "10^5000^5"])
    func `gigantic numbers are refused, not computed`(source: String) {
        let clock = ContinuousClock()
        let time = clock.measure { #expect(result(source).hasPrefix("line ")) }
        #expect(time < .seconds(5))
    }
}
