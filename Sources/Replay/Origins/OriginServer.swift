// One made-up server: it listens on an address of this machine's own network and says who its people are.

internal import Basics
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Answers with the documents of its people, and takes whatever is sent to them.
final class OriginServer: Sendable {
    let key: OriginKey
    /// `127.77.3.1:40123`: each has a network of its own, as servers have domains of their own.
    let authority: String
    private let channel: any Channel

    /// - Parameter number: from 0; beyond 65,000 there are no networks left.
    static func start(_ number: Int) async throws -> OriginServer {
        let key = try OriginKey()
        let host = "127.\(77 + number / 250).\(number % 250 + 1).1"
        let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(OriginHandler(key))
                }
            }
            .bind(host: host, port: 0).get()
        guard let port = channel.localAddress?.port else { throw ReplayError("A made-up server has no port.") }
        return OriginServer(key, "\(host):\(port)", channel)
    }

    private init(_ key: OriginKey, _ authority: String, _ channel: any Channel) {
        (self.key, self.authority, self.channel) = (key, authority, channel)
    }

    func close() async { try? await channel.close() }
}

/// `GET /users/NAME` and WebFinger; every POST is accepted.
private final class OriginHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let key: OriginKey
    private var head: HTTPRequestHead?

    init(_ key: OriginKey) { self.key = key }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            let (status, type, body) = answer(head)
            var headers = HTTPHeaders()
            headers.add(name: "content-length", value: "\(body.count)")
            if !body.isEmpty { headers.add(name: "content-type", value: type) }
            let response = HTTPResponseHead(version: head.version, status: status, headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func answer(_ head: HTTPRequestHead) -> (HTTPResponseStatus, String, [UInt8]) {
        guard head.method == .GET else { return (.accepted, "", []) }
        let authority = head.headers.first(name: "host") ?? ""
        let (people, finger) = ("/users/", "/.well-known/webfinger?resource=acct%3A")
        if head.uri.hasPrefix(people) {
            let name = String(head.uri.dropFirst(people.count))
            guard RemotePerson.isName(name) else { return (.notFound, "", []) }
            return (.ok, OriginKey.contentType, RemotePerson(name: name, authority: authority).document(pem: key.pem))
        }
        // `acct:NAME@HOST` with its signs escaped, or not.
        let plain = head.uri.replacing("%3A", with: ":").replacing("%40", with: "@")
        guard plain.hasPrefix(finger.replacing("%3A", with: ":")),
            let handle = plain.split(separator: "acct:", maxSplits: 1).last,
            let name = handle.split(separator: "@").first.map({ String($0) }), RemotePerson.isName(name)
        else { return (.notFound, "", []) }
        return (.ok, "application/jrd+json", RemotePerson(name: name, authority: authority).webFinger())
    }
}
