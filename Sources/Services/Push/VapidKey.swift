// The key by which push services know this server (VAPID, RFC 8292): made once, kept in the database.

internal import Basics
internal import Crypto
internal import Domain
internal import Foundation

/// A P-256 key that signs.
struct VapidKey: Sendable {
    private let key: P256.Signing.PrivateKey

    init() { key = P256.Signing.PrivateKey() }

    init?(_ bytes: [UInt8]) {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
        self.key = key
    }

    var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// Uncompressed, in base64url: what apps give to their push service.
    var publicText: String { Base64URL.encode(key.publicKey.x963Representation) }

    /// Says to one push service, for half a day, who sends (RFC 8292 §2).
    func token(for origin: String, subject: String, at now: Timestamp) throws -> String {
        var claims = JSONWriter(capacity: 256)
        claims.beginObject()
        claims.field("aud", origin)
        claims.field("exp", now.seconds + 12 * 3600)
        claims.field("sub", subject)
        claims.endObject()
        let text = Base64URL.encode(Array(#"{"typ":"JWT","alg":"ES256"}"#.utf8)) + "." + Base64URL.encode(claims.bytes)
        let signature = try key.signature(for: Array(text.utf8))
        return text + "." + Base64URL.encode(signature.rawRepresentation)
    }
}
