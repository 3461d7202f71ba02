// From an HTTP request to a handler and back: token, scopes, parameters, errors, headers.

public import Basics
internal import Connections
internal import Domain
internal import HTTPTypes
public import Hummingbird
public import Logging
internal import Media
internal import NIOCore
public import Services
public import Streaming

/// The client API as routes of a Hummingbird router.
public final class API: Sendable {
    public let services: Services
    public let table: RouteTable
    let streams: Streams
    private let limiter: RateLimiter
    let proxies: TrustedProxies
    let logger: Logger

    /// - Parameters:
    ///   - proxies: who is believed when they say for whom they ask.
    ///   - streamLimits: how much may be listened to.
    ///   - streamPing: how often those who listen are asked whether they are still there.
    public init(
        services: Services,
        limiter: RateLimiter,
        proxies: TrustedProxies = .none,
        streamLimits: StreamLimits = StreamLimits(),
        streamPing: Duration = .seconds(30),
        logger: Logger
    ) {
        self.services = services
        streams = Streams(services: services, limits: streamLimits, ping: streamPing, logger: logger)
        self.limiter = limiter
        self.proxies = proxies
        self.logger = logger
        table = API.routes()
    }

    /// Every endpoint of the client API.
    public static func routes() -> RouteTable {
        var table = RouteTable()
        appRoutes(&table)
        oauthRoutes(&table)
        authorizationServerMetadataRoutes(&table)
        signUpRoutes(&table)
        statusRoutes(&table)
        timelineRoutes(&table)
        listRoutes(&table)
        filterRoutes(&table)
        followedTagRoutes(&table)
        conversationRoutes(&table)
        domainBlockRoutes(&table)
        profileRoutes(&table)
        accountRoutes(&table)
        moveRoutes(&table)
        asyncRefreshRoutes(&table)
        relationshipRoutes(&table)
        searchRoutes(&table)
        discoveryRoutes(&table)
        notificationRoutes(&table)
        notificationGroupRoutes(&table)
        notificationPolicyRoutes(&table)
        shieldRoutes(&table)
        notificationRequestRoutes(&table)
        pushRoutes(&table)
        markerRoutes(&table)
        preferencesRoutes(&table)
        instanceRoutes(&table)
        instanceTextRoutes(&table)
        emojiRoutes(&table)
        announcementRoutes(&table)
        reportRoutes(&table)
        pollRoutes(&table)
        mediaRoutes(&table)
        callRoutes(&table)
        takeBackRoutes(&table)
        tagRoutes(&table)
        magnitudeRoutes(&table)
        trendRoutes(&table)
        adminTrendRoutes(&table)
        adminTagRoutes(&table)
        moderationRoutes(&table)
        adminAccountRoutes(&table)
        adminReportRoutes(&table)
        serverRoutes(&table)
        deliveryRoutes(&table)
        heldRoutes(&table)
        streamRoutes(&table)
        return table
    }

