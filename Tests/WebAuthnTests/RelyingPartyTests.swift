// Passkeys of a device in software: taken where all is right, and refused for each thing that is not.
import Basics
import TestSupport
import Testing

@testable import WebAuthn

@Suite("Passkeys as a server sees them")
struct RelyingPartyTests {
    private static let challenge = Base64URL.encode([UInt8](1...56))
    private let party = RelyingParty(id: "chorus.example", origin: "https://chorus.example")

    private func wasIssued(_ challenge: [UInt8]) -> Bool { challenge == [UInt8](1...56) }

    private func register(
        _ device: SoftwareAuthenticator,
        _ challenge: String = challenge,
        _ bend: (inout [UInt8], inout [UInt8]) -> Void = { _, _ in }
    ) throws -> RelyingParty.Credential {
        var (client, attestation) = device.create(challenge)
        bend(&client, &attestation)
        return try party.credential(of: .init(clientData: client, attestation: attestation), wasIssued: wasIssued)
    }

    private func signIn(
        _ device: SoftwareAuthenticator,
        _ challenge: String = challenge,
        by key: [UInt8]? = nil,
        _ bend: (inout RelyingParty.Assertion) -> Void = { _ in }
    ) throws -> UInt32 {
        let (client, data, signature) = try device.get(challenge)
        var assertion = RelyingParty.Assertion(clientData: client, authenticatorData: data, signature: signature)
        bend(&assertion)
        return try party.counter(of: assertion, by: key ?? device.coseKey, wasIssued: wasIssued)
    }

    @Test("a passkey of each kind is read, and signs in", arguments: SoftwareAuthenticator.Algorithm.allCases)
    func kinds(_ algorithm: SoftwareAuthenticator.Algorithm) throws {
        var device = try SoftwareAuthenticator(algorithm)
        device.counter = 7
        let credential = try register(device)
        #expect(credential.id == device.id && credential.key == device.coseKey && credential.counter == 7)
        device.counter = 4_000_000_000
        #expect(try signIn(device, by: credential.key) == 4_000_000_000)
        // What another one has signed is not taken for it.
        let other = try SoftwareAuthenticator(algorithm)
        #expect(throws: WebAuthnError.wrongSignature) { try signIn(other, by: credential.key) }
        #expect(throws: WebAuthnError.wrongSignature) { try signIn(device) { $0.signature[20] ^= 1 } }
        #expect(throws: WebAuthnError.wrongSignature) { try signIn(device) { $0.signature = [] } }
        #expect(throws: WebAuthnError.wrongSignature) { try signIn(device) { $0.authenticatorData[36] ^= 1 } }
        #expect(throws: WebAuthnError.wrongSignature) { try signIn(device) { $0.clientData += [0x20] } }
    }

    /// One thing that is wrong with a device or its browser, and what it is refused for.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: WebAuthnError
        let bend: @Sendable (inout SoftwareAuthenticator) -> Void

