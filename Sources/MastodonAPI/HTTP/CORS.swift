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

    /// Whether programs of other origins may read what is at an address: all that apps ask, and nothing that knows cookies.
    static func covers(_ path: String) -> Bool {
        // Byte by byte, for every request comes by here.
        let path = path.utf8
        return exact.contains { path.starts(with: $0.utf8) }
            || folders.contains {
                path.starts(with: $0.utf8) && (path.count == $0.utf8.count || path.hasSlash(at: $0.utf8.count))
            }
    }

    private static let exact = ["/oauth/token", "/oauth/revoke", "/oauth/userinfo"]
    private static let folders = ["/api", "/.well-known", "/nodeinfo"]
}

extension String.UTF8View {
    fileprivate func hasSlash(at offset: Int) -> Bool { self[index(startIndex, offsetBy: offset)] == UInt8(ascii: "/") }
}

/// What holds for all addresses of apps, also for those where nothing is: any origin may ask, and errors are JSON.
struct CrossOriginMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard CORS.covers(request.uri.path) else { return try await next(request, context) }
        if request.method == .options { return CORS.preflight }
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            response = APIResponse.error(.notFound).response
        }
        if request.headers.contains(.origin) { CORS.allow(&response.headers) }
        return response
    }
}
