// Addresses of this server for files of others, which nobody else can make: who reads here stays unknown there, and nobody
// has this server fetch what they like.

internal import Basics
internal import Crypto
public import Domain

public struct RemoteFileSigner: Sendable, Equatable {
    private let key: [UInt8]

    /// - Parameter secret: 32 bytes that are not in the database.
    public init(secret: [UInt8]) {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret),
            info: Array("chorus files of others".utf8),
            outputByteCount: 32
        )
        key = derived.withUnsafeBytes { Array($0) }
    }

    /// Longer addresses get no copy.
    static let longest = 2048

    /// `/proxy/SIZE/SIGNATURE/ADDRESS`; nil for what is not an address of http(s).
    public func path(_ url: String, _ size: RemoteFileSize) -> String? {
        guard url.utf8.count <= Self.longest, url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
        return "/proxy/\(size.rawValue)/\(signature(url, size))/\(Base64URL.encode(url.utf8))"
    }

    /// The address in such a path; nil where this server did not make it.
    public func url(size: RemoteFileSize, signature: String, address: String) -> String? {
        guard let bytes = Base64URL.decode(address), let url = String(validating: bytes, as: UTF8.self),
            let given = Base64URL.decode(signature), given.count == 16
        else { return nil }
        let code = code(url, size)
        // Takes the same time wherever they differ.
        return zip(code, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0 ? url : nil
    }

    private func signature(_ url: String, _ size: RemoteFileSize) -> String { Base64URL.encode(code(url, size)) }

    private func code(_ url: String, _ size: RemoteFileSize) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(size.rawValue) \(url)".utf8),
            using: SymmetricKey(data: key)
        )
        return Array(code.prefix(16))
    }
}
