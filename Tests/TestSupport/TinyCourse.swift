// A course of two short lessons in a folder of its own, which a test may edit.

import Foundation

public final class TinyCourse {
    public let folder: URL

    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fid-tiny-course-\(UUID().uuidString)")
        for language in ["en", "zh"] {
            try FileManager.default.createDirectory(at: folder.appending(path: language), withIntermediateDirectories: true)
            try write("\(language)/01-mean.md", Self.mean(language))
            try write("\(language)/02-trace.md", Self.trace(language))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    public func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: file))
    }

    /// Puts `new` in the place of `old`, which has to be there.
    public func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        struct NotThere: Error { let old: String }
        guard text.contains(old) else { throw NotThere(old: old) }
        try write(file, text.replacing(old, with: new))
    }

    /// The second question of the first lesson, in English.
    public static let choice = """
        ```ask
        id: which
        kind: choice
        question: What does the mean see?
        answer: b
        options:
          - key: a
            text: the spread
            why: The spread is what it leaves out.
          - key: b
            text: the centre
        ```

        """

    private static func mean(_ language: String) -> String {
        let isEnglish = language == "en"
        let say = { (english: String, chinese: String) in isEnglish ? english : chinese }
        let translated =
            isEnglish
            ? choice
            : choice.replacing("What does the mean see?", with: "均值看得见什么？").replacing("the spread", with: "散布")
                .replacing("the centre", with: "中心").replacing("The spread is what it leaves out.", with: "它恰恰看不见散布。")
        return """
            ---
            id: mean
            title: \(say("The mean", "均值"))
            minutes: 3
            ---

            # \(say("The mean", "均值"))

            \(say("Two images.", "两张图像。"))

            ```fid
            X = [1 2 3; 2 3 1]
            ```

            ## \(say("Add and halve", "相加再折半"))

            ```ask
            id: real-mean
            kind: predict
            question: \(say("What is the mean of the rows?", "各行的均值是多少？"))
            answer: mean(X)
            hint:
              - \(say("One entry for each feature.", "每个特征一个元素。"))
              - \(say("Add the rows and halve.", "把各行相加再折半。"))
            ```

            ```fid
            mu = mean(X)
            ```

            \(say("The mean is", "均值是")) {{ mu }}.

            ## \(say("What it sees", "它看得见什么"))

            \(say("Think of the centre.", "想想中心。"))

            \(translated)
            ```ask
            id: root
            question: \(say("What is half the root of 3?", "根号 3 的一半是多少？"))
            answer: sqrt(3)/2
            ```

            ## \(say("To take away", "记住"))

            \(say("The mean is a centre.", "均值是中心。"))
            """
    }

    private static func trace(_ language: String) -> String {
        """
        ---
        id: trace
        title: \(language == "en" ? "The trace" : "迹")
        minutes: 2
        ---

        # \(language == "en" ? "The trace" : "迹")

        ```ask
        id: value
        question: \(language == "en" ? "What is the trace of [2 −1; −1 2]?" : "矩阵 [2 −1; −1 2] 的迹是多少？")
        answer: tr([2 -1; -1 2])
        hint: \(language == "en" ? "The diagonal." : "看对角线。")
        ```
        """
    }
}
