// What other servers ask of this one, as routes of a Hummingbird router.

internal import ActivityPub
internal import Basics
internal import HTTPTypes
public import Hummingbird
public import Logging
internal import NIOCore
public import Services

/// The surface for other servers: who is here, what they said, and the inboxes.
public final class Federation: Sendable {
    let services: Services
    let logger: Logger
    var site: Site { services.site }

    public init(services: Services, logger: Logger) {
        self.services = services
        self.logger = logger
    }

    typealias Handler = @Sendable (Federation, DocumentRequest) async throws -> DocumentResponse

    private static let routes: [(path: String, handler: Handler)] = [
        ("/.well-known/webfinger", { try await $0.webFinger($1) }),
        ("/.well-known/host-meta", { $0.hostMeta($1) }),
        ("/.well-known/host-meta.json", { federation, _ in federation.hostMetaJSON() }),
        ("/actor", { federation, _ in try await federation.instanceActor() }),
        ("/actor/outbox", { federation, _ in try federation.emptyCollection("/actor/outbox") }),
        ("/users/:name/outbox", { try await $0.outbox($1) }),
        ("/users/:name/followers", { try await $0.followers($1) }),
        ("/users/:name/following", { try await $0.following($1) }),
        ("/users/:name/featured", { try await $0.featured($1) }),
        ("/users/:name/quote_authorizations/:id", { try await $0.quoteAuthorization($1) }),
        ("/users/:name/reply_authorizations/:id", { try await $0.replyAuthorization($1) }),
        ("/users/:name/statuses/:id/activity", { try await $0.activity($1) }),
        ("/users/:name/statuses/:id/replies", { try await $0.replies($1) }),
        ("/users/:name/statuses/:id/context", { try await $0.context($1) }),
        ("/users/:name/statuses/:id/likes", { try await $0.likes($1) }),
        ("/users/:name/statuses/:id/shares", { try await $0.shares($1) }),
    ]

    /// Adds every address that has no page: those that have one are negotiated (`DocumentNegotiation`).
    public func register<Context: RequestContext>(on router: Router<Context>) {
        for route in Federation.routes {
            router.get(RouterPath(route.path)) { request, context in
                var values: [Substring: String] = [:]
                for (name, value) in context.parameters { values[name] = String(value) }
                return await self.respond(to: request, values, route.handler)
            }
        }
    }

    func respond(to request: Request, _ values: [Substring: String], _ handler: Handler) async -> Response {
        let response: DocumentResponse
        do {
            response = try await handler(self, DocumentRequest(request, pathValues: values))
        } catch {
            response = report(error, request)
        }
        return response.response(to: request)
    }

    /// What went wrong, without a word about whether something private is there.
    private func report(_ error: any Error, _ request: Request) -> DocumentResponse {
        switch error {
        case let error as DocumentFailure: return .failure(error)
        case ServiceError.notFound, ServiceError.forbidden: return .failure(.notFound)
        case ServiceError.invalid, ServiceError.invalidFields: return .failure(.malformed)
        case ServiceError.overloaded, ServiceError.storage: return .failure(.busy)
        default:
            logger.error("\(request.method) \(request.uri.path) failed: \(error)")
            return .failure(.broken)
        }
    }
}
