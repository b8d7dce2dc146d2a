// Lesson 1: pixel errors of small pictures, and what is left of them after pooling.

import Localization

extension QuizSkill {
    static let pixelError = QuizSkill(
        "pixel-error", lesson: "pixels-and-features", "Pixel error of a shifted picture", "平移图像的像素误差"
    ) { random, level in
        let (dx, dy) = level == .first ? (1, 0) : random.pick((1, 0), (-1, 0), (0, 1), (0, -1))
        let columns = level == .third ? 6 : 4
        let brightest = level == .first ? 1 : level == .second ? 3 : 4
        let picture = random.best { random in
            (0..<4).map { _ in (0..<columns).map { _ in random.isHeads() ? 0 : random.integer(1...brightest) } }
        } flaws: { picture in
            let moved = shifted(picture, dx, dy)
            let (before, after) = (pooled(picture), pooled(moved))
            let dark = picture.joined().filter { $0 == 0 }.count
            // A picture with room for shapes; pooling has to leave a difference, and another one than the pixels had.
            return Flaws.unless(
                error(picture, moved) > 0, error(before, after) > 0, error(picture, moved) != 4 * error(before, after),
                dark >= columns, dark <= 3 * columns, picture.joined().contains(brightest))
        }
        var steps = [
            QuizDraft.Step(
                "B", "shift(A, \(dx), \(dy))", direction(dx, dy),
                how: Phrase("what leaves the picture is lost, zeros move in", "移出图像的像素丢弃，空出处补 0")),
            QuizDraft.Step(
                "e", "mse(A, B)", Phrase("the mean squared error of A and B", "A 与 B 的均方误差"),
                how: Phrase("the squared differences, averaged over all pixels", "逐像素之差的平方，对所有像素取平均")),
            QuizDraft.Step(
                "P_A", "pool(A, 2)", Phrase("A after max pooling by 2 × 2", "A 经 2 × 2 最大池化后的结果"),
                how: Phrase("the largest entry of each square of 2 × 2 pixels", "每个 2 × 2 方块中的最大值")),
            QuizDraft.Step(
                "P_B", "pool(B, 2)", Phrase("B after max pooling by 2 × 2", "B 经 2 × 2 最大池化后的结果"),
                how: Phrase("the largest entry of each square of 2 × 2 pixels", "每个 2 × 2 方块中的最大值")),
            QuizDraft.Step(
                "e_P", "mse(P_A, P_B)", Phrase("the mean squared error after pooling", "池化之后的均方误差"),
                how: Phrase("as before, over the pixels that are left", "同上，对剩下的像素取平均")),
        ]
        if level == .third {
            steps.insert(
                QuizDraft.Step(
                    "r", "sqrt(e)", Phrase("the root mean squared error of A and B", "A 与 B 的均方根误差"),
                    how: Phrase("the square root of e", "e 的平方根")), at: 2)
        }
        return QuizDraft(
            introduction: Phrase("A picture A of 4 × \(columns) pixels; 0 is black.", "一幅 4 × \(columns) 像素的图像 A；0 为黑。"),
            givens: [("A", QuizDraft.matrix(picture))], steps: steps)
    }

    private static func direction(_ dx: Int, _ dy: Int) -> Phrase {
        let place: Phrase =
            dx > 0
            ? Phrase("to the right", "右") : dx < 0 ? Phrase("to the left", "左") : dy > 0 ? Phrase("down", "下") : Phrase("up", "上")
        return Phrase(
            "B, the picture A moved \(place.english) by one pixel, zeros moving in", "B：把 A 向\(place.chinese)移一个像素，空出处补 0")
    }

    private static func shifted(_ picture: [[Int]], _ dx: Int, _ dy: Int) -> [[Int]] {
        picture.indices.map { i in
            picture[i].indices.map { j in
                let (row, column) = (i - dy, j - dx)
                return picture.indices.contains(row) && picture[i].indices.contains(column) ? picture[row][column] : 0
            }
        }
    }

    private static func pooled(_ picture: [[Int]]) -> [[Int]] {
        var result: [[Int]] = []
        for i in stride(from: 0, to: picture.count, by: 2) {
            var row: [Int] = []
            for j in stride(from: 0, to: picture[i].count, by: 2) {
                row.append([picture[i][j], picture[i][j + 1], picture[i + 1][j], picture[i + 1][j + 1]].max() ?? 0)
            }
            result.append(row)
        }
        return result
    }

    /// The squared error, not averaged.
    private static func error(_ a: [[Int]], _ b: [[Int]]) -> Int {
        var sum = 0
        for (x, y) in zip(a.joined(), b.joined()) { sum += (x - y) * (x - y) }
        return sum
    }
}
