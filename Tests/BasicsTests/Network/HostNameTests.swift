// One spelling for each host, so that a rule about a server holds however its name is written.

import Basics
import Testing

@Suite struct HostNameTests {
    @Test(
        "spellings of one host are one",
        arguments: [
            ("chorus.example", "chorus.example"), ("Chorus.EXAMPLE", "chorus.example"),
            ("chorus.example.", "chorus.example"), ("chorus。example", "chorus.example"),
            ("ｃｈｏｒｕｓ.example", "chorus.example"), ("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"), ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"), ("a_b.example", "a_b.example"),
        ]
    )
    func oneSpelling(text: String, host: String) {
        #expect(HostName.canonical(text) == host)
    }

    @Test(
        "what is no host is none",
        arguments: [
            "", ".", "a..b", ".a", "a b", "a/b", "a:80", "a@b", "a%2eb", "[a]", "[127.0.0.1]", "a\u{0}b", "a\u{200B}b",
            String(repeating: "a", count: 64) + ".example", String(repeating: "a.", count: 150) + "example",
        ]
    )
    func noHost(text: String) {
        #expect(HostName.canonical(text) == nil)
    }

    @Test func namesUnderADomainAreUnderIt() {
        #expect(HostName.isUnder("bad.example", "bad.example"))
        #expect(HostName.isUnder("bad.example", "a.b.bad.example"))
        #expect(!HostName.isUnder("bad.example", "notbad.example"))
        #expect(!HostName.isUnder("a.bad.example", "bad.example"))
    }
}
