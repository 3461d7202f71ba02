// Proofs inside documents (FEP-8b32): the vector of the FEP, our own, and what must not pass.

import Basics
import Testing

@testable import ActivityPub

@Suite struct IntegrityProofTests {
    /// https://codeberg.org/fediverse/fep/src/branch/main/fep/8b32/fep-8b32.feature
    private static let vector = """
        {"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1"],\
        "type":"Create","actor":"https://server.example/users/alice","object":{"type":"Note","content":"Hello world"},\
        "proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022",\
        "verificationMethod":"https://server.example/users/alice#ed25519-key","proofPurpose":"assertionMethod",\
        "proofValue":"z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2",\
        "created":"2023-02-24T23:36:38Z"}}
        """
    private static let key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"

    @Test func theVectorOfTheFEPHolds() throws {
        let proof = try #require(IntegrityProof(in: json(IntegrityProofTests.vector), now: noon))
        #expect(proof.verificationMethod.text == "https://server.example/users/alice#ed25519-key")
        #expect(proof.isValid(for: try #require(PublicKey(multibase: IntegrityProofTests.key))))
    }

    @Test(
        "one letter elsewhere, and it holds no more",
        arguments: ["Hello world", "users/alice\"", "#ed25519-key", "\"Create\"", "36:38Z"]
    )
    func changes(part: String) throws {
        let other = part.replacing("l", with: "L").replacing("C", with: "c").replacing("5", with: "6").replacing(
            "38Z",
            with: "39Z"
        )
        let proof = IntegrityProof(in: try json(IntegrityProofTests.vector.replacing(part, with: other)), now: noon)
        let key = try #require(PublicKey(multibase: IntegrityProofTests.key))
        #expect(try #require(proof).isValid(for: key) == false)
    }

    @Test func ourOwnHolds() throws {
        let note = try #require(Note(json(noteText())))
        let activity = ActivityDocument(
            id: try id("https://one.example/notes/1/activity"),
            kind: .create,
            actor: try id(alice),
            object: .note(note),
            addressing: note.addressing,
            published: noon
        )
        let bytes = try activity.json(provenBy: Keys.ed25519, keyID: alice + "#ed25519-key", now: noon)
        let document = try Document(bytes).json
        let proof = try #require(IntegrityProof(in: document, now: noon))
        #expect(proof.isValid(for: try #require(Keys.ed25519.publicKey)))
        #expect(proof.isValid(for: try #require(SigningKey.makeEd25519().publicKey)) == false)
        #expect(document["proof"]?["verificationMethod"]?.string == alice + "#ed25519-key")
        let edited = try Document(
            Array(String(decoding: bytes, as: UTF8.self).replacing("morning", with: "evening").utf8)
        )
        #expect(
            try #require(IntegrityProof(in: edited.json, now: noon)).isValid(for: try #require(Keys.ed25519.publicKey))
                == false
        )
    }

    @Test(
        "a proof that says the wrong thing of itself is none",
        arguments: [
            ("DataIntegrityProof", "RsaSignature2017"), ("eddsa-jcs-2022", "eddsa-rdfc-2022"),
            ("assertionMethod", "authentication"), ("\"z3sX", "\"3sX"), ("\"created\":\"2023", "\"created\":\"2093"),
            ("\"created\":\"2023-02-24T23:36:38Z\"", "\"created\":5"),
            ("\"created\":", "\"expires\":\"2024-01-01T00:00:00Z\",\"created\":"),
            ("\"created\":", "\"expires\":5,\"created\":"),
            ("\"created\":", "\"@context\":[\"https://x.example\"],\"created\":"),
            ("\"https://server.example/users/alice#ed25519-key\"", "5"),
        ]
    )
    func noProof(part: String, other: String) throws {
        let text = IntegrityProofTests.vector.replacing(part, with: other)
        #expect(text != IntegrityProofTests.vector)
        #expect(IntegrityProof(in: try json(text), now: noon) == nil)
    }

    @Test(
        "numbers as JCS writes them",
        arguments: [
            (0.0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
            (0.000001, "0.000001"), (1e-7, "1e-7"), (123.456, "123.456"), (1.5e300, "1.5e+300"),
            (1.7976931348623157e308, "1.7976931348623157e+308"), (333_333_333.33333329, "333333333.3333333"),
            (4.50, "4.5"), (2e-3, "0.002"), (0.000000000000000000000000001, "1e-27"),
        ]
    )
    func numbers(number: Double, text: String) {
        #expect(CanonicalJSON.text(number) == text)
    }

    /// RFC 8785 §3.2.2 and §3.2.3.
    @Test func membersAreInTheOrderOfUTF16() throws {
        let text = #"{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","😀":"Face","\u0080":"Control","ö":"O"}"#
        let bytes = try #require(CanonicalJSON.bytes(json(text)))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"\r":"CR","1":"One","\#u{80}":"Control","ö":"O","€":"Euro","😀":"Face","דּ":"Dalet"}"#
        )
        #expect(CanonicalJSON.bytes(.number("1e999")) == nil)
    }
}
