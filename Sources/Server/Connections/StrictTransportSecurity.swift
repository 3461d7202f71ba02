// Tells browsers that this server is reached by https alone (RFC 6797), where it serves https itself.

internal import HTTPTypes
internal import Hummingbird

struct StrictTransportSecurity<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.strictTransportSecurity] = "max-age=31536000"
        return response
    }
}
