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
///
/// Each proof begins with a number drawn for it. Pages are compressed, and somebody who sees how long they are could otherwise guess
/// one that stands in every page letter by letter (BREACH): no two pages have the same.
public enum FormProof {
    /// Bytes drawn for each proof.
    private static let drawn = 8

    /// What was drawn, and HMAC-SHA256 of it keyed by the secret, so that the field does not give it away; base64url.
    ///
    /// - Parameter account: of a session, whose it is: behind a point, so that what somebody wrote is given back to them alone when
    ///   their session has ended.
    public static func make(for secret: String, account: Int64? = nil) -> String {
        let salt = RandomToken.bytes(drawn)
        let proof = Base64URL.encode(salt + code(of: salt, secret))
        return account.map { "\(proof).\($0)" } ?? proof
    }

    public static func isValid(_ proof: String, for secret: String) -> Bool {
        guard let bytes = Base64URL.decode(String(proof.prefix { $0 != "." })), bytes.count > drawn else {
            return false
        }
        return PasswordHasher.isEqual(Array(bytes[drawn...]), Array(code(of: Array(bytes[..<drawn]), secret)))
    }

    private static func code(of salt: [UInt8], _ secret: String) -> HMAC<SHA256>.MAC {
        let key = SymmetricKey(data: Array(secret.utf8))
        return HMAC<SHA256>.authenticationCode(for: Array("chorus form ".utf8) + salt, using: key)
    }

    /// Whose page a form is of, by its proof; nil where it does not say. It proves nothing.
    public static func writer(_ proof: String) -> Int64? {
        proof.split(separator: ".", maxSplits: 1).dropFirst().first.flatMap { Int64($0) }
    }

    /// A secret for the cookie of those who are not signed in.
    public static func secret() -> String { RandomToken.make() }
}
