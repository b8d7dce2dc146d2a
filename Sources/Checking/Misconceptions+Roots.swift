// Slips in products and roots of matrices, and in traces.

import Localization

extension Misconception {
    static let roots: [Misconception] = [
        .init(
            "sqrt-elementwise", ["sqrtm"], [("sqrtm(A)", "sqrt(A)")],
            title: Phrase("the root of each entry", "对每个元素开了平方根"),
            reason: Phrase(
                "the matrix square root S is the matrix with S·S = A; roots of the entries do not multiply back to A",
                "矩阵平方根 S 满足 S·S = A；逐元素开方后的矩阵自乘得不到 A"),
            hint: Phrase("Multiply your matrix by itself: do you get back what you started from?", "把你的矩阵自乘：能得到原来的矩阵吗？"),
            lesson: "matrix-square-root"),
        .init(
            "sqrt-split", ["sqrtm"], [("sqrtm(A*B)", "sqrtm(A)*sqrtm(B)")],
            title: Phrase("√Σ₁ · √Σ₂ instead of the root of the product", "用 √Σ₁ · √Σ₂ 代替了乘积的平方根"),
            reason: Phrase(
                "the root of a product is the product of the roots only where the two matrices commute",
                "只有两个矩阵可交换时，乘积的平方根才等于平方根的乘积"),
            hint: Phrase("Which comes first in the formula, the product or the root?", "公式里先乘还是先开方？"), lesson: "fid-by-hand"),
        .init(
            "sqrt-of-trace", ["sqrtm", "tr"], [("tr(sqrtm(A))", "sqrt(tr(A))")],
            title: Phrase("the root of the trace instead of the trace of the root", "求了迹的平方根，而不是平方根的迹"),
            reason: Phrase(
                "√(λ₁ + λ₂ + …) is not √λ₁ + √λ₂ + …; the two agree only where the product has rank one",
                "√(λ₁ + λ₂ + …) 不等于 √λ₁ + √λ₂ + …；只有乘积的秩为 1 时两者才相等"),
            hint: Phrase("In which order do trace and root stand in the formula?", "公式里迹与平方根的次序是什么？"), lesson: "fid-by-hand"),
        .init(
            "sqrt-forgotten", ["sqrtm"], [("sqrtm(A)", "A")], title: Phrase("the root was not taken", "忘了开平方根"),
            reason: Phrase(
                "the cross term is the trace of (Σ₁Σ₂)^½, not of the product itself", "交叉项是 (Σ₁Σ₂)^½ 的迹，不是乘积本身的迹"),
            hint: Phrase("What stands above the product in the formula?", "公式里乘积的右上角写着什么？"), lesson: "matrix-square-root"),
        .init(
            "product-elementwise", [], [("A*B", "hadamard(A, B)")],
            title: Phrase("multiplied entry by entry", "逐元素相乘了"),
            reason: Phrase("a matrix product is row times column, not entry times entry", "矩阵乘积是行乘列，不是对应元素相乘"),
            hint: Phrase("Which numbers of the first row meet which of the first column?", "第一行的数分别与第一列的哪些数相乘？"),
            lesson: "matrix-square-root"),
        .init(
            "product-reversed", [], [("A*B", "B*A")], title: Phrase("multiplied in the other order", "相乘的次序颠倒了"),
            reason: Phrase(
                "Σ₂Σ₁ is the transpose of Σ₁Σ₂, another matrix with the same eigenvalues: the FID stays right, this intermediate does not",
                "Σ₂Σ₁ 是 Σ₁Σ₂ 的转置，特征值相同但矩阵不同：FID 不变，但这个中间结果不对"),
            hint: Phrase("Which matrix gives the rows, which the columns?", "哪个矩阵出行，哪个矩阵出列？"), lesson: "fid-by-hand"),
    ]

    static let matrices: [Misconception] = [
        .init(
            "trace-as-determinant", ["tr"], [("tr(A)", "det(A)")],
            title: Phrase("the determinant instead of the trace", "算成了行列式，而不是迹"),
            reason: Phrase("the trace is the sum of the diagonal entries; ad − bc is the determinant", "迹是对角线元素之和；ad − bc 是行列式"),
            hint: Phrase("Which entries does the trace look at?", "迹只看哪些元素？"), lesson: "trace"),
        .init(
            "trace-all-entries", ["tr"], [("tr(A)", "sum(A)")], title: Phrase("all entries added", "把所有元素都加了起来"),
            reason: Phrase("the trace adds the diagonal only", "迹只把对角线上的元素相加"),
            hint: Phrase("Which entries does the trace look at?", "迹只看哪些元素？"), lesson: "trace"),
    ]
}
