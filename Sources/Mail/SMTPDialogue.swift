// Handing over one letter, as a conversation without a wire: what is said next to what the mail server said last.

internal import Basics
internal import Domain
internal import Foundation

/// The client's side of SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH (RFC 4954), for one letter.
struct SMTPDialogue: Sendable {
    enum Action: Sendable, Equatable {
        case send([UInt8])
        /// Begin TLS, then say `hello` again.
        case startTLS(hello: [UInt8])
        /// The server has taken the letter: say this, and go when it was answered.
        case done([UInt8])
        case fail(MailFailure)
        case close
    }

    private enum Step: Sendable {
        case greeting, hello, startTLS, plainLogin, loginName, loginPassword, loginEnd, sender, recipient, data, body,
            quit
    }

    private let server: MailServer
    private let name: String
    private let recipient: EmailAddress
    /// The letter as it goes over the wire, with its end.
    private let body: [UInt8]
    private var step = Step.greeting
    private var isSecure: Bool

    /// - Parameter name: of this machine, as it introduces itself.
    init(_ server: MailServer, name: String, to recipient: EmailAddress, letter: [UInt8]) {
        self.server = server
        self.name = name
        self.recipient = recipient
        body = SMTPDialogue.stuffed(letter)
        isSecure = server.security == .tls
    }

    /// A letter with a dot put before each line that begins with one, and the line that ends it (RFC 5321, 4.5.2).
    static func stuffed(_ letter: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letter.count + 64)
        var startsLine = true
        for byte in letter {
            if startsLine, byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
            startsLine = byte == 0x0A
        }
        if !startsLine { bytes += Array("\r\n".utf8) }
        return bytes + Array(".\r\n".utf8)
    }

    mutating func receive(_ reply: SMTPReply) -> Action {
        switch (step, reply.code) {
        case (.quit, _): return .close
        case (.greeting, 220): return say(.hello, "EHLO \(name)")
        case (.hello, 250): return afterHello(reply)
        case (.startTLS, 220):
            isSecure = true
            step = .hello
            // What was said in clear is forgotten and asked anew (RFC 3207, 4.2).
            return .startTLS(hello: Array("EHLO \(name)\r\n".utf8))
        case (.loginName, 334): return say(.loginPassword, base64(server.login?.user))
        case (.loginPassword, 334): return say(.loginEnd, base64(server.login?.password))
        case (.plainLogin, 235), (.loginEnd, 235): return say(.sender, "MAIL FROM:<\(server.from.written)>")
        case (.sender, 250): return say(.recipient, "RCPT TO:<\(recipient.written)>")
        case (.recipient, 250), (.recipient, 251): return say(.data, "DATA")
        case (.data, 354):
            step = .body
            return .send(body)
        case (.body, 250):
            step = .quit
            return .done(SMTPDialogue.goodbye)
        default: return .fail(failure(reply))
        }
    }

    static let goodbye = Array("QUIT\r\n".utf8)

    private mutating func say(_ next: Step, _ line: String) -> Action {
        step = next
        return .send(Array("\(line)\r\n".utf8))
    }

    private mutating func afterHello(_ reply: SMTPReply) -> Action {
        if server.security == .starttls, !isSecure {
            guard reply.parameters(of: "STARTTLS") != nil else {
                // Somebody between the two may have taken the offer out.
                return .fail(MailFailure("the mail server offers no STARTTLS, and nothing is sent in clear"))
            }
            return say(.startTLS, "STARTTLS")
        }
        guard let login = server.login else { return say(.sender, "MAIL FROM:<\(server.from.written)>") }
        let ways = reply.parameters(of: "AUTH") ?? []
        if ways.contains("PLAIN") {
            return say(.plainLogin, "AUTH PLAIN \(base64("\0\(login.user)\0\(login.password)"))")
        }
        guard ways.contains("LOGIN") else {
            return .fail(MailFailure("the mail server offers neither AUTH PLAIN nor AUTH LOGIN"))
        }
        return say(.loginName, "AUTH LOGIN")
    }

    private func base64(_ text: String?) -> String { Data((text ?? "").utf8).base64EncodedString() }

    /// What is about this letter is final with a 5; what is about the server or its settings may be set right until the next
    /// attempt: letters wait for an admin who corrects a password.
    private func failure(_ reply: SMTPReply) -> MailFailure {
        let (what, isAboutLetter): (String, Bool) =
            switch step {
            case .greeting: ("the connection", false)
            case .hello, .quit: ("our name", false)
            case .startTLS: ("TLS", false)
            case .plainLogin, .loginName, .loginPassword, .loginEnd: ("our login", false)
            case .sender: ("the sender", true)
            case .recipient: ("the recipient", true)
            case .data, .body: ("the e-mail", true)
            }
        let code = [String(reply.code), reply.enhancedCode].compactMap { $0 }.joined(separator: " ")
        return MailFailure(
            "the mail server refused \(what): \(code)",
            // 530: it wants a login or TLS first.
            isFinal: isAboutLetter && (500..<600).contains(reply.code) && reply.code != 530,
            reply: "\(reply.code) \(reply.lines.joined(separator: " "))"
        )
    }
}
