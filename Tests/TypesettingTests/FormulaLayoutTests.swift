// Formulas as pictures, each looked at before it was written down here.

import Testing

@testable import Typesetting

@Suite struct FormulaLayoutTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let tex: String
        let picture: String
        var width = 80
        var testDescription: String { "\(tex) at \(width)" }
    }

    static let fid =
        #"\mathrm{FID} = \|\mu_r - \mu_g\|^2 + \operatorname{Tr}\left(\Sigma_r + \Sigma_g - 2(\Sigma_r\Sigma_g)^{\frac12}\right)"#

    static let samples: [Sample] = [
        Sample(
            tex: fid,
            picture: """
                                                       ½
                FID = ‖μ  − μ ‖² + Tr(Σ  + Σ  − 2(Σ Σ ) )
                        r    g         r    g      r g
                """),
        Sample(
            tex: fid,
            picture: """
                FID = ‖μ  − μ ‖²
                        r    g

                                            ½
                      + Tr(Σ  + Σ  − 2(Σ Σ ) )
                            r    g      r g
                """, width: 40),
        Sample(
            tex: #"\frac{1}{n-1}(X-\mu)^{\top}(X-\mu)"#,
            picture: """
                   1
                ─────── (X − μ)ᵀ(X − μ)
                 n − 1
                """),
        Sample(
            tex: #"d^2 = (\mu_x-\mu_y)^2 + (\sigma_x-\sigma_y)^2"#,
            picture: """
                d² = (μ  − μ )² + (σ  − σ )²
                       x    y       x    y
                """),
        Sample(tex: #"d^2 = (\mu_1-\mu_2)^2"#, picture: "d² = (μ₁ − μ₂)²"),
        Sample(
            tex: #"\frac12\begin{bmatrix}1+\sqrt3 & 1-\sqrt3\\ 1-\sqrt3 & 1+\sqrt3\end{bmatrix}"#,
            picture: """
                 1
                ─── ⎡ 1 + √3  1 − √3 ⎤
                 2  ⎣ 1 − √3  1 + √3 ⎦
                """),
        Sample(
            tex: #"\sqrt{b^2-4ac}"#,
            picture: """
                 ________
                √b² − 4ac
                """),
        Sample(
            tex: #"\sqrt{\frac{a}{b}+1}\sqrt[3]{x}\sqrt[n]{x+1}\sqrt[n+1]{\frac12}"#,
            picture: """
                ┌────────               ┌────
                │  a           _____    │  1
                │ ─── + 1 ∛x ⁿ√x + 1 n+1│ ───
                √  b                    √  2
                """),
        Sample(
            tex: #"\operatorname{Tr}\sqrt{\Sigma_r\Sigma_g}"#,
            picture: """
                    ____
                Tr √Σ Σ
                     r g
                """),
        Sample(
            tex: #"\sum_{i=1}^{n} x_i = \prod_{j \in J} y_j + \int_0^1 f(x)\,dx"#,
            picture: """
                 n
                 ∑  xᵢ =  ∏  yⱼ + ∫₀¹ f(x) dx
                i=1      j∈J
                """),
        Sample(
            tex: #"\left(\frac{a}{b}\right)^2 + e^{-\frac{x^2}{2}}"#,
            picture: """
                ⎛  a  ⎞²    −x²/2
                ⎜ ─── ⎟  + e
                ⎝  b  ⎠
                """),
        Sample(
            tex: #"p(y|x) \ln \frac{p(y|x)}{p(y)} = D_{KL}(p \| q)"#,
            picture: """
                             p(y | x)
                p(y | x) ln ────────── = D  (p ‖ q)
                               p(y)       KL
                """),
        Sample(
            tex:
                #"A^{-1} = \begin{bmatrix}1 & -0.5\\ 22 & 3\end{bmatrix}^{-1}, \quad \det A = \begin{vmatrix}a & b\\c & d\end{vmatrix}"#,
            picture: """
                A⁻¹ = ⎡  1  −0.5 ⎤⁻¹,  det A = │ a  b │
                      ⎣ 22   3   ⎦             │ c  d │
                """),
        Sample(
            tex: #"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{否则} \end{cases}"#,
            picture: """
                       ⎧ 1   x > 0
                f(x) = ⎨
                       ⎩ 0   否则
                """),
        Sample(
            tex: #"\begin{aligned} a &= b + c \\ &= \frac{d}{e} \end{aligned}"#,
            picture: """
                a = b + c

                     d
                  = ───
                     e
                """),
        Sample(
            tex:
                #"\bar x = \frac1n \sum_{i=1}^n x_i, \hat\Sigma, \widehat{ab}, \overline{X+Y}, \mathbb{E}[X], x \in \mathbb{R}^d"#,
            picture: """
                     1   n         ^   _____
                x̄ = ───  ∑  xᵢ, Σ̂, ab, X + Y, 𝔼[X],
                     n  i=1

                    x ∈ ℝᵈ
                """, width: 40),
        Sample(
            tex: #"\left.\frac{a}{b}\right|_{x=0} + \left\{ x \mid \frac{x}{2} > 0 \right\}"#,
            picture: """
                  a  │      ⎧      x      ⎫
                 ─── │    + ⎨ x | ─── > 0 ⎬
                  b  │x=0   ⎩      2      ⎭
                """),
        Sample(tex: #"\max_{x \in S} f'(x)^2"#, picture: "max f′(x)²\nx∈S"),
        Sample(tex: #"-x = -1 \cdot (-2) - -3"#, picture: "−x = −1 · (−2) − −3"),
        Sample(tex: #"|a||b| + ||x|| + 2\ln x"#, picture: "|a||b| + ‖x‖ + 2 ln x"),
        Sample(tex: "", picture: ""),
        // A segment that fits on no line leaves the linear form.
        Sample(
            tex: #"\frac{a + b + c + d}{e + f + g + h + i}"#,
            picture: """
                (a + b + c
                  + d)/(e
                  + f + g
                  + h + i)
                """, width: 10),
    ]

    @Test(arguments: samples)
    func picture(_ sample: Sample) throws {
        let box = try Formula(tex: sample.tex).layout(OutputStyle(width: sample.width))
        #expect(box.render().joined(separator: "\n") == sample.picture)
    }

    struct Inline: CustomTestStringConvertible, Sendable {
        let tex: String
        let text: String
        var testDescription: String { tex }
    }

    @Test(arguments: [
        Inline(tex: fid, text: "FID = ‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2(Σ_rΣ_g)^½)"),
        Inline(tex: #"\frac{1}{n-1}(X-\mu)^{\top}(X-\mu)"#, text: "(1/(n − 1))(X − μ)ᵀ(X − μ)"),
        Inline(tex: #"\frac{a+b}{2c} + \frac12 x"#, text: "(a + b)/(2c) + ½x"),
        Inline(tex: #"\sqrt{a+b}\sqrt[3]{x}\sqrt[n]{x}\sqrt3"#, text: "√(a + b) ∛x ⁿ√x √3"),
        Inline(tex: #"e^{-\frac{x^2}{2}} + x_{i,j} + 10^{-13}"#, text: "e^(−x²/2) + x_(i,j) + 10⁻¹³"),
        Inline(tex: #"\begin{bmatrix}1&2\\3&4\end{bmatrix}"#, text: "[1, 2; 3, 4]"),
        Inline(tex: #"\begin{aligned}a&=b\\&=c\end{aligned}"#, text: "a = b; = c"),
        Inline(tex: #"\sigma_1^2\hat x\widehat{ab}"#, text: "σ₁²x̂widehat(ab)"),
    ])
    func inline(_ sample: Inline) throws {
        #expect(try Formula(tex: sample.tex).inline == sample.text)
    }

    @Test func inlineIsOneLineAndLayoutFits() {
        for seed in 0..<150 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let formula = Formula.random(depth: 3, using: &random)
            #expect(!formula.inline.contains("\n"), "seed \(seed)")
            let width = Int.random(in: 12...90, using: &random)
            let box = formula.layout(OutputStyle(width: width))
            #expect(box.width <= width, "seed \(seed), width \(width): \(formula.tex)")
        }
    }
}
