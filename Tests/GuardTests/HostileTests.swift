// Whatever comes: no trap, ranges that lie within the text, time in proportion to its length.

import Guard
import Testing

struct HostileTests {
    private static let pieces = [
        "0", "6", "12", "+", "(", ")", "-", ".", " ", "\n", "@", "at", "dot", "(at)", "zero", "double", "o", "l", "#",
        "://", "/", "NL91",
        "4111", "१", "٣", "〇", "공", "é", "😀", "\u{200D}", "\u{0}", "e\u{301}", "street", "St", "rue", "丁目", "路", "로",
        "1丁目2", "x", "X",
        "€", "%", ",", ";", ":", "'", "ー", "の", "wa.me/", "\u{FEFF}", "Beispielstraße", "double ",
        "99999999999999999999999999",
    ]

    @Test("any mixture is read without a trap, and ranges are within the text and in order", arguments: 0..<40)
    func mixturesAreRead(seed: Int) {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        for _ in 0..<50 {
            var text = ""
            for _ in 0..<(state % 80) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += Self.pieces[Int(state >> 33) % Self.pieces.count]
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1
            var end = 0
            for finding in PrivacyScanner.findings(
                in: text,
                language: ["en", "nl", nil, "ja", "xx", ""][Int(state >> 40) % 6]
            ) {
                #expect(finding.range.lowerBound >= end && finding.range.upperBound <= text.utf8.count)
                #expect(!finding.range.isEmpty)
                end = finding.range.upperBound
            }
        }
    }

    @Test(
        "a long text takes time in proportion to its length",
        arguments: [
            "0612345678 ", "1 ", "4111", "a at b dot ", "@", "+", "1-", "(", "zero ", "o", "NL91 ", "12 Example ",
            "rue de ", "://", "#a", "〇",
            "ab 12 ", "1.1.1.", "double ", "1 丁目 ", "a.", "@a.", "1/", "AB12", "x-",
        ]
    )
    func longTextsAreLinear(piece: String) {
        let clock = ContinuousClock()
        let time = clock.measure {
            _ = PrivacyScanner.findings(in: String(repeating: piece, count: 4_000 / piece.utf8.count))
        }
        // Less than a second in a debug build; quadratic work would take minutes.
        #expect(time < .seconds(20))
    }
}
