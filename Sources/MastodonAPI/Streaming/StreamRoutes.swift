// /api/v1/streaming over server-sent events (HTML Standard §9.2): one stream a connection.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
internal import Services
internal import Streaming

func streamRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/streaming/health", .open) { _ in
        APIResponse(
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: Array("OK".utf8)
        )
    }
    let names = [
        "user", "user/notification", "public", "public/local", "public/remote", "hashtag", "hashtag/local", "list",
        "direct",
    ]
    for path in names {
        table.get("/api/v1/streaming/\(path)", .stream) { request in
            try await request.events(of: try StreamName.of(path, request.parameters))
        }
    }
    for path in ["/api/v1/streaming", "/api/v1/streaming/:first", "/api/v1/streaming/:first/:second"] {
        table.get(path, .open) { _ in throw APIError.badRequest("Unknown channel requested") }
    }
}

extension StreamName {
    /// - Parameter path: as in `public/local`.
    fileprivate static func of(_ path: String, _ parameters: Parameters) throws -> StreamName {
        let name = path.replacing("/", with: ":")
        do {
            return try StreamName(
                name,
                tag: try parameters.text("tag"),
                list: try parameters.text("list"),
                onlyMedia: name.hasPrefix("public") ? try parameters.bool("only_media") ?? false : false
            )
        } catch let error as StreamError {
            throw error.apiError
        }
    }
}

extension APIRequest {
    fileprivate func events(of name: StreamName) async throws -> APIResponse {
        guard let streams, let grant, let account = grant.accountID else { throw APIError.userRequired }
        do {
            _ = try name.topics(for: grant, account)
            if case .list(let id) = name.kind {
                guard try await services.lists.members(of: id)?.list.ownerID == account else {
                    throw StreamError.notYourList
                }
            }
            try streams.hub.check(tokenHash: grant.tokenHash, address: address?.key ?? "")
        } catch let error as StreamError {
            throw error.apiError
        } catch let error as StreamRefusal {
            throw StreamError(error).apiError
        }
        var answer = APIResponse(headers: [.contentType: "text/event-stream"])
        answer.headers[.cacheControl] = "private, no-store"
        // Proxies must not gather it.
        answer.headers[.accelBuffering] = "no"
        let address = address
        // A request that only asks for the headers opens nothing.
        answer.write = { writer in
            try await EventWriter(streams: streams, grant: grant, account: account, address: address)
                .write(name, to: &writer)
            try await writer.finish(nil)
        }
        return answer
    }
}

/// One connection that is sent events, for as long as it lasts.
private struct EventWriter {
    let streams: Streams
    let grant: Grant
    let account: Int64
    let address: ClientAddress?

    func write(_ name: StreamName, to writer: inout any ResponseBodyWriter) async throws {
        let (signals, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let subscriber = StreamSubscriber<ByteBuffer>(
            form: .single,
            accountID: account,
            tokenHash: grant.tokenHash,
            capacity: streams.hub.limits.waiting,
            wake: { streams.eventPump.wake { continuation.yield() } }
        )
        let ticket = try await streams.open(subscriber, address: address)
        defer { streams.hub.close(ticket) }
        try await streams.subscribe(ticket, asking: name, grant)
        // The first bytes tell the client that it is heard.
        try await writer.write(ByteBuffer(string: ":)\n"))
        // An open stream must not hold up the end of the server.
        for await _ in signals.cancelOnGracefulShutdown() {
            reading: while true {
                switch subscriber.next() {
                case .piece(let piece): try await writer.write(piece)
                case .nothing: break reading
                case .end: return
                }
            }
        }
    }
}
