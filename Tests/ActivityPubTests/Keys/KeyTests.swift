// Keys as texts, both ways.

import ActivityPub
import Testing

@Suite struct KeyTests {
    @Test func anRSAKeyIsTheSameAfterItsTexts() throws {
        let key = try Keys.alice.get()
        let publicKey = try #require(key.publicKey)
        #expect(PublicKey(pem: publicKey.pem) == publicKey)
        #expect(PublicKey(multibase: publicKey.multibase) == publicKey)
        #expect(try SigningKey(pem: key.pem).publicKey == publicKey)
        #expect(publicKey.pem.hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
    }

    @Test func anEd25519KeyIsTheSameAfterItsTexts() throws {
        let key = Keys.ed25519
        let publicKey = try #require(key.publicKey)
        #expect(PublicKey(pem: publicKey.pem) == publicKey)
        #expect(PublicKey(multibase: publicKey.multibase) == publicKey)
        #expect(publicKey.multibase.hasPrefix("z6Mk"))
        #expect(try SigningKey(pem: key.pem).publicKey == publicKey)
    }

    @Test func pemIsReadHoweverItsLinesEnd() throws {
        let pem = try #require(Keys.alice.get().publicKey?.pem)
        let key = try #require(PublicKey(pem: pem))
        #expect(PublicKey(pem: pem.split(separator: "\n").joined(separator: "\r\n")) == key)
        #expect(PublicKey(pem: "\n  " + pem.split(separator: "\n").joined(separator: "\n  ")) == key)
    }

    @Test(
        "what is no key is none",
        arguments: [
            "", "x", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----",
            // RSA of 512 bits.
            "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu\n"
                + "KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==\n-----END PUBLIC KEY-----",
        ]
    )
    func noKey(pem: String) {
        #expect(PublicKey(pem: pem) == nil)
        #expect(PublicKey(multibase: pem) == nil)
        #expect(throws: KeyError.self) { try SigningKey(pem: pem) }
    }

    @Test(
        "multibase of another kind, length or base is none",
        arguments: [
            "z", "z1", "m6Mk", "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ", "z0OIl",
            String(repeating: "z", count: 5000),
        ]
    )
    func noMultibase(text: String) {
        #expect(PublicKey(multibase: text) == nil)
    }
}
