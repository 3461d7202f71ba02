// How texts become words of the index, and what people type becomes a question to it.
import Basics
import Domain
import Testing

@Suite("Words of search")
struct SearchWordsTests {
    @Test(
        "spellings of one word meet",
        arguments: [
            ("Café", "cafe"), ("CAFE\u{301}", "cafe"), ("ＦＵＬＬ width", "full width"), ("Straße", "strasse"),
            ("Ærø", "aero"), ("don't", "don t"), ("İstanbul ılık", "istanbul ilik"), ("ΆΝΘΡΩΠΟΣ", "ανθρωποσ"),
            ("ещё", "еще"), ("مَرْحَبًا أهلا", "مرحبا اهلا"), ("שָׁלוֹם", "שלום"), ("one_two-three", "one two three"),
            ("#MeToo @alice@else.example", "metoo alice else example"), ("½ cup", "1 2 cup"), ("❤️ 👩‍👩‍👧", ""),
            ("हिन्दी भाषा", "हिन्दी भाषा"), ("10.000 ①", "10 000 1"), ("", ""), ("_a _x", "a x"),
        ]
    )
    func folded(_ text: String, _ words: String) {
        #expect(SearchWords(text).indexed.joined(separator: " ") == words)
    }

    @Test(
        "scripts without spaces are pairs of signs",
        arguments: [
            ("東京都", "東京 京都 都"), ("私はﾊﾟﾝが好き", "私は はパ パン ンが が好 好き き"), ("Swift言語", "swift 言語 語"),
            ("서울에서", "서울 울에 에서 서"), ("ที่นี่", "ที่นี่ นี่"), ("山", "山"),
        ]
    )
    func pairs(_ text: String, _ words: String) {
        #expect(SearchWords(text).indexed.joined(separator: " ") == words)
    }

    @Test("no word holds what would mean something to a database")
    func harmless() {
        let hostile = String(String.UnicodeScalarView((0..<0x3000).compactMap(Unicode.Scalar.init)))
        for word in SearchWords(hostile + "' \" \\ : * ( ) & | ! \0").indexed {
            #expect(!word.isEmpty && !word.unicodeScalars.contains { " '\"\\:*()&|!_\0\n".unicodeScalars.contains($0) })
        }
        #expect(SearchWords(String(repeating: "a", count: 5000)).indexed.first?.utf8.count == 100)
    }

    @Test("what is typed is taken apart")
    func query() throws {
        let query = SearchQuery(#"garden "red roses" -weeds from:Bob -from:charlie@else.example has:link -is:reply"#)
        #expect(query.wanted == [.word("garden"), .phrase(["red", "roses"]), .word("_hl")])
        #expect(query.unwanted == [.word("weeds"), .word("_ir")])
        #expect(query.authors == ["bob"] && query.notAuthors == ["charlie@else.example"])
        #expect(SearchQuery("東京都").wanted == [.phrase(["東京", "京都"])])
        #expect(SearchQuery("東").wanted == [.beginning("東")])
        #expect(SearchQuery("don't").wanted == [.phrase(["don", "t"])])
        #expect(SearchQuery("「東京」").wanted == [.word("東京")])
        let refused = SearchQuery("has:nothing language:de in:library")
        #expect(refused.wanted == [.word("_lde")])
        #expect(refused.problem?.english.hasPrefix("has:nothing is not understood") == true)
        #expect(SearchQuery("in:library").place == .library && SearchQuery("in:public").place == .published)
        #expect(SearchQuery("-\"red roses\"").unwanted == [.phrase(["red", "roses"])])
        for empty in ["", "  ", "\"", "-", "--", "!?", "\"\" -\"\""] { #expect(SearchQuery(empty).isEmpty, "\(empty)") }
    }

    @Test("days, months and years are spans of time")
    func days() throws {
        let day = try #require(Timestamp(iso8601: "2026-02-28T00:00:00Z"))
        let next = try #require(Timestamp(iso8601: "2026-03-01T00:00:00Z"))
        let during = SearchQuery("during:2026-02-28")
        #expect(during.from == day && during.until == next)
        #expect(SearchQuery("after:2026-02-28").from == next && SearchQuery("after:2026-02-28").until == nil)
        #expect(SearchQuery("before:2026-02-28").until == day)
        #expect(SearchQuery("during:2026-02").until == next)
        #expect(SearchQuery("during:2026").from == Timestamp(iso8601: "2026-01-01T00:00:00Z"))
        for wrong in ["during:yesterday", "before:2026-13-01", "after:2026-02-31", "before:-", "before:99999999"] {
            #expect(SearchQuery(wrong).from == nil && SearchQuery(wrong).until == nil)
        }
    }
}
