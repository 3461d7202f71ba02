// All endpoints of the client API in one table: what is served, and what coverage is reckoned from.

internal import Domain
public import HTTPTypes
internal import Services

public typealias Handler = @Sendable (APIRequest) async throws -> APIResponse

/// One endpoint.
public struct Route: Sendable {
    public let method: HTTPRequest.Method
    /// With parameters as `:name`.
    public let path: String
    public let access: Access
    /// What is counted beside the requests as such.
    let limited: RateFamily?
    /// The fields that may be files, which go to the disk as they come; a multipart body may be as large as these are.
    let files: [FileField]
    let handler: Handler

    /// Needed by those who are not in yet: what this server is, its apps, and the ways to sign up and in; and pictures, which
    /// apps load without a token.
    var leadsIn: Bool {
        guard path.hasPrefix("/api/") else { return true }
        if method == .post, path == "/api/v1/accounts" { return true }
        return ["/api/v1/apps", "/api/v1/instance", "/api/v2/instance", "/api/v1/streaming"].contains(
            where: path.hasPrefix
        )
    }
}

extension Route {
    /// What a request comes to for somebody whose account is frozen or hidden.
    var act: SanctionPolicy.Act {
        if method == .get || method == .head { return .read }
        let name = "\(method) \(path)"
        if Route.takingBack.contains(name) { return .takeBack }
        return Route.arranging.contains(where: name.hasPrefix) ? .arrange : .write
    }

    /// What people arrange for themselves, by how methods and paths begin: nobody else sees it, or it keeps others away.
    static let arranging: [String] =
        ["POST", "PUT", "PATCH", "DELETE"].flatMap { method in
            [
                "v1/notifications", "v2/notifications", "v1/filters", "v2/filters", "v1/lists", "v1/push/",
                "v1/domain_blocks", "v1/conversations", "v1/suggestions", "v1/profile",
                "v1/accounts/update_credentials",
            ].map { "\(method) /api/\($0)" }
        }
        + [
            "v1/markers", "v1/reports", "v1/emails/", "v1/announcements/:id/dismiss", "v1/tags/:name/follow",
            "v1/tags/:name/unfollow", "v1/accounts/:id/block", "v1/accounts/:id/unblock", "v1/accounts/:id/mute",
            "v1/accounts/:id/unmute", "v1/accounts/:id/note", "v1/accounts/:id/remove_from_followers",
            "v1/follow_requests/:id/reject",
            "v1/interaction_requests/:id/reject", "v1/statuses/:id/bookmark", "v1/statuses/:id/unbookmark",
            "v1/statuses/:id/mute", "v1/statuses/:id/unmute", "v1/statuses/:id/translate",
        ].map { "POST /api/\($0)" } + ["POST /oauth/"]

    /// What people take back here: what they said, did, chose and showed.
    static let takingBack: Set<String> = [
        "DELETE /api/v1/statuses/:id",
        "DELETE /api/v1/scheduled_statuses/:id",
        "POST /api/v1/statuses/:id/unreblog",
        "POST /api/v1/statuses/:id/unfavourite",
        "POST /api/v1/statuses/:id/quotes/:quoting_status_id/revoke",
        "POST /api/v1/accounts/:id/unfollow",
        "DELETE /api/v1/announcements/:id/reactions/:name",
        "DELETE /api/v1/profile/avatar",
        "DELETE /api/v1/profile/header",
        "DELETE /api/v1/featured_tags/:id",
        "POST /api/v1/statuses/:id/unpin",
        "POST /api/chorus/v1/take_backs",
        "POST /api/chorus/v1/calls/:id/withdraw",
    ]
}

/// The endpoints, added noun by noun.
public struct RouteTable: Sendable {
    public private(set) var routes: [Route] = []

    init() {}

    mutating func get(
        _ path: String,
        _ access: Access,
        limited: RateFamily? = nil,
        files: [FileField] = [],
        _ handler: @escaping Handler
    ) {
        add(.get, path, access, limited, files, handler)
    }

    mutating func post(
        _ path: String,
        _ access: Access,
        limited: RateFamily? = nil,
        files: [FileField] = [],
        _ handler: @escaping Handler
    ) {
        add(.post, path, access, limited, files, handler)
    }

    mutating func delete(
        _ path: String,
        _ access: Access,
        limited: RateFamily? = nil,
        files: [FileField] = [],
        _ handler: @escaping Handler
    ) {
        add(.delete, path, access, limited, files, handler)
    }

    /// Apps use PUT and PATCH as they like: an update answers both.
    mutating func update(
        _ path: String,
        _ access: Access,
        limited: RateFamily? = nil,
        files: [FileField] = [],
        _ handler: @escaping Handler
    ) {
        add(.put, path, access, limited, files, handler)
        add(.patch, path, access, limited, files, handler)
    }

    private mutating func add(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ access: Access,
        _ limited: RateFamily?,
        _ files: [FileField],
        _ handler: @escaping Handler
    ) {
        routes.append(
            Route(
                method: method,
                path: path,
                access: access,
                limited: limited,
                files: files,
                handler: handler
            )
        )
    }
}
