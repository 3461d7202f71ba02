// Signatures of requests, both kinds: ours are read by ourselves, the RFC's vector is, and nothing less than all is covered.

import Basics
import Testing

@testable import ActivityPub

@Suite struct SignatureTests {
    private static let body = Array(#"{"type":"Like"}"#.utf8)

    private func head(_ method: String, _ address: String = "https://two.example/inbox?a=b") throws -> RequestHead {
        RequestHead(method: method, address: try id(address), headers: [("content-type", "application/activity+json")])
    }

    private func signed(
        _ kind: SignatureKind,
        _ method: String = "POST",
        key: SigningKey? = nil,
        at moment: Timestamp = noon
    ) throws -> RequestHead {
        var head = try head(method)
        let key = try key ?? Keys.alice.get()
        let body = method == "POST" ? SignatureTests.body : nil
        head.headers += try HTTPSignature.headers(
            for: head,
            body: body,
            key: key,
            keyID: alice + "#main-key",
            as: kind,
            now: moment
        )
        return head
    }

    @Test("what we sign we accept", arguments: SignatureKind.allCases, ["GET", "POST"])
    func bothWays(kind: SignatureKind, method: String) throws {
        for key in [try Keys.alice.get(), Keys.ed25519] {
            let head = try signed(kind, method, key: key)
            let pending = try HTTPSignature.read(head, body: method == "POST" ? SignatureTests.body : nil, now: noon)
            #expect(pending.kind == kind)
            #expect(pending.keyID == alice + "#main-key")
            #expect(pending.isValid(for: try #require(key.publicKey)))
            #expect(pending.isValid(for: try #require(Keys.mallory.get().publicKey)) == false)
        }
    }

    @Test(
        "another body, path, host, method or time is not what was signed (class C)",
        arguments: SignatureKind.allCases
    )
    func changed(kind: SignatureKind) throws {
        let key = try #require(Keys.alice.get().publicKey)
        let head = try signed(kind)
        #expect(throws: SignatureError.wrongDigest) { try HTTPSignature.read(head, body: [0x7B, 0x7D], now: noon) }
        for change in [{ $0.target = "/users/bob/inbox" }, { $0.authority = "three.example" }, { $0.method = "PUT" }]
            as [(inout RequestHead) -> Void]
        {
            var other = head
            change(&other)
            #expect(try HTTPSignature.read(other, body: SignatureTests.body, now: noon).isValid(for: key) == false)
        }
        for late in [Duration.seconds(3 * 3600), .seconds(-3 * 3600), .seconds(86_400)] {
            #expect(throws: SignatureError.outOfTime) {
                try HTTPSignature.read(head, body: SignatureTests.body, now: noon + late)
            }
        }
        // Clocks may differ.
        for late in [Duration.seconds(1800), .seconds(-1800)] {
            #expect(try HTTPSignature.read(head, body: SignatureTests.body, now: noon + late).isValid(for: key))
        }
    }

    @Test("a request is signed for one public name, whatever Host a proxy passes on")
    func publicName() throws {
        var head = try signed(.cavage)
        head.headers = head.headers.map { $0.name == "host" ? ("host", "10.0.0.5:8080") : $0 }
        let pending = try HTTPSignature.read(head, body: SignatureTests.body, now: noon)
        #expect(pending.isValid(for: try #require(Keys.alice.get().publicKey)))
    }

    @Test("older peers sign the path without its query")
    func withoutQuery() throws {
        var plain = try head("GET", "https://two.example/users/bob")
        plain.headers += try HTTPSignature.headers(
            for: plain,
            body: nil,
            key: Keys.alice.get(),
            keyID: alice,
            as: .cavage,
            now: noon
        )
        plain.target = "/users/bob?page=1"
        let pending = try HTTPSignature.read(plain, body: nil, now: noon)
        #expect(pending.isValid(for: try #require(Keys.alice.get().publicKey)))
    }

