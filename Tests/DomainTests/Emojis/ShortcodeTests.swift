// Which colons make an emoji.
import Domain
import Testing

@Suite("Shortcodes")
struct ShortcodeTests {
    @Test(
        "a shortcode stands free between two colons",
        arguments: [
            (":candle:", ["candle"]), ("a :candle: and :heart_1:!", ["candle", "heart_1"]), ("(:candle:)", ["candle"]),
            (":candle: :candle:", ["candle", "candle"]), ("🕯:candle:", []), ("a:candle:", []), (":candle:b", []),
            (":candle::heart:", []), ("_:candle:_", ["candle"]), (":a:", []), (":no space:", []), ("::", []), (":", []),
            ("12:30:45", []), ("", []), ("é:candle:", []), (":caf\u{E9}:", []), ("line\n:candle:\nline", ["candle"]),
        ]
    )
    func found(_ text: String, _ shortcodes: [String]) { #expect(Shortcodes.found(in: text) == shortcodes) }

    @Test("the time does not grow with the square of the colons")
    func colons() {
        let text = String(repeating: ":ab", count: 200_000)
        #expect(Shortcodes.found(in: text).isEmpty)
    }

    @Test("a shortcode is letters, digits and underscores; a picture is known by its first bytes")
    func checks() {
        for good in ["ab", "A_1"] { #expect(CustomEmoji.isShortcode(good)) }
        for bad in ["a", "", "a b", "a:b", "ü_", String(repeating: "a", count: 129)] {
            #expect(!CustomEmoji.isShortcode(bad))
        }
        #expect(CustomEmoji.mediaType(of: Array("GIF89a".utf8)) == "image/gif")
        #expect(CustomEmoji.mediaType(of: Array("RIFF1234WEBPVP8 ".utf8)) == "image/webp")
        for bad in ["<svg xmlns='", "GIF88a", "RIFF1234WAVE", ""] {
            #expect(CustomEmoji.mediaType(of: Array(bad.utf8)) == nil)
        }
    }

    @Test("one emoji is one, and text is none")
    func emoji() {
        for good in ["🕯️", "👍🏽", "👩‍👩‍👧‍👦", "❤️", "🇪🇸", "1️⃣"] { #expect(Announcement.isEmoji(good), "\(good)") }
        for bad in ["a", "1", "", "👍👍", "©", ":candle:", "👍 ", "\u{0}"] {
            #expect(!Announcement.isEmoji(bad), "\(bad)")
        }
    }
}
