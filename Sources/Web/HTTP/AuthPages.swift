// From an HTTP request to a page and back: session, forms, errors, headers.

internal import Basics
internal import Connections
internal import Domain
internal import HTTPTypes
public import Hummingbird
internal import Localization
public import Logging
internal import Media
internal import NIOCore
public import Services

typealias PageHandler = @Sendable (FormRequest) async throws -> PageAnswer

/// What forms post (signing in and up, saying yes to an app, answering a call) as routes of a Hummingbird router.
public final class AuthPages: Sendable {
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handler: PageHandler
        /// Its form may bring a file, of those who are signed in.
        var takesFile = false
        /// Files that its form may bring, by field, in bytes; they are kept on the disk. All else it brings is read whatever they are.
        var uploads: (@Sendable (Limits) -> [String: Int])?
        /// Answers in place of the usual page for an error, so that what was written is given back.
        var recover: (@Sendable (FormRequest, HTTPResponse.Status) async -> PageAnswer?)?
        /// Also for who is signed in and has not been let in yet; all others lead those to where they wait.
        var isForNewcomers = false
        /// Also for whose account is suspended or frozen: to read why, to appeal, to take along what is theirs, to leave.
        var isForSuspended = false
        /// Whether a form takes back what somebody said or chose: for them, too.
        var takesBack: (@Sendable (FormFields) -> Bool)?
        /// Whether a form says how somebody would like things to be for themselves, and nobody else sees it: also for whoever has
        /// hidden their account. All of `arranging` do.
        var arranges: (@Sendable (FormFields) -> Bool)?
        /// What people write in its form. Where their session is over, they sign in with it, and the form comes back with what they
        /// wrote (`WordsAgain.swift`): whatever is sent without a proof of the session is not done, but shown again.
        var words: WrittenFields = written()

        /// - Parameter form: nil while it is not known; it is read where it may be allowed.
        func act(_ form: FormFields?) -> SanctionPolicy.Act {
            if isForSuspended { return .settle }
            guard method == .post else { return .read }
            if Route.arranging.contains(where: path.hasPrefix), !Route.reaching.contains(where: path.hasPrefix) {
                return .arrange
            }
            // What it says is known only when it is read.
            guard let form else { return takesBack == nil ? (arranges == nil ? .write : .arrange) : .takeBack }
            if takesBack?(form) == true { return .takeBack }
            return arranges?(form) == true ? .arrange : .write
        }