        init(_ name: String, _ error: WebAuthnError, _ bend: @escaping @Sendable (inout SoftwareAuthenticator) -> Void)
        {
            (testDescription, self.error, self.bend) = (name, error, bend)
        }
    }

    static let cases = [
        Case("another origin", .otherOrigin) { $0.origin = "https://chorus.example.evil.example" },
        Case("a sibling host", .otherOrigin) { $0.origin = "https://www.chorus.example" },
        Case("another port", .otherOrigin) { $0.origin = "https://chorus.example:8443" },
        Case("plain HTTP", .otherOrigin) { $0.origin = "http://chorus.example" },
        Case("another server", .otherRelyingParty) { $0.relyingParty = "example" },
        Case("a frame elsewhere", .otherOrigin) { $0.moreClientData = ",\"crossOrigin\":true" },
        Case("a page around it", .otherOrigin) { $0.moreClientData = ",\"topOrigin\":\"https://chorus.example\"" },
        Case("two origins", .malformed) { $0.moreClientData = ",\"origin\":\"https://chorus.example\"" },
        Case("the other ceremony", .otherType) { $0.types = ($0.types.get, $0.types.create) },
        Case("no verification", .notVerified) { $0.flags = SoftwareAuthenticator.Flags.present },
        Case("nobody there", .notVerified) { $0.flags = SoftwareAuthenticator.Flags.verified },
        Case("backed up, and cannot be", .malformed) { $0.flags |= SoftwareAuthenticator.Flags.backedUp },
        Case("extensions that are not there", .malformed) { $0.flags |= SoftwareAuthenticator.Flags.extensions },
        Case("more than was said", .malformed) { $0.extensions = [0xA0] },
        Case("a client that says too much", .malformed) {
            $0.moreClientData = ",\"more\":\"\(String(repeating: "x", count: 5000))\""
        },
    ]

    @Test("what is wrong is refused, at the making and at each use", arguments: cases)
    func refused(_ wrong: Case) throws {
        var device = try SoftwareAuthenticator()
        wrong.bend(&device)
        #expect(throws: wrong.error) { try register(device) }
        #expect(throws: wrong.error) { try signIn(device) }
    }

    @Test("a challenge that was not given out is refused, and what is no challenge")
    func challenges() throws {
        let device = try SoftwareAuthenticator()
        for challenge in [Base64URL.encode([UInt8](2...57)), ""] {
            #expect(throws: WebAuthnError.otherChallenge) { try register(device, challenge) }
            #expect(throws: WebAuthnError.otherChallenge) { try signIn(device, challenge) }
        }
        #expect(throws: WebAuthnError.malformed) { try signIn(device, "not base64") }
    }

    @Test("synced passkeys, extensions and statements of makers are taken")
    func makers() throws {
        var device = try SoftwareAuthenticator()
        device.flags |= SoftwareAuthenticator.Flags.backupEligible | SoftwareAuthenticator.Flags.backedUp
        device.flags |= SoftwareAuthenticator.Flags.extensions
        // {"credProtect": 2}, and a statement with a certificate.
        device.extensions = [0xA1, 0x6B] + Array("credProtect".utf8) + [0x02]
        (device.format, device.statement) = ("packed", [0xA1, 0x63, 0x78, 0x35, 0x63, 0x81, 0x42, 0x30, 0x00])
        #expect(try register(device).key == device.coseKey)
        #expect(try signIn(device) == 0)
    }

    @Test("keys of other kinds, other curves and other sizes are refused")
    func keys() throws {
        let (es256, rs256) = (try SoftwareAuthenticator(.es256), try SoftwareAuthenticator(.rs256))
        func refusal(_ device: SoftwareAuthenticator, _ bend: (inout [UInt8]) -> Void) throws -> WebAuthnError? {
            var key = device.coseKey
            bend(&key)
            return #expect(throws: WebAuthnError.self) { try signIn(device, by: key) }
        }
        #expect(try refusal(es256) { $0[4] = 0x27 } == .unsupportedKey)
        #expect(try refusal(es256) { $0[6] = 2 } == .unsupportedKey)
        // Not a point of the curve.
        #expect(try refusal(es256) { $0[12] ^= 1 } == .unsupportedKey)
        #expect(try refusal(es256) { $0[9] = 31 } != nil)
        #expect(try refusal(rs256) { $0[$0.count - 4] = 0x60 } == .malformed)
        // 1024 bits: [1: 3, 3: -257, -1: n, -2: e].
        let small: [UInt8] =
            [0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x58, 0x80] + [UInt8](repeating: 0xFF, count: 128)
            + [0x21, 0x43, 1, 0, 1]
        #expect(throws: WebAuthnError.malformed) { try signIn(rs256, by: small) }
        #expect(throws: WebAuthnError.malformed) { try signIn(es256, by: []) }
    }

    @Test("ids of no bytes and of more than 1023 are refused")
    func ids() throws {
        for (count, isTaken) in [(0, false), (1, true), (1023, true), (1024, false)] {
            let device = try SoftwareAuthenticator(id: [UInt8](repeating: 7, count: count))
            #expect(((try? register(device)) != nil) == isTaken)
        }
    }

    @Test("bytes that are cut short anywhere are refused")
    func cut() throws {
        let device = try SoftwareAuthenticator()
        let (client, attestation) = device.create(RelyingPartyTests.challenge)
        for length in 0..<attestation.count {
            #expect(throws: WebAuthnError.malformed) {
                try register(device) { $1 = Array(attestation.prefix(length)) }
            }
        }
        for length in 0..<client.count {
            #expect(throws: WebAuthnError.malformed) {
                try register(device) { given, _ in given = Array(client.prefix(length)) }
            }
        }
        for length in 0..<37 {
            #expect(throws: WebAuthnError.malformed) {
                try signIn(device) { $0.authenticatorData = Array($0.authenticatorData.prefix(length)) }
            }
        }
    }
}
