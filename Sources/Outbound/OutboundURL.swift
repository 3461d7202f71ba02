// An address taken apart: what is connected to, and what is asked for there.

internal import Foundation

/// An http(s) address with a host and no user.
struct OutboundURL: Sendable, Hashable {
    let isSecure: Bool
    /// In lower case, without brackets and without a dot at its end.
    let host: String
    let port: Int
    /// Path and query.
    let target: String

    private static let longest = 4096

    /// Nil for what is not such an address.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest, let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https", parts.user == nil,
            parts.password == nil, var host = parts.encodedHost?.lowercased()
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(Self.isHostByte) else { return nil }
        isSecure = scheme == "https"
        self.host = host
        let port = parts.port ?? (isSecure ? 443 : 80)
        guard (1...65_535).contains(port) else { return nil }
        self.port = port
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        target = parts.percentEncodedQuery.map { "\(path)?\($0)" } ?? path
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default:
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ":")
        }
    }

    /// As in the Host header.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The whole address, without a fragment.
    var text: String { "\(isSecure ? "https" : "http")://\(authority)\(target)" }
}
