// CBOR as authenticators write it, and all that is refused of it.
import Testing

@testable import WebAuthn

@Suite("CBOR of authenticators")
struct CBORTests {
    @Test(
        "values are read as RFC 8949, appendix A, has them",
        arguments: [
            ([0x00], 0), ([0x17], 23), ([0x18, 0x18], 24), ([0x19, 0x03, 0xE8], 1000), ([0x20], -1),
            ([0x38, 0x63], -100),
            ([0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .unsigned(.max)),
            ([0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .negative(.max)), ([0x40], .bytes([])),
            ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x62, 0xC3, 0xBC], "ü"), ([0x80], .array([])),
            ([0x82, 0x01, 0x81, 0x02], .array([1, .array([2])])), ([0xF5], .simple(21)),
            ([0xA2, 0x01, 0x02, 0x03, 0x04], .map([1: 2, 3: 4])),
        ] as [([UInt8], CBOR)]
    )
    func values(_ bytes: [UInt8], _ value: CBOR) throws {
        #expect(try CBORReader.value(of: bytes) == value)
    }

    @Test(
        "whatever is cut short, endless, repeated, too deep or of another kind is refused",
        arguments: [
            [], [0x18], [0x1B, 0, 0, 0, 0, 0, 0, 0], [0x41], [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x7B, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x9A, 0xFF, 0xFF, 0xFF, 0xFF, 0],
            [0xBB, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0x61, 0xFF], [0x5F, 0x41, 0, 0xFF], [0x9F, 0xFF],
            [0xBF, 0xFF],
            [0xA2, 1, 1, 1, 1], [0xA1, 1], [0xC0, 0x60], [0xF9, 0, 0], [0xFB, 0, 0, 0, 0, 0, 0, 0, 0], [0xF8, 0x20],
            [0xFF], [0x1C], [0, 0],
            [UInt8](repeating: 0x81, count: 8) + [0], [UInt8](repeating: 0x81, count: 100_000),
        ] as [[UInt8]]
    )
    func refused(_ bytes: [UInt8]) {
        #expect(throws: WebAuthnError.malformed) { try CBORReader.value(of: bytes) }
    }
}
