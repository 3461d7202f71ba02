// The conversation with a mail server, without a wire.
import Domain
import Foundation
import Testing

@testable import Mail

@Suite("Conversations with mail servers")
struct DialogueTests {
    private let login = MailServer.Login(user: "chorus", password: "secret")

    private func dialogue(_ security: MailServer.Security, login: MailServer.Login? = nil) throws -> SMTPDialogue {
        SMTPDialogue(
            MailServer(
                host: "mail.example",
                security: security,
                login: login,
                from: try #require(EmailAddress.validate("chorus@chorus.example"))
            ),
            name: "chorus.example",
            to: try #require(EmailAddress.validate("alice@mail.example")),
            letter: Array("Subject: x\r\n\r\n.\r\n".utf8)
        )
    }

    /// What is said after each reply: lines, `<tls>` for what begins TLS, `<fail>` or `<never>` for what ends it.
    private func talk(_ dialogue: SMTPDialogue, _ replies: [String]) throws -> [String] {
        var (dialogue, said): (SMTPDialogue, [String]) = (dialogue, [])
        for text in replies {
            var reader = SMTPReplyReader()
            reader.feed(Array("\(text)\r\n".utf8))
            switch dialogue.receive(try #require(try reader.next())) {
            case .send(let bytes), .done(let bytes): said.append(String(decoding: bytes.dropLast(2), as: UTF8.self))
            case .startTLS(let hello): said.append("<tls> " + String(decoding: hello.dropLast(2), as: UTF8.self))
            case .fail(let failure): said.append(failure.isFinal ? "<never>" : "<fail>")
            case .close: said.append("<close>")
            }
        }
        return said
    }

    private let end = [
        "MAIL FROM:<chorus@chorus.example>", "RCPT TO:<alice@mail.example>", "DATA", "Subject: x\r\n\r\n..\r\n.",
        "QUIT", "<close>",
    ]
    private let taken = ["250 ok", "250 ok", "354 go on", "250 taken", "221 bye"]

    @Test("without TLS and login, to its end")
    func simple() throws {
        let said = try talk(dialogue(.none), ["220 hi", "250 mail.example"] + taken)
        #expect(said == ["EHLO chorus.example"] + end)
    }

    @Test("STARTTLS comes first, then all is asked anew")
    func startTLS() throws {
        let plain = "AUTH PLAIN \(Data("\0chorus\0secret".utf8).base64EncodedString())"
        let said = try talk(
            dialogue(.starttls, login: login),
            ["220 hi", "250-a\r\n250-STARTTLS\r\n250 AUTH PLAIN", "220 go", "250-a\r\n250 AUTH LOGIN PLAIN", "235 in"]
                + taken
        )
        #expect(said == ["EHLO chorus.example", "STARTTLS", "<tls> EHLO chorus.example", plain] + end)
    }

    @Test("AUTH LOGIN where there is no PLAIN, and only what was offered over TLS counts")
    func authLogin() throws {
        let said = try talk(
            dialogue(.tls, login: login),
            ["220 hi", "250-a\r\n250 AUTH LOGIN", "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 in"] + taken
        )
        #expect(said == ["EHLO chorus.example", "AUTH LOGIN", "Y2hvcnVz", "c2VjcmV0"] + end)
        #expect(try talk(dialogue(.tls, login: login), ["220 hi", "250-a\r\n250 AUTH GSSAPI"]).last == "<fail>")
    }

    @Test("nothing goes out in clear where TLS is wanted")
    func downgrade() throws {
        for replies in [["220 hi", "250 AUTH PLAIN"], ["220 hi", "250-a\r\n250 STARTTLS", "454 not now"]] {
            let said = try talk(dialogue(.starttls, login: login), replies)
            #expect(said.last == "<fail>" && !said.contains { $0.contains("AUTH") || $0.contains("MAIL") })
        }
    }

    @Test(
        "a 4 is for later, a 5 about the letter is for ever, and a 5 about our settings is not",
        arguments: [
            (["421 busy"], "<fail>"), (["554 go away"], "<fail>"), (["220 hi", "502 what"], "<fail>"),
            (["220 hi", "250 a", "451 later"], "<fail>"), (["220 hi", "250 a", "553 not you"], "<never>"),
            (["220 hi", "250 a", "530 sign in"], "<fail>"),
            (["220 hi", "250 a", "250 ok", "450 full"], "<fail>"),
            (["220 hi", "250 a", "250 ok", "550 5.1.1 who"], "<never>"),
            (["220 hi", "250 a", "250 ok", "250 ok", "554 no"], "<never>"),
            (["220 hi", "250 a", "250 ok", "250 ok", "354 go", "552 too large"], "<never>"),
            (["220 hi", "250 a", "250 ok", "250 ok", "354 go", "421 bye"], "<fail>"),
            (["220 hi", "250 a", "250 ok", "250 ok", "250 what"], "<fail>"), (["220 hi", "354 what"], "<fail>"),
        ] as [([String], String)]
    )
    func refusals(_ replies: [String], _ end: String) throws {
        #expect(try talk(dialogue(.none), replies).last == end)
    }

    @Test("a wrong password is a failure that can be mended, and is in no sentence")
    func wrongPassword() throws {
        var talk = try dialogue(.tls, login: login)
        for text in ["220 hi", "250-a\r\n250 AUTH PLAIN"] {
            var reader = SMTPReplyReader()
            reader.feed(Array("\(text)\r\n".utf8))
            _ = talk.receive(try #require(try reader.next()))
        }
        let refused = talk.receive(SMTPReply(code: 535, lines: ["5.7.8 no alice@mail.example here"]))
        guard case .fail(let failure) = refused else { throw MailFailure("not refused") }
        #expect(failure.description == "the mail server refused our login: 535 5.7.8" && !failure.isFinal)
        #expect(failure.reply == "535 5.7.8 no alice@mail.example here")
    }
}
