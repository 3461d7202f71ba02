// Phone numbers, in tables: what is one, in which form and language, and what only looks like one.

import Guard
import Testing

struct PhoneTests {
    static let numbers = [
        ("en", "Call me at +1 (202) 555-0143 tonight", "+1 (202) 555-0143"),
        ("en", "call (020) 7946 0123", "(020) 7946 0123"),
        ("en", "her number is 07700 900123", "07700 900123"), ("en", "+44 (0)20 7946 0123", "+44 (0)20 7946 0123"),
        ("nl", "bel 06 12 34 56 78 of mail", "06 12 34 56 78"), ("nl", "0612345678", "0612345678"),
        ("nl", "06-12345678!", "06-12345678"), ("fr", "Appelez le 06.39.98.12.34 svp", "06.39.98.12.34"),
        ("de", "Ruf an: 030 23125 123", "030 23125 123"), ("de", "0171/3920012", "0171/3920012"),
        ("es", "llama al 612 345 678", "612 345 678"), ("it", "chiama 312 345 6789", "312 345 6789"),
        ("pt", "liga (11) 91234-5678", "(11) 91234-5678"), ("ru", "звоните 8 (912) 345-67-89", "8 (912) 345-67-89"),
        ("zh", "我的手机是13812345678", "13812345678"), ("ko", "연락처 010-1234-5678", "010-1234-5678"),
        ("ja", "電話は090-1234-5678です", "090-1234-5678"), ("en", "+31612345678", "+31612345678"),
        ("en", "0031 6 12345678", "0031 6 12345678"),
    ]

    @Test("a number is found where it stands", arguments: numbers)
    func numberIsFound(language: String, text: String, number: String) throws {
        let finding = try #require(PrivacyScanner.findings(in: text, language: language).first)
        #expect(finding.kind == .phoneNumber)
        #expect(String(decoding: Array(text.utf8)[finding.range], as: UTF8.self) == number)
    }

    static let otherDigits = [
        ("ar", "اتصل على ٠١٠١٢٣٤٥٦٧٨"), ("fa", "۰۹۱۲۳۴۵۶۷۸۱"), ("hi", "फोन करें ९८७६५०४३२१"), ("ja", "０９０－１２３４－５６７８"),
        ("en", "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣"), ("en", "𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖"), ("en", "⓪⑥①②③④⑤⑥⑦⑧"), ("th", "โทร ๐๘๑๒๓๔๕๖๗๘"),
        ("bn", "০১৭১২৩৪৫৬৭৮"), ("nl", "0\u{200B}6\u{200B}1\u{200B}2\u{200B}3\u{200B}4\u{200B}5678"),
    ]

    @Test("digits of any script are digits", arguments: otherDigits)
    func otherDigitsAreFound(language: String, text: String) {
        #expect(PrivacyScanner.findings(in: text, language: language).map(\.kind) == [.phoneNumber])
    }

    static let tricks = [
        ("en", "zero six one two three four five six seven eight"),
        ("nl", "nul zes een twee drie vier vijf zes zeven acht"),
        ("en", "two zero two five five five zero one four three"),
        ("en", "oh six one two double three four five six seven"),
        ("nl", "0 6 1 2 3 4 5 6 7 8"), ("nl", "0-6-1-2-3-4-5-6-7-8"), ("nl", "0.6.1.2.3.4.5.6.7.8"),
        ("nl", "o6l2345678 app hem"),
        ("nl", "O6 I2 34 56 78"), ("nl", "06 (12) 34 (56) 78"), ("nl", "06*12*34*56*78"), ("nl", "06🌸12🌸34🌸56🌸78"),
        ("nl", "0\n6\n1\n2\n3\n4\n5\n6\n7\n8"), ("ja", "〇九〇一二三四五六七八"), ("ko", "공일공 일이삼사 오육칠팔"), ("ja", "090の1234の5678"),
        ("de", "null eins sieben eins drei neun zwei null null vier zwei"),
        ("es", "seis uno dos tres cuatro cinco seis siete nueve"),
        ("en", "wa.me/31612345678"), ("en", "write to https://wa.me/31612345678"), ("en", "tel:0612345678"),
        ("nl", "tel0612345678"),
        ("en", "#0612345678"), ("en", "☎️ 2025550143"),
    ]

    @Test("the common tricks do not help", arguments: tricks)
    func tricksAreFound(language: String, text: String) {
        #expect(PrivacyScanner.findings(in: text, language: language).map(\.kind) == [.phoneNumber])
    }

    static let others = [
        "We were 12,345,678 people on 29.11.2026 at 10:30", "from 2026-11-29T08:25:01Z on", "20261129 is today",
        "order 2025550143 arrived", "In 2019 2020 2021 2022 we were here", "1990-2000", "ISBN 978-3-16-148410-0",
        "ISBN 978 0 09 166206 6, page 212", "1.234.567.890 views", "192.168.100.200:8080", "3.1415926535",
        "52.370216, 4.895168",
        "56.0393472 28.4740121", "21-19 18-21 21-17", "1 2 3 4 5 6 7 8 9 10 11", "0123456789", "00000000000",
        "€ 12.345.678",
        "$2025550143", "12 345 678 €", "550e8400-e29b-41d4-a716-446655440000",
        "3e0612345678ab9912345678901234567890abcd",
        "https://example.org/p/0612345678?x=2025550143", "example.org/0612345678", "#metoo2025550143",
        "@user0612345678@host.example",
        "1) 2024 2) 2025 3) 2026", "112, 911 and 988", "0800 123 4567 is free", "1764403200 is the time",
        "612 345 678 people",
        "#1234567890", "one two three, and one more", "", " ", "v10.15.7", "0o777 == 0o600",
        "{1: 0, 2: 4, 3: 2, 4: 6}[8, 0]", "2026-13-01",
    ]

    @Test("other numbers are left alone", arguments: others)
    func otherNumbersAreNotFound(text: String) {
        #expect(PrivacyScanner.findings(in: text, language: "en").isEmpty)
    }

    @Test("one number has one key however it is written")
    func keysAreTheSame() {
        let texts = [
            "06 12 34 56 78", "+31 6 12345678", "0031612345678", "nul zes een twee drie vier vijf zes zeven acht",
        ]
        let keys = texts.flatMap { PrivacyScanner.findings(in: $0, language: "nl").map(\.key) }
        #expect(keys == Array(repeating: "31612345678", count: 4))
    }

    @Test("each number of a text is found")
    func allAreFound() {
        let text = "Anna 06 12345678, Ben +44 20 7946 0123 and Carl (202) 555-0143."
        #expect(
            PrivacyScanner.findings(in: text, language: "nl").map(\.key) == [
                "31612345678", "442079460123", "12025550143",
            ]
        )
    }
}
