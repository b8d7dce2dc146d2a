// The functions of data, distances and other metrics, by hand values; and what the documents say of the Inception Score, computed.

import ExactArithmetic
import LinearAlgebra
import Testing

@testable import Worksheets

@Suite struct FunctionTests {
    @Test(arguments: [
        ("concat([1 2], [3])", "[1 2 3]"), ("concat(1, 2)", "[1 2]"), ("concat([1 2; 3 4], [5 6])", "[1 2; 3 4; 5 6]"),
        ("concat([1; 2], [3; 4])", "[1; 2; 3; 4]"), ("concat([5 6], [1 √2; 3 4])", "[5 6; 1 √2; 3 4]"),
        ("concat([5; 6], 7)", "[5; 6; 7]"),
        ("shuffle([1 2 3 4 5 6 7 8 9 10], seed: 1)", "[8 3 7 10 4 1 9 6 5 2]"),
        ("subset([1 2 3 4 5 6 7 8 9 10], 4, seed: 1)", "[8 3 7 10]"), ("subset([1/2 √3; 3 4; 5 6], 2)", "[5 6; 3 4]"),
        ("subset([1 2; 3 4], 1, seed: 3)", "[1 2]"), ("shuffle(5)", "5"),
        ("normal(3, 2, seed: 7)", "≈[-0.54180293 -1.479649814; 0.7347612622 0.2313683277; -0.2255081471 1.5147421611]"),
        ("normal(1, 1, seed: 7)", "≈-0.54180293"), ("rows(normal(4, 2)) + cols(normal(4, 2))", "≈6.0"),
        ("eigvecs([2 -1; -1 2])", "[√2/2 √2/2; −√2/2 √2/2]"), ("w2(0, 1, 3, 4)", "√10"), ("w2([4 1 0], [3 8 1])", "√7"),
        ("w2([4; 1; 0], [3 8 1])", "√7"), ("w2([0 0], eye(2), [3 4], eye(2))", "5"),
        ("skewness([1 2 6])", "9√42/98"), ("kurtosis([1 2 6])", "3/2"), ("kurtosis([1 2 6], excess: yes)", "−3/2"),
        ("entropy([1/2 1/4 1/4], base: 2)", "3/2"), ("entropy([1 0])", "0"), ("entropy([1/10 9/10], base: 10)", "≈0.1411817415"),
        ("kl([1/2 1/2], [1/2 1/2])", "0"), ("kl([1/2 1/4 1/4], [1/4 1/4 1/2], base: 2)", "1/4"),
        ("kl([1/2 1/2], [3/4 1/4])", "≈0.1438410362"), ("is([0.7 0.3])", "≈1.0"),
        ("ln(1)", "0"), ("log(1/8, base: 2)", "−3"), ("log([1 1000], base: 10)", "[0 3]"), ("ln([1 2])", "≈[0.0 0.6931471806]"),
        ("exp([0 0])", "[1 1]"), ("exp(log(5))", "≈5.0"),
    ])
    func `by hand`(source: String, expected: String) {
        #expect(result(source) == expected)
    }

    @Test(arguments: [
        ("normal(2, 2, seed: 1) == normal(2, 2, seed: 1)", true), ("normal(2, 2) == normal(2, 2, seed: 0)", true),
        ("normal(2, 2, seed: 1) == normal(2, 2, seed: 2)", false), ("sum(shuffle([1 2 3 4])) == 10", true),
        ("A = [2 1 1; 1 2 1; 1 1 2]\neigvecs(A) * diag(eigvals(A)) * eigvecs(A)' == A", true),
        ("w2([1 2], eye(2), [0 0], [2 -1; -1 2])^2 == frechet([1 2], eye(2), [0 0], [2 -1; -1 2])", true),
        ("X = normal(40, 3, seed: 5)\nsubset(X, 40, seed: 9) == shuffle(X, seed: 9)", true),
        ("X = normal(40, 3, seed: 5)\ncov(shuffle(X)) == cov(X)", true),
    ])
    func `laws`(source: String, holds: Bool) {
        #expect(result(source) == (holds ? "holds" : "does not hold"))
    }

    private static let points = "X = [0 0; 1 0; 0 2; 3 3]\nY = [0 1; 1 1; 5 5]\n"

