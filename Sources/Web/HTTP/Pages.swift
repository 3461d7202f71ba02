// The web pages as routes: from a request to a page and back, with errors as pages too.

internal import Basics
internal import Domain
internal import HTTPTypes
public import Hummingbird
internal import Localization
public import Logging
internal import NIOCore
public import Services

/// The public pages of this server.
public final class Pages: Sendable {
    let services: Services
    let renderer: PageRenderer
    let rendered: RenderedPages
    let movement: Movement
    let pictures: SharePictures
    let logger: Logger

    /// How long other caches may keep what strangers see: as long as a takedown may take to be seen everywhere.
    static let sharedSeconds = 5

    /// - Parameters:
    ///   - keeping: how long a rendered page serves all strangers; zero renders each anew.
    ///   - rasteriser: draws pictures for previews; nil draws none.
    public convenience init(
        services: Services,
        renderer: PageRenderer,
        logger: Logger,
        keeping: Duration = .seconds(1),
        rasteriser: Rasteriser? = .installed()
    ) {
        self.init(
            services: services,
            renderer: renderer,
            logger: logger,
            keeping: keeping,
            rasteriser: rasteriser,
            movement: Movement(services)
        )
    }

    init(
        services: Services,
        renderer: PageRenderer,
        logger: Logger,
        keeping: Duration,
        rasteriser: Rasteriser?,
        movement: Movement
    ) {
        self.services = services
        self.logger = logger
        self.renderer = renderer
        self.movement = movement
        rendered = RenderedPages(lifetime: keeping, clock: services.clock)
        pictures = SharePictures(rasteriser, clock: services.clock)
    }

    typealias Handler = @Sendable (Pages, PageRequest) async throws -> PageAnswer

