// What filters find in texts.
import Basics
import Domain
import Testing

@Suite("Filters")
struct FilterTests {
    private static let now = Timestamp(seconds: 1000)

    private func found(_ keyword: String, _ text: String, isWholeWord: Bool = true) -> String? {
        let filter = ContentFilter(
            id: 1,
            accountID: 1,
            title: "one",
            contexts: .home,
            keywords: [FilterKeyword(keyword: keyword, isWholeWord: isWholeWord)]
        )
        let compiled = CompiledFilters([filter])
        return compiled.matches(ids: [7], words: compiled.words(in: text), at: Self.now).first?.text
    }

    @Test(
        "a whole word is found where no letter, digit or underscore stands beside it",
        arguments: [
            ("rain", "Rain again", "Rain"), ("rain", "no train", nil), ("rain", "rain_coat", nil),
            ("rain", "(RAIN)", "RAIN"), ("rain", "brain, then rain", "rain"), ("rain", "", nil),
            ("#rain", "see #rain!", "#rain"), ("#rain", "x#rain", "#rain"), ("#rain", "#rainy", nil),
            ("möwe", "Eine MÖWE fliegt", "MÖWE"), ("möwe", "Möwen", nil), ("雨", "雨 today", "雨"),
            ("雨", "大雨", nil), ("new york", "In New York again", "New York"), (":)", "well:)then", ":)"),
            ("c++", "I write C++ daily", "C++"), ("a", "a", "a"), ("a", "aa", nil), ("aab", "aaab aab", "aab"),
            ("İ", "x İ x", "İ"), ("long keyword", "short", nil),
            ("tiếng việt", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t!", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"),
            ("cafe", "le CAFÉ noir", "CAFÉ"), ("café", "cafe", "cafe"), ("strasse", "Straße 5", "Straße"),
            ("λόγος", "ὁ ΛΌΓΟΣ", "ΛΌΓΟΣ"), ("ｶﾞ", "ガ", "ガ"), ("été", "étés", nil),
        ] as [(String, String, String?)]
    )
    func wholeWords(_ keyword: String, _ text: String, _ expected: String?) {
        #expect(found(keyword, text) == expected)
    }

    @Test(
        "part of a word is found where that is wished",
        arguments: [("rain", "no TRAIN", "RAIN"), ("aab", "aaab", "aab"), ("雨", "大雨", "雨"), ("", "anything", nil)]
            as [(String, String, String?)]
    )
    func parts(_ keyword: String, _ text: String, _ expected: String?) {
        #expect(found(keyword, text, isWholeWord: false) == expected)
    }

    @Test("of several keywords the first in the text is told, and each filter tells for itself")
    func several() {
        let words = ["later", "early"].map { FilterKeyword(keyword: $0, isWholeWord: true) }
        let filters = [
            ContentFilter(id: 1, accountID: 1, title: "both", contexts: .home, keywords: words),
            ContentFilter(id: 2, accountID: 1, title: "none", contexts: .home),
            ContentFilter(id: 3, accountID: 1, title: "past", contexts: .home, expiresAt: Self.now, keywords: words),
            ContentFilter(
                id: 4,
                accountID: 1,
                title: "status",
                contexts: .home,
                expiresAt: Self.now + .seconds(1),
                statuses: [FilterStatus(id: 1, statusID: 7)]
            ),
        ]
        let compiled = CompiledFilters(filters)
        let matches = compiled.matches(ids: [9, 7], words: compiled.words(in: "Early or later"), at: Self.now)
        #expect(matches.map(\.filter.id) == [1, 4])
        #expect(matches.first?.text == "Early" && matches.first?.statusIDs == [])
        #expect(matches.last?.text == nil && matches.last?.statusIDs == [7])
    }
}
