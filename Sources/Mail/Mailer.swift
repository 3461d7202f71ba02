// Hands letters to the mail server: one connection each, within time limits.

public import Domain
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

public struct Mailer: Sendable {
    private let server: MailServer
    private let name: String
    private let host: String
    private let limits: Limits
    private let tls: NIOSSLContext?

    struct Limits: Sendable {
        var connect = TimeAmount.seconds(20)
        /// Between two words of the server. RFC 5321, 4.5.3.2 allows it minutes; a letter of ours is small.
        var silence = TimeAmount.seconds(90)
        var whole = TimeAmount.minutes(5)
    }

    /// - Parameters:
    ///   - name: as people read the sender.
    ///   - host: of this server, without a port.
    ///
    /// Throws `MailFailure` where the certificates to believe cannot be read.
    public init(_ server: MailServer, name: String, host: String) throws {
        try self.init(server, name: name, host: host, limits: Limits())
    }

    init(_ server: MailServer, name: String, host: String, limits: Limits) throws {
        self.server = server
        self.name = name
        self.host = host
        self.limits = limits
        guard server.security != .none else {
            tls = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file = server.authorities {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
                throw MailFailure("there are no certificates (PEM) to be read in \(file)")
            }
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Returns when the mail server has taken the letter on. Throws `MailFailure`.
    public func send(_ message: MailMessage) async throws {
        guard message.to.isASCII else {
            throw MailFailure("the address has characters beyond ASCII, and SMTPUTF8 is not spoken here", isFinal: true)
        }
        let letter = Letter(message: message, from: server.from, name: name, host: host).bytes
        let dialogue = SMTPDialogue(server, name: host, to: message.to, letter: letter)
        let loop = NIOSingletons.posixEventLoopGroup.next()
        let taken = loop.makePromise(of: Void.self)
        let channel: any Channel
        do {
            channel = try await connect(dialogue, taken, on: loop)
        } catch {
            let failure = MailFailure(
                "the mail server \(server.host):\(server.port) cannot be reached: \(Mailer.reason(error))"
            )
            taken.fail(failure)
            throw failure
        }
        let end = loop.scheduleTask(in: limits.whole) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in end.cancel() }
        try await withTaskCancellationHandler {
            try await taken.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Why there is no connection, in a few words.
    private static func reason(_ error: any Error) -> String {
        guard let failed = error as? NIOConnectionError else { return "\(error)" }
        guard let first = failed.connectionErrors.first else { return "its name is not known" }
        return (first.error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "no answer in time"
    }

    private func connect(
        _ dialogue: SMTPDialogue,
        _ taken: EventLoopPromise<Void>,
        on loop: any EventLoop
    ) async throws -> any Channel {
        let (server, tls, silence) = (server, tls, limits.silence)
        return try await ClientBootstrap(group: loop)
            .connectTimeout(limits.connect)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    // Before TLS, which does not pass on the end of each read while it shakes hands.
                    try pipeline.addHandler(IdleStateHandler(readTimeout: silence))
                    if server.security == .tls, let tls {
                        try pipeline.addHandler(try NIOSSLClientHandler(for: server, tls))
                    }
                    try pipeline.addHandler(SMTPHandler(dialogue, server, tls, taken))
                }
            }
            .connect(host: server.host, port: server.port).get()
    }
}

extension NIOSSLClientHandler {
    /// The certificate must be of the host that the admin named.
    fileprivate convenience init(for server: MailServer, _ context: NIOSSLContext) throws {
        // An address is no name for SNI (RFC 6066, 3); it is then compared with those in the certificate.
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: 0)) != nil
        try self.init(context: context, serverHostname: isAddress ? nil : server.host)
    }
}

/// Puts the dialogue on the wire.
private final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var dialogue: SMTPDialogue
    private var reader = SMTPReplyReader()
    private let server: MailServer
    private let tls: NIOSSLContext?
    private let taken: EventLoopPromise<Void>
    private var hasEnded = false

    init(_ dialogue: SMTPDialogue, _ server: MailServer, _ tls: NIOSSLContext?, _ taken: EventLoopPromise<Void>) {
        self.dialogue = dialogue
        self.server = server
        self.tls = tls
        self.taken = taken
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasEnded else { return }
        reader.feed(unwrapInboundIn(data).readableBytesView)
        do {
            while !hasEnded, let reply = try reader.next() { try follow(dialogue.receive(reply), context) }
        } catch let failure as MailFailure {
            end(failure, context)
        } catch {
            end(MailFailure("the mail server does not speak SMTP", reply: "\(error)"), context)
        }
    }

    private func follow(_ action: SMTPDialogue.Action, _ context: ChannelHandlerContext) throws {
        switch action {
        case .send(let bytes): write(bytes, context)
        case .startTLS(let hello):
            // What somebody on the way put behind the answer in clear must not count as said in secret (CVE-2011-0411).
            guard !reader.holdsBytes, let tls else { throw MailFailure("more came with the answer to STARTTLS") }
            let handler = try NIOSSLClientHandler(for: server, tls)
            try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
            write(hello, context)
        case .done(let goodbye):
            taken.succeed()
            write(goodbye, context)
        case .fail(let failure): end(failure, context)
        case .close: end(nil, context)
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    /// - Parameter failure: nil where the letter was taken; then it is not heard any more.
    private func end(_ failure: MailFailure?, _ context: ChannelHandlerContext) {
        guard !hasEnded else { return }
        hasEnded = true
        if let failure { taken.fail(failure) } else { taken.succeed() }
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            end(MailFailure("the mail server does not answer any more"), context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(MailFailure("the connection to the mail server ended too early"), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isTLS = error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
        let what = isTLS ? "TLS with the mail server failed" : "the connection to the mail server broke"
        end(MailFailure(what, reply: String("\(error)".prefix(300))), context)
    }
}
