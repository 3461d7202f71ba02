// What of the second factor is sealed, hashed or signed, with a key beside the database (docs/decisions/0009, 0040, 0043).

internal import Basics
internal import Crypto
internal import Foundation

/// Secrets of apps sealed each for its account, hashes of recovery codes, what a browser is given between the two steps of signing in, and
/// proofs of what passkeys are asked to sign.
struct TwoFactorKeys: Sendable {
    private let sealing: SymmetricKey
    private let proving: SymmetricKey

    /// - Parameter key: 32 bytes that are not in the database.
    init(_ key: [UInt8]) {
        let key = SymmetricKey(data: key)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32)
        }
        sealing = derived("chorus two-factor secrets")
        proving = derived("chorus two-factor proofs")
    }

    /// - Parameter place: what the sealed bytes are for; they open for the same alone.
    func seal(_ secret: [UInt8], for place: String) throws -> [UInt8] {
        Array(try AES.GCM.seal(secret, using: sealing, authenticating: Array(place.utf8)).combined ?? Data())
    }

    /// Nil where it was sealed with another key or for another place.
    func open(_ sealed: [UInt8], for place: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: sealing, authenticating: Array(place.utf8))
        else { return nil }
        return Array(bytes)
    }

    func hash(_ recoveryCode: String, of account: Int64) -> [UInt8] {
        proof("recovery code of \(account) \(recoveryCode)")
    }

    func proof(_ subject: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(subject.utf8), using: proving))
    }
}
