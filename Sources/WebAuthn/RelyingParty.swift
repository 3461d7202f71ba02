// The two ceremonies of WebAuthn (https://www.w3.org/TR/webauthn-3/#sctn-rp-operations), as the server sees them.

internal import Basics
internal import Crypto

/// Who asks for passkeys: this server, by the host and the origin of its pages.
public struct RelyingParty: Sendable, Equatable {
    /// The host: passkeys are bound to it.
    public let id: String
    /// Scheme, host and port, as browsers write them.
    public let origin: String

    public init(id: String, origin: String) {
        self.id = id
        self.origin = origin
    }

    /// What a browser was given by `navigator.credentials.create`.
    public struct Registration: Sendable {
        public var clientData: [UInt8]
        public var attestation: [UInt8]

        public init(clientData: [UInt8], attestation: [UInt8]) {
            self.clientData = clientData
            self.attestation = attestation
        }
    }

    /// What a browser was given by `navigator.credentials.get`.
    public struct Assertion: Sendable {
        public var clientData: [UInt8]
        public var authenticatorData: [UInt8]
        public var signature: [UInt8]

        public init(clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8]) {
            self.clientData = clientData
            self.authenticatorData = authenticatorData
            self.signature = signature
        }
    }

    /// What is to be kept of a new passkey.
    public struct Credential: Sendable, Equatable {
        public let id: [UInt8]
        /// COSE_Key, which `counter(of:by:wasIssued:)` takes.
        public let key: [UInt8]
        public let counter: UInt32
    }

    /// Longer than anything that browsers send, in bytes.
    private static let (longestClientData, longestAttestation, longestSignature) = (4096, 32_768, 1024)

    /// Reads a new passkey (§7.1). Whatever its maker vouches for is not looked at: any authenticator may come.
    ///
    /// - Parameter wasIssued: whether a challenge was given to this browser for this purpose, and is good still.
    public func credential(
        of registration: Registration,
        wasIssued: ([UInt8]) -> Bool
    ) throws(WebAuthnError) -> Credential {
        try check(registration.clientData, type: "webauthn.create", wasIssued)
        guard registration.attestation.count <= RelyingParty.longestAttestation,
            case let attestation = try CBORReader.value(of: registration.attestation),
            case .text? = attestation["fmt"], case .map? = attestation["attStmt"],
            let bytes = attestation["authData"]?.bytes,
            case let data = try AuthenticatorData(bytes), let (id, key) = data.credential
        else { throw .malformed }
        try check(data)
        // Read here, so that none is kept that could not be used.
        _ = try CredentialKey(CBORReader.value(of: key))
        return Credential(id: id, key: key, counter: data.counter)
    }

    /// How often an authenticator has signed, by its own account, where it has signed this for whoever has the passkey (§7.2); zero
    /// where it does not count.
    ///
    /// - Parameters:
    ///   - key: of the `Credential` that was kept.
    ///   - wasIssued: as above.
    public func counter(
        of assertion: Assertion,
        by key: [UInt8],
        wasIssued: ([UInt8]) -> Bool
    ) throws(WebAuthnError) -> UInt32 {
        try check(assertion.clientData, type: "webauthn.get", wasIssued)
        let data = try AuthenticatorData(assertion.authenticatorData)
        try check(data)
        let message = assertion.authenticatorData + SHA256.hash(data: assertion.clientData)
        guard assertion.signature.count <= RelyingParty.longestSignature,
            try CredentialKey(CBORReader.value(of: key)).isSignature(assertion.signature, of: message)
        else { throw .wrongSignature }
        return data.counter
    }

    /// What the browser says of the page that asked (§5.8.1).
    private func check(_ clientData: [UInt8], type: String, _ wasIssued: ([UInt8]) -> Bool) throws(WebAuthnError) {
        guard clientData.count <= RelyingParty.longestClientData,
            let data = try? JSONValue.parse(clientData, refusingRepeatedKeys: true),
            let challenge = data["challenge"]?.string.flatMap(Base64URL.decode)
        else { throw .malformed }
        guard data["type"]?.string == type else { throw .otherType }
        guard data["origin"]?.string == origin, [nil, .bool(false)].contains(data["crossOrigin"]),
            data["topOrigin"] == nil
        else { throw .otherOrigin }
        guard wasIssued(challenge) else { throw .otherChallenge }
    }

    private func check(_ data: AuthenticatorData) throws(WebAuthnError) {
        guard data.relyingPartyHash == Array(SHA256.hash(data: Array(id.utf8))) else { throw .otherRelyingParty }
        guard data.flags.isSuperset(of: [.userPresent, .userVerified]) else { throw .notVerified }
    }
}
