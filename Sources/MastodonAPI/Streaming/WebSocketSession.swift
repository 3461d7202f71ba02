// One open WebSocket: commands in, events out, and a sign of life from time to time.

internal import Basics
internal import Domain
internal import NIOCore
internal import NIOWebSocket
internal import Services
internal import Streaming
internal import Synchronization

/// Lives on the event loop of its connection. Writes only what the connection takes: what does not go out waits in the
/// subscriber's bounded queue.
final class WebSocketSession: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// The largest message of a client, in bytes.
    static let frameBytes = 1 << 14
    /// How long the other side has to close a connection that has ended.
    private static let patience = TimeAmount.seconds(1)

    private let start: Start
    private let subscriber: StreamSubscriber<ByteBuffer>
    private let ticket: StreamHub<ByteBuffer>.Ticket
    private let reader: Reader
    private var context: ChannelHandlerContext?
    private var pings: RepeatedTask?
    private var hasAnswered = true
    private var isClosing = false
    private var isAsking = false
    private var waiting: [ByteBuffer] = []

    init(
        _ start: Start,
        subscriber: StreamSubscriber<ByteBuffer>,
        ticket: StreamHub<ByteBuffer>.Ticket,
        reader: Reader
    ) {
        self.start = start
        self.reader = reader
        self.subscriber = subscriber
        self.ticket = ticket
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// All handlers are in their places.
    func begin() {
        guard let context else { return }
        let session = NIOLoopBound(self, eventLoop: context.eventLoop)
        // Connections that were made at the same time are not asked at the same time.
        let interval = TimeAmount(start.streams.ping)
        let first = TimeAmount.nanoseconds(.random(in: interval.nanoseconds / 2...interval.nanoseconds))
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: first, delay: interval) { _ in
            session.value.ping()
        }
        if let name = start.wish { subscribe(name) }
        guard context.channel.isActive else { return over() }
        reader.attach(self)
        drain()
    }

    func handlerRemoved(context: ChannelHandlerContext) { over() }

    func channelInactive(context: ChannelHandlerContext) {
        over()
        context.fireChannelInactive()
    }

    private func over() {
        pings?.cancel()
        (pings, context) = (nil, nil)
        reader.detach()
        start.streams.hub.close(ticket)
    }

    // MARK: Out

    /// Writes what waits, as far as the connection takes it.
    func drain() {
        guard let context, !isClosing else { return }
        var hasWritten = false
        writing: while true {
            if context.channel.isWritable {
                switch subscriber.next() {
                case .piece(let piece):
                    context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: piece)), promise: nil)
                    hasWritten = true
                case .nothing: break writing
                case .end(let end): return close(end.code)
                }
            } else {
                // What was written fills the connection: it goes on when there is room, or ends when it was too slow.
                if subscriber.hasEnded { return context.close(promise: nil) }
                break
            }
        }
        if hasWritten { context.flush() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { drain() }
        context.fireChannelWritabilityChanged()
    }

    private func send(_ bytes: [UInt8]) {
        guard let context, !isClosing else { return }
        // Who asks and does not read what is answered would fill the memory.
        guard context.channel.isWritable else { return context.close(promise: nil) }
        let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func ping() {
        guard let context, !isClosing else { return }
        guard hasAnswered else { return context.close(promise: nil) }
        hasAnswered = false
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())),
            promise: nil
        )
    }

    /// Says why (RFC 6455 §5.5.1), writes nothing more and hears nothing more. The other side then closes the connection:
    /// closing it here while something comes in would be a reset, which may take what was said with it (§7.1.1).
    private func close(_ code: WebSocketErrorCode?) {
        guard let context, !isClosing else { return }
        isClosing = true
        pings?.cancel()
        start.streams.hub.close(ticket)
        var data = ByteBuffer()
        if let code { data.write(webSocketErrorCode: code) }
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in channel.close(mode: .output, promise: nil) }
        context.eventLoop.scheduleTask(in: WebSocketSession.patience) { channel.close(promise: nil) }
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard !isClosing else { return }
        hasAnswered = true
        switch frame.opcode {
        case .text:
            let text = frame.unmaskedData
            if WebSocketRules.isText(text) { read(text) } else { close(.dataInconsistentWithMessage) }
        case .binary: close(.unacceptableData)
        case .ping:
            // Of several only the last need be answered (RFC 6455 §5.5.3).
            guard context.channel.isWritable else { return }
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .connectionClose: close(WebSocketRules.answer(toClose: frame.unmaskedData))
        case .pong: break
        default: close(.protocolError)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let fault as WebSocketFault: close(fault.code)
        case NIOWebSocketError.invalidFrameLength: close(.messageTooLarge)
        case is NIOWebSocketError: close(.protocolError)
        case NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
            NIOWebSocketFrameAggregator.Error.tooManyFragments:
            close(.messageTooLarge)
        case is NIOWebSocketFrameAggregator.Error: close(.protocolError)
        // The decoder reads nothing more after a fault, and complains of all that still comes.
        case is ByteToMessageDecoderError where isClosing: break
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(.goingAway)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// `{"type":"subscribe","stream":"hashtag","tag":"metoo"}`. What is no such thing is left unanswered, as by Mastodon.
    private func read(_ text: ByteBuffer) {
        guard !isAsking else {
            if waiting.count >= start.streams.hub.limits.subscriptions { return close(.policyViolation) }
            return waiting.append(text)
        }
        guard let command = try? JSONValue.parse(Array(text.readableBytesView)), let type = command["type"]?.string
        else { return }
        guard type == "subscribe" || type == "unsubscribe" else { return }
        do {
            let name = try StreamName(
                command["stream"]?.string ?? "",
                tag: command["tag"]?.string,
                list: command["list"].flatMap { $0.string ?? $0.digits }
            )
            if type == "subscribe" {
                subscribe(.success(name))
            } else {
                start.streams.hub.unsubscribe(ticket, name.label)
            }
        } catch {
            send(error.json)
        }
    }

    private func subscribe(_ wish: Result<StreamName, StreamError>) {
        do {
            let name = try wish.get()
            if case .list = name.kind { return ask(for: name) }
            try start.streams.subscribe(ticket, name, start.grant)
        } catch {
            send(error.json)
        }
    }

    /// Whether the list is the reader's own has to be read: what the client says meanwhile waits.
    private func ask(for name: StreamName) {
        guard let context else { return }
        isAsking = true
        let (eventLoop, session) = (context.eventLoop, NIOLoopBound(self, eventLoop: context.eventLoop))
        let (streams, ticket, grant) = (start.streams, ticket, start.grant)
        Task {
            var problem: StreamError?
            do {
                try await streams.subscribe(ticket, asking: name, grant)
            } catch {
                problem = error as? StreamError ?? StreamError(status: 500, sentence: "Something went wrong on our end")
            }
            let answer = problem?.json
            eventLoop.execute { session.value.goOn(answer) }
        }
    }

    private func goOn(_ answer: [UInt8]?) {
        if let answer { send(answer) }
        isAsking = false
        while !isAsking, !waiting.isEmpty { read(waiting.removeFirst()) }
    }
}

