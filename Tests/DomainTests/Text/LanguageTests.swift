// Language codes and names.

import Domain
import Testing

@Suite struct LanguageTests {
    @Test(
        "what clients send becomes a known code or nothing",
        arguments: [
            ("en", "en"), ("en-US", "en"), ("EN_gb.UTF-8", "en"), ("pt-BR", "pt"), ("zh-Hant-TW", "zh"),
            ("zh-TW", "zh-TW"), ("zh_hk", "zh-HK"), ("zh-CN", "zh-CN"), ("yue", "zh-YUE"), ("ckb", "ckb"),
            ("deu", "de"),
            ("cmn-Hans", "zh"), ("iw", "he"), ("fil", "tl"), ("tok", "tok"), ("", nil), ("xx", nil), ("english", nil),
            ("-en", nil),
            ("e", nil), ("日本", nil), ("e1", nil), ("C", nil), ("und", nil),
        ] as [(String, String?)]
    )
    func normalise(tag: String, code: String?) {
        #expect(Language.normalise(tag) == code)
    }

    @Test("every language has one entry, two names and a code that normalises to itself")
    func table() {
        #expect(Set(Language.all.map(\.code)).count == Language.all.count)
        #expect(Language.all.count > 190)
        for language in Language.all {
            #expect(Language.normalise(language.code) == language.code)
            #expect(!language.name.isEmpty && !language.nativeName.isEmpty)
        }
        #expect(Language.named("de")?.nativeName == "Deutsch")
    }

    @Test("the languages of the day-one mix are known")
    func mix() {
        for code in ["en", "es", "fr", "de", "it", "hi", "ar", "ja", "ko"] { #expect(Language.named(code) != nil) }
    }
}