    /// Adds every endpoint, and the answers to preflight requests of browsers on all addresses of apps.
    public func register<Context: RemoteAddressRequestContext>(on router: Router<Context>) {
        router.add(middleware: CrossOriginMiddleware())
        for route in table.routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await self.respond(
                    to: request,
                    route: route,
                    pathValues: context.parameters.byName,
                    peer: context.remoteAddress
                )
            }
        }
    }

    private func respond(
        to request: Request,
        route: Route,
        pathValues: [Substring: String],
        peer: SocketAddress?
    ) async -> Response {
        var answer: APIResponse
        var verdict: RateVerdict?
        let (address, now) = (proxies.client(of: request, peer: peer), services.clock.now())
        do {
            let grant: Grant?
            do {
                grant = try await self.grant(for: request, route)
            } catch let error as APIError {
                // Who tries tokens that are none is a stranger.
                verdict = limiter.verdict(route, request, nil, address: address, now: now)
                throw verdict?.isAllowed == false ? APIError.tooManyRequests : error
            }
            if let user = grant?.user, !user.isNewcomer { services.presence.note(user.accountID, at: now) }
            verdict = limiter.verdict(route, request, grant, address: address, now: now)
            if let verdict, !verdict.isAllowed { throw APIError.tooManyRequests }
            let apiRequest = APIRequest(
                services: services,
                grant: grant,
                parameters: try await parameters(of: request, route, grant, address),
                path: request.uri.path,
                query: request.uri.query,
                headers: request.headers,
                pathValues: pathValues,
                address: address,
                streams: streams
            )
            answer = try await route.handler(apiRequest)
        } catch {
            answer = .error(report(error, route).localized(for: request))
        }
        if let verdict { answer.headers.tell(verdict, now: now) }
        answer.sayWhoMayKeepIt(route, isAnonymous: !request.headers.contains(.authorization), isOpen: isOpen(route))
        answer.tag(for: request.headers)
        return answer.response
    }

    private func report(_ error: any Error, _ route: Route) -> APIError {
        let answer = APIError.from(error)
        switch answer.status.code {
        case 503: logger.warning("\(route.method) \(route.path) was not answered: \(error)")
        case 500...: logger.error("\(route.method) \(route.path) failed: \(error)")
        default: break
        }
        return answer
    }

    // MARK: Token

    /// Whether strangers may ask: on a server in limited mode only what is needed to come in.
    private func isOpen(_ route: Route) -> Bool { !services.site.isLimited || route.leadsIn }

    private func grant(for request: Request, _ route: Route) async throws -> Grant? {
        let access = route.access
        if case .open = access {
            if isOpen(route) { return nil }
            if try await isPage(request) { return nil }
            guard let grant = try await presentedGrant(request.headers), grant.user != nil else {
                throw APIError.userRequired
            }
            try grant.checkLogin()
            return grant
        }
        if case .stream = access {
            return try await streamGrant(
                request.headers,
                try Parameters.read(query: request.uri.query, contentType: nil, body: [])
            )
        }
        guard let grant = try await presentedGrant(request.headers) else {
            if case .optional = access, isOpen(route) { return nil }
            throw request.headers[.authorization] == nil ? APIError.userRequired : APIError.invalidToken
        }
        if case .newcomer = access { try grant.checkLogin(evenNewcomer: true) } else { try grant.checkLogin() }
        let isFrozen = grant.user?.isFrozen == true
        guard
            SanctionPolicy.allows(
                route.act,
                isFrozen: isFrozen,
                isSuspended: grant.isSuspended,
                isDeactivated: grant.isDeactivated
            )
        else {
            if !isFrozen {
                throw APIError(.forbidden, "Your account is hidden: show it again in your settings before you write")
            }
            throw APIError(.forbidden, "Your account is frozen: you can read and take back, but not write")
        }
        switch access {
        case .open, .anyToken, .stream: break
        case .optional(let scopes), .client(let scopes):
            // An app without a person is a stranger too.
            if !isOpen(route), grant.user == nil { throw APIError.userRequired }
            guard !grant.scopes.isDisjoint(with: scopes) else { throw APIError.outsideScopes }
        case .user(let scopes), .newcomer(let scopes):
            guard grant.user != nil else { throw APIError.userRequiredOfApp }
            guard !grant.scopes.isDisjoint(with: scopes) else { throw APIError.outsideScopes }
        }
        return grant
    }

    /// Who listens: the token comes as header, as parameter, or in the place of a WebSocket's sub-protocol, since browsers
    /// can set no headers there. What it allows is asked when a stream is.
    func streamGrant(
        _ headers: HTTPFields,
        _ parameters: Parameters,
        protocolToken: String? = nil
    ) async throws -> Grant {
        let grant: Grant?
        if headers.contains(.authorization) {
            grant = try await presentedGrant(headers)
        } else if let token = try parameters.text("access_token") ?? protocolToken, !token.isEmpty {
            grant = try await services.grants.grant(token: token)
            if grant == nil { throw APIError.invalidToken }
        } else {
            grant = nil
        }
        guard let grant, grant.user != nil else { throw APIError.userRequired }
        try grant.checkLogin()
        return grant
    }

    /// Counts the request for a WebSocket as one of its token and account.
    func admit(_ grant: Grant) throws {
        let now = services.clock.now()
        var verdict = limiter.check(.token, .token(grant.tokenID), now: now)
        if let account = grant.accountID {
            verdict = RateVerdict.tighter(verdict, limiter.check(.user, .account(account), now: now))
        }
        guard verdict?.isAllowed != false else { throw APIError.tooManyRequests }
    }

    /// A page of this server asks for somebody who is signed in. Looking changes nothing, and no page of others can read
    /// the answer: they are allowed none with cookies.
    private func isPage(_ request: Request) async throws -> Bool {
        guard [.get, .head].contains(request.method), !request.headers.contains(.authorization),
            let token = request.cookies[services.site.sessionCookie]?.value
        else { return false }
        return try await services.session(token)?.isNewcomer == false
    }

    private func presentedGrant(_ headers: HTTPFields) async throws -> Grant? {
        guard let header = headers.first(.authorization) else { return nil }
        guard header.utf8.count > 7, header.prefix(7).lowercased() == "bearer " else { throw APIError.invalidToken }
        guard let grant = try await services.grants.grant(token: String(header.dropFirst(7))) else {
            throw APIError.invalidToken
        }
        return grant
    }

    // MARK: Parameters

    private func parameters(
        of request: Request,
        _ route: Route,
        _ grant: Grant?,
        _ address: ClientAddress?
    ) async throws -> Parameters {
        if !route.files.isEmpty, let parameters = try await streamedParameters(of: request, route) { return parameters }
        let account = grant?.accountID
        let limit = account == nil ? services.limits.bodyBytesOfStrangers : services.limits.bodyBytes
        let length = request.headers.first(.contentLength).flatMap { Int($0) }
        if let length, length > limit { throw APIError.tooLarge }
        guard length ?? 0 > 0 || request.headers.contains(.transferEncoding) else {
            return try Parameters.read(query: request.uri.query, contentType: nil, body: [])
        }
        let lease =
            account.map { services.bodiesOfPeople.lease(for: .account($0)) }
            ?? services.bodies.lease(for: address.map(RateKey.address))
        var body: [UInt8] = []
        try await BodyReader.forEachPiece(of: request.body) { piece in
            guard body.count + piece.readableBytes <= limit else { throw APIError.tooLarge }
            try lease.take(piece.readableBytes)
            body.append(contentsOf: piece.readableBytesView)
        }
        return try withExtendedLifetime(lease) {
            try Parameters.read(query: request.uri.query, contentType: request.headers[.contentType], body: body)
        }
    }
}

