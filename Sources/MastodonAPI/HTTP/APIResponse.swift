// What an endpoint answers.

public import Basics
public import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
public import Services

/// A status, a few headers and bytes, most often JSON.
public struct APIResponse: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    public var body: [UInt8]
    /// What is sent piece by piece, for as long as it lasts, in place of `body`; a slow reader gets the newest piece only.
    public var stream: AsyncStream<MagnitudeTick>?
    /// Writes what is sent piece by piece, in place of `body`.
    var write: (@Sendable (inout any ResponseBodyWriter) async throws -> Void)?

    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static let jsonType = "application/json; charset=utf-8"

    public static func json(_ json: JSONWriter, status: HTTPResponse.Status = .ok) -> APIResponse {
        APIResponse(status: status, headers: [.contentType: jsonType], body: json.bytes)
    }

    /// `{}`: what Mastodon answers where there is nothing to say.
    public static let empty = APIResponse(headers: [.contentType: jsonType], body: Array("{}".utf8))

    public static func error(_ error: APIError) -> APIResponse {
        var answer = APIResponse.json(error.json, status: error.status)
        answer.headers.append(contentsOf: error.headers)
        return answer
    }

    var response: Response {
        if let write { return Response(status: status, headers: headers, body: ResponseBody(write)) }
        if let stream { return Response(status: status, headers: headers, body: ResponseBody(events: stream)) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension ResponseBody {
    /// Server-sent events (HTML Standard §9.2): `event: magnitude`, the JSON as `data`.
    fileprivate init(events: AsyncStream<MagnitudeTick>) {
        self.init { writer in
            // An open stream must not hold up the end of the server.
            for await tick in events.cancelOnGracefulShutdown() {
                var buffer = ByteBuffer(string: "event: magnitude\ndata: ")
                buffer.writeBytes(tick.bytes)
                buffer.writeString("\n\n")
                try await writer.write(buffer)
            }
            try await writer.finish(nil)
        }
    }
}

extension HTTPField.Name {
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering").unsafelyNamed
    /// RFC 9745: since when something is deprecated.
    static let asyncRefresh = HTTPField.Name("Mastodon-Async-Refresh").unsafelyNamed
    static let deprecation = HTTPField.Name("Deprecation").unsafelyNamed
    static let link = HTTPField.Name("Link").unsafelyNamed
    static let rateLimitLimit = HTTPField.Name("X-RateLimit-Limit").unsafelyNamed
    static let rateLimitRemaining = HTTPField.Name("X-RateLimit-Remaining").unsafelyNamed
    static let rateLimitReset = HTTPField.Name("X-RateLimit-Reset").unsafelyNamed
    static let idempotencyKey = HTTPField.Name("Idempotency-Key").unsafelyNamed
    static let forwarded = HTTPField.Name("Forwarded").unsafelyNamed
    static let forwardedFor = HTTPField.Name("X-Forwarded-For").unsafelyNamed
}

extension Optional where Wrapped == HTTPField.Name {
    /// For names written in the source, which are tokens as RFC 9110 §5.1 wants them.
    fileprivate var unsafelyNamed: HTTPField.Name { self ?? .contentType }
}
