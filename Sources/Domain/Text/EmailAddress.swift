// E-mail addresses: a bounded and tolerant check (delivery is the real test) and the form that is unique.

import Basics

/// An e-mail address that looks deliverable.
public struct EmailAddress: Hashable, Sendable {
    /// RFC 5321, 4.5.3.1: 64 for the local part, 254 for the whole.
    public static let maximumBytes = 254

    /// As written, without surrounding white space.
    public let written: String
    /// In lower case: what is unique in storage.
    public let folded: String

    /// The address, or nil when there is no single `@` with a plausible local part and domain around it.
    public static func validate(_ written: String) -> EmailAddress? {
        guard written.utf8.count <= maximumBytes + 64 else { return nil }
        var bytes = Array(written.utf8)[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        guard bytes.count <= maximumBytes, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        guard isLocalPart(bytes[..<at]), isDomain(Array(bytes[(at + 1)...])) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return EmailAddress(written: text, folded: text.lowercased())
    }

    /// Whether it can be written to without SMTPUTF8 (RFC 6531).
    public var isASCII: Bool { written.utf8.allSatisfy { $0 < 0x80 } }

    /// A dot-atom (RFC 5322, 3.2.3) with UTF-8 (RFC 6531); quoted local parts are refused.
    private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "."), bytes.last != UInt8(ascii: ".") else {
            return false
        }
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "."), previous == byte { return false }
            guard ASCII.isWord(byte) || byte >= 0x80 || ".!#$%&'*+-/=?^`{|}~".utf8.contains(byte) else { return false }
            previous = byte
        }
        return true
    }

    private static func isDomain(_ bytes: [UInt8]) -> Bool {
        let scanner = TokenScanner(bytes: bytes)
        let host = scanner.host(from: 0)
        return host.end == bytes.count && (host.dots > 0 || host.isLocal) && !bytes.contains(UInt8(ascii: "_"))
    }
}
