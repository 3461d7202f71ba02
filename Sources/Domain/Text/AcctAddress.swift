// Addresses of accounts as people type them: "@user", "user@host", "acct:user@host".

import Basics

/// A username with the domain it was given with, if any. Whether a domain is the local one is for the caller to say.
public struct AcctAddress: Hashable, Sendable {
    /// As written.
    public let username: String
    /// In lower case, with a port where one was given.
    public let domain: String?

    public init(username: String, domain: String?) {
        self.username = username
        self.domain = domain?.lowercased()
    }

    /// The form to compare and to look up by: all lower case.
    public var folded: AcctAddress {
        AcctAddress(username: Username.folded(username), domain: domain)
    }

    /// `user` or `user@host`.
    public var acct: String {
        if let domain { "\(username)@\(domain)" } else { username }
    }

    /// Reads an address with or without `@` or `acct:` in front and white space around; nil for anything else.
    public static func parse(_ written: String) -> AcctAddress? {
        guard written.utf8.count <= 600 else { return nil }
        var bytes = Array(written.utf8)[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        if bytes.count >= 5, bytes.prefix(5).lazy.map(ASCII.lowercased).elementsEqual("acct:".utf8) {
            bytes.removeFirst(5)
        }
        if bytes.first != UInt8(ascii: "@") { bytes = [UInt8(ascii: "@")] + bytes }
        // The rule for running text decides, and must take the whole.
        var scanner = TokenScanner(bytes: Array(bytes))
        return scanner.address()
    }

    /// A domain, with a port where one was given, in lower case; nil for what cannot stand in an address.
    public static func domain(_ written: String) -> String? {
        let line = ProfileLine.line(written)
        return line.contains("@") ? nil : parse("somebody@\(line)")?.domain
    }
}

extension TokenScanner {
    /// The whole of `bytes` as one address.
    fileprivate mutating func address() -> AcctAddress? {
        guard let at = bytes.dropFirst().firstIndex(of: UInt8(ascii: "@")) else {
            guard mention(at: 0) == bytes.count, case .mention(let username, nil)? = tokens.first?.kind else {
                return nil
            }
            return AcctAddress(username: username, domain: nil)
        }
        var user = TokenScanner(bytes: Array(bytes[..<at]))
        guard let username = user.address()?.username else { return nil }
        let host = host(from: at + 1)
        guard !host.isEmpty, host.end - host.start <= Host.maximumLength, port(from: host.end) == bytes.count else {
            return nil
        }
        return AcctAddress(username: username, domain: text(at + 1..<bytes.count))
    }
}
