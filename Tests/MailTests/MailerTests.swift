// Letters over a socket to servers that say what the test has them say.
import Basics
import Domain
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Mail

/// A mail server that reads from a script: what it says at first, and after each line it hears.
private final class ScriptedServer: Sendable {
    private let channel: any Channel
    private let lines: Lines

    /// - Parameter script: nil in it closes the connection; after its end nothing is said.
    static func start(_ script: [String?]) async throws -> ScriptedServer {
        let lines = Lines()
        let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(script, lines))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel, lines)
    }

    private init(_ channel: any Channel, _ lines: Lines) {
        self.channel = channel
        self.lines = lines
    }

    var said: [String] { lines.all.withLock { $0 } }
    var port: Int { channel.localAddress?.port ?? 0 }

    func close() async throws { try await channel.close() }

    final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private var script: ArraySlice<String?>
        private let lines: Lines
        private var rest = ""
        private var isBody = false

        init(_ script: [String?], _ lines: Lines) {
            self.script = script[...]
            self.lines = lines
        }

        func channelActive(context: ChannelHandlerContext) { next(context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.range(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                lines.all.withLock { $0.append(line) }
                if isBody, line != "." { continue }
                isBody = line == "DATA"
                next(context)
            }
        }

        private func next(_ context: ChannelHandlerContext) {
            guard let text = script.popFirst() else { return }
            guard let text else { return context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
        }
    }
}

@Suite("Handing letters over", .timeLimit(.minutes(1)))
struct MailerTests {
    private func send(
        _ script: [String?],
        _ security: MailServer.Security = .none,
        limits: Mailer.Limits = Mailer.Limits()
    ) async throws -> (failure: MailFailure?, said: [String]) {
        let running = try await ScriptedServer.start(script)
        let mailer = try Mailer(
            try server(running.port, security),
            name: "Chorus",
            host: "chorus.example",
            limits: limits
        )
        do {
            try await mailer.send(message())
            try await running.close()
            return (nil, running.said)
        } catch let failure as MailFailure {
            try await running.close()
            return (failure, running.said)
        }
    }

    private func server(_ port: Int, _ security: MailServer.Security) throws -> MailServer {
        MailServer(
            host: "127.0.0.1",
            port: port,
            security: security,
            from: try #require(EmailAddress.validate("chorus@chorus.example"))
        )
    }

    private func message(to address: String = "alice@mail.example") throws -> MailMessage {
        MailMessage(
            id: "a",
            to: try #require(EmailAddress.validate(address)),
            subject: "Hello",
            text: ".hidden\nend",
            date: Timestamp(seconds: 0)
        )
    }

    private static let good: [String?] = [
        "220 hi\r\n", "250-a\r\n250 8BITMIME\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250 taken\r\n",
        "221 bye\r\n",
    ]

    @Test("a letter is taken, with its dots")
    func taken() async throws {
        let (failure, said) = try await send(Self.good)
        #expect(failure == nil)
        #expect(
            said.prefix(4) == [
                "EHLO chorus.example", "MAIL FROM:<chorus@chorus.example>", "RCPT TO:<alice@mail.example>", "DATA",
            ]
        )
        #expect(said.contains("..hidden") && said.contains("Subject: Hello"))
    }

    @Test("a server that goes after it has taken the letter has taken it")
    func goesAfterwards() async throws {
        #expect(try await send(Array(Self.good.prefix(6)) + [nil]).failure == nil)
    }

    @Test(
        "servers that end, lie, babble or are silent end in a failure that can be mended",
        arguments: [
            [nil], ["220 hi\r\n", nil], ["HTTP/1.1 200 OK\r\n"], ["220 hi\r\n", "250-"], [],
            ["220 hi\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", nil],
            [String(repeating: "220-x\r\n", count: 5000)], [String(repeating: "x", count: 100_000)],
        ] as [[String?]]
    )
    func hostile(_ script: [String?]) async throws {
        var limits = Mailer.Limits()
        limits.silence = .milliseconds(300)
        let failure = try await send(script, limits: limits).failure
        #expect(failure?.isFinal == false)
    }

    @Test("a server that says a little all the time is left after a while")
    func drip() async throws {
        var limits = Mailer.Limits()
        limits.whole = .milliseconds(300)
        #expect(try await send([], limits: limits).failure?.isFinal == false)
    }

    @Test("what comes with the answer to STARTTLS is not believed")
    func injection() async throws {
        let (failure, said) = try await send(
            ["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n250 a\r\n"],
            .starttls
        )
        #expect(failure?.description == "more came with the answer to STARTTLS")
        #expect(said == ["EHLO chorus.example", "STARTTLS"])
    }

    @Test("TLS with a server that speaks none fails", arguments: [MailServer.Security.starttls, .tls])
    func noTLS(_ security: MailServer.Security) async throws {
        var limits = Mailer.Limits()
        limits.silence = .milliseconds(500)
        let script = ["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n"]
        let failure = try await send(script, security, limits: limits).failure
        // After STARTTLS this one waits for a line, and no line comes.
        let sentence =
            security == .tls ? "TLS with the mail server failed" : "the mail server does not answer any more"
        #expect(failure?.description == sentence)
    }

    @Test("nobody there, letters beyond ASCII, certificates that are none")
    func never() async throws {
        let running = try await ScriptedServer.start([])
        let port = running.port
        try await running.close()
        let mailer = try Mailer(try server(port, .none), name: "Chorus", host: "chorus.example")
        let failure = await #expect(throws: MailFailure.self) { try await mailer.send(message()) }
        #expect(failure?.isFinal == false && failure?.description.contains("cannot be reached") == true)
        let foreign = await #expect(throws: MailFailure.self) {
            try await mailer.send(message(to: "älice@mail.example"))
        }
        #expect(foreign?.isFinal == true)
        var server = try server(port, .tls)
        server.authorities = "/nowhere.pem"
        #expect(throws: MailFailure.self) { try Mailer(server, name: "Chorus", host: "chorus.example") }
    }

    @Test("a task that is cancelled does not wait")
    func cancelled() async throws {
        let running = try await ScriptedServer.start([])
        let mailer = try Mailer(try server(running.port, .none), name: "Chorus", host: "chorus.example")
        let message = try message()
        let task = Task { try await mailer.send(message) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        try await running.close()
    }
}
