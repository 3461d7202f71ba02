// Requests on connections that stay open, and what can be known of their outcome.

internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

struct WireRequest: Sendable {
    var method: HTTPMethod = .GET
    var path: String
    var token: String?
    var body: [UInt8]?
    /// The server keeps what it answered to this key: the request can be sent again.
    var idempotencyKey: String?
    var etag: String?
    /// Of a signed request, its own type among them.
    var headers: [(name: String, value: String)] = []
}

struct WireAnswer: Sendable {
    var status: Int
    var body: [UInt8]
    var etag: String?

    var isOK: Bool { (200..<300).contains(status) }
}

enum WireOutcome: Sendable {
    case answered(WireAnswer)
    /// No connection came about: the server has not seen the request.
    case unreachable(String)
    /// It was sent, and no answer came.
    case lost(String)
}

final class Wire: Sendable {
    private let client: HTTPClient
    private let base: String
    private let timeout: TimeAmount

    init(_ options: DriveOptions) {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        // One more for what runs beside the events: the watcher of trends.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connections * 2 + 2
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        base = options.base
        timeout = .milliseconds(Int64(options.timeout * 1000))
    }

    func close() async { try? await client.shutdown() }

    func send(_ request: WireRequest) async -> WireOutcome {
        var wire = HTTPClientRequest(url: base + request.path)
        wire.method = request.method
        if let token = request.token { wire.headers.add(name: "Authorization", value: "Bearer " + token) }
        if let key = request.idempotencyKey { wire.headers.add(name: "Idempotency-Key", value: key) }
        if let etag = request.etag { wire.headers.add(name: "If-None-Match", value: etag) }
        for (name, value) in request.headers { wire.headers.add(name: name, value: value) }
        if let body = request.body {
            if request.headers.isEmpty { wire.headers.add(name: "Content-Type", value: "application/json") }
            wire.body = .bytes(body, length: .known(Int64(body.count)))
        }
        do {
            let response = try await client.execute(wire, timeout: timeout)
            let body = try await response.body.collect(upTo: 1 << 25)
            return .answered(
                WireAnswer(
                    status: Int(response.status.code),
                    body: Array(body.readableBytesView),
                    etag: response.headers.first(name: "ETag")
                )
            )
        } catch let error as HTTPClientError {
            let neverSent: [HTTPClientError] = [.connectTimeout, .getConnectionFromPoolTimeout]
            let reason =
                error == .deadlineExceeded || error == .readTimeout ? "no answer in time" : "\(error.shortDescription)"
            return neverSent.contains(error) ? .unreachable(reason) : .lost(reason)
        } catch let error as NIOConnectionError {
            let cause = error.connectionErrors.first.map { "\($0.error)" } ?? "no address"
            return .unreachable(cause.contains("refused") ? "connection refused" : cause)
        } catch let error as IOError {
            let isRefused = error.errnoCode == ECONNREFUSED
            return isRefused ? .unreachable("connection refused") : .lost("connection lost (errno \(error.errnoCode))")
        } catch {
            return .lost("\(error)")
        }
    }
}
