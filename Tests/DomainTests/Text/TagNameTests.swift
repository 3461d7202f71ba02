// Hashtag names: folding to one key, limits, and names from paths.

import Domain
import Testing

@Suite struct TagNameTests {
    @Test(
        "every spelling of a tag meets under one key",
        arguments: [
            ("MeToo", "metoo"), ("METOO", "metoo"), ("ＭｅＴｏｏ", "metoo"), ("𝓜𝓮𝓣𝓸𝓸", "metoo"),
            ("cafe\u{301}", "caf\u{E9}"),
            ("CAF\u{C9}", "caf\u{E9}"), ("ПРИВЕТ", "привет"), ("ΚΑΛΗΜΈΡΑ", "καλημέρα"), ("ﾗｰﾒﾝ", "ラーメン"),
            ("ｶﾞｽ", "ガス"), ("か\u{3099}", "が"), ("한국", "한국"), ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("我也是", "我也是"), ("葛\u{E0100}", "葛"), ("ﻣﺮﺣﺒﺎ", "مرحبا"), ("انا_ايضا", "انا_ايضا"), ("हिन्दी", "हिन्दी"),
            ("\u{958}ल", "\u{915}\u{93C}ल"), ("น้ำ", "น\u{E49}\u{E4D}า"), ("Ⅷa", "viiia"), ("①a", "1a"), ("a½", "a12"),
            ("ﬁn", "fin"), ("İstanbul", "istanbul"), ("ẞ", "ss"), ("l·l", "l·l"), ("_a_", "_a_"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("K", "k"), ("ワン･ツー", "ワン・ツー"),
            ("ΛΌΓΟΣ", "λόγος"), ("λόγος", "λόγος"), ("λόγοσ", "λόγος"), ("ΛΌΓΟΣ_ΤΙΜΉΣ", "λόγος_τιμής"),
            ("STRASSE", "strasse"), ("straße", "strasse"), ("ﬀ", "ff"), ("ISPARTA", "isparta"), ("ısparta", "isparta"),
            ("İSTANBUL", "istanbul"), ("i\u{307}stanbul", "istanbul"), ("RESEÑA", "reseña"), ("resena", "resena"),
            ("ԲԱՐԵՒ", "բարեւ"), ("և", "եւ"), ("ᲒᲐᲛᲐᲠᲯᲝᲑᲐ", "გამარჯობა"), ("ǅep", "džep"), ("ꮳꮃꭹ", "ꮳꮃꭹ"),
            ("ᏣᎳᎩ", "ꮳꮃꭹ"),
        ]
    )
    func folding(written: String, key: String) throws {
        let tag = try #require(TagName(written))
        #expect(Array(tag.name.unicodeScalars) == Array(key.unicodeScalars))
        #expect(tag.display == written)
        let again = try #require(TagName(tag.name))
        #expect(Array(again.name.utf8) == Array(tag.name.utf8))
        #expect(again == tag)
    }

    @Test(
        "what is no whole hashtag is no tag name",
        arguments: [
            "", "1", "123", "_", "1_2", "a b", "a-b", "#a", "a!", " a", "a ", "·a", "a·", "😀", "a😀", "\u{301}a", "a\0",
            "½",
        ]
    )
    func refused(written: String) {
        #expect(TagName(written) == nil)
    }

    @Test("folding twice is folding once, for every letter")
    func idempotent() {
        var unstable: [String] = []
        for value in UInt32(0x80)...0xFFFF {
            guard let scalar = Unicode.Scalar(value), let once = TagName("a\(scalar)\u{E0100}\u{301}") else { continue }
            if TagName(once.name).map({ $0.name.utf8.elementsEqual(once.name.utf8) }) != true {
                unstable.append(once.name)
            }
        }
        #expect(unstable.isEmpty)
    }

    @Test("names hold 255 bytes, as written and folded")
    func limit() {
        #expect(TagName(String(repeating: "a", count: 255)) != nil)
        #expect(TagName(String(repeating: "a", count: 256)) == nil)
        #expect(TagName(String(repeating: "猫", count: 85)) != nil)
        #expect(TagName(String(repeating: "猫", count: 86)) == nil)
        #expect(TagName(String(repeating: "ﷺ", count: 80)) == nil)
    }

    @Test(
        "a path segment names a tag with or without its sign",
        arguments: [
            ("MeToo", "metoo"), ("#MeToo", "metoo"), ("＃猫", "猫"), (" #x ", "x"), ("##x", nil), ("", nil), ("#", nil),
            ("a/b", nil),
        ] as [(String, String?)]
    )
    func pathSegment(segment: String, key: String?) {
        #expect(TagName.parse(pathSegment: segment)?.name == key)
    }
}