extension WebSocketSession {
    /// What a session begins with.
    struct Start: Sendable {
        let streams: Streams
        let grant: Grant
        let account: Int64
        let address: ClientAddress?
        /// The stream that the address named; what is wrong with it is told inside of the socket.
        let wish: Result<StreamName, StreamError>?

        /// `?stream=public:local`, or a path as of server-sent events; nil where the socket begins without a stream.
        static func wish(path: String, _ parameters: Parameters) throws -> Result<StreamName, StreamError>? {
            var name = try parameters.text("stream") ?? ""
            if name.isEmpty {
                name = path.dropFirst("/api/v1/streaming".count).split(separator: "/").joined(separator: ":")
            }
            guard !name.isEmpty else { return nil }
            let (tag, list) = (try parameters.text("tag"), try parameters.text("list"))
            return Result { () throws(StreamError) in try StreamName(name, tag: tag, list: list) }
        }
    }

    /// Who is woken when something waits: a session that is there only after the connection was let in.
    final class Reader: Sendable {
        private let kept = Mutex<NIOLoopBound<WebSocketSession>?>(nil)
        private let pump: StreamPump

        init(_ pump: StreamPump) { self.pump = pump }

        func attach(_ session: WebSocketSession) {
            kept.withLock { $0 = NIOLoopBound(session, eventLoop: pump.eventLoop) }
        }

        func detach() { kept.withLock { $0 = nil } }

        @Sendable func wake() {
            guard let session = kept.withLock({ $0 }) else { return }
            pump.wake { session.value.drain() }
        }
    }
}

extension JSONValue {
    /// The digits of a number: some apps send ids so.
    fileprivate var digits: String? { if case .number(let digits) = self { digits } else { nil } }
}

extension StreamEnd {
    fileprivate var code: WebSocketErrorCode {
        switch self {
        case .tooSlow, .notAllowed: .policyViolation
        case .goingAway: .goingAway
        }
    }
}
