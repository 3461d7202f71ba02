// E-mail and street addresses.

import Foundation
import Guard
import Testing

struct WordsTests {
    static let emails = [
        ("write to jane.doe@example.org.", "jane.doe@example.org"), ("jane (at) example dot com", "jane@example.com"),
        ("jane[at]example[dot]co[dot]uk", "jane@example.co.uk"), ("jane at gmail dot com", "jane@gmail.com"),
        ("jane99 arroba example punto org", "jane99@example.org"), ("jane @ gmail . com", "jane@gmail.com"),
        ("ＪＡＮＥ＠example．org", "jane@example.org"), ("mailto:jane@example.org", "jane@example.org"),
        ("jane_doe+list@mail.example.org", "jane_doe+list@mail.example.org"),
    ]

    @Test("an e-mail address is found, however it is spelled", arguments: emails)
    func emailIsFound(text: String, address: String) {
        let findings = PrivacyScanner.findings(in: text)
        #expect(findings.map(\.kind) == [.emailAddress])
        #expect(findings.first?.key == address)
    }

    @Test("the same letters may be written as other scalars")
    func decomposed() {
        let text = "minsu 골뱅이 naver 점 com"
        #expect(!PrivacyScanner.findings(in: text).isEmpty)
        #expect(
            PrivacyScanner.findings(in: text.decomposedStringWithCanonicalMapping).map(\.kind)
                == PrivacyScanner.findings(in: text).map(\.kind)
        )
    }

    @Test(
        "what is no person's address is left alone",
        arguments: [
            "@jane@example.org", "look at example dot com", "info@example.org", "press@example.org", "jane@localhost",
            "meet at noon. dot com was a bubble", "https://example.org/@jane", "a @ b", "@", "@@@", "me@",
            "at at at dot dot",
        ]
    )
    func otherIsNotFound(text: String) { #expect(PrivacyScanner.findings(in: text).isEmpty) }

    static let streets = [
        "lives at 12 Example Street", "221B Sample Rd, third floor", "4 Willow Tree Lane",
        "Er wohnt in der Beispielstraße 12",
        "Exempelstr. 3a", "Voorbeeldlaan 7", "12 rue de l'Exemple", "8, avenue des Exemples",
        "Calle Ejemplo 12, Madrid",
        "C/ Ejemplo, 5", "Calle Ejemplo n12", "12bd Exemple", "Via Esempio 5", "Rua do Exemplo, 31", "شارع المثال 12",
        "मकान नंबर 12", "例町1-2-3", "見本区例町1丁目2番",
        "예시대로 12", "서울시 보기구 예시로 12", "示例路12号", "ул. Примерная, д. 5",
    ]

    @Test("a street with a house number is found", arguments: streets)
    func streetIsFound(text: String) { #expect(PrivacyScanner.findings(in: text).map(\.kind) == [.streetAddress]) }

    @Test(
        "streets without a number, and numbers without a street, are left alone",
        arguments: [
            "we walked down Example Street", "5 people on the street", "in 2026 Street art was new", "Platz 1",
            "Via Roma era piena",
            "rue de la Paix", "12 wonderful road trips", "Beispielstraße 300 Menschen",
            "place de la République à 14:00", "10 for 1 drive", "w41afc256bd 東京都の庭", "w12 rue Exemple",
        ]
    )
    func otherStreetsAreNotFound(text: String) { #expect(PrivacyScanner.findings(in: text).isEmpty) }
}
