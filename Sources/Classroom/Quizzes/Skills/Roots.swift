// Lesson 8: square roots of 2 × 2 matrices, by eigenvalues and closed form, and by Newton's iteration.

import ExactArithmetic
import LinearAlgebra
import Localization

extension QuizSkill {
    static let matrixRoot = QuizSkill("matrix-root", lesson: "matrix-square-root", "The square root of a matrix", "矩阵的平方根") {
        random, level in
        let covariance = random.best { random in
            let basis = random.basis()
            if level < .third {
                return random.squareCovariance(in: basis, upTo: level == .first ? 12 : 7, isWhole: level == .first)
            }
            return PlaneCovariance(basis: basis, variances: (random.integer(2...18), random.integer(2...18)))
        } flaws: { (covariance: PlaneCovariance) in
            let (p, q) = covariance.variances
            // Half a whole number at level 1 would leave the root in halves.
            let isWhole = covariance.isWhole && rootIsWhole(covariance)
            switch level {
            case .first: return Flaws.unless(isWhole, p != q, p > 1 || q > 1)
            case .second: return Flaws.unless(!isWhole, p != q)
            case .third: return Flaws.unless(covariance.isWhole, p != q, !isSquare(p), !isSquare(q), !isSquare(p * q))
            }
        }
        return QuizDraft(
            introduction: Phrase("A covariance A of two features.", "两个特征的协方差 A。"), givens: [("A", covariance.source)],
            steps: [
                eigenvaluesStep("lambda", "A"),
                QuizDraft.Step(
                    "s", "sqrt(det(A))", Phrase("the square root of the determinant of A", "A 的行列式的平方根"),
                    how: Phrase("it is the determinant of the root", "它就是平方根的行列式")),
                QuizDraft.Step(
                    "t", "sqrt(tr(A) + 2*s)", Phrase("the trace of the root, by the closed form", "用闭式公式求平方根的迹"),
                    how: Phrase("the square root of the trace of A and twice s", "A 的迹加 2s，再开平方")),
                QuizDraft.Step(
                    "R", "sqrtm(A)", Phrase("the matrix square root of A", "A 的矩阵平方根"),
                    how: Phrase("add s to the diagonal of A and divide by t", "A 的对角线加上 s，再除以 t"), points: 2),
            ])
    }

    private static func rootIsWhole(_ covariance: PlaneCovariance) -> Bool {
        guard let p = Exact(covariance.variances.first).squareRoot()?.rational,
            let q = Exact(covariance.variances.second).squareRoot()?.rational
        else { return false }
        return (Int(p.numerator) - Int(q.numerator)) % covariance.basis.squaredLength == 0
    }

    static let newtonRoot = QuizSkill("newton-root", lesson: "matrix-square-root", "Newton's way to the root", "牛顿迭代求平方根") {
        random, level in
        let (start, covariance) = random.best { random in
            let basis = random.basis()
            let largest = level == .first ? 17 : 12
            return (
                random.integer(1...3),
                PlaneCovariance(basis: basis, variances: (random.integer(1...largest), random.integer(1...largest)))
            )
        } flaws: { start, covariance in
            let (p, q) = covariance.variances
            let square = start * start
            // Newton's first step must not already be there, and its fractions stay small: eigenvalues k/2 + λ/2k.
            let isSettled = p == square || q == square
            let isSmall = level > .first || ((p + square) % (2 * start) == 0 && (q + square) % (2 * start) == 0)
            return Flaws.unless(
                covariance.isWhole, p != q, !isSettled, isSmall, level < .third || !isSquare(p) && !isSquare(q))
        }
        var steps = [
            iteration("Y_1", "Y_0", Phrase("the first step of Newton's iteration from Y_0", "从 Y_0 出发的牛顿迭代第一步")),
            QuizDraft.Step(
                "V", "inv(Y_1)", Phrase("the inverse of the first step", "第一步结果的逆矩阵"),
                how: Phrase(
                    "exchange the diagonal, change the other signs, divide by the determinant", "交换对角线元素，副对角线变号，再除以行列式")),
            iteration("Y_2", "Y_1", Phrase("the second step of Newton's iteration", "牛顿迭代第二步"), points: 2),
        ]
        if level == .third {
            steps += [
                QuizDraft.Step(
                    "R", "sqrtm(A)", Phrase("the matrix square root of A itself", "A 的矩阵平方根本身"),
                    how: Phrase("by eigenvalues or the closed form", "用特征值或闭式公式"), points: 2),
                QuizDraft.Step(
                    "e", "tr(Y_2) - tr(R)", Phrase("how far the trace of the second step is too large", "第二步的迹比准确值大多少"),
                    how: Phrase("the trace of Y_2 less the trace of the root", "Y_2 的迹减去平方根的迹")),
            ]
        }
        return QuizDraft(
            introduction: Phrase(
                "A covariance A of two features, and a first guess Y_0 of its square root.", "两个特征的协方差 A，以及其平方根的初始猜测 Y_0。"),
            givens: [("A", covariance.source), ("Y_0", QuizDraft.matrix([[start, 0], [0, start]]))], steps: steps)
    }

    private static func iteration(_ name: String, _ last: String, _ title: Phrase, points: Int = 1) -> QuizDraft.Step {
        QuizDraft.Step(
            name, "(\(last) + inv(\(last))*A)/2", title,
            how: Phrase("the mean of the last step and of its inverse times A", "上一步与“上一步的逆乘 A”的平均"), points: points)
    }
}
