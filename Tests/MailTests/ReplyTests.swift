// What mail servers say, and what none says.
import Testing

@testable import Mail

@Suite("Replies of mail servers")
struct ReplyTests {
    private func read(_ text: String, pieces: Int = 1) throws -> [SMTPReply] {
        var reader = SMTPReplyReader()
        var replies: [SMTPReply] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let reply = try reader.next() { replies.append(reply) }
        }
        return replies
    }

    @Test("replies of one line and of many, in pieces of any size", arguments: [1, 3, 1000])
    func sound(_ pieces: Int) throws {
        let replies = try read(
            "220 mail.example ESMTP\r\n250-mail.example\r\n250-starttls\r\n250-AUTH=LOGIN plain\r\n250 HELP\r\n250\r\n"
                + "550 5.1.1 no such person\n",
            pieces: pieces
        )
        #expect(replies.map(\.code) == [220, 250, 250, 550])
        #expect(replies[1].parameters(of: "STARTTLS") == [])
        #expect(replies[1].parameters(of: "AUTH") == ["LOGIN", "PLAIN"])
        #expect(replies[1].parameters(of: "SIZE") == nil)
        #expect(replies[2].lines == [""])
        #expect(replies[3].enhancedCode == "5.1.1" && replies[1].enhancedCode == nil)
    }

    @Test(
        "what is no reply is refused",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "99\r\n", "199 x\r\n", "600 x\r\n", "250_x\r\n", "250-a\r\n251 b\r\n",
            "\r\n", "\0\0\0\n",
        ]
    )
    func malformed(_ text: String) {
        #expect(throws: SMTPReplyError.malformed) { try read(text) }
    }

    @Test("lines and replies without an end are too long")
    func tooLong() {
        #expect(throws: SMTPReplyError.tooLong) { try read(String(repeating: "2", count: 3000)) }
        #expect(throws: SMTPReplyError.tooLong) {
            try read("250 " + String(repeating: "x", count: 3000) + "\r\n", pieces: 9999)
        }
        #expect(throws: SMTPReplyError.tooLong) { try read(String(repeating: "250-x\r\n", count: 200)) }
    }

    @Test("any bytes are read or refused, and what is kept of them is bounded")
    func anything() {
        var random = SplitMix(seed: 20)
        let alphabet = Array("2225590- \r\n\n=xé\0".utf8)
        for _ in 0..<2000 {
            var reader = SMTPReplyReader()
            do {
                for _ in 0..<20 {
                    reader.feed(
                        (0..<Int.random(in: 0...30, using: &random)).map { _ in
                            alphabet.randomElement(using: &random) ?? 0
                        }
                    )
                    while let reply = try reader.next() {
                        #expect(
                            (200..<600).contains(reply.code)
                                && (1...SMTPReplyReader.mostLines).contains(reply.lines.count)
                        )
                        _ = (reply.enhancedCode, reply.parameters(of: "AUTH"))
                    }
                }
            } catch {
                continue
            }
        }
    }

    @Test("what is shown of a reply moves no cursor")
    func printable() throws {
        #expect(try read("250 a\u{1B}[2Jb\u{7}é\r\n").first?.lines == ["a?[2Jb???"])
    }

    @Test("bytes that were not asked for are known of")
    func leftovers() throws {
        var reader = SMTPReplyReader()
        reader.feed(Array("220 go\r\n".utf8))
        _ = try reader.next()
        #expect(!reader.holdsBytes)
        reader.feed(Array("2".utf8))
        #expect(reader.holdsBytes)
    }
}

/// The same numbers in each run (Steele, Lea, Flood: SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
