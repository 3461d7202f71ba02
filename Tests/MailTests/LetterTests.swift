// Letters as they travel: short lines of ASCII, and nobody's text becomes a header.
import Basics
import Domain
import Foundation
import Testing

@testable import Mail

@Suite("Letters")
struct LetterTests {
    private func letter(_ subject: String, _ text: String, name: String = "Chorus") throws -> Letter {
        Letter(
            message: MailMessage(
                id: "job7",
                to: try #require(EmailAddress.validate("alice@mail.example")),
                subject: subject,
                text: text,
                date: Timestamp(seconds: 1_508_098_860)
            ),
            from: try #require(EmailAddress.validate("chorus@chorus.example")),
            name: name,
            host: "chorus.example"
        )
    }

    private func lines(_ letter: Letter) -> [String] {
        String(decoding: letter.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    }

    /// Encoded words read back (RFC 2047, B only), folds taken out.
    private func decoded(_ header: String) throws -> String {
        var bytes: [UInt8] = []
        for word in header.replacing("\r\n ", with: " ").split(separator: " ") {
            let parts = word.split(separator: "?")
            #expect(word.utf8.count <= 75 && parts.count == 5 && parts[1] == "utf-8" && parts[2] == "B")
            bytes += Array(try #require(Data(base64Encoded: String(parts[3]))))
            // Each word is whole by itself.
            #expect(String(bytes: bytes, encoding: .utf8) != nil)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Quoted-printable read back.
    private func unquoted(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self).replacing("=\r\n", with: "")
        var out: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "="), rest.count >= 2 else {
                out.append(byte)
                continue
            }
            out += Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)) ?? []
            rest = rest.dropFirst(2)
        }
        return String(decoding: out, as: UTF8.self)
    }

    @Test("a plain letter is plain")
    func plain() throws {
        #expect(
            lines(try letter("Hello", "One line.\nA = B")) == [
                "Date: Sun, 15 Oct 2017 20:21:00 +0000",
                "From: \"Chorus\" <chorus@chorus.example>",
                "To: <alice@mail.example>",
                "Subject: Hello",
                "Message-ID: <job7@chorus.example>",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "", "One line.", "A =3D B", "",
            ]
        )
    }

    @Test("a subject or a name cannot end its line")
    func injection() throws {
        let hostile = "Hi\r\nBcc: eve@mail.example\r\n\r\nBody\u{0}\u{85}"
        let head = lines(try letter(hostile, "x", name: hostile)).prefix { !$0.isEmpty }
        #expect(head.count == 9 && !head.contains { $0.hasPrefix("Bcc") || $0.hasPrefix("Body") })
        #expect(head.contains("Subject: Hi  Bcc: eve@mail.example    Body"))
        #expect(Letter.phrase(#"A "quoted" \ name"#) == #""A \"quoted\" \\ name""#)
    }

    @Test(
        "other letters become encoded words, whole ones",
        arguments: [
            "Grüße aus Wien", "これは長い件名です。とても長いので、一行には入りません。ほんとうに。", "👩‍👩‍👧‍👦 family and more family 👩‍👩‍👧‍👦",
            "plain but much longer than what fits into one line of a header, which is why it is encoded",
            "=?utf-8?Q?x?=",
        ]
    )
    func words(_ subject: String) throws {
        #expect(try decoded(Letter.text(subject)) == subject)
    }

    @Test(
        "a body of any text comes back, in lines of at most 76",
        arguments: [
            "", ".", "..\n.\n", "trailing blank \nand tab\t\n end", String(repeating: "long ", count: 60),
            String(repeating: "é=", count: 100), String(repeating: "x", count: 76), String(repeating: "x", count: 77),
            String(repeating: "x", count: 75) + " ", "mixed\r\nends\n",
        ]
    )
    func bodies(_ text: String) {
        let bytes = Letter.quotedPrintable(text)
        for line in String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 76 && line.utf8.allSatisfy { $0 == 9 || (0x20...0x7E).contains($0) })
            #expect(line.last != " " && line.last != "\t")
        }
        #expect(unquoted(bytes).replacing("\r\n", with: "\n") == text.replacing("\r\n", with: "\n") + "\n")
    }

    @Test("each day of the week has its name")
    func days() {
        #expect(Letter.date(Timestamp(seconds: 0)) == "Thu, 1 Jan 1970 00:00:00 +0000")
        #expect(Letter.date(Timestamp(seconds: 1_795_478_400)) == "Tue, 24 Nov 2026 00:00:00 +0000")
        #expect(Letter.date(Timestamp(seconds: -1)) == "Wed, 31 Dec 1969 23:59:59 +0000")
    }

    @Test("dots at the beginnings of lines are doubled, and the letter ends")
    func stuffing() {
        func stuffed(_ text: String) -> String {
            String(decoding: SMTPDialogue.stuffed(Array(text.utf8)), as: UTF8.self)
        }
        #expect(stuffed(".\r\n..a\r\nb.c\r\n") == "..\r\n...a\r\nb.c\r\n.\r\n")
        #expect(stuffed("no end") == "no end\r\n.\r\n")
        #expect(stuffed("") == ".\r\n")
    }
}
