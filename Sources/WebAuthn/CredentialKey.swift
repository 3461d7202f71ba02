// The public key of a passkey (COSE_Key, RFC 9052 §7), and what it says of a signature.

internal import Crypto
internal import CryptoExtras
internal import Foundation

/// ES256, EdDSA with Ed25519, or RS256: what authenticators have (WebAuthn §5.8.5).
enum CredentialKey {
    case es256(P256.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case rs256(_RSA.Signing.PublicKey)

    /// Labels of the parameters (https://www.iana.org/assignments/cose/cose.xhtml).
    private enum Label {
        static let (type, algorithm): (CBOR, CBOR) = (1, 3)
        static let (curve, x, y): (CBOR, CBOR, CBOR) = (-1, -2, -3)
        static let (modulus, exponent): (CBOR, CBOR) = (-1, -2)
    }

    init(_ cose: CBOR) throws(WebAuthnError) {
        do {
            switch (cose[Label.type], cose[Label.algorithm]) {
            case (2, -7) where cose[Label.curve] == 1:
                guard let x = cose[Label.x]?.bytes, let y = cose[Label.y]?.bytes, x.count == 32, y.count == 32 else {
                    throw WebAuthnError.malformed
                }
                self = .es256(try P256.Signing.PublicKey(rawRepresentation: x + y))
            case (1, -8) where cose[Label.curve] == 6:
                guard let x = cose[Label.x]?.bytes, x.count == 32 else { throw WebAuthnError.malformed }
                self = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: x))
            case (3, -257):
                // 2048 to 4096 bits; the exponents in use have one to four bytes.
                guard let n = cose[Label.modulus]?.bytes, (256...512).contains(n.count),
                    let e = cose[Label.exponent]?.bytes, (1...4).contains(e.count)
                else { throw WebAuthnError.malformed }
                self = .rs256(try _RSA.Signing.PublicKey(n: n, e: e))
            default: throw WebAuthnError.unsupportedKey
            }
        } catch let error as WebAuthnError {
            throw error
        } catch {
            // Not a point of the curve, or a modulus that is too small.
            throw .unsupportedKey
        }
    }

    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            (try? P256.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: message) } ?? false
        case .ed25519(let key): key.isValidSignature(signature, for: message)
        case .rs256(let key):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: message),
                padding: .insecurePKCS1v1_5
            )
        }
    }
}
