// Long hostile inputs, and a seeded fuzz over mixed bytes: no trap, sound ranges, well-formed output.

import Basics
import Testing

@testable import Domain

@Suite struct HostileTextTests {
    @Test(
        "100 KB of signs parse, count and render in linear time",
        arguments: [
            "@", "(", "#a", "@a ", "@a@b.", "#a\u{200D}", "https://", "https://a.co/(", "http://a.co ", "a.", "a\n",
            "\u{301}",
        ]
    )
    func longInputs(unit: String) {
        // Were any rule quadratic, this would take minutes: the suite would be noticed to hang.
        check(String(repeating: unit, count: 100_000 / unit.utf8.count))
    }

    @Test(
        "repeated signs after the start of a token stay sound",
        arguments: ["#a", "@a", "@a@b", "https://a", "https://a.co/", "https://a.co/("]
    )
    func repeatedSigns(prefix: String) {
        for unit in [
            "@", "#", "@a@", "@a@b ", "#http://", "#1_", "https://a.co/", "https://a.co/((", "https://a.co/)(",
            "https://a.co/,(x", "https://a-", "-", ".", "h", "ht", "\n", "＃", "👩\u{200D}", "&", "<", "@\u{301}", "．",
        ] {
            check(prefix + String(repeating: unit, count: 2_000 / unit.utf8.count))
        }
    }

    private func check(_ text: String) {
        let parsed = StatusText.parse(text)
        checkRanges(parsed)
        #expect(parsed.length <= text.utf8.count + 23 * parsed.tokens.count)
        let html = ContentHTML.render(parsed, mentions: Rendering.target, tagURL: Rendering.tagURL)
        #expect(!html.utf8.contains(10))
    }

    @Test("20,000 random texts neither trap nor break the HTML")
    func fuzz() {
        var random = SplitMix64(state: 20_171_015)
        for _ in 0..<20_000 {
            let text = random.text()
            let parsed = StatusText.parse(text)
            checkRanges(parsed)
            _ = parsed.length
            for html in [Rendering.status(text), Rendering.field(text)] { checkHTML(html, of: text) }
            _ = HTML.plainText(fromHTML: text)
            _ = PercentEncoding.decode(text)
            _ = AcctAddress.parse(text)
            _ = EmailAddress.validate(text)
            _ = TagName.parse(pathSegment: text)
            _ = Language.normalise(text)
        }
    }

    /// Ranges ascend, do not overlap, are not empty, and start and end on scalar boundaries.
    private func checkRanges(_ text: StatusText) {
        var end = 0
        let bytes = Array(text.text.utf8)
        var isSound = true
        for token in text.tokens {
            isSound =
                isSound && token.range.lowerBound >= end && !token.range.isEmpty
                && token.range.upperBound <= bytes.count
            guard isSound else { break }
            isSound = bytes[token.range.lowerBound] & 0xC0 != 0x80
            isSound = isSound && (token.range.upperBound == bytes.count || bytes[token.range.upperBound] & 0xC0 != 0x80)
            end = token.range.upperBound
        }
        #expect(isSound, "\(text.text.debugDescription)")
    }

    /// Every `<` opens or closes one of our own tags, in balance; quotes inside tags are ours; no line ends.
    private func checkHTML(_ html: String, of text: String) {
        var open: [Substring] = []
        var rest = html[...]
        var isSound = !html.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\t" || (0x2028...0x2029).contains($0.value)
        }
        while isSound, let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
            isSound = !rest[..<start].utf8.contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\"") }
            rest = rest[start...].dropFirst()
            guard isSound, let end = rest.utf8.firstIndex(of: UInt8(ascii: ">")) else {
                isSound = false
                break
            }
            let tag = rest[..<end]
            rest = rest[end...].dropFirst()
            if tag == "br /" { continue }
            if tag.utf8.first == UInt8(ascii: "/") {
                isSound = open.popLast() == tag.dropFirst()
            } else {
                open.append(tag.prefix { $0 != " " })
                isSound =
                    ["p", "a", "span"].contains(open.last ?? "") && tag.utf8.count { $0 == UInt8(ascii: "\"") } % 2 == 0
            }
        }
        isSound = isSound && open.isEmpty && !rest.utf8.contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\"") }
        #expect(isSound, "\(text.debugDescription) -> \(html.debugDescription)")
    }
}

/// A small seeded generator (Steele, Lea and Flood 2014), so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Pieces that matter to the rules, among random scalars and random bytes (repaired to UTF-8).
    mutating func text() -> String {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...24, using: &self) {
            switch Int.random(in: 0...9, using: &self) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &self))
            case 1:
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x1_FFFF, using: &self)) {
                    bytes += String(scalar).utf8
                }
            case 2: bytes.append(UInt8.random(in: 0x20...0x7E, using: &self))
            default: if let piece = Self.pieces.randomElement(using: &self) { bytes += piece.utf8 }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static let pieces = [
        "@", "#", "＃", "@alice", "@bob@other.example", "alice", "https://", "http://", "example.com", "www.", "/", "(",
        ")",
        "?", "a=b", "&", "&amp;", "<", ">", "\"", "'", "\n", "\r\n", "\n\n", " ", ".", ":", "80", "-", "_", "猫", "の",
        "ж",
        "سلام", "שלום", "हिन्दी", "ไทย", "한", "😀", "❤️", "👩‍💻", "\u{200D}", "\u{200C}", "\u{301}", "·", "。", "「", "\u{202E}",
        "\u{2028}", "\u{85}", "\0", "<script>", "</p>", "<!--", "%41", "%", "#tag", "#1", "localhost", "xn--",
    ]
}
