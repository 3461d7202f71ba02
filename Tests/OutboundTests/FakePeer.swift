// A small server of another house, on a port of this machine, that answers as a test tells it to.
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

final class FakePeer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: HTTPHeaders
        var body: [UInt8]
        /// Counts the connections of this server, from 1.
        var connection: Int
    }

    enum Reply: Sendable {
        case answer(Int, [(String, String)] = [], [UInt8] = [])
        /// These bytes, and the connection stays.
        case raw([UInt8])
        /// The head of an answer, and then bytes without end.
        case endless([UInt8])
        case silence
        case close
        /// The answer, and then the end of the connection without a word about it.
        case answerAndClose(Int, [UInt8] = [])
    }

    let port: Int
    private let channel: any Channel

    static func start(_ reply: @escaping @Sendable (Request) -> Reply) async throws -> FakePeer {
        let log = Log()
        let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(Handler(log, log.nextConnection(), reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FakePeer(channel, log)
    }

    private let log: Log

    private init(_ channel: any Channel, _ log: Log) {
        self.channel = channel
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Everything that was asked so far, in order.
    var asked: [Request] { log.requests }

    var connectionCount: Int { log.connections }

    final class Log: Sendable {
        private let state = Mutex<(requests: [Request], connections: Int)>(([], 0))
        var requests: [Request] { state.withLock { $0.requests } }
        var connections: Int { state.withLock { $0.connections } }
        func add(_ request: Request) { state.withLock { $0.requests.append(request) } }
        func nextConnection() -> Int {
            state.withLock {
                $0.connections += 1
                return $0.connections
            }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: Log
        private let connection: Int
        private let reply: @Sendable (Request) -> Reply
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ log: Log, _ connection: Int, _ reply: @escaping @Sendable (Request) -> Reply) {
            (self.log, self.connection, self.reply) = (log, connection, reply)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part): body += Array(part.readableBytesView)
            case .end:
                guard let head else { return }
                let request = Request(
                    method: head.method.rawValue,
                    target: head.uri,
                    headers: head.headers,
                    body: body,
                    connection: connection
                )
                log.add(request)
                answer(reply(request), context)
            }
        }

        private func answer(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .answer(let status, let headers, let body): write(status, headers, body, context)
            case .answerAndClose(let status, let body):
                write(status, [], body, context)
                context.close(promise: nil)
            case .raw(let bytes): raw(bytes, context)
            case .endless(let head):
                raw(head, context)
                endless(context)
            case .silence: break
            case .close: context.close(promise: nil)
            }
        }

        private func write(
            _ status: Int,
            _ headers: [(String, String)],
            _ body: [UInt8],
            _ context: ChannelHandlerContext
        ) {
            var fields = HTTPHeaders(headers)
            fields.replaceOrAdd(name: "Content-Length", value: String(body.count))
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        /// Past the encoder of HTTP.
        private func raw(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            _ = context.channel.pipeline.context(handlerType: HTTPResponseEncoder.self).assumeIsolated().map {
                encoder in
                encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
            }
        }

        private func endless(_ context: ChannelHandlerContext) {
            guard context.channel.isActive else { return }
            raw([UInt8](repeating: 0x61, count: 4096), context)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(1)) {
                let (handler, context) = bound.value
                handler.endless(context)
            }
        }
    }
}
