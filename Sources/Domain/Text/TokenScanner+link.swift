// The rule for http and https URLs in running text (no list of top-level domains: it would age).

import Basics

extension TokenScanner {
    /// A longer run of URL characters is left as text: it would count as 23 whatever its length.
    static let maximumURLBytes = 4096

    /// Reads a URL at the `h` at `start`; gives the index to go on from.
    mutating func link(at start: Int) -> Int {
        guard let hostStart = schemeEnd(from: start) else { return start + 1 }
        if let previous = ScalarScan.scalar(bytes, before: start), spoilsLink(previous) { return hostStart }
        let host = host(from: hostStart)
        guard isLinkable(host) else { return hostStart }
        let authorityEnd = port(from: host.end)
        // A user name before the host ("https://bank.example@evil.example") is how links lie: no link.
        guard authorityEnd == bytes.count || bytes[authorityEnd] != UInt8(ascii: "@") else { return authorityEnd }
        let tail = URLTail.read(bytes, from: authorityEnd)
        guard tail.end - start <= Self.maximumURLBytes else { return tail.scanned }
        tokens.append(StatusToken(kind: .link(url: text(start..<tail.end)), range: start..<tail.end))
        return tail.end
    }

    /// The index after "http://" or "https://" in any letter case.
    private func schemeEnd(from start: Int) -> Int? {
        var index = start
        for letter in "http".utf8 {
            guard index < bytes.count, ASCII.lowercased(bytes[index]) == letter else { return nil }
            index += 1
        }
        if index < bytes.count, ASCII.lowercased(bytes[index]) == UInt8(ascii: "s") { index += 1 }
        return isAtSchemeEnd(index) ? index + 3 : nil
    }

    /// Scripts without spaces put a URL right after a word, so only ASCII words spoil it.
    private func spoilsLink(_ previous: Unicode.Scalar) -> Bool {
        switch previous {
        case "@", "\u{FF20}", "$", "#", "\u{FF03}": true
        default: previous.isASCII && ASCII.isAlphanumeric(UInt8(truncatingIfNeeded: previous.value))
        }
    }

    /// A dotted name whose last label is letters (or punycode), an IPv4 address, or localhost.
    private func isLinkable(_ host: Host) -> Bool {
        guard !host.isEmpty, host.end - host.start <= Host.maximumLength else { return false }
        if host.isLocal { return host.dots == 3 || bytes[host.start] == UInt8(ascii: "l") }
        let label = bytes[host.lastLabel..<host.end]
        guard host.dots > 0, label.count >= 2 else { return false }
        return label.allSatisfy { ASCII.isLetter($0) || $0 >= 0x80 } || label.starts(with: "xn--".utf8)
    }
}

/// Path, query and fragment of a URL in text.
struct URLTail {
    /// The end of the URL, with trailing punctuation left out.
    var end: Int
    /// How far the reader looked; nothing between `end` and here starts with a scheme outside brackets.
    var scanned: Int

    /// Reads from the end of host and port. Round brackets count when balanced, two deep.
    static func read(_ bytes: [UInt8], from start: Int) -> URLTail {
        var tail = URLTail(end: start, scanned: start)
        guard start < bytes.count, "/?#".utf8.contains(bytes[start]) else { return tail }
        var index = start
        var depth = 0
        var inQuery = false
        scan: while index < bytes.count {
            let (scalar, next) = ScalarScan.scalar(bytes, at: index)
            switch scalar {
            case "(":
                guard depth < 2 else { break scan }
                depth += 1
            case ")":
                guard depth > 0 else { break scan }
                depth -= 1
                if depth == 0 { tail.end = next }
            default:
                if scalar == "?" { inQuery = true }
                switch URLCharacter.role(of: scalar, inQuery: inQuery) {
                case .stops: break scan
                case .continues: break
                case .ends: if depth == 0 { tail.end = next }
                }
            }
            index = next
        }
        tail.scanned = index
        return tail
    }
}
