// The rule for `@user` and `@user@host`.

import Basics

extension TokenScanner {
    /// Reads a mention at the `@` at `start`; gives the index to go on from.
    mutating func mention(at start: Int) -> Int {
        if let previous = ScalarScan.scalar(bytes, before: start),
            previous == "@" || previous == "/" || previous == "=" || previous.isWord
        {
            return start + 1
        }
        let nameEnd = usernameEnd(from: start + 1)
        guard nameEnd > start + 1 else { return start + 1 }
        var end = nameEnd
        var domain: String?
        if nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: "@") {
            let host = host(from: nameEnd + 1)
            if !host.isEmpty, host.end - host.start <= Host.maximumLength {
                end = host.isLocal ? port(from: host.end) : host.end
                domain = text(nameEnd + 1..<end)
            }
        }
        guard !isSpoiled(end) else { return end }
        tokens.append(
            StatusToken(kind: .mention(username: text(start + 1..<nameEnd), domain: domain), range: start..<end)
        )
        return end
    }

    /// The end of `[A-Za-z0-9_]+` with `.` and `-` inside; `start` when there is none.
    private func usernameEnd(from start: Int) -> Int {
        var index = start
        var end = start
        while index < bytes.count {
            let byte = bytes[index]
            if ASCII.isWord(byte) {
                end = index + 1
            } else if index == start || (byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-")) {
                break
            }
            index += 1
        }
        return end
    }

    /// What follows makes it something else than a mention: a second address, a URL, or a name in Latin letters with accents.
    private func isSpoiled(_ end: Int) -> Bool {
        guard end < bytes.count else { return false }
        if bytes[end] == UInt8(ascii: "@") || isAtSchemeEnd(end) { return true }
        return bytes[end] >= 0x80 && ScalarScan.scalar(bytes, at: end).scalar.isLatinWithAccent
    }
}
