// Seals private keys, each for its own account.

internal import Crypto
internal import Foundation

/// AES-256-GCM with a key beside the database (docs/decisions/0009).
struct KeySeal: Sendable {
    private let key: SymmetricKey

    init(_ key: [UInt8]) {
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key),
            info: Array("chorus signing keys".utf8),
            outputByteCount: 32
        )
    }

    func seal(_ pem: String, of account: Int64, _ algorithm: String) throws -> [UInt8] {
        let place = Array("\(algorithm) \(account)".utf8)
        return Array(try AES.GCM.seal(Array(pem.utf8), using: key, authenticating: place).combined ?? Data())
    }

    /// Nil where it was sealed with another key, or for another account.
    func open(_ sealed: [UInt8], of account: Int64, _ algorithm: String) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Array("\(algorithm) \(account)".utf8))
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
