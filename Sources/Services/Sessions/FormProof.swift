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
    public static func make(for secret: String) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array("chorus form".utf8), using: key))
    }

    public static func isValid(_ proof: String, for secret: String) -> Bool {
        PasswordHasher.isEqual(Array(proof.utf8), Array(make(for: secret).utf8))
    }

    /// A secret for the cookie of those who are not signed in.
    public static func secret() -> String { RandomToken.make() }
}
