// Proof that a form was made by this server for this browser.

internal import Basics
internal import Crypto

/// A value for the hidden `csrf` field of a form, made of a secret in a cookie: of the session where there is one, else of
/// a cookie that only serves the sign-in and sign-up forms.
///
/// `SameSite=Lax` alone is not enough. A forged sign-in needs no cookie of the victim at all: it signs them in to the
/// attacker's account, where what they write is read. And "site" is the registrable domain: a page on a sibling host is
/// the same site and sends its forms with our cookies. A page elsewhere can read neither the cookie nor the field, so it
/// cannot make the two fit.
public enum FormProof {
    /// HMAC-SHA256 keyed by the secret, so that the field does not give it away; base64url.
    ///
    /// - Parameter account: of a session, whose it is: behind a point, so that what somebody wrote is given back to them alone when
    ///   their session has ended.
    public static func make(for secret: String, account: Int64? = nil) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let proof = Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array("chorus form".utf8), using: key))
        return account.map { "\(proof).\($0)" } ?? proof
    }

    public static func isValid(_ proof: String, for secret: String) -> Bool {
        PasswordHasher.isEqual(Array(proof.utf8.prefix { $0 != UInt8(ascii: ".") }), Array(make(for: secret).utf8))
    }

    /// Whose page a form is of, by its proof; nil where it does not say. It proves nothing.
    public static func writer(_ proof: String) -> Int64? {
        proof.split(separator: ".", maxSplits: 1).dropFirst().first.flatMap { Int64($0) }
    }

    /// A secret for the cookie of those who are not signed in.
    public static func secret() -> String { RandomToken.make() }
}
