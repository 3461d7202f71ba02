// One request to one endpoint, with all that its handler may ask.

internal import Basics
public import Domain
public import HTTPTypes
public import Services

/// A request whose token was checked and whose parameters were read.
public struct APIRequest: Sendable {
    public let services: Services
    /// The token's grant; nil for an anonymous request.
    public let grant: Grant?
    public let parameters: Parameters
    /// Path without the query, as sent.
    public let path: String
    public let query: String?
    public let headers: HTTPFields
    let pathValues: [Substring: String]
    /// Who is at the other end, where that is known.
    var address: ClientAddress?
    /// Where who wants to listen is let in; nil where there is no connection to hold.
    var streams: Streams?

    /// The account that asks; nil for anonymous requests and app tokens.
    public var viewerID: Int64? { grant?.accountID }

    public var site: Site { services.site }

    /// The login that asks. Only endpoints with `Access.user` may rely on it.
    public func user() throws -> User {
        guard let user = grant?.user else { throw APIError.userRequired }
        return user
    }

    /// The account that asks. Only endpoints with `Access.user` may rely on it.
    public func accountID() throws -> Int64 { try user().accountID }

    /// A path segment, percent-decoded.
    public func pathText(_ name: Substring) -> String { pathValues[name].map { PercentEncoding.decode($0) } ?? "" }

    /// A path segment that is an id. One that is no number names nothing: 404.
    public func pathID(_ name: Substring = "id") throws -> Int64 {
        guard let id = Int64(pathText(name)), id >= 0 else { throw APIError.notFound }
        return id
    }

    /// What the viewer has decided about others; nil for anonymous requests.
    public func relations() async throws -> ReaderRelations? {
        guard let viewerID else { return nil }
        return try await services.relations.relations(of: viewerID)
    }

    /// `max_id`, `since_id`, `min_id` and `limit`, by Mastodon's rules: too large a limit is cut, a negative one turned.
    public func page(limit standard: Int, most: Int) throws -> PageBounds {
        PageBounds(
            maxID: try parameters.id("max_id"),
            sinceID: try parameters.id("since_id"),
            minID: try parameters.id("min_id"),
            limit: min(try parameters.limit() ?? standard, most)
        )
    }
}
