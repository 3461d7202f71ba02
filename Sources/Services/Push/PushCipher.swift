// Encryption of what is pushed, so that only the app can read it: RFC 8291, and the draft before it.

internal import Basics
internal import Crypto
internal import Foundation

/// What the two encodings make of a text.
public struct PushCipher: Sendable {
    /// One record holds it all (RFC 8188 §2); push services take no more than 4096 bytes (RFC 8030 §7.2).
    static let recordSize = 4096
    /// What fits into a record of the longer encoding.
    public static let mostBytes = recordSize - 16 - 1 - 86

    private let key: P256.KeyAgreement.PrivateKey
    private let salt: [UInt8]

    /// A new key and salt, as each message needs.
    public init() {
        key = P256.KeyAgreement.PrivateKey()
        salt = RandomToken.bytes(16)
    }

    /// For tests against the standard's example. Nil for a key that is none.
    public init?(key: [UInt8], salt: [UInt8]) {
        guard let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: key), salt.count == 16 else { return nil }
        self.key = key
        self.salt = salt
    }

    /// Whether 65 bytes are a point of the curve.
    public static func isKey(_ bytes: [UInt8]) -> Bool {
        (try? P256.KeyAgreement.PublicKey(x963Representation: bytes)) != nil
    }

    /// `aes128gcm` (RFC 8291 §3.4, RFC 8188 §2): salt and key travel before the record.
    public func standard(_ text: [UInt8], for publicKey: [UInt8], auth: [UInt8]) throws -> [UInt8] {
        let sender = Array(key.publicKey.x963Representation)
        let info = Array("WebPush: info\u{0}".utf8) + publicKey + sender
        let secret = derive(try shared(with: publicKey), salt: auth, info: info, 32)
        let sealed = try seal(
            text + [2],
            key: derive(secret, salt: salt, info: Array("Content-Encoding: aes128gcm\u{0}".utf8), 16),
            nonce: derive(secret, salt: salt, info: Array("Content-Encoding: nonce\u{0}".utf8), 12)
        )
        let size = UInt32(PushCipher.recordSize)
        return salt + withUnsafeBytes(of: size.bigEndian) { Array($0) } + [UInt8(sender.count)] + sender + sealed
    }

    /// `aesgcm` (draft-ietf-webpush-encryption-04): salt and key travel in headers.
    public func legacy(_ text: [UInt8], for publicKey: [UInt8], auth: [UInt8]) throws -> (
        body: [UInt8], salt: [UInt8], key: [UInt8]
    ) {
        let sender = Array(key.publicKey.x963Representation)
        let secret = derive(
            try shared(with: publicKey),
            salt: auth,
            info: Array("Content-Encoding: auth\u{0}".utf8),
            32
        )
        let context =
            Array("P-256\u{0}".utf8) + [0, UInt8(publicKey.count)] + publicKey + [0, UInt8(sender.count)] + sender
        let sealed = try seal(
            [0, 0] + text,
            key: derive(secret, salt: salt, info: Array("Content-Encoding: aesgcm\u{0}".utf8) + context, 16),
            nonce: derive(secret, salt: salt, info: Array("Content-Encoding: nonce\u{0}".utf8) + context, 12)
        )
        return (sealed, salt, sender)
    }

    private func shared(with publicKey: [UInt8]) throws -> [UInt8] {
        let other = try P256.KeyAgreement.PublicKey(x963Representation: publicKey)
        return try key.sharedSecretFromKeyAgreement(with: other).withUnsafeBytes { Array($0) }
    }

    private func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8], _ count: Int) -> [UInt8] {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret),
            salt: salt,
            info: info,
            outputByteCount: count
        )
        return key.withUnsafeBytes { Array($0) }
    }

    private func seal(_ text: [UInt8], key: [UInt8], nonce: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(text, using: SymmetricKey(data: key), nonce: AES.GCM.Nonce(data: nonce))
        return Array(box.ciphertext) + Array(box.tag)
    }
}
