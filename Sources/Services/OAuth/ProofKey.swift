// Proof that who exchanges a code is who asked for it (RFC 7636). S256 only: "plain" proves nothing to one who saw the
// authorization request.

internal import Basics
internal import Crypto

enum ProofKey {
    /// The hash method, as the metadata and the requests name it.
    static let method = "S256"

    /// SHA-256 in base64url without padding: 43 characters.
    static func isChallenge(_ text: String) -> Bool {
        text.utf8.count == 43 && text.utf8.allSatisfy { ASCII.isWord($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether the verifier fits. A verifier without a challenge does not: somebody took the challenge out of the request
    /// (RFC 9700, 2.1.1).
    static func verify(_ verifier: String?, challenge: String?) -> Bool {
        guard let challenge else { return verifier == nil }
        // RFC 7636, 4.1: 43 to 128 unreserved characters.
        guard let verifier, (43...128).contains(verifier.utf8.count) else { return false }
        let digest = Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
        return PasswordHasher.isEqual(Array(digest.utf8), Array(challenge.utf8))
    }
}