    @Test(arguments: [
        ("precision(X, Y, k: 1)", "1"), ("recall(X, Y, k: 1)", "1"), ("density(X, Y, k: 1)", "4/3"),
        ("coverage(X, Y, k: 1)", "1/2"),
        ("precision(Y, X, k: 1)", "1"), ("recall(Y, X, k: 1)", "1"), ("density(Y, X, k: 1)", "1/4"),
        ("coverage(Y, X, k: 1)", "1/3"),
        // Two samples a set have one neighbour each; the roles of precision and recall are those of X and Y.
        ("precision([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], k: 1)", "1"),
        ("recall([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], k: 1)", "1"),
        ("precision([0; 1; 2; 3], [0; 10; 20; 1])", "1/2"), ("recall([0; 1; 2; 3], [10; 20; 30; 41])", "1"),
        // On the edge: inside for precision and recall, outside for density and coverage.
        ("precision([0; 1], [2; 9], k: 1)", "1/2"), ("density([0; 1], [2; 9], k: 1)", "0"),
        ("coverage([0; 1], [2; 9], k: 1)", "0"),
        // Thirds tie exactly.
        ("precision([0; 1/3], [2/3; 9], k: 1)", "1/2"), ("coverage([0; 1/3], [2/3; 9], k: 1)", "0"),
        ("precision(float([0; 1; 2; 3]), [0; 10; 20; 1])", "≈0.5"), ("density([0 0; √2 0; 0 2], [1 0; 0 1], k: 1)", "2"),
    ])
    func `neighbourhoods by hand`(source: String, expected: String) {
        #expect(result(Self.points + source) == expected)
    }

    @Test(arguments: [
        (
            "precision([1; 2; 3], [4; 5; 6; 7])",
            "line 1, column 1: k = 3 is too large: each of the 3 real samples has 2 others, so k is 2 at most"
        ),
        (
            "density([1; 2; 3; 4; 5; 6], [4; 5])",
            "line 1, column 1: k = 5 is too large: each of the 2 generated samples has 1 other, so k is 1 at most"
        ),
        (
            "recall([1 2 3], [4; 5], k: 1)",
            "line 1, column 1: the two sets have different numbers of features, 3 and 1: both must come from the same layer of the same network"
        ),
        (
            "coverage([1 2 3], [4 5 6], k: 1)",
            "line 1, column 1: the real set has 1 sample: a sample has neighbours in a set of at least two"
        ),
        ("coverage([1; 2], [4; 6], k: 0)", "line 1, column 29: k of coverage cannot be 0: it is 1 … 100"),
        ("recal([1; 2], [4; 6], k: 1)", "line 1, column 1: there is no function recal; did you mean recall?"),
    ])
    func `neighbourhoods that are not there`(source: String, expected: String) {
        #expect(result(source) == expected)
    }

    @Test(arguments: [
        ("kid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], gamma: 1/3, coef: 1)", "−82711/1728"),
        ("kid([1 0; 0 2], [1 1; 2 0], degree: 1, gamma: 0.5, coef: 2)", "−1/4"),
        ("cmmd([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])", "≈4.9919024098"),
        ("cmmd([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], sigma: 1/2)", "≈778.0374362162"),
        ("cmmd([1 2], [1 2])", "0"),
        ("kidsub([1 2; 3 4; 5 6], [1 1; 2 2; 3 5], 2, count: 4)", "[4185/16 √5743722059/16]"),
        (
            "kidsub([1 2; 3 4; 5 6], [1 1; 2 2; 3 5], 3, count: 2, seed: 9) - [1 0] * kid([1 2; 3 4; 5 6], [1 1; 2 2; 3 5])",
            "[0 0]"
        ),
        ("fidbias(diag([2 1]), 100, 200)", "31/400"), ("fidbias(eye(3), 10, 10)", "6/5"), ("fidbias([2 -1; -1 2], 2, 6)", "9/2"),
        ("fidshares([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])", "[1/2 1/2 0]"),
        ("influence([1; 2; 3], [2; 6; 10])", "[−5/2 −3 11/2]"),
        (
            "fidinf([1; 2], [3; 4])",
            "line 1, column 1: FID∞ is meaningless with so few samples (N = 2, d = 1): the FID is linear in 1/N only well above N = d"
                + "; have at least 4, better 4, in each set, or use the kernel distance, which is unbiased at any size"
        ),
        (
            "kidsub([1 2; 3 4], [1 1; 2 2], 3)",
            "line 1, column 1: 3 rows cannot be drawn from 2: without replacement there are at most 2"
        ),
        ("cmmd([1 2], [1 2], sigma: -1)", "line 1, column 1: the σ of a Gaussian kernel must be positive, this one is -1.0"),
        (
            "fidint([1; 2; 3], [1; 2; 3], groups: 2)",
            "line 1, column 1: 3 rows cannot be used in 2 groups: a jackknife needs two groups or more, of two rows or more each"
        ),
    ])
    func `kernels, bias, origin of the FID`(source: String, expected: String) {
        #expect(result(source) == expected)
    }

