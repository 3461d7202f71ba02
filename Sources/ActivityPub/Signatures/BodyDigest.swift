// The digest of a body, in the old header and in the new one (RFC 3230, RFC 9530).

internal import Crypto

enum BodyDigest {
    /// The value of `Digest`.
    static func old(_ body: [UInt8]) -> String { "SHA-256=" + Base64.encode(Array(SHA256.hash(data: body))) }

    /// The value of `Content-Digest`.
    static func new(_ body: [UInt8]) -> String { "sha-256=:\(Base64.encode(Array(SHA256.hash(data: body)))):" }

    /// Does every SHA-256 of a `Digest` header belong to the body, and is there one?
    static func isRight(old header: String, of body: [UInt8]) -> Bool {
        var found = false
        for part in header.split(separator: ",").prefix(8) {
            guard let equals = part.firstIndex(of: "=") else { continue }
            guard String(part[..<equals]).trimmed().lowercased() == "sha-256" else { continue }
            let text = String(part[part.index(after: equals)...]).trimmed()
            guard Base64.decode(text) == Array(SHA256.hash(data: body)) else { return false }
            found = true
        }
        return found
    }

    /// Does every digest of a `Content-Digest` header that we can make belong to the body, and is there one?
    static func isRight(new header: String, of body: [UInt8]) -> Bool {
        guard let members = StructuredField.dictionary(header) else { return false }
        var found = false
        for member in members {
            let digest: [UInt8]
            switch member.key {
            case "sha-256": digest = Array(SHA256.hash(data: body))
            case "sha-512": digest = Array(SHA512.hash(data: body))
            default: continue
            }
            guard case .item(.bytes(digest), _) = member.value else { return false }
            found = true
        }
        return found
    }
}
