// The address that an app names for its messages.

internal import Basics

/// An http(s) address of a push service, taken apart as far as this server needs.
public struct PushEndpoint: Sendable, Equatable {
    public static let maximumBytes = 2048

    public let url: String
    public let isSecure: Bool
    /// Lower case, without the port.
    public let host: String
    /// Scheme, host and port: for whom a proof of origin is made (RFC 8292 §2).
    public let origin: String

    /// Nil for what is no address of a host, has a user, or is longer than any push service's.
    public init?(_ url: String) {
        guard url.utf8.count <= Self.maximumBytes, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let lower = url.prefix(8).lowercased()
        let scheme = lower.hasPrefix("https://") ? "https://" : "http://"
        guard lower.hasPrefix(scheme) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        var host = Substring(authority)
        if let end = authority.lastIndex(of: "]"), authority.hasPrefix("[") {
            host = authority[...end]
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
        }
        let port = authority[host.endIndex...]
        guard !host.isEmpty, port.isEmpty || UInt16(port.dropFirst()) != nil,
            host.hasPrefix("[")
                ? host.hasSuffix("]")
                    && host.dropFirst().dropLast().utf8.allSatisfy({ ASCII.isWord($0) || ":.".utf8.contains($0) })
                : host.utf8.allSatisfy({ ASCII.isWord($0) || ".-".utf8.contains($0) })
        else { return nil }
        self.url = url
        isSecure = scheme == "https://"
        self.host = String(host)
        origin = scheme + authority
    }
}

/// One message, encrypted, ready to be sent.
public struct PushMessage: Sendable, Equatable {
    public var endpoint: PushEndpoint
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(endpoint: PushEndpoint, headers: [(name: String, value: String)], body: [UInt8]) {
        self.endpoint = endpoint
        self.headers = headers
        self.body = body
    }

    public static func == (a: PushMessage, b: PushMessage) -> Bool {
        a.endpoint == b.endpoint && a.body == b.body
            && a.headers.elementsEqual(b.headers) { $0.name == $1.name && $0.value == $1.value }
    }
}

/// Sends a message and returns the status that the push service answered with.
public typealias PushSend = @Sendable (PushMessage) async throws -> Int
