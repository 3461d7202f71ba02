// The handlers of a connection that watch what goes by: bytes at the socket, and the parts of requests and answers.

internal import Basics
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOTLS

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Next to the socket: takes the connection into the table, sees bytes come and go, and closes it when its time is over.
final class ByteWatcher: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    fileprivate let table: ConnectionTable
    private let proxies: TrustedProxies
    fileprivate var progress: ConnectionProgress
    private var entry: ConnectionTable.Entry?
    private var written = 0
    /// When bytes came last: for what they lead to at once, the clock is not asked again.
    fileprivate var now = NIODeadline.now()
    private var tick: RepeatedTask?
    private var stop: Scheduled<Void>?

    init(_ table: ConnectionTable, _ proxies: TrustedProxies) {
        self.table = table
        self.proxies = proxies
        progress = ConnectionProgress(table.limits, isProxy: false, now: .now())
    }

    func channelActive(context: ChannelHandlerContext) {
        if !admit(context) { context.close(promise: nil) }
        context.fireChannelActive()
    }

    private func admit(_ context: ChannelHandlerContext) -> Bool {
        let peer = context.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        let isProxy = proxies.contains(peer)
        let now = NIODeadline.now()
        progress = ConnectionProgress(table.limits, isProxy: isProxy, now: now)
        let entry = ConnectionTable.Entry(context.channel, address: peer.map { ClientAddress($0) }, now: now)
        guard table.admit(entry, isProxy: isProxy) else { return false }
        self.entry = entry
        context.channel.closeFuture.whenComplete { [table] _ in table.remove(entry) }
        let (watcher, context) = (
            NIOLoopBound(self, eventLoop: context.eventLoop), NIOLoopBound(context, eventLoop: context.eventLoop)
        )
        let step = TimeAmount.nanoseconds(max(10_000_000, table.limits.head.nanoseconds / 4))
        tick = context.value.eventLoop.scheduleRepeatedTask(
            initialDelay: .nanoseconds(.random(in: step.nanoseconds / 2...step.nanoseconds)),
            delay: step
        ) { _ in watcher.value.look(context.value) }
        return true
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        tick?.cancel()
        stop?.cancel()
        (tick, stop) = (nil, nil)
        // Whoever goes on without this handler looks after itself, as a WebSocket does with its pings.
        entry?.waitsSince = nil
    }

    private func look(_ context: ChannelHandlerContext) {
        let waiting = try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)
        let now = NIODeadline.now()
        progress.drains(written: written, waiting: waiting ?? 0, now: now)
        note()
        if progress.isLate(now: now) { context.close(promise: nil) }
    }

    fileprivate func note() { entry?.waitsSince = progress.waitsSince }

    func read(context: ChannelHandlerContext) {
        if progress.rests { progress.wantsBytes(now: .now()) }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        now = .now()
        progress.read(bytes: unwrapInboundIn(data).readableBytes, now: now)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        progress.hasBytes(now: now)
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        written += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent where stop == nil: close(in: table.limits.shutdown, context)
        case ChannelEvent.outputClosed where progress.isOver: close(in: table.limits.linger, context)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if event is CloseAtOnce {
            context.close(promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    private func close(in time: TimeAmount, _ context: ChannelHandlerContext) {
        stop?.cancel()
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        stop = context.value.eventLoop.scheduleTask(in: time) { context.value.close(promise: nil) }
    }
}

/// Next to the handlers of requests: sees where requests and answers begin and end. A request that is answered before much
/// of its body has come is the last of its connection: the answer says so, and what still comes is thrown away.
final class MessageWatcher: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bytes: ByteWatcher
    /// The head of the request whose body is being read, still wrapped: it is rarely asked for and much to copy. And how much
    /// of the body has come.
    private var request: NIOAny?
    private var bodyBytes = 0
    /// Whether the body was asked for by "100 Continue".
    private var isAskedFor = false
    private var isLast = false

    init(_ bytes: ByteWatcher) { self.bytes = bytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !bytes.progress.isOver else { return skip(part, context) }
        switch part {
        case .head:
            (request, bodyBytes, isAskedFor) = (data, 0, false)
            bytes.progress.readHead(now: bytes.now)
        case .body(let piece): bodyBytes += piece.readableBytes
        case .end:
            request = nil
            bytes.progress.readEnd()
            bytes.note()
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The bytes so far were no request.
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent {
            bytes.progress.completedHandshake(now: bytes.now)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func skip(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let piece) = part else { return }
        bodyBytes += piece.readableBytes
        if bodyBytes > bytes.table.limits.lingerBytes { context.close(promise: nil) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where bytes.progress.answersWhatIsRead:
            if head.status.kind == .informational {
                isAskedFor = true
            } else if endsConnection {
                isLast = true
                head.headerFields[.connection] = "close"
                return context.write(wrapOutboundOut(.head(head)), promise: promise)
            }
            context.write(data, promise: promise)
        case .end:
            bytes.progress.answered(now: .now())
            bytes.note()
            guard isLast else { return context.write(data, promise: promise) }
            bytes.progress.isOver = true
            (request, bodyBytes) = (nil, 0)
            context.writeAndFlush(data, promise: promise)
            // Once all is written. The client sees the end, and has a moment to stop sending.
            context.close(mode: .output, promise: nil)
        default: context.write(data, promise: promise)
        }
    }

    /// Whether more of the body may follow than is worth reading, or nobody knows if it follows.
    private var endsConnection: Bool {
        guard let request, case .head(let head) = unwrapInboundIn(request) else { return false }
        if head.headerFields.contains(.expect), !isAskedFor { return true }
        guard let length = head.headerFields.first(.contentLength).flatMap({ Int($0) }) else { return true }
        return length - bodyBytes > bytes.table.limits.skippedBytes
    }
}

/// At the listener: an error in taking one connection is not the end of all.
final class AcceptErrors: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = any Channel

    private let table: ConnectionTable

    init(_ table: ConnectionTable) { self.table = table }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError else { return context.fireErrorCaught(error) }
        if error.errnoCode == EMFILE || error.errnoCode == ENFILE { table.makeRoom() }
    }
}
