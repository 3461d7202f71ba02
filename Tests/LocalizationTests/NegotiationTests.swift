// Which language a browser asks for.
import Testing

@testable import Localization

@Suite struct NegotiationTests {
    @Test(
        "the language with the greatest weight that we have is given, the earlier of two",
        arguments: [
            ("de", .de), ("de-AT,en;q=0.5", .de), ("nl,fr;q=0.8,en;q=0.9", .en), ("PT-br", .pt), ("ja;q=1.000", .ja),
            ("es ; q=0.3 , ko;q=0.4", .ko), ("zh-Hant,zh;q=0.9,*;q=0.1", .en), ("fr;q=0.7,it;q=0.7", .fr),
            ("\tar\t", .ar), ("x;q=2,hi;q=0.001", .hi), ("de;q=0,fr;q=0.1", .fr), ("de-CH;q=0.9,de;q=0", nil),
            ("nl", nil), ("", nil), ("*", .en), ("*;q=0", nil), (";;,,;q=1", nil), ("deu", nil), ("de;q=1.1", nil),
            ("de;q=0.1234", nil), ("de;q=.5", nil), ("de;q=", nil), ("de;level=1", nil),
        ] as [(String, InterfaceLanguage?)]
    )
    func preferred(_ header: String, _ language: InterfaceLanguage?) {
        #expect(InterfaceLanguage.preferred(acceptLanguage: header) == language)
    }

    @Test("an endless or malformed header does no harm")
    func hostile() {
        var seed: UInt64 = 7
        let letters = Array("adefrs-;q=.,01 *\t\u{0}é")
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<40 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(letters[Int(seed >> 33) % letters.count])
            }
            _ = InterfaceLanguage.preferred(acceptLanguage: text)
        }
        #expect(InterfaceLanguage.preferred(acceptLanguage: String(repeating: "nl,", count: 100_000) + "de") == nil)
        #expect(InterfaceLanguage.preferred(acceptLanguage: String(repeating: ";", count: 100_000)) == nil)
    }

    @Test("locales name a language by their first part")
    func tags() {
        #expect(InterfaceLanguage(tag: "pt_BR.UTF-8") == .pt && InterfaceLanguage(tag: "EN") == .en)
        #expect(InterfaceLanguage(tag: "english") == nil && InterfaceLanguage(tag: "") == nil)
        #expect(InterfaceLanguage.allCases.filter { $0.direction == "rtl" } == [.ar])
    }
}
