// Which language the environment asks for, and which name a typing slip meant.

import Localization
import Testing

@Suite struct LanguageTests {
    @Test(arguments: [
        (["LANG": "zh_CN.UTF-8"], Language.chinese), (["LANG": "en_US.UTF-8"], .english), ([:], .english),
        (["LANG": "C"], .english),
        (["LC_ALL": "en_US", "LANG": "zh_CN"], .english), (["LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"], .chinese),
        (["LANG": "de_DE.UTF-8"], .english), (["LANG": "ZH_cn"], .chinese),
    ])
    func `the environment chooses the language`(environment: [String: String], language: Language) {
        #expect(Language(environment: environment) == language)
    }

    @Test func `a phrase has both`() {
        let phrase = Phrase("trace", "迹")
        #expect(phrase(in: .english) == "trace")
        #expect(phrase(in: .chinese) == "迹")
        #expect(Phrase(same: "Σ")(in: .chinese) == "Σ")
    }

    @Test(
        arguments: [
            ("compte", "compute"), ("COMPUTE", "compute"), ("exlpain", "explain"), ("tuor", "tour"), ("stat", "stats"),
            ("xyzzy", nil), ("", nil), ("c", nil),
        ] as [(String, String?)])
    func `the nearest name`(typed: String, meant: String?) {
        #expect(Suggestion.nearest(to: typed, among: ["explain", "compute", "stats", "tour"]) == meant)
    }

    @Test func `the question after an unknown name`() {
        let sentence = Phrase("there is no lesson trce", "没有 trce 这一课")
        let list = Phrase(": fid lesson lists them", "：用 fid lesson 列出所有课程")
        #expect(
            sentence.asking(for: "trace", verb: "看", otherwise: list)
                == Phrase("there is no lesson trce; did you mean trace?", "没有 trce 这一课；是否想看 trace？"))
        #expect(
            sentence.asking(for: nil, otherwise: list)
                == Phrase("there is no lesson trce: fid lesson lists them", "没有 trce 这一课：用 fid lesson 列出所有课程"))
        #expect(sentence.asking(for: nil) == sentence)
        #expect(
            Suggestion.question("compute", verb: "输入", startsSentence: true)
                == Phrase("Did you mean compute?", "是否想输入 compute？"))
        #expect(Suggestion.question("“\\Sigma”") == Phrase("did you mean “\\Sigma”?", "是否想写“\\Sigma”？"))
    }
}
