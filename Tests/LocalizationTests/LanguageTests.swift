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
}