    /// Adds every page, the assets, and what browsers ask for by themselves.
    public func register<Context: RequestContext>(on router: Router<Context>) {
        let routes: [(String, Handler)] = [
            ("/", { try await $0.front($1) }),
            ("/tags/:name", { try await $1.wantsFeed ? $0.inEnglish($1, $0.tagFeed) : $0.tag($1) }),
            ("/calls", { try await $0.calls($1) }),
            ("/calls/:id", { try await $0.call($1) }),
            ("/explore", { try await $0.explore($1) }),
            ("/explore/people", { try await $0.peopleToFollow($1) }),
            ("/home", { try await $0.home($1) }),
            ("/home/newer", { try await $0.newer($1) }),
            ("/public", { try await $0.everywhere($1) }),
            ("/public/local", { try await $0.local($1) }),
            ("/lists/:id", { try await $0.list($1) }),
            ("/publish", { try await $0.compose($1) }),
            ("/scheduled", { try await $0.scheduled($1) }),
            ("/share", { try await $0.share($1) }),
            ("/statuses/:id/edit", { try await $0.change($1) { .edit($0) } }),
            ("/statuses/:id/redraft", { try await $0.change($1) { .redraft($0) } }),
            ("/notifications", { try await $0.notifications($1) }),
            ("/notifications/mentions", { try await $0.mentions($1) }),
            ("/notifications/requests", { try await $0.notificationRequests($1) }),
            ("/search", { try await $0.search($1) }),
            ("/bookmarks", { try await $0.bookmarks($1) }),
            ("/favourites", { try await $0.favourites($1) }),
            ("/replies", { try await $0.waitingReplies($1) }),
            ("/hidden_replies", { try await $0.hiddenReplies($1) }),
            ("/follow_requests", { try await $0.followRequests($1) }),
            ("/blocks", { try await $0.blocks($1) }),
            ("/mutes", { try await $0.mutes($1) }),
            ("/about", { try await $0.about($1) }),
            ("/privacy-policy", { try await $0.privacyPolicy($1) }),
            ("/terms-of-service", { try await $0.termsOfService($1) }),
            ("/api/chorus/v1/deletions", { pages, _ in try await pages.deletions() }),
            ("/users/:name", { try await $0.actor($1) }),
            ("/users/:name/statuses/:id", { try await $0.object($1) }),
        ]
        // Some programs encode the at sign, which RFC 3986 §3.3 allows in a path as it is.
        let people: [(String, Handler)] = ["/@{name}", "/%40{name}"].flatMap { path in
            [
                (path, { try await $1.wantsFeed ? $0.inEnglish($1, $0.accountFeed) : $0.profile($1, .posts) }),
                (path + "/with_replies", { try await $0.profile($1, .replies) }),
                (path + "/media", { try await $0.profile($1, .media) }),
                (path + "/followers", { try await $0.followers($1) }),
                (path + "/following", { try await $0.following($1) }),
                (path + "/tagged/:tag", { try await $0.taggedPosts($1) }),
                (path + "/:id", { try await $0.thread($1) }),
                (path + "/:id/history", { try await $0.history($1) }),
                (path + "/:id/media/:place", { try await $0.picture($1) }),
            ] as [(String, Handler)]
        }
        for (path, handler) in routes + people {
            router.get(RouterPath(path)) { request, context in
                await self.respond(to: request, pathValues: context.parameters.byName, handler)
            }
        }
        // The same for everybody: cookies are not looked at.
        let open: [(String, Handler)] = [
            ("/embed/tags/:name", { try await $0.embeddedTag($1) }),
            ("/embed/calls/:id", { try await $0.embeddedCall($1) }),
            ("/tags/:name/share.png", { try await $0.inEnglish($1, $0.sharedTag) }),
            ("/calls/:id/share.png", { try await $0.inEnglish($1, $0.sharedCall) }),
            ("/manifest.webmanifest", { pages, _ in pages.manifest() }),
            ("/offline", { $0.offlinePage($1) }),
            ("/almanac", { pages, _ in pages.almanac() }),
            ("/leave", { pages, _ in pages.leave() }),
            ("/return", { pages, _ in pages.comeBack() }),
        ]
        for (path, handler) in open {
            router.get(RouterPath(path)) { request, context in
                let reader = self.stranger(request, request.languageOfAnybody)
                return await self.respond(to: request, pathValues: context.parameters.byName, reader, handler)
            }
        }
        router.get("/api/oembed") { request, _ in
            self.services.site.isLimited ? Pages.oembedForNobody : await self.oembed(request)
        }
        router.get("/assets/:name") { request, context in
            guard let asset = Assets.named(context.parameters.get("name") ?? "") else {
                return await self.notFound(request)
            }
            return asset.response(to: request)
        }
        router.get("/sw.js") { request, _ in Pages.serviceWorker(request) }
        router.get("/favicon.ico") { _, _ in PageAnswer.moved(to: Assets.favicon.path).response(self.services.site) }
        router.get("/robots.txt") { _, _ in Pages.robots }
    }

    /// The page for an address that leads nowhere.
    public func notFound(_ request: Request) async -> Response {
        await respond(to: request, pathValues: [:]) { _, _ in throw ServiceError.notFound }
    }

    private func respond(to request: Request, pathValues: [Substring: String], _ handler: Handler) async -> Response {
        if request.hasLeft { return PageAnswer.almanac.response(services.site) }
        var reader = stranger(request)
        do {
            reader = try await self.reader(request)
        } catch {
            return Localizer.$current.withValue(.of(reader.language)) {
                failure(error, reader, request).response(services.site)
            }
        }
        return await respond(to: request, pathValues: pathValues, reader, handler)
    }

    private func respond(
        to request: Request,
        pathValues: [Substring: String],
        _ reader: PageReader,
        _ handler: Handler
    ) async -> Response {
        await Localizer.$current.withValue(.of(reader.language)) {
            await answer(request, pathValues: pathValues, reader, handler)
        }
    }

