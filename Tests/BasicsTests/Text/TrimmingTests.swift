import Basics
import Testing

@Suite("Trimming")
struct TrimmingTests {
    @Test(
        "white space goes at both ends, and stays within",
        arguments: [
            ("", ""), (" ", ""), ("\r\n", ""), ("a", "a"), (" a\u{A0}b\n", "a\u{A0}b"), ("\u{3000}a b\u{2003}", "a b"),
        ]
    )
    func trimmed(_ text: String, _ expected: String) {
        #expect(text.trimmed == expected)
        #expect("x\(text)".dropFirst().trimmed == expected)
    }
}