    @Test("a signature that leaves something out is refused before any key is fetched (class C)")
    func cover() throws {
        for (part, other) in [
            ("(request-target) ", ""), (" host ", " "), (" date ", " "), (" digest ", " "), (" host ", " host host "),
            ("signature=\"", "signatur=\""), ("keyId=\"", "keyId=\"\",keyId=\""), ("rsa-sha256", "hmac-sha256"),
            (" date ", " (created) "), ("keyId=\"\(alice)#main-key\",", ""), (" date ", " nothing-there "),
        ] {
            var head = try signed(.cavage)
            head.headers = head.headers.map {
                $0.name == "signature" ? ($0.name, $0.value.replacing(part, with: other)) : $0
            }
            #expect(throws: SignatureError.self, "\(part) to \(other)") {
                try HTTPSignature.read(head, body: SignatureTests.body, now: noon)
            }
        }
        for (part, other) in [
            ("\"@method\" ", ""), ("\"@target-uri\" ", ""), (" \"content-digest\"", ""),
            (";created=\(noon.seconds)", ""),
            ("keyid=", "kid="), ("rsa-v1_5-sha256", "hmac-sha256"), ("\"@method\" ", "\"@method\";req "),
            ("sig1=(", "sig2=("),
            ("\"@method\" ", "\"@method\" \"@method\" "), (";created=", ";created=1;created="),
            ("(\"", "(\"@status\" \""),
        ] {
            var head = try signed(.rfc9421)
            head.headers = head.headers.map {
                $0.name == "signature-input" ? ($0.name, $0.value.replacing(part, with: other)) : $0
            }
            #expect(throws: SignatureError.self, "\(part) to \(other)") {
                try HTTPSignature.read(head, body: SignatureTests.body, now: noon)
            }
        }
    }

    @Test("a header that is signed must be there once", arguments: ["date", "digest", "signature"])
    func once(name: String) throws {
        var head = try signed(.cavage)
        head.headers += head.headers.filter { $0.name == name }
        #expect(throws: SignatureError.self) { try HTTPSignature.read(head, body: SignatureTests.body, now: noon) }
        head.headers.removeAll { $0.name == name }
        #expect(throws: SignatureError.self) { try HTTPSignature.read(head, body: SignatureTests.body, now: noon) }
    }

    @Test("created and expires in place of a date, as hs2019 has them")
    func created() throws {
        let head = try head("GET", "https://two.example/x")
        let line =
            "(request-target): get /x\nhost: two.example\n(created): \(noon.seconds)\n(expires): \(noon.seconds + 300)"
        let signature = try Keys.alice.get().signature(over: Array(line.utf8))
        var signed = head
        signed.headers.append(
            (
                "signature",
                "keyId=\"\(alice)\",algorithm=\"hs2019\",created=\(noon.seconds),expires=\(noon.seconds + 300),"
                    + "headers=\"(request-target) host (created) (expires)\",signature=\"\(Base64.encode(signature))\""
            )
        )
        let key = try #require(Keys.alice.get().publicKey)
        #expect(try HTTPSignature.read(signed, body: nil, now: noon).isValid(for: key))
        #expect(throws: SignatureError.outOfTime) {
            try HTTPSignature.read(signed, body: nil, now: noon + .seconds(7200))
        }
    }

    /// RFC 9421 §B.2.6, with the key of §B.1.4. It covers `@path` and no digest, which is enough for a GET only: the test
    /// asks the reader of components, not the rule about what must be covered.
    @Test func theVectorOfRFC9421Holds() throws {
        let head = RequestHead(
            method: "POST",
            authority: "example.com",
            isSecure: true,
            target: "/foo",
            headers: [
                ("Date", "Tue, 20 Apr 2021 02:07:55 GMT"), ("Content-Type", "application/json"),
                ("Content-Length", "18"),
                (
                    "Signature-Input",
                    "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                        + ";created=1618884473;keyid=\"test-key-ed25519\""
                ),
                (
                    "Signature",
                    "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
                ),
            ]
        )
        let pending = try HTTPSignature.read(head, body: nil, now: Timestamp(seconds: 1_618_884_473))
        #expect(pending.keyID == "test-key-ed25519")
        let pem =
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----"
        #expect(pending.isValid(for: try #require(PublicKey(pem: pem))))
        // The same request with a body must cover its digest.
        #expect(throws: SignatureError.uncovered("content-digest")) {
            try HTTPSignature.read(
                head,
                body: Array(#"{"hello": "world"}"#.utf8),
                now: Timestamp(seconds: 1_618_884_473)
            )
        }
    }

    @Test("digests in both headers, and which of several must be right")
    func digests() {
        let body = Array(#"{"hello": "world"}"#.utf8)
        let right = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
        #expect(BodyDigest.isRight(old: "SHA-256=\(right)", of: body))
        #expect(BodyDigest.isRight(old: "md5=abc, sha-256=\(right)", of: body))
        #expect(!BodyDigest.isRight(old: "SHA-256=\(right),SHA-256=AAAA", of: body))
        #expect(!BodyDigest.isRight(old: "SHA-512=\(right)", of: body))
        #expect(BodyDigest.isRight(new: "sha-256=:\(right):", of: body))
        #expect(
            BodyDigest.isRight(
                new:
                    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
                of: body
            )
        )
        #expect(!BodyDigest.isRight(new: "sha-256=:\(right):, sha-512=:AAAA:", of: body))
        #expect(!BodyDigest.isRight(new: "md5=:AAAA:", of: body))
    }

    @Test(
        "dates of HTTP, both ways",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Tue, 20 Apr 2021 02:07:55 GMT", 1_618_884_475),
        ]
    )
    func dates(text: String, seconds: Int64) {
        #expect(Timestamp(httpDate: text) == Timestamp(seconds: seconds))
        #expect(Timestamp(seconds: seconds).httpDate == text)
    }

    @Test(
        "no dates",
        arguments: [
            "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 XXX 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
        ]
    )
    func noDates(text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }
}
