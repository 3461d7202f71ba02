// Bank accounts, cards and identity numbers: found with the right checksum, left alone with a wrong one.

import Guard
import Testing

struct NumberTests {
    private func kinds(_ text: String) -> [PrivateKind] {
        PrivacyScanner.findings(in: text, language: "en").map(\.kind)
    }

    @Test(
        "an IBAN is found with or without spaces",
        arguments: [
            "NL91ABNA0417164300", "nl91 abna 0417 1643 00", "GB82 WEST 1234 5698 7654 32",
            "DE89-3704-0044-0532-0130-00",
            "pay to FR14 2004 1010 0505 0001 3M02 606, thanks", "ES91 2100 0418 4502 0005 1332",
        ]
    )
    func accountIsFound(text: String) { #expect(kinds(text) == [.bankAccount]) }

    @Test(
        "a wrong IBAN is none",
        arguments: ["NL92ABNA0417164300", "NL91ABNA041716430", "XX91ABNA0417164300", "NL91ABNA04171643001"]
    )
    func wrongAccountIsNot(text: String) { #expect(!kinds(text).contains(.bankAccount)) }

    @Test(
        "a card is found by its range and Luhn's sum",
        arguments: [
            "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "card 4242424242424242 exp 12/29",
            "2223 0031 2200 3222", "3782 822463 10005", "6011 1111 1111 1117",
        ]
    )
    func cardIsFound(text: String) { #expect(kinds(text) == [.cardNumber]) }

    @Test(
        "other long numbers are no cards",
        arguments: ["4111 1111 1111 1112", "9111111111111111", "order 4242424242424242", "114383424242424242"]
    )
    func otherIsNoCard(text: String) { #expect(!kinds(text).contains(.cardNumber)) }

    static let identities = [
        ("United States", "219-09-9999"), ("Netherlands", "BSN 111222333"), ("Germany", "Steuer-ID 86 095 742 719"),
        ("Spain", "12345678Z"), ("Spain, foreigner", "X1234567L"), ("Italy", "RSSMRA85T10A562S"),
        ("Portugal", "NIF 123456789"),
        ("Brazil", "111.444.777-35"), ("India", "2341 2341 2346"), ("Korea", "850101-2345678"),
        ("Japan", "マイナンバー 123456789018"),
        ("Sweden", "811218-9876"), ("Poland", "PESEL 44051401359"), ("Turkey", "kimlik 10000000146"),
        ("Belgium", "85.07.30-033.28"),
        ("France", "2 55 08 14 168 025 38"), ("China", "11010519491231002X"), ("Britain", "AB 12 34 56 C"),
    ]

    @Test("an identity number is found by its form or by its name", arguments: identities)
    func identityIsFound(country: String, text: String) { #expect(kinds(text).contains(.identityNumber)) }

    @Test(
        "with a wrong check digit it is none",
        arguments: [
            "000-09-9999", "BSN 111222334", "12345678A", "RSSMRA85T10A562T", "111.444.777-36", "2341 2341 2347",
            "811218-9877",
            "85.07.30-033.29", "2 55 08 14 168 025 39", "110105194912310021", "QQ 12 34 56 C", "850199-2345678",
        ]
    )
    func wrongIdentityIsNot(text: String) { #expect(!kinds(text).contains(.identityNumber)) }
}
