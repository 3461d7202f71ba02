// Bytes of strangers: whatever comes, the readers answer, and what was not signed is never taken.
import Basics
import TestSupport
import Testing

@testable import WebAuthn

@Suite("Passkeys and bytes of strangers")
struct FuzzTests {
    /// SplitMix64: the same bytes at each run.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let party = RelyingParty(id: "chorus.example", origin: "https://chorus.example")

    /// Heads of CBOR that ask for much, and what parsers trip over.
    private static let pieces: [[UInt8]] = [
        [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0xBB, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xBF], [0x9F],
        [0xFF],
        [0xA0], [0x80], [0x40], Array("\"\\uD800".utf8), Array("{\"a\":[".utf8), [0xFF, 0xFF], [0],
    ]

    private func bent(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            let place = Int.random(in: 0...bytes.count, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            case 1 where place < bytes.count: bytes[place] = .random(in: .min ... .max, using: &chance)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + .random(in: 0..<40, using: &chance)))
            case 3: bytes.insert(contentsOf: FuzzTests.pieces.randomElement(using: &chance) ?? [], at: place)
            default: bytes = Array(bytes.prefix(place))
            }
        }
        return bytes
    }

    @Test("thousands of bent passkeys and signatures trap nowhere, and no bent signature is taken", arguments: 1...4)
    func bent(_ seed: Int) throws {
        var chance = Chance(state: UInt64(seed))
        let algorithm: SoftwareAuthenticator.Algorithm = seed % 2 == 0 ? .ed25519 : .es256
        let device = try SoftwareAuthenticator(algorithm)
        let challenge = Base64URL.encode([1, 2, 3])
        let (created, signed) = (device.create(challenge), try device.get(challenge))
        var (read, refused) = (0, 0)
        for _ in 0..<5000 {
            let attestation = bent(created.attestation, &chance)
            let credential = try? FuzzTests.party.credential(
                of: .init(clientData: created.clientData, attestation: attestation)
            ) { _ in true }
            if credential == nil { refused += 1 } else { read += 1 }
            let key = bent(device.coseKey, &chance)
            let data = bent(signed.authenticatorData, &chance)
            let isBent = data != signed.authenticatorData
            let counter = try? FuzzTests.party.counter(
                of: .init(clientData: signed.clientData, authenticatorData: data, signature: signed.signature),
                by: device.coseKey
            ) { _ in true }
            #expect(counter == nil || !isBent)
            let (client, signature) = (bent(signed.clientData, &chance), bent(signed.signature, &chance))
            for (client, signature) in [(client, signed.signature), (signed.clientData, signature)] {
                _ = try? FuzzTests.party.counter(
                    of: .init(clientData: client, authenticatorData: signed.authenticatorData, signature: signature),
                    by: key
                ) { _ in true }
            }
        }
        // The names of models and formats are free, so a part of what is bent is read.
        #expect(read > 50 && refused > 2000)
    }

    @Test("bytes without any sense trap nowhere")
    func noise() {
        var chance = Chance(state: 2017)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<120, using: &chance)).map { _ in
                UInt8.random(in: .min ... .max, using: &chance)
            }
            _ = try? AuthenticatorData(bytes)
            _ = try? CredentialKey(CBORReader.value(of: bytes))
        }
    }
}
