// People and posts have one address for pages and documents: who asks for which decides.

internal import ActivityPub
internal import HTTPTypes
public import Hummingbird

/// Answers with a document where one is asked for, and leaves all else to the pages.
public struct DocumentNegotiation<Context: RequestContext>: RouterMiddleware {
    private let federation: Federation

    public init(_ federation: Federation) { self.federation = federation }

    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get || request.method == .head, let place = DocumentPlace(path: request.uri.path)
        else {
            return try await next(request, context)
        }
        if let accept = request.headers[.accept], Vocabulary.wantsDocument(accept: accept) {
            return await federation.respond(to: request, place.values, place.handler)
        }
        var response = try await next(request, context)
        response.headers[.vary] = response.headers[.vary].map { "\($0), Accept" } ?? "Accept"
        return response
    }
}

/// An address that is both.
struct DocumentPlace {
    let values: [Substring: String]
    let handler: Federation.Handler

    /// `/users/NAME`, `/@NAME`, `/users/NAME/statuses/ID`, `/@NAME/ID`; nil for all others.
    init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if parts.last == "" { parts = parts.dropLast() }
        guard let first = parts.popFirst() else { return nil }
        let isActor = first == "users"
        let name: Substring
        if isActor {
            guard let next = parts.popFirst() else { return nil }
            name = next
        } else if first.hasPrefix("@") || first.hasPrefix("%40") {
            name = first.dropFirst(first.hasPrefix("@") ? 1 : 3)
        } else {
            return nil
        }
        guard !name.isEmpty else { return nil }
        if parts.isEmpty {
            values = ["name": String(name)]
            handler = { try await $0.actor($1) }
            return
        }
        if isActor, parts.popFirst() != "statuses" { return nil }
        guard parts.count == 1, let id = parts.first, Int64(id) != nil else { return nil }
        values = ["name": String(name), "id": String(id)]
        handler = { try await $0.status($1) }
    }
}
