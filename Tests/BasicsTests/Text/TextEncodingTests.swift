// Encodings of the web, by the labels that pages use.
import Testing

@testable import Basics

@Suite("Encodings of text")
struct TextEncodingTests {
    @Test(
        "texts in the encodings of the web are read",
        arguments: [
            ("windows-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "Привет"),
            ("koi8-r", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "Привет"),
            ("koi8-u", [0xF0, 0xD2, 0xC9, 0xD7, 0xA4, 0xD4], "Привєт"),
            ("ibm866", [0x8F, 0xE0, 0xA8, 0xA2, 0xA5, 0xE2], "Привет"), ("windows-1250", [0xC8, 0xE1, 0xF8], "Čář"),
            ("windows-1253", [0xC3, 0xE5, 0xE9, 0xDC], "Γειά"), ("windows-1254", [0xDE, 0xFD, 0xF0], "Şığ"),
            ("windows-1255", [0xF9, 0xEC, 0xE5, 0xED], "שלום"),
            ("windows-1256", [0xE3, 0xD1, 0xCD, 0xC8, 0xC7], "مرحبا"),
            ("windows-1257", [0xE0, 0xE8], "ąč"), ("windows-1258", [0xD0, 0xF5], "Đơ"),
            ("windows-874", [0xCA, 0xC7], "สว"),
            ("iso-8859-2", [0xC8, 0xE1, 0xF8], "Čář"), ("iso-8859-5", [0xBF, 0xE0, 0xD8], "При"),
            ("iso-8859-6", [0xE5, 0xD1], "مر"), ("iso-8859-7", [0xC3, 0xE5, 0xE9, 0xDC], "Γειά"),
            ("iso-8859-8", [0xF9, 0xEC], "של"), ("iso-8859-9", [0xDE, 0xFD], "Şı"),
            ("iso-8859-15", [0xA4, 0xBD], "€œ"),
            ("shift_jis", [0x93, 0xFA, 0x96, 0x7B, 0x87, 0x40], "日本①"), ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
            ("gbk", [0xC4, 0xE3, 0xBA, 0xC3], "你好"), ("gb2312", [0xC4, 0xE3, 0xBA, 0xC3], "你好"),
            ("gb18030", [0xC4, 0xE3, 0x95, 0x32, 0x82, 0x36], "你𠀀"), ("big5", [0xA7, 0x41, 0xA6, 0x6E], "你好"),
            ("euc-kr", [0xBE, 0xC8, 0xB3, 0xE7], "안녕"), ("macintosh", [0x8A, 0x9A], "äö"),
            ("iso-8859-1", [0x80, 0xE4], "€ä"),
            ("utf-16be", [0x04, 0x1F], "П"), ("utf-16le", [0x1F, 0x04], "П"),
        ] as [(String, [UInt8], String)]
    )
    func read(_ label: String, _ bytes: [UInt8], _ text: String) {
        #expect(TextEncoding.utf8(bytes, from: label).map { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test("what is invalid is replaced and passed over; the end may be cut")
    func invalid() {
        func text(_ bytes: [UInt8], _ label: String) -> String? {
            TextEncoding.utf8(bytes, from: label).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(text([0x61, 0xFF, 0xFF, 0xC4, 0xE3], "gbk") == "a\u{FFFD}\u{FFFD}你")
        #expect(text([0xC4, 0xE3, 0xC4], "gbk") == "你\u{FFFD}")
        #expect(text([0x93], "shift_jis") == "\u{FFFD}")
        #expect(text([], "gbk") == "")
        // Longer than what is converted at a time.
        let long = [UInt8](repeating: 0xCF, count: 100_000)
        #expect(text(long, "windows-1251") == String(repeating: "П", count: 100_000))
    }

    @Test("labels that no browser knows are none", arguments: ["utf-7", "x", "", "utf-32", "ebcdic-us", "../passwd"])
    func unknown(_ label: String) { #expect(TextEncoding.utf8([0x61], from: label) == nil) }
}
