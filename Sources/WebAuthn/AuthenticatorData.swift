// What an authenticator says of itself and of a credential (WebAuthn §6.1).

struct AuthenticatorData {
    /// As bits of a byte.
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let userPresent = Flags(rawValue: 1)
        static let userVerified = Flags(rawValue: 4)
        static let backupEligible = Flags(rawValue: 8)
        static let backedUp = Flags(rawValue: 16)
        static let hasCredential = Flags(rawValue: 64)
        static let hasExtensions = Flags(rawValue: 128)
    }

    let relyingPartyHash: [UInt8]
    let flags: Flags
    let counter: UInt32
    /// A credential that was made: its id, and its key in COSE.
    let credential: (id: [UInt8], key: [UInt8])?

    /// §7.1: "Verify that the credentialId is ≤ 1023 bytes."
    private static let longestID = 1023

    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard bytes.count >= 37 else { throw .malformed }
        relyingPartyHash = Array(bytes[..<32])
        flags = Flags(rawValue: bytes[32])
        counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        guard flags.contains(.backupEligible) || !flags.contains(.backedUp) else { throw .malformed }
        var rest = bytes[37...]
        if flags.contains(.hasCredential) {
            // 16 bytes that name the model of the authenticator, then the length of the id.
            guard rest.count >= 18 else { throw .malformed }
            let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(18)
            guard (1...AuthenticatorData.longestID).contains(length), rest.count >= length else { throw .malformed }
            let (id, key) = (Array(rest.prefix(length)), rest.dropFirst(length))
            rest = try AuthenticatorData.afterMap(key)
            credential = (id, Array(key.prefix(key.count - rest.count)))
        } else {
            credential = nil
        }
        if flags.contains(.hasExtensions) { rest = try AuthenticatorData.afterMap(rest) }
        guard rest.isEmpty else { throw .malformed }
    }

    private static func afterMap(_ bytes: ArraySlice<UInt8>) throws(WebAuthnError) -> ArraySlice<UInt8> {
        var reader = CBORReader(bytes)
        guard case .map = try reader.value() else { throw .malformed }
        return reader.rest
    }
}
