// Percent-encoding, base64url and hexadecimal text.

import Basics
import Testing

@Suite struct EncodingTests {
    @Test(
        "percent-encoding goes there and back",
        arguments: [
            ("cats", "cats"), ("猫", "%E7%8C%AB"), ("a b/c?d", "a%20b%2Fc%3Fd"), ("a-b.c_d~e", "a-b.c_d~e"),
            ("100%", "100%25"),
            ("", ""),
        ]
    )
    func percent(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(
        "percent-decoding takes anything",
        arguments: [
            ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%e7%8c%ab", "猫"), ("%FF", "\u{FFFD}"), ("%%41", "%A"),
            ("a+b", "a+b"),
        ]
    )
    func tolerant(encoded: String, text: String) {
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test("a plus is a space in forms only")
    func forms() {
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test(
        "base64url follows the vectors of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(text: String, encoded: String) {
        #expect(Base64URL.encode(text.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test(
        "base32 follows the vectors of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ]
    )
    func base32(text: String, encoded: String) {
        #expect(Base32.encode(text.utf8) == encoded)
    }

    @Test("base64 is read in both alphabets, with or without padding, and refused when broken")
    func base64Tolerance() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
        #expect(Base64URL.decode("+/8=") == [0xFB, 0xFF])
        for broken in ["A", "AAAAA", "A=", "AA=A", "A A", "AAA==", "é", "===="] {
            #expect(Base64URL.decode(broken) == nil)
        }
        let all = (0...255).map { UInt8($0) }
        #expect(Base64URL.decode(Base64URL.encode(all)) == all)
    }

    @Test("hexadecimal text goes there and back")
    func hex() {
        #expect(Hex.encode([0, 15, 16, 255]) == "000f10ff")
        #expect(Hex.decode("000F10ff") == [0, 15, 16, 255])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
        #expect(Hex.decode("") == [])
    }
}
