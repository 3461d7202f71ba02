// What a mail server says, read from bytes that may be anything (RFC 5321, 4.2).

internal import Basics

/// One reply: a code, and what was said with it, a line each.
struct SMTPReply: Sendable, Equatable {
    var code: Int
    var lines: [String]

    /// The enhanced status code (RFC 2034), such as `5.1.1`.
    var enhancedCode: String? {
        guard let word = lines.first?.split(separator: " ", maxSplits: 1).first else { return nil }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let isCode =
            parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(ASCII.isDigit) }
        return isCode ? String(word) : nil
    }

    /// Whether an EHLO reply names an extension; nil where it does not, else its parameters in upper case.
    func parameters(of keyword: String) -> [String]? {
        for line in lines.dropFirst() {
            // Old servers write AUTH=LOGIN.
            let words = line.uppercased().split { $0 == " " || $0 == "=" }.map(String.init)
            if words.first == keyword { return Array(words.dropFirst()) }
        }
        return nil
    }
}

/// What no mail server says.
enum SMTPReplyError: Error, Equatable {
    case malformed
    case tooLong
}

/// Takes bytes as they come and gives whole replies, within bounds.
struct SMTPReplyReader: Sendable {
    /// RFC 5321, 4.5.3.1.5 allows 512; some say more.
    static let longestLine = 2048
    static let mostLines = 128

    private var bytes: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Whether something came that is no whole reply, or was not asked for.
    var holdsBytes: Bool { !bytes.isEmpty || code != nil }

    mutating func feed(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next whole reply; nil until more has come.
    mutating func next() throws(SMTPReplyError) -> SMTPReply? {
        while let end = bytes.firstIndex(of: 0x0A) {
            let line = Array(bytes[..<end])
            bytes.removeFirst(end + 1)
            if let reply = try take(line) { return reply }
        }
        guard bytes.count <= SMTPReplyReader.longestLine else { throw .tooLong }
        return nil
    }

    private mutating func take(_ line: [UInt8]) throws(SMTPReplyError) -> SMTPReply? {
        guard line.count <= SMTPReplyReader.longestLine, lines.count < SMTPReplyReader.mostLines else { throw .tooLong }
        let line = line.last == 0x0D ? line.dropLast() : line[...]
        guard line.count >= 3, line.prefix(3).allSatisfy(ASCII.isDigit), (0x32...0x35).contains(line[0]) else {
            throw .malformed
        }
        let number = line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard code == nil || code == number else { throw .malformed }
        let rest = line.dropFirst(3)
        guard let mark = rest.first ?? " ".utf8.first, mark == 0x20 || mark == 0x2D else { throw .malformed }
        code = number
        // Shown to admins: what could move a cursor is left out.
        lines.append(String(decoding: rest.dropFirst().map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self))
        guard mark == 0x20 else { return nil }
        defer { (code, lines) = (nil, []) }
        return SMTPReply(code: number, lines: lines)
    }
}
