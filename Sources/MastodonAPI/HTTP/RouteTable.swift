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
    /// What a request comes to for somebody whose account is frozen.
    var act: SanctionPolicy.Act {
        if method == .get || method == .head { return .read }
        return Route.takingBack.contains("\(method) \(path)") ? .takeBack : .write
    }

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
