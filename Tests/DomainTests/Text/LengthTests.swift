// The length of a status as apps count it.

import Domain
import Testing

@Suite struct LengthTests {
    @Test(
        "length counts graphemes, 23 for a URL, and mentions without their domain",
        arguments: [
            ("", 0), ("   \n ", 0), ("hello", 5), (" a ", 3), ("a\r\nb", 3), ("a\nb", 3),
            ("é", 1), ("e\u{301}", 1), ("👩‍👩‍👧‍👦", 1), ("🇩🇪🇫🇷", 2), ("हिन्दी", 2), ("ภาษาไทย", 7), ("猫が好き", 4), ("한국어", 3),
            ("https://example.com/", 23), ("https://example.com/" + String(repeating: "a", count: 500), 23),
            ("http://a.co", 23), ("see https://example.com.", 28), ("https://example.com https://example.com", 47),
            ("@alice", 6), ("@alice@example.social", 6), ("@alice@example.social hi", 9), ("alice@example.com", 17),
            ("@alice@bob@charlie", 18), ("#tag", 4), ("#tag https://example.com @bob@example.org", 33),
            ("https://example.com/a_(b)", 23), ("https://example", 15), (":blob: 👍🏽", 8),
            ("https://user@example.com/", 25),
        ]
    )
    func length(text: String, expected: Int) {
        #expect(StatusText.parse(text).length == expected)
    }

    @Test("500 characters are 500, whatever they are made of")
    func limit() {
        for character in ["a", "é", "猫", "👩‍👩‍👧‍👦", "🇩🇪", "नि"] {
            #expect(StatusText.parse(String(repeating: character, count: 500)).length == 500)
        }
    }
}
