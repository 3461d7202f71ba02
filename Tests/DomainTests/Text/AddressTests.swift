// Usernames, account addresses, e-mail addresses and language codes.

import Domain
import Testing

@Suite struct AddressTests {
    @Test("a local username is 1 to 30 letters, digits and underscores")
    func usernames() {
        for valid in ["a", "Alice", "alice_1", "_", String(repeating: "a", count: 30)] {
            #expect(Username.isValid(valid))
        }
        for invalid in ["", "a b", "a.b", "a-b", "é", "алиса", "a\0", String(repeating: "a", count: 31)] {
            #expect(!Username.isValid(invalid))
        }
        #expect(Username.folded("Alice") == "alice")
        #expect(Username.folded("alice") == "alice")
    }

    @Test("names that speak for the server are reserved in any letter case")
    func reserved() {
        for name in ["admin", "Administrator", "ROOT", "support", "api", "oauth", "about", "mastodon", "chorus"] {
            #expect(Username.isReserved(name))
        }
        #expect(!Username.isReserved("alice"))
    }

    @Test(
        "addresses are read as people type them",
        arguments: [
            ("@User@Host.example", "User@host.example"), ("user", "user"), ("@user", "user"),
            ("user@host", "user@host"),
            ("acct:user@host.example", "user@host.example"), ("Acct:@user@host.example", "user@host.example"),
            (" @user@host.example ", "user@host.example"), ("user@localhost:8080", "user@localhost:8080"),
            ("user@host.example:8443", "user@host.example:8443"), ("us.er-1@bücher.example", "us.er-1@bücher.example"),
            ("", nil), ("@", nil), ("@@", nil), ("user@", nil), ("@@user", nil), ("a@b@c", nil), ("a b", nil),
            ("user@host/x", nil),
            ("user@ho st", nil), (".user", nil), ("user.", nil), ("user@host.", nil),
            ("https://host.example/@user", nil),
        ] as [(String, String?)]
    )
    func acct(written: String, acct: String?) {
        #expect(AcctAddress.parse(written)?.acct == acct)
    }

    @Test("addresses compare by their folded form")
    func foldedAcct() {
        #expect(AcctAddress.parse("@Alice@Host.Example")?.folded == AcctAddress.parse("alice@host.example")?.folded)
        #expect(AcctAddress.parse("alice")?.domain == nil)
    }

    @Test("e-mail addresses are checked with tolerance and bounds")
    func email() {
        for valid in [
            "alice@example.com", "a.b+c@sub.example.org", " alice@example.com ", "jörg@bücher.example", "a@localhost",
        ] {
            #expect(EmailAddress.validate(valid) != nil, "\(valid)")
        }
        for invalid in [
            "", "@", "alice", "alice@", "@example.com", "a@b", "a b@example.com", "a..b@example.com", ".a@example.com",
            "a@example..com", "a@-example.com", "a@example.com,b@example.com", "a@b@example.com", "a\n@example.com",
            "a@exa_mple.com", String(repeating: "a", count: 65) + "@example.com",
            "a@" + String(repeating: "a.", count: 130) + "com",
        ] {
            #expect(EmailAddress.validate(invalid) == nil, "\(invalid)")
        }
        #expect(EmailAddress.validate(" Alice@Example.COM")?.folded == "alice@example.com")
        #expect(EmailAddress.validate(" Alice@Example.COM")?.written == "Alice@Example.COM")
    }
}
