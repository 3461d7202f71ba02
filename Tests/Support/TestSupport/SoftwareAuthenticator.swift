// A device with one passkey, as browser and authenticator together: what it says can be bent in every way.
import Crypto
import CryptoExtras
import Foundation

public struct SoftwareAuthenticator: Sendable {
    public enum Algorithm: Sendable, CaseIterable { case es256, ed25519, rs256 }

    private enum Key {
        case es256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rs256(_RSA.Signing.PrivateKey)
    }

    /// The bits of the flags (WebAuthn §6.1).
    public enum Flags {
        public static let (present, verified, backupEligible, backedUp): (UInt8, UInt8, UInt8, UInt8) = (1, 4, 8, 16)
        public static let (credential, extensions): (UInt8, UInt8) = (64, 128)
    }

    public var relyingParty = "chorus.example"
    public var origin = "https://chorus.example"
    /// Put into the client data as they are: `,"crossOrigin":true`.
    public var moreClientData = ",\"crossOrigin\":false"
    public var types = (create: "webauthn.create", get: "webauthn.get")
    public var flags = Flags.present | Flags.verified
    public var counter: UInt32 = 0
    public var format = "none"
    /// The statement of the format, as CBOR.
    public var statement: [UInt8] = [0xA0]
    /// At the end of the authenticator's data.
    public var extensions: [UInt8] = []
    public var id: [UInt8]
    public var userHandle: [UInt8] = []
    private let key: Key

    public init(_ algorithm: Algorithm = .es256, id: [UInt8] = Array("a passkey of a test".utf8)) throws {
        self.id = id
        key =
            switch algorithm {
            case .es256: .es256(P256.Signing.PrivateKey())
            case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
            case .rs256: .rs256(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            }
    }

    /// As `navigator.credentials.create` with attestation "none".
    public func create(_ challenge: String) -> (clientData: [UInt8], attestation: [UInt8]) {
        let length = withUnsafeBytes(of: UInt16(id.count).bigEndian) { Array($0) }
        let credential = [UInt8](repeating: 0, count: 16) + length + id + coseKey
        let data = authenticatorData(flags | Flags.credential, credential)
        let attestation =
            [0xA3] + text("fmt") + text(format) + text("attStmt") + statement + text("authData") + bytes(data)
        return (clientData(types.create, challenge), attestation)
    }

    /// As `navigator.credentials.get`.
    public func get(
        _ challenge: String
    ) throws -> (clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8]) {
        let (client, data) = (clientData(types.get, challenge), authenticatorData(flags, []))
        let message = data + SHA256.hash(data: client)
        let signature =
            switch key {
            case .es256(let key): Array(try key.signature(for: message).derRepresentation)
            case .ed25519(let key): Array(try key.signature(for: message))
            case .rs256(let key):
                Array(
                    try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation
                )
            }
        return (client, data, signature)
    }

    /// COSE_Key of the public key.
    public var coseKey: [UInt8] {
        switch key {
        case .es256(let key):
            let point = Array(key.publicKey.rawRepresentation)
            return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21] + bytes(Array(point[..<32])) + [0x22]
                + bytes(Array(point[32...]))
        case .ed25519(let key):
            return [0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21] + bytes(Array(key.publicKey.rawRepresentation))
        case .rs256(let key):
            let n = (try? key.publicKey.getKeyPrimitives().modulus).map { Array($0) } ?? []
            return [0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20] + bytes(n) + [0x21] + bytes([1, 0, 1])
        }
    }

    private func authenticatorData(_ flags: UInt8, _ credential: [UInt8]) -> [UInt8] {
        SHA256.hash(data: Array(relyingParty.utf8)) + [flags] + withUnsafeBytes(of: counter.bigEndian) { Array($0) }
            + credential + extensions
    }

    private func clientData(_ type: String, _ challenge: String) -> [UInt8] {
        Array("{\"type\":\"\(type)\",\"challenge\":\"\(challenge)\",\"origin\":\"\(origin)\"\(moreClientData)}".utf8)
    }

    private func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }

    private func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }

    private func head(_ type: UInt8, _ count: Int) -> [UInt8] {
        switch count {
        case ..<24: [type << 5 | UInt8(count)]
        case ..<256: [type << 5 | 24, UInt8(count)]
        default: [type << 5 | 25, UInt8(count >> 8), UInt8(count & 255)]
        }
    }
}
