// One request and its answer on a connection: a channel handler that reads no more than it was allowed to.

internal import NIOCore
internal import NIOHTTP1

/// What is written to a connection: the request, and the promise of its answer.
struct HTTPExchange: Sendable {
    var head: HTTPRequestHead
    var body: [UInt8]
    /// Most bytes of the answer's body; beyond, the connection ends.
    var limit: Int
    var cuts: Bool
    var answer: EventLoopPromise<Answer>

    struct Answer: Sendable {
        var head: HTTPResponseHead
        var body: [UInt8]
        /// The connection may carry another request.
        var isReusable: Bool
    }

    enum Failure: Error {
        /// The connection ended; before the first byte of an answer, or later.
        case closed(isEarly: Bool)
        case tooLong
    }
}

/// Turns exchanges into parts of HTTP and parts of HTTP into answers, one at a time.
final class HTTPExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPExchange
    typealias OutboundOut = HTTPClientRequestPart

    private var exchange: HTTPExchange?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let next = unwrapOutboundIn(data)
        guard exchange == nil, context.channel.isActive else {
            next.answer.fail(HTTPExchange.Failure.closed(isEarly: true))
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        exchange = next
        (head, body) = (nil, [])
        context.write(wrapOutboundOut(.head(next.head)), promise: nil)
        if !next.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: next.body)))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let exchange else { return context.close(promise: nil) }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let part):
            let room = exchange.limit - body.count
            body.append(contentsOf: part.readableBytesView.prefix(room))
            guard part.readableBytes > room || (exchange.cuts && body.count == exchange.limit) else { return }
            // The rest may be without end.
            if exchange.cuts { finish(isReusable: false) } else { fail(HTTPExchange.Failure.tooLong) }
            context.close(promise: nil)
        case .end: finish(isReusable: head?.isKeepAlive == true)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPExchange.Failure.closed(isEarly: head == nil))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func finish(isReusable: Bool) {
        guard let exchange, let head else { return }
        self.exchange = nil
        exchange.answer.succeed(HTTPExchange.Answer(head: head, body: body, isReusable: isReusable))
        body = []
    }

    private func fail(_ error: any Error) {
        exchange?.answer.fail(error)
        (exchange, body) = (nil, [])
    }
}
