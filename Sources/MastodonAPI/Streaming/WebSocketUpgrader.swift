// From HTTP to WebSocket (RFC 6455 §4): the request is looked at as any other, and a connection changes its protocol only
// when its token was found good. All other connections keep the pipeline they have.

internal import Basics
internal import Connections
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import HummingbirdCore
internal import Logging
public import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOWebSocket
internal import Services
internal import Streaming

extension API {
    /// Answers requests for a WebSocket to `/api/v1/streaming`, and hands all others on.
    public func openingSockets(
        before next: @escaping HTTPChannelHandler.Responder
    ) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            guard request.headers[.upgrade] != nil else { return try await next(request, writer, channel) }
            if WebSocketUpgrader.isMeant(request) {
                try await WebSocketUpgrader(api: self, channel: channel).answer(request, writer)
            } else {
                try await next(request, writer, channel)
            }
            guard request.headers[.connection]?.lowercased().contains("upgrade") == true else { return }
            // The parser reads nothing more after such a request (RFC 9110 §7.8): what was not upgraded ends here.
            try await channel.eventLoop.submit { WebSocketUpgrader.closeUnlessUpgraded(channel) }.get()
        }
    }
}

/// One request to become a WebSocket.
struct WebSocketUpgrader {
    let api: API
    let channel: any Channel

    static func isMeant(_ request: Request) -> Bool {
        request.method == .get && request.headers[.upgrade]?.lowercased() == "websocket"
            && (request.uri.path == "/api/v1/streaming" || request.uri.path.hasPrefix("/api/v1/streaming/"))
    }

    /// An answer has been written and flushed; a WebSocket stays, all else has nothing more to say.
    static func closeUnlessUpgraded(_ channel: any Channel) {
        guard (try? channel.pipeline.syncOperations.handler(type: WebSocketSession.self)) == nil else { return }
        // TLS cannot end one direction of what is read.
        channel.close(mode: .input).whenFailure { _ in channel.close(promise: nil) }
    }

    func answer(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        let answer: APIResponse
        do {
            let handshake = try Handshake(request)
            try await upgrade(handshake, try await start(request, handshake))
            return
        } catch let error as StreamError {
            answer = .error(error.apiError)
        } catch {
            answer = .error(APIError.from(error))
            if answer.status.code >= 500 { api.logger.error("GET /api/v1/streaming failed: \(error)") }
        }
        var response = answer.response
        CORS.allow(&response.headers)
        response.headers[.connection] = "close"
        try await writer.write(response: response.head, body: response.body)
    }

    /// Lets the connection in, before anything is answered: who may not come in reads why in plain HTTP.
    private func start(_ request: Request, _ handshake: Handshake) async throws -> WebSocketSession.Start {
        let parameters = try Parameters.read(query: request.uri.query, contentType: nil, body: [])
        let grant = try await api.streamGrant(request.headers, parameters, protocolToken: handshake.token)
        guard let account = grant.accountID else { throw APIError.userRequired }
        try api.admit(grant)
        return WebSocketSession.Start(
            streams: api.streams,
            grant: grant,
            account: account,
            address: api.proxies.client(of: request, peer: channel.remoteAddress),
            wish: try WebSocketSession.Start.wish(path: request.uri.path, parameters)
        )
    }

    private func upgrade(_ handshake: Handshake, _ start: WebSocketSession.Start) async throws {
        let channel = channel
        let reader = WebSocketSession.Reader(start.streams.pump(of: channel.eventLoop))
        let subscriber = StreamSubscriber<ByteBuffer>(
            form: .multiplexed,
            accountID: start.account,
            tokenHash: start.grant.tokenHash,
            capacity: start.streams.hub.limits.waiting,
            wake: reader.wake
        )
        let ticket = try await start.streams.open(subscriber, address: start.address)
        do {
            try await channel.eventLoop.flatSubmit { WebSocketUpgrader.removeParser(channel) }.get()
            try await channel.eventLoop.submit {
                let session = WebSocketSession(start, subscriber: subscriber, ticket: ticket, reader: reader)
                try WebSocketUpgrader.change(channel, handshake.response, to: session)
            }.get()
        } catch {
            start.streams.hub.close(ticket)
            throw error
        }
    }

    private static func removeParser(_ channel: any Channel) -> EventLoopFuture<Void> {
        do {
            let operations = channel.pipeline.syncOperations
            let parser = try operations.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            return operations.removeHandler(context: parser)
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    /// Answers 101 and puts the handlers of frames in the place of those of HTTP.
    private static func change(_ channel: any Channel, _ response: HTTPResponse, to session: WebSocketSession) throws {
        let operations = channel.pipeline.syncOperations
        let encoder = try operations.context(handlerType: HTTPResponseEncoder.self)
        let codec = try operations.context(handlerType: HTTP1ToHTTPServerCodec.self)
        let state = try operations.context(handlerType: HTTPConnectionStateHandler.self)
        state.write(NIOAny(HTTPResponsePart.head(response)), promise: nil)
        state.writeAndFlush(NIOAny(HTTPResponsePart.end(nil)), promise: nil)
        ConnectionWatch.end(on: channel)
        // In the place of those of HTTP: what encrypts stays between them and the socket.
        try operations.addHandlers(
            [
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketSession.frameBytes)),
                WebSocketRules(),
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0,
                    maxAccumulatedFrameCount: 64,
                    maxAccumulatedFrameSize: WebSocketSession.frameBytes
                ),
                session,
            ],
            position: .before(encoder.handler)
        )
        for context in [state, codec, encoder] { operations.removeHandler(context: context, promise: nil) }
        session.begin()
    }
}

/// What the client says of the WebSocket it wants, and what it is answered.
struct Handshake {
    /// The token that browsers, which cannot set headers, put in the place of a sub-protocol.
    let token: String?
    let response: HTTPResponse

    /// Throws what is wrong by RFC 6455 §4.2.1.
    init(_ request: Request) throws {
        guard request.headers[.secWebSocketVersion] == "13" else {
            throw APIError.technical(
                .upgradeRequired,
                "Only version 13 of WebSocket is spoken",
                headers: [.secWebSocketVersion: "13"]
            )
        }
        guard request.headers[.connection]?.lowercased().contains("upgrade") == true,
            let key = request.headers[.secWebSocketKey], Data(base64Encoded: key)?.count == 16
        else { throw APIError.badRequest("This is not a request for a WebSocket (RFC 6455)") }
        var response = HTTPResponse(status: .switchingProtocols)
        response.headerFields[.upgrade] = "websocket"
        response.headerFields[.connection] = "upgrade"
        let proof = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        response.headerFields[.secWebSocketAccept] = Data(proof).base64EncodedString()
        let offered = request.headers[.secWebSocketProtocol]?.split(separator: ",").first
        token = offered.map { $0.filter { $0 != " " } }
        // Browsers close a connection whose sub-protocol was not taken up.
        if let token { response.headerFields[.secWebSocketProtocol] = token }
        self.response = response
    }
}