    @Test(arguments: [
        ("X = normal(60, 3, seed: 1)\nY = 1.5 * normal(50, 3, seed: 2)\nsum(fidshares(X, Y)) == fid(X, Y)", true),
        ("X = normal(60, 2, seed: 1)\nY = normal(60, 2, seed: 2)\nfidinf(X, Y, seed: 3) == fidinf(X, Y, seed: 3)", true),
        ("X = normal(60, 2, seed: 1)\nY = normal(60, 2, seed: 2)\nfidinf(X, Y, seed: 3) == fidinf(X, Y, seed: 4)", false),
        ("X = normal(40, 2, seed: 1)\nfidint(X, X - [9 9])[1] == fidint(X, X - [9 9], groups: 10, level: 0.95)[1]", true),
    ])
    func `laws of the estimates`(source: String, holds: Bool) {
        #expect(result(source) == (holds ? "holds" : "does not hold"))
    }

    @Test func `the groups are listed with the data first`() {
        #expect(WorksheetFunction.Group.allCases.first == .data)
        #expect(
            WorksheetFunction.all.prefix(7).map(\.name) == ["load", "rows", "cols", "normal", "shuffle", "subset", "concat"])
        #expect(Set(WorksheetFunction.all.map(\.name)).count == WorksheetFunction.all.count)
        #expect(WorksheetFunction.named("load")?.signature == "load(file, key: \"name\")")
        #expect(WorksheetFunction.named("w2")?.signature == "w2(mu_1, Sigma_1, mu_2, Sigma_2) | w2(x, y)")
        #expect(WorksheetFunction.named("normal")?.signature == "normal(n, d, seed: 0)")
    }
}

/// The rows D4.1 to D4.7 of the ledger, as far as they can be computed (the others cite measurements).
@Suite struct InceptionScoreLedgerTests {
    @Test(arguments: [
        ("D4.1, the most", "is(eye(5)) == 5"), ("D4.1, the least", "is([0.2 0.8; 0.2 0.8]) == 1"),
        ("D4.1, in between", "is([0.9 0.1; 0.1 0.9]) == 1.4449348112"),
        (
            "D4.1, both sides of the equation",
            """
            P = [0.7 0.2 0.1; 0.1 0.8 0.1]
            ln(is(P)) == entropy(mean(P)) - (entropy(P[1, :]) + entropy(P[2, :]))/2
            """
        ),
        ("D4.1, from the divergences", "P = [0.9 0.1; 0.4 0.6]\nis(P) == exp((kl(P[1, :], mean(P)) + kl(P[2, :], mean(P)))/2)"),
        ("D4.2, the mean is a distribution", "P = [0.9 0.1; 0.4 0.6]\nsum(mean(P)) == 1"),
        ("D4.3, the ceiling in bits", "log(1000, base: 2) == 9.9658"),
        ("D4.3, reached by a thousand equal classes", "entropy(diag(eye(1000))/1000, base: 2) == 9.9658"),
        ("D4.5, one sure image a class", "is(eye(10)) == 10"),
        ("D4.6, a flat row", "is([1/4 1/4 1/4 1/4; 1/4 1/4 1/4 1/4]) == 1"),
        ("D4.7, each image repeated", "P = [0.9 0.1; 0.2 0.8]\nis(concat(P, concat(P, P))) == is(P)"),
    ])
    func `what holds`(row: String, source: String) {
        #expect(result(source) == "holds", "\(row)")
    }

    @Test func `D4.2, a sum in place of the mean is no distribution`() {
        #expect(
            result("P = [0.9 0.1; 0.4 0.6]\nentropy(P[1, :] + P[2, :])")
                == "line 2, column 1: row 1 is no distribution: its entries sum to 2.0, 1.0 too much, for probabilities sum to 1")
    }

    @Test func `D4.7, the FID of the features sees the repetition`() {
        // Two classes of two images each; the generator repeats one image of each class.
        let features = "R = [0 0; 1 0; 5 4; 5 6]\nG = [0 0; 0 0; 5 4; 5 4]\n"
        #expect(result(features + "fid(R, R)") == "0")
        #expect(result(features + "fid(R, G) == 0") == "does not hold")
        #expect(result("is([1 0; 1 0; 0 1; 0 1]) == is([1 0; 0 1])") == "holds")
    }
}