extension API {
    /// Reads a multipart body with its files on the disk; nil for bodies of other types.
    fileprivate func streamedParameters(of request: Request, _ route: Route) async throws -> Parameters? {
        guard let type = request.headers[.contentType].map(HeaderValue.init), type.name == "multipart/form-data",
            services.media != nil
                || request.headers[.contentLength].flatMap({ Int($0) }) ?? .max > services.limits.bodyBytes
        else { return nil }
        let folder = try uploadFolder(services)
        guard let boundary = type.parameters["boundary"] else {
            throw ParameterError.malformed("The Content-Type multipart/form-data has no boundary")
        }
        let limits = FormLimits(files: route.files, services.limits)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bytes {
            throw APIError.tooLarge
        }
        var query = FormReader()
        if let text = request.uri.query { try query.read(text) }
        var stream = try MultipartStream(boundary: boundary, count: query.count, folder: folder, limits: limits)
        try await BodyReader.forEachPiece(of: request.body) { try stream.feed($0.readableBytesView) }
        query.root.merge(try stream.finish())
        return Parameters(root: query.root)
    }
}

extension Grant {
    /// Throws where the login behind the token may not come in now.
    /// - Parameter evenNewcomer: also where its person has not been let in yet.
    func checkLogin(evenNewcomer: Bool = false) throws(APIError) {
        if isSuspended || user?.isDisabled == true {
            throw APIError(.forbidden, "Your login is currently disabled")
        }
        guard let user, !evenNewcomer else { return }
        if user.confirmedAt == nil {
            throw APIError(.forbidden, "Your login is missing a confirmed e-mail address")
        }
        if !user.isApproved {
            throw APIError(.forbidden, "Your login is currently pending approval")
        }
    }
}

extension Hummingbird.Parameters {
    fileprivate var byName: [Substring: String] {
        var values: [Substring: String] = [:]
        for (name, value) in self { values[name] = String(value) }
        return values
    }
}
