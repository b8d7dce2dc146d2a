// Formulas in words.

import Testing

@testable import Typesetting

@Suite struct FormulaWordsTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let tex: String
        let english: String
        let chinese: String
        var testDescription: String { tex }
    }

    @Test(arguments: [
        Sample(
            tex: FormulaLayoutTests.fid,
            english:
                "FID equals the norm of mu r minus mu g, end of norm squared plus the trace of open parenthesis Sigma r plus "
                + "Sigma g minus 2 times open parenthesis Sigma r times Sigma g close parenthesis to the power one half close parenthesis",
            chinese: "FID 等于以下整体的范数：mu_r 减 mu_g，范数结束的平方加迹左括号 Sigma_r 加 Sigma_g 减 2 乘左括号 Sigma_r 乘 Sigma_g 右括号的二分之一次方右括号"),
        Sample(
            tex: #"\sqrt{\Sigma_r\Sigma_g}"#, english: "the square root of Sigma r times Sigma g, end of root",
            chinese: "以下整体的平方根：Sigma_r 乘 Sigma_g，根号结束"),
        Sample(tex: #"\sqrt3"#, english: "the square root of 3", chinese: "3 的平方根"),
        Sample(tex: #"X^\top X"#, english: "X transposed times X", chinese: "X 的转置乘 X"),
        Sample(
            tex: #"\frac{1}{n-1}"#, english: "the fraction of 1 over n minus 1, end of fraction",
            chinese: "分式，分子 1，分母 n 减 1，分式结束"),
        Sample(tex: #"\operatorname{Tr}(\Sigma)"#, english: "the trace of Sigma", chinese: "Sigma 的迹"),
        Sample(tex: #"-x = -1"#, english: "minus x equals minus 1", chinese: "负 x 等于负 1"),
        Sample(
            tex: #"\sum_{i=1}^n x_i"#, english: "the sum from i equals 1 to n of x i", chinese: "从 i 等于 1 到 n 求和 x_i"),
        Sample(
            tex: #"\begin{bmatrix}1&2\\3&4\end{bmatrix}"#,
            english: "the 2 by 2 matrix with row 1: 1, 2; row 2: 3, 4; end of matrix",
            chinese: "2 行 2 列的矩阵：第 1 行：1，2；第 2 行：3，4；矩阵结束"),
        Sample(
            tex: #"\log_2 x + \mathbb{E}[X]"#, english: "the logarithm to base 2 of x plus the expectation of X",
            chinese: "x 的以 2 为底的对数加 X 的期望"),
        Sample(
            tex: #"x'' \hat y \int_0^1 f(x)\,dx"#,
            english: "x double prime times y hat times the integral from 0 to 1 of f of x d x",
            chinese: "x 两撇乘 y 上加帽乘从 0 到 1 积分 f x d x"),
    ])
    func words(_ sample: Sample) throws {
        let formula = try Formula(tex: sample.tex)
        #expect(formula.plain(.english) == sample.english)
        #expect(formula.plain(.chinese) == sample.chinese)
    }
}
