// From an HTTP request to a page and back: session, forms, errors, headers.

internal import Basics
internal import Connections
internal import Database
internal import Domain
internal import HTTPTypes
public import Hummingbird
public import Logging
internal import NIOCore
public import Services

typealias PageHandler = @Sendable (Visit) async throws -> PageAnswer

/// What forms post (signing in and up, saying yes to an app, answering a call) as routes of a Hummingbird router.
public final class AuthPages: Sendable {
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handler: PageHandler
        /// Its form may bring a file, of those who are signed in.
        var takesFile = false
        /// Also for who is signed in and has not confirmed an e-mail address; all others lead those to do it.
        var isForUnconfirmed = false
    }

    private let services: Services
    private let movement: Movement
    private let pages: PageRenderer
    private let logger: Logger
    private let admit: Admission
    private let findAddress: AddressFinder
    private let routes: [Route]
    private let sent: SentForms
    /// More than any form of ours holds, in bytes.
    private static let formBytes = 1 << 16
    private let files = FileIO()

    /// - Parameters:
    ///   - findAddress: where a request comes from.
    ///   - admit: how often strangers may try to sign in and up.
    public convenience init(
        services: Services,
        pages: PageRenderer,
        logger: Logger,
        findAddress: @escaping AddressFinder = AuthPages.peerAddress,
        admit: @escaping Admission
    ) {
        self.init(
            services: services,
            movement: Movement(services),
            pages: pages,
            logger: logger,
            findAddress: findAddress,
            admit: admit
        )
    }

    /// The other end of the connection, where no proxy is trusted.
    public static let peerAddress: AddressFinder = { _, peer in
        peer?.ipAddress.flatMap { ClientAddress($0) }
    }

    init(
        services: Services,
        movement: Movement,
        pages: PageRenderer,
        logger: Logger,
        findAddress: @escaping AddressFinder = AuthPages.peerAddress,
        admit: @escaping Admission
    ) {
        self.findAddress = findAddress
        self.services = services
        self.movement = movement
        self.pages = pages
        self.logger = logger
        self.admit = admit
        sent = SentForms(clock: services.clock)
        routes =
            [noticePage] + authorizationPages + sessionPages + signUpPages + confirmationPages + resetPages
            + settingsPages + callForms
    }

    public func register<Context: RemoteAddressRequestContext>(on router: Router<Context>) {
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await self.respond(to: request, route, context)
            }
        }
    }

    private func respond(
        to request: Request,
        _ route: Route,
        _ context: some RemoteAddressRequestContext
    ) async -> Response {
        if request.hasLeft { return PageAnswer.almanac.response(services.site) }
        let address = findAddress(request, context.remoteAddress)
        var visit = Visit(
            services: services,
            movement: movement,
            pages: pages,
            request: request,
            address: address
        ) { [admit] in admit($0, address) }
        do {
            try await visit.findSession(request)
            if visit.isUnconfirmed, !route.isForUnconfirmed {
                return PageAnswer.redirect("/auth/confirmation").response(services.site)
            }
            let fileBytes = route.takesFile && visit.session != nil ? services.limits.importBytes : 0
            try await visit.readForm(request, upTo: AuthPages.formBytes + fileBytes)
            var answer = try await route.handler(visit)
            answer.runsScripts = true
            if route.path == SentForms.path, let kept = sent.answer(to: request) { answer = kept }
            answer = sent.lead(to: answer, request, isSecure: services.site.isSecure)
            var response = answer.response(services.site)
            if request.headers[.requestedWith] == "fetch", response.status.kind == .redirection {
                // `fetch` does not show a script where a redirect leads, and would follow it (Assets/leave.js).
                response.status = .noContent
            }
            if let file = answer.file { response.body = try await files.loadFile(path: file, context: context) }
            return response
        } catch {
            var answer = visit.failure(status(of: error, route)).askingAgain
            answer.runsScripts = true
            return sent.lead(to: answer, request, isSecure: services.site.isSecure).response(services.site)
        }
    }

    private func status(of error: any Error, _ route: Route) -> HTTPResponse.Status {
        switch error {
        case is NIOTooManyBytesError: return .contentTooLarge
        case ServiceError.notFound: return .notFound
        case ServiceError.overloaded: return .serviceUnavailable
        case ServiceError.tooManyAttempts, ByteBudget<RateKey>.Refusal.share: return .tooManyRequests
        case ByteBudget<RateKey>.Refusal.total: return .serviceUnavailable
        case BodyFailure.clientLeft: return .init(code: 499, reasonPhrase: "Client Closed Request")
        case BodyFailure.malformed: return .badRequest
        case let error as DatabaseError where error.passes:
            logger.warning("\(route.method) \(route.path) was not answered: \(error)")
            return .serviceUnavailable
        default:
            logger.error("\(route.method) \(route.path) failed: \(error)")
            return .internalServerError
        }
    }
}

/// What a form was answered with; where nothing was put aside, the words for a form that was open for too long.
private let noticePage = AuthPages.Route(
    method: .get,
    path: SentForms.path,
    handler: { $0.failure(.unprocessableContent) },
    isForUnconfirmed: true
)

extension HTTPField.Name {
    /// "fetch" from a script of ours that sends a form.
    fileprivate static let requestedWith = HTTPField.Name("X-Requested-With") ?? .server
}

extension Visit {
    /// What can be known without the database and the body.
    init(
        services: Services,
        movement: Movement,
        pages: PageRenderer,
        request: Request,
        address: ClientAddress?,
        admit: @escaping @Sendable (Attempt) -> Bool
    ) {
        let kept = request.cookies[PageCookie.form(isSecure: services.site.isSecure)]?.value
        let secret = kept.flatMap { PageCookie.isSecret($0) ? $0 : nil }
        self.init(
            services: services,
            movement: movement,
            pages: pages,
            admit: admit,
            address: address,
            browser: request.cookies[PageCookie.browser(isSecure: services.site.isSecure)]?.value,
            path: request.uri.path,
            query: FormFields(request.uri.query ?? ""),
            form: FormFields(""),
            session: nil,
            viewer: nil,
            formSecret: secret ?? FormProof.secret(),
            formSecretIsNew: secret == nil
        )
    }

    fileprivate mutating func findSession(_ request: Request) async throws {
        guard let token = request.cookies[services.site.sessionCookie]?.value else { return }
        session = try await services.session(token)
        guard let account = session?.accountID else { return }
        viewer = try await services.accounts.account(account)?.account
    }

    fileprivate mutating func readForm(_ request: Request, upTo limit: Int) async throws {
        guard request.method == .post else { return }
        let lease =
            session.map { services.bodiesOfPeople.lease(for: .account($0.accountID)) }
            ?? services.bodies.lease(for: address.map(RateKey.address))
        var body = ByteBuffer()
        try await BodyReader.forEachPiece(of: request.body) { piece in
            guard body.readableBytes + piece.readableBytes <= limit else { throw NIOTooManyBytesError(maxBytes: limit) }
            try lease.take(piece.readableBytes)
            body.writeImmutableBuffer(piece)
        }
        defer { withExtendedLifetime(lease) {} }
        if let type = request.headers[.contentType], HeaderValue(type).name == "multipart/form-data" {
            let multipart = MultipartForm(Array(body.readableBytesView), contentType: type)
            (form, files) = (FormFields(multipart?.fields ?? []), multipart?.files ?? [:])
        } else {
            form = FormFields(String(buffer: body))
        }
    }
}