        /// How the paths of forms begin that concern nobody but who sends them.
        private static let arranging = [
            "/settings/", "/notifications", "/filters", "/lists", "/followed_tags", "/tags/", "/oauth/",
        ]
        /// And of those among them that others hear of.
        private static let reaching = ["/settings/move", "/settings/import", "/settings/invites"]
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
        routes = [
            [noticePage], authorizationPages, sessionPages, secondFactorPages, passkeyPages, signUpPages,
            confirmationPages, resetPages, settingsPages,
            standingPages, moderationPages, subjectPages, inviteSettings,
            callForms, newCallForms, composeForms, scheduledForms, statusForms, deleteForms,
            replySettings, shieldSettings, hideSettings, takeBackSettings, reportForms, relationshipForms,
            notificationForms, pushForms, followedTagForms, listForms, filterForms, sessionSettings, twoFactorSettings,
            passkeySettings, languageForm,
        ].flatMap(\.self)
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
        var formRequest = FormRequest(
            services: services,
            movement: movement,
            pages: pages,
            request: request,
            address: address
        ) { [admit] in admit($0, address) }
        do {
            try await formRequest.findSession(request)
        } catch {
            return Localizer.$current.withValue(.of(request.language(of: nil))) {
                finished(formRequest.failure(status(of: error, route)), request, formRequest).response(services.site)
            }
        }
        return await Localizer.$current.withValue(.of(request.language(of: formRequest.session?.user))) {
            await respond(to: request, formRequest, route, context)
        }
    }

    /// In the language that is spoken.
    private func respond(
        to request: Request,
        _ asked: FormRequest,
        _ route: Route,
        _ context: some RemoteAddressRequestContext
    ) async -> Response {
        var formRequest = asked
        do {
            if let refusal = formRequest.refusal(of: route.act(nil)) {
                return finished(refusal, request, formRequest).response(services.site)
            }
            if formRequest.isNewcomer, !route.isForNewcomers {
                return PageAnswer.redirect("/auth/confirmation").response(services.site)
            }
            if let uploads = route.uploads?(services.limits) {
                try await formRequest.readForm(request, uploads: uploads)
            } else {
                let fileBytes = route.takesFile && formRequest.session != nil ? services.limits.importBytes : 0
                try await formRequest.readForm(request, upTo: AuthPages.formBytes + fileBytes)
            }
            if let refusal = formRequest.refusal(of: route.act(formRequest.form)) {
                return finished(refusal, request, formRequest).response(services.site)
            }
            var answer = try await AuthPages.answer(formRequest, route)
            answer.runsScripts = true
            if route.path == SentForms.path, let kept = sent.answer(to: request, formRequest) { answer = kept }
            answer = sent.lead(to: answer, request, formRequest)
            var response = answer.response(services.site)
            if request.headers[.requestedWith] == "fetch", response.status.kind == .redirection {
                // `fetch` does not show a script where a redirect leads, and would follow it (Assets/leave.js).
                response.status = .noContent
            }
            if let file = answer.file { response.body = try await files.loadFile(path: file, context: context) }
            return response
        } catch {
            let status = status(of: error, route)
            let recovered = await route.recover?(formRequest, status)
            return finished(recovered ?? formRequest.failure(status), request, formRequest).response(services.site)
        }
    }

    private func finished(_ answer: PageAnswer, _ request: Request, _ formRequest: FormRequest) -> PageAnswer {
        var answer = answer.askingAgain
        answer.runsScripts = true
        return sent.lead(to: answer, request, formRequest)
    }

    private func status(of error: any Error, _ route: Route) -> HTTPResponse.Status {
        switch error {
        case is NIOTooManyBytesError, FormFault.tooLarge: return .contentTooLarge
        case is FormFault: return .badRequest
        case ServiceError.notFound: return .notFound
        case ServiceError.overloaded: return .serviceUnavailable
        case ServiceError.tooManyAttempts, ByteBudget<RateKey>.Refusal.share: return .tooManyRequests
        case ByteBudget<RateKey>.Refusal.total: return .serviceUnavailable
        case BodyFailure.clientLeft: return .init(code: 499, reasonPhrase: "Client Closed Request")
        case BodyFailure.malformed: return .badRequest
        case _ where DatabaseOutage(error) != nil:
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
    isForNewcomers: true,
    isForSuspended: true
)

extension HTTPField.Name {
    /// "fetch" from a script of ours that sends a form; "part" from one that wants a part of a page.
    static let requestedWith = HTTPField.Name("X-Requested-With") ?? .server
}

extension FormRequest {
    /// What can be known without the database and the body.
    init(
        services: Services,
        movement: Movement,
        pages: PageRenderer,
        request: Request,
        address: ClientAddress?,
        admit: @escaping @Sendable (Attempt) -> Bool
    ) {
        let kept = request.cookie(PageCookie.form(isSecure: services.site.isSecure))
        let secret = kept.flatMap { PageCookie.isSecret($0) ? $0 : nil }
        self.init(
            services: services,
            movement: movement,
            pages: pages,
            admit: admit,
            address: address,
            browser: request.cookie(PageCookie.browser(isSecure: services.site.isSecure)),
            pendingSignIn: request.cookie(PageCookie.pendingName(isSecure: services.site.isSecure)),
            shownCodes: request.cookie(PageCookie.codesName(isSecure: services.site.isSecure)),
            zone: request.cookie(PageCookie.zoneName).flatMap { Int($0) },
            pushToken: request.cookie(PageCookie.pushName(isSecure: services.site.isSecure)),
            path: request.uri.path,
            here: request.here,
            cameFrom: request.cameFrom(services.site.url),
            wantsPart: request.wantsPart,
            acceptsJSON: request.headers[.accept]?.lowercased().hasPrefix("application/json") == true,
            query: FormFields(request.uri.query ?? ""),
            form: FormFields(""),
            session: nil,
            viewer: nil,
            formSecret: secret ?? FormProof.secret(),
            formSecretIsNew: secret == nil
        )
    }

    /// What somebody is answered whose account is frozen or suspended, where that forbids what they want.
    fileprivate func refusal(of act: SanctionPolicy.Act) -> PageAnswer? {
        guard let session,
            !SanctionPolicy.allows(
                act,
                isFrozen: session.user.isFrozen,
                isSuspended: session.isSuspended,
                isDeactivated: session.isDeactivated
            )
        else { return nil }
        return refused(session)
    }

    /// What whoever wanted to do what they may not is told.
    func refused(_ session: Session) -> PageAnswer {
        if session.isSuspended { return .redirect("/settings/standing") }
        return session.user.isFrozen ? frozen : hidden
    }

    /// What somebody reads who wanted to write, and has hidden their account.
    private var hidden: PageAnswer {
        var page = MessagePage(
            frame: frame(),
            title: localized("Your account is hidden."),
            text: localized(
                "Until it is shown again you can read, take back what you said, and change your settings, but not write."
            ),
            status: HTTPResponse.Status.forbidden.code
        )
        page.action = MessagePage.Action(label: localized("Show my account again"), url: "/settings/hide")
        return .page(pages.message(page), status: .forbidden)
    }

    /// What somebody reads who wanted to write, and may not.
    var frozen: PageAnswer {
        var page = MessagePage(
            frame: frame(),
            title: localized("Your account is frozen."),
            text: localized(
                "You can read, take back what you said, and take your data along, but not write. Your standing says why."
            ),
            status: HTTPResponse.Status.forbidden.code
        )
        page.action = MessagePage.Action(label: localized("My standing"), url: "/settings/standing")
        return .page(pages.message(page), status: .forbidden)
    }

    fileprivate mutating func findSession(_ request: Request) async throws {
        guard let token = request.cookie(services.site.sessionCookie) else { return }
        session = try await services.session(token, evenSuspended: true)
        guard let account = session?.accountID else { return }
        viewer = try await services.accounts.account(account, for: account)?.account
        if request.method == .get {
            unread = try await services.unreadNotifications(of: account, .init(), limit: Pages.mostUnread)
        }
    }

    /// Reads a form with files, which go to the disk as they come. Of somebody whose session is over only the words are read, so that
    /// they can be given back.
    fileprivate mutating func readForm(_ request: Request, uploads limits: [String: Int]) async throws {
        let type = request.headers[.contentType].map { HeaderValue($0) }
        guard request.method == .post, let type, type.name == "multipart/form-data" else {
            return try await readForm(request, upTo: FormRequest.wordBytes)
        }
        let all = FormLimits(
            fileBytes: limits,
            otherBytes: FormRequest.wordBytes,
            bytes: FormRequest.wordBytes + FormRequest.mostUploads * (limits.values.max() ?? 0)
        )
        let lease =
            session.map { services.bodiesOfPeople.lease(for: .account($0.accountID)) }
            ?? services.bodies.lease(for: address.map(RateKey.address))
        defer { withExtendedLifetime(lease) {} }
        // What is kept in memory; files pass through.
        try lease.take(FormRequest.wordBytes)
        var stream = try FormStream(
            boundary: type.parameters["boundary"] ?? "",
            folder: session == nil ? nil : services.media?.arriving,
            limits: all,
            passesOver: true
        )
        var pairs: [(name: String, value: String)] = []
        defer { form = FormFields(pairs) }
        try await BodyReader.forEachPiece(of: request.body) { piece in
            try stream.feed(piece.readableBytesView)
            for part in stream.parts {
                switch part.content {
                case .text(let text): pairs.append((part.head.name, String(decoding: text, as: UTF8.self)))
                case .file(let file): self.uploads.append((part.head.name, file))
                case .refused(let fault): refusedUpload = FormRequest.sentence(fault, part.head.filename ?? "")
                }
            }
            stream.parts.removeAll()
        }
        try stream.finish()
    }

    /// More than the words of any form of ours, in bytes.
    private static let wordBytes = 1 << 18
    /// Files that may come at once.
    private static let mostUploads = 4

    private static func sentence(_ fault: FormFault, _ name: String) -> Sentence {
        let name = String(name.prefix(80))
        if case .fileTooLarge(let most) = fault {
            return name.isEmpty
                ? "A file is larger than \(most: most >> 20) MB"
                : "“\(text: name)” is larger than \(most: most >> 20) MB"
        }
        return name.isEmpty
            ? "A file was not taken: please choose it again" : "“\(text: name)” was not taken: please choose it again"
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
