// `acct:alice@chorus.example` (RFC 7565) and the ways in which people write it.

internal import Basics

/// Name and server of an account, as WebFinger asks for it.
public struct AccountAddress: Hashable, Sendable, CustomStringConvertible {
    /// As written: names are compared without regard to case.
    public var name: String
    /// In canonical form, with its port where one was written.
    public var domain: String

    /// Reads `acct:alice@host`, `alice@host`, `@alice@host` and `alice@host:8080`; nil for all else.
    public init?(_ text: String) {
        guard text.utf8.count <= 2048 else { return nil }
        var rest = text[...]
        if rest.prefix(5).lowercased() == "acct:" { rest = rest.dropFirst(5) }
        if rest.hasPrefix("@") { rest = rest.dropFirst() }
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(name: String(parts[0]), domain: parts[1])
    }

    /// Nil where either is not what a name or a host can be.
    public init?(name: String, domain: some StringProtocol) {
        guard AccountAddress.isName(name), let domain = AccountAddress.canonical(domain: domain) else { return nil }
        self.name = name
        self.domain = domain
    }

    /// `alice@host`.
    public var description: String { "\(name)@\(domain)" }

    /// `acct:alice@host`.
    public var resource: String { "acct:\(name)@\(domain)" }

    /// Where WebFinger answers for it.
    public func webFinger(isSecure: Bool = true) -> String {
        "\(isSecure ? "https" : "http")://\(domain)/.well-known/webfinger?resource=\(PercentEncoding.encode(resource))"
    }

    /// Letters, digits and underscores; dots and hyphens within. What Mastodon takes, and with it everybody.
    public static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 255 else { return false }
        return ASCII.isWord(first) && ASCII.isWord(last)
            && bytes.allSatisfy { ASCII.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func canonical(domain: some StringProtocol) -> String? {
        guard let colon = domain.lastIndex(of: ":"), !domain.hasSuffix("]") else { return HostName.canonical(domain) }
        let digits = domain[domain.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit), let port = Int(digits),
            (1...65_535).contains(port), let host = HostName.canonical(domain[..<colon])
        else { return nil }
        return port == 443 ? host : "\(host):\(port)"
    }
}