    /// What is the same for everybody: feeds and pictures.
    private func inEnglish(
        _ request: PageRequest,
        _ answer: @Sendable (PageRequest) async throws -> PageAnswer
    ) async rethrows -> PageAnswer {
        try await Localizer.$current.withValue(.english) { try await answer(request) }
    }

    /// In the language that is spoken.
    private func answer(
        _ request: Request,
        pathValues: [Substring: String],
        _ reader: PageReader,
        _ handler: Handler
    ) async -> Response {
        if services.site.isLimited, reader.isAnonymous, !Pages.isForStrangers(request) {
            var answer = PageAnswer.redirect(reader.frame.signInURL)
            answer.headers[.cacheControl] = "private, no-store"
            return answer.response(services.site)
        }
        do {
            var answer = try await handler(
                self,
                PageRequest(request, reader: reader, pathValues: pathValues, site: services.site)
            )
            // What was said with this page is said once.
            if reader.frame.done != nil, answer.status == .ok {
                answer = answer.setting(.said(nil, isSecure: services.site.isSecure))
            }
            return answer.unlessKnown(to: request).response(services.site)
        } catch {
            return failure(error, reader, request).response(services.site)
        }
    }

    /// What a server in limited mode shows to everybody: what it says of itself to those who think of joining, and the page
    /// to leave to, which says nothing of it.
    private static func isForStrangers(_ request: Request) -> Bool {
        ["/about", "/privacy-policy", "/terms-of-service", "/almanac", "/leave", "/return", "/offline"].contains {
            request.uri.path.hasPrefix($0)
        }
    }

    /// What goes wrong, as a page. What is private reads the same as what does not exist.
    private func failure(_ error: any Error, _ reader: PageReader, _ request: Request) -> PageAnswer {
        let status: HTTPResponse.Status
        var reference: String?
        switch error {
        case ServiceError.notFound: status = .notFound
        case ServiceError.forbidden: status = .forbidden
        case ServiceError.invalid, ServiceError.invalidFields: status = .unprocessableContent
        case ServiceError.overloaded, ServiceError.storage: status = .serviceUnavailable
        case _ where DatabaseOutage(error) != nil:
            logger.warning("\(request.method) \(request.uri.path) was not answered: \(error)")
            status = .serviceUnavailable
        case PageError.gone: status = .gone
        default:
            status = .internalServerError
            logger.error("\(request.method) \(request.uri.path) failed: \(error)")
            reference = RequestID.current
        }
        let page = MessagePage(frame: reader.frame, httpStatus: status.code, reference: reference)
        return PageAnswer.page(renderer.message(page), status: status).askingAgain
    }

    /// Keeps the page where a stranger asks; renders it for everybody else.
    func cached(
        _ key: PageKey,
        _ call: PageRequest,
        make: @escaping @Sendable () async throws -> PageAnswer
    ) async throws -> PageAnswer {
        guard call.reader.isAnonymous else { return try await make() }
        return try await rendered.answer(key, make: make)
    }

    /// A page that went well. Of one that can be left quickly no cache keeps anything, so that a step back asks the server.
    func page(_ html: String, _ frame: Frame) -> PageAnswer {
        var answer = PageAnswer.page(html)
        answer.runsScripts = frame.canBeLeft
        answer.isOpen = frame.viewer == nil
        return frame.viewer == nil && !frame.canBeLeft ? answer.shared(seconds: Pages.sharedSeconds) : answer
    }

    /// Search engines need no addresses of apps and forms.
    private static var robots: Response {
        let text =
            "User-agent: *\n"
            + ["/api/", "/oauth/", "/auth/", "/users/", "/embed/", "/leave", "/return"].map { "Disallow: \($0)\n" }
            .joined()
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8", .cacheControl: "public, max-age=3600",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

/// What only pages have to say.
enum PageError: Error {
    /// It was here and will not come back.
    case gone
}

extension Hummingbird.Parameters {
    fileprivate var byName: [Substring: String] {
        var values: [Substring: String] = [:]
        for (name, value) in self { values[name] = String(value) }
        return values
    }
}
