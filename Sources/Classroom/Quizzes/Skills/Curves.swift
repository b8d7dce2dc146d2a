// Lesson 4: walking the dog, with its table, beside the Hausdorff distance.

import Localization

extension QuizSkill {
    static let leash = QuizSkill("leash", lesson: "leash", "The leash of two walks", "两条路径的牵绳长度") { random, level in
        let dimension = level == .first ? 1 : 2
        let (n, m) = (4, 3)
        let largest = level == .first ? 9 : level == .second ? 4 : 6
        let curves = random.best { random in
            (random.rows(n, dimension, 0...largest), random.rows(m, dimension, 0...largest))
        } flaws: { p, q in
            let squares = p.map { a in q.map { squaredDistance(a, $0) } }
            let table = walkTable(squares)
            let answer = table[n - 1][m - 1]
            // Another answer than from going back, from the ends alone, from the farthest pair.
            let slips = [hausdorff(squares), max(squares[0][0], squares[n - 1][m - 1]), squares.joined().max() ?? 0]
            let repeated = zip(p, p.dropFirst()).contains { $0 == $1 } || zip(q, q.dropFirst()).contains { $0 == $1 }
            return Flaws.unless(!slips.contains(answer), answer > 1, !repeated, level < .third || !isSquare(answer))
        }
        let names = (p: curves.0.indices.map { $0 + 1 }, q: curves.1.indices.map { $0 + 1 })
        return QuizDraft(
            introduction: level == .first
                ? Phrase(
                    "Two walks on a line: P has \(n) places, Q has \(m), one in each row.",
                    "直线上的两条路径：P 有 \(n) 个点，Q 有 \(m) 个点，每行一个点。")
                : Phrase(
                    "Two walks in the plane: P has \(n) places, Q has \(m), one in each row.",
                    "平面上的两条路径：P 有 \(n) 个点，Q 有 \(m) 个点，每行一个点。"),
            givens: [("P", QuizDraft.matrix(curves.0)), ("Q", QuizDraft.matrix(curves.1))],
            steps: [
                QuizDraft.Step(
                    "D", table(names) { distance($0, $1, dimension) },
                    Phrase("the distances, a row for each place of P, a column for each of Q", "距离表：P 的每个点一行，Q 的每个点一列"),
                    how: Phrase("the distance of every place of P from every place of Q", "P 的每个点到 Q 的每个点的距离"), points: 2),
                QuizDraft.Step(
                    "L", table(names) { "leash(\(start("P", $0, dimension)), \(start("Q", $1, dimension)))" },
                    Phrase("the table of leashes, for the walks up to each place", "牵绳表：走到每一对点为止所需的绳长"),
                    how: Phrase(
                        "the larger of the distance here and the smallest of the entries above, to the left, and above left",
                        "取此处的距离与“上、左、左上三格中最小者”两者的较大值"), points: 2),
                QuizDraft.Step(
                    "F", "leash(P, Q)", Phrase("the discrete Fréchet distance of P and Q", "P 与 Q 的离散 Fréchet 距离"),
                    how: Phrase("the last entry of the table of leashes", "牵绳表的最后一格")),
                QuizDraft.Step(
                    "H", "hausdorff(P, Q)",
                    Phrase("the Hausdorff distance of P and Q, which knows no order", "P 与 Q 的 Hausdorff 距离（不计次序）"),
                    how: Phrase(
                        "for each place the nearest of the other walk, and of these distances the largest",
                        "每个点到另一条路径的最近距离，取其中最大者")),
            ])
    }

    private static func table(_ names: (p: [Int], q: [Int]), entry: (Int, Int) -> String) -> String {
        "[" + names.p.map { i in names.q.map { entry(i, $0) }.joined(separator: " ") }.joined(separator: "; ") + "]"
    }

    private static func distance(_ i: Int, _ j: Int, _ dimension: Int) -> String {
        dimension == 1 ? "abs(P[\(i), 1] - Q[\(j), 1])" : "norm(P[\(i), :] - Q[\(j), :])"
    }

    private static func squaredDistance(_ a: [Int], _ b: [Int]) -> Int {
        var sum = 0
        for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
        return sum
    }

    /// The first places of a walk, as a matrix.
    private static func start(_ name: String, _ count: Int, _ dimension: Int) -> String {
        "["
            + (1...count).map { i in (1...dimension).map { "\(name)[\(i), \($0)]" }.joined(separator: " ") }.joined(
                separator: "; ")
            + "]"
    }

    /// The table of Eiter and Mannila's algorithm over squared distances.
    private static func walkTable(_ squares: [[Int]]) -> [[Int]] {
        var table = squares
        for i in squares.indices {
            for j in squares[i].indices {
                let before = [
                    i > 0 ? table[i - 1][j] : nil, j > 0 ? table[i][j - 1] : nil, i > 0 && j > 0 ? table[i - 1][j - 1] : nil,
                ].compactMap { $0 }
                table[i][j] = max(squares[i][j], before.min() ?? 0)
            }
        }
        return table
    }

    private static func hausdorff(_ squares: [[Int]]) -> Int {
        let rows = squares.map { $0.min() ?? 0 }
        let columns = squares[0].indices.map { j in squares.map { $0[j] }.min() ?? 0 }
        return (rows + columns).max() ?? 0
    }
}
