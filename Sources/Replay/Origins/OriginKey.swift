// The key of a made-up server, and the signature of what its people send: draft-cavage-http-signatures-12, as most servers
// sign. Nothing of the server's own code is in it: a check that signs as its subject does would share its mistakes.

internal import Crypto
internal import CryptoExtras
internal import Foundation

struct OriginKey: Sendable {
    private let key: _RSA.Signing.PrivateKey
    /// Of the public half, as actors carry it.
    let pem: String

    init() throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        pem = key.publicKey.pemRepresentation
    }

    /// The headers of a signed POST.
    ///
    /// - Parameters:
    ///   - authority: host and port under which the server is known.
    ///   - keyID: the address of the key in its actor's document.
    func headers(
        postingTo path: String,
        at authority: String,
        _ body: [UInt8],
        keyID: String
    ) throws -> [(name: String, value: String)] {
        let digest = "SHA-256=" + Data(SHA256.hash(data: body)).base64EncodedString()
        let signed = [
            ("(request-target)", "post \(path)"), ("host", authority), ("date", OriginKey.date()), ("digest", digest),
            ("content-type", OriginKey.contentType),
        ]
        let text = signed.map { "\($0): \($1)" }.joined(separator: "\n")
        let signature = try key.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
        let value = """
            keyId="\(keyID)",algorithm="rsa-sha256",headers="\(signed.map(\.0).joined(separator: " "))",\
            signature="\(signature.rawRepresentation.base64EncodedString())"
            """
        return signed.dropFirst().map { (name: $0.0, value: $0.1) } + [("signature", value)]
    }

    static let contentType = "application/activity+json"

    /// Now, as RFC 9110 §5.6.7 writes it.
    private static func date() -> String {
        var (now, parts) = (time(nil), tm())
        gmtime_r(&now, &parts)
        let size = 40
        var text = [CChar](repeating: 0, count: size)
        let length = strftime(&text, size, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
