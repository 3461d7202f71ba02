// Web apps run on other origins: the API is open to all of them (it is guarded by tokens, never by cookies).

internal import HTTPTypes
internal import Hummingbird

enum CORS {
    private static let exposed =
        "Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id"

    static func allow(_ headers: inout HTTPFields) {
        headers[.accessControlAllowOrigin] = "*"
        headers[.accessControlExposeHeaders] = exposed
    }

    static var preflight: Response {
        var headers: HTTPFields = [
            .accessControlAllowHeaders: "*, Authorization, Content-Type, Idempotency-Key",
            .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS",
            .accessControlMaxAge: "7200",
        ]
        allow(&headers)
        return Response(status: .noContent, headers: headers)
    }
}
