// `chorus serve`: the routes of all surfaces on one listener, and the upkeep beside it.

internal import Basics
internal import Connections
internal import Database
internal import Domain
internal import Federation
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Jobs
internal import Logging
internal import MastodonAPI
internal import NIOCore
internal import NIOPosix
internal import Programs
internal import ServiceLifecycle
internal import Services
internal import Streaming
internal import UnixSignals
internal import Web

/// What is known of a request besides the request itself.
struct ChorusContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    /// Whoever has left before they were looked at: no proxy to be trusted, and all of them share one count.
    private static let gone = try? SocketAddress(ipAddress: "0.0.0.0", port: 0)

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress ?? ChorusContext.gone
    }
}

public enum ChorusServer {
    /// Serves until SIGTERM or SIGINT, then answers what it has begun, and closes the database.
    public static func run(_ app: AppContainer) async throws {
        let settings = app.settings
        // One set of threads for sockets and handlers: a request is read, handled and answered without changing threads.
        // See docs/decisions/0005-one-set-of-threads.md.
        if !NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor() {
            app.logger.notice("Handlers run on threads of their own: this Swift cannot share those of the sockets")
        }
        if settings.federation != .off, !settings.federates {
            app.logger.notice("Other servers are not spoken with, for url does not begin with https://")
        }
        guard await app.link?.hasOwnNumber() ?? true else {
            await app.close()
            throw SettingsError(
                "Another server on this database is node \(settings.node) too: give each a --node of its own, 0 to 15."
            )
        }
        let certificate: ServerCertificate?
        do { certificate = try settings.tls.map { try ServerCertificate($0, logger: app.logger) } } catch {
            await app.close()
            throw error
        }
        LimitedProgram.prepare()
        try await app.services.forgetCommands()
        try await app.services.servers.reload()
        try await app.services.refreshEmojis()
        let metrics = RequestMetrics()
        let limits = ConnectionLimits(files: OpenFiles.raiseLimit())
        let table = ConnectionTable(limits.shortened(to: settings.connectionDeadlines)) { [services = app.services] in
            certificate == nil || services.limiter.allows(.handshakes, $0, now: services.clock.now())
        }
        let federation = Federation(services: app.services, logger: app.logger)
        let (router, api) = try router(app, metrics, federation)
        let answer = CompressedResponses(router.buildResponder()).onConnections(app.logger)
        let passed = try PassedSocket.all()
        let listener = Listener(
            addresses: ListenAddress.main(settings.bind, passed),
            connections: WatchedChannel(
                base: HTTP1Channel(responder: Continue.asking(before: api.openingSockets(before: answer))),
                table: table,
                proxies: settings.trustedProxies,
                certificate: certificate
            ),
            logger: app.logger
        ) { places in
            app.logger.info(
                "Chorus listens on \(places.joined(separator: " and ")) and is reached at \(settings.url)"
            )
            ServiceManager.current.tell("READY=1", "STATUS=\(WatchdogService.serving)")
        }
        let beside: [any Service] = [
            Maintenance(
                services: app.services,
                backups: app.backups,
                pruning: try ScheduledPruning(app),
                migrationCopies: MigrationCopy(dataDirectory: settings.dataDirectory),
                logger: app.logger
            ),
            SilentSteps(services: app.services, logger: app.logger),
            TrendService(services: app.services, logger: app.logger),
            SearchIndexService(services: app.services, logger: app.logger),
            JobService(runner: jobRunner(app)),
            CommandListener(services: app.services, logger: app.logger),
            ServerPolicyService(services: app.services, logger: app.logger),
            DeliveryService(app.services, logger: app.logger),
        ]
        let services =
            beside + federating(app, federation) + metricsListener(app, metrics, table) + renewing(certificate)
            + (try leadingToHTTPS(settings, passed, table, app.logger))
        try await app.services.resumeMedia()
        // Made now rather than by the first who asks.
        _ = try await app.services.vapidPublicKey()
        let patience = TimeAmount.nanoseconds(table.limits.shutdown.nanoseconds / 5 * 6)
        let signals = StopSignals(wait: patience, logger: app.logger)
        defer { withExtendedLifetime(signals) {} }
        let signs = WatchdogService(
            manager: .current,
            isDatabaseAnswering: { await app.services.isDatabaseAnswering() },
            isDatabaseHere: settings.database == nil
        )
        // They end from the last to the first: what was begun is answered while all others are still there.
        let group = ServiceGroup(
            configuration: .init(
                services: services + [listener, signs],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: app.logger
            )
        )
        do { try await group.run() } catch let error as SettingsError {
            await app.close()
            throw error
        }
        await app.close()
        app.logger.info("Chorus has stopped")
    }

    private static func metricsListener(
        _ app: AppContainer,
        _ metrics: RequestMetrics,
        _ table: ConnectionTable
    ) -> [any Service] {
        guard let address = app.settings.metrics else { return [] }
        return [
            MetricsListener(address: address, logger: app.logger, table: table) {
                MetricsText.render(
                    metrics.snapshot,
                    app.database.statistics,
                    app.services.jobs.figures,
                    app.services.deliveries.figures,
                    app.services.inbox.figures,
                    app.backups?.state,
                    app.services.backlog,
                    app.services.disk
                )
            }
        ]
    }

    /// What does the jobs of each kind.
    private static func jobRunner(_ app: AppContainer) -> JobRunner {
        var handlers = JobHandlers()
        handlers.addPublishing(app.services)
        handlers.addFederation(app.services)
        handlers.handle(Services.eraseAccountJob, attempts: 20, timeout: .seconds(840)) {
            [services = app.services] job in
            guard let account = Int64(job.payload) else { throw JobRefused("\(job.payload) is not an account") }
            // Longer than the outbox tries anything; what cannot be told keeps nobody here for ever.
            if job.attempts < 11 { try await services.waitUntilTold(by: account) }
            try await services.eraseAccount(account)
        }
        app.services.handlePushes(&handlers)
        app.services.handleFiles(&handlers)
        app.services.handleImportExport(&handlers)
        app.services.handleTakeBacks(&handlers)
        app.services.handleRemovalsByRule(&handlers)
        app.services.handleMail(&handlers)
        app.services.handleWebhooks(&handlers)
        return JobRunner(queue: app.services.jobs, handlers: handlers, logger: app.logger)
    }

    /// What answers http beside https of the server's own.
    private static func leadingToHTTPS(
        _ settings: Settings,
        _ passed: [PassedSocket],
        _ table: ConnectionTable,
        _ logger: Logger
    ) throws -> [any Service] {
        let addresses = ListenAddress.redirect(settings.redirect, passed)
        guard !addresses.isEmpty else { return [] }
        guard settings.url.hasPrefix("https://") else {
            throw SettingsError("systemd passes a socket of the name redirect, but url does not begin with https://.")
        }
        let answer = HTTPSRedirect(url: settings.url, acmeFolder: settings.acmeFolder).onConnections(logger)
        return [
            Listener(
                addresses: addresses,
                connections: WatchedChannel(
                    base: HTTP1Channel { request, writer, channel in
                        try await answer(request, writer, channel)
                        // One question a connection, as the answer says: what follows goes to https.
                        try await channel.close(mode: .output)
                    },
                    table: ConnectionTable(table.limits.brief),
                    proxies: settings.trustedProxies
                ),
                logger: logger,
                setting: "redirect-bind"
            ) { logger.info("http at \($0.joined(separator: " and ")) is led to \(settings.url)") }
        ]
    }

    private static func renewing(_ certificate: ServerCertificate?) -> [any Service] { certificate.map { [$0] } ?? [] }

    /// What goes on beside the requests where this server speaks with others.
    private static func federating(_ app: AppContainer, _ federation: Federation) -> [any Service] {
        guard app.services.isFederating else { return [] }
        return [
            InboxService(app.services, federation, logger: app.logger),
            OutboxWorker(services: app.services, logger: app.logger),
        ]
    }

    /// All routes, also for tests that need no listener.
    static func router(
        _ app: AppContainer,
        _ metrics: RequestMetrics,
        _ federation: Federation? = nil
    ) throws -> (Router<ChorusContext>, API) {
        let router = Router(context: ChorusContext.self)
        router.add(middleware: RequestMetricsMiddleware(metrics: metrics))
        let renderer = try PageRenderer()
        let pages = Pages(services: app.services, renderer: renderer, logger: app.logger)
        router.add(middleware: NotFoundMiddleware(pages: pages))
        let federation = federation ?? Federation(services: app.services, logger: app.logger)
        if app.services.isFederating { router.add(middleware: DocumentNegotiation(federation)) }
        HealthRoutes(services: app.services, backups: app.backups).register(on: router)
        let (limiter, proxies) = (app.services.limiter, app.settings.trustedProxies)
        let api = API(
            services: app.services,
            limiter: limiter,
            proxies: proxies,
            streamLimits: app.settings.rateLimits ? StreamLimits() : .off,
            streamPing: .seconds(app.settings.streamPing),
            logger: app.logger
        )
        api.register(on: router)
        if app.services.isFederating {
            federation.register(on: router)
            federation.registerFollowerSynchronization(on: router)
            federation.registerInboxes(on: router) { proxies.client(of: $0, peer: $1.remoteAddress) }
        }
        let clock = app.services.clock
        AuthPages(
            services: app.services,
            pages: renderer,
            logger: app.logger,
            findAddress: { proxies.client(of: $0, peer: $1) }
        ) { attempt, address in
            let family: RateFamily =
                switch attempt {
                case .signIn: .signIn
                case .signUp: .signUp
                case .mail: .mail
                }
            return limiter.allows(family, address, now: clock.now())
        }.register(on: router)
        pages.register(on: router)
        MediaFiles(app.services)?.register(on: router)
        RemoteFileRoutes(app.services)?.register(on: router) { proxies.client(of: $0, peer: $1.remoteAddress) }
        return (router, api)
    }
}

/// What no route serves: apps read JSON, people a page.
struct NotFoundMiddleware<Context: RequestContext>: RouterMiddleware {
    let pages: Pages

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard NotFoundMiddleware.readsJSON(request) else { return await pages.notFound(request) }
            return Response(
                status: .notFound,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"error":"Record not found"}"#))
            )
        }
    }

    /// Addresses of apps, and programs that ask for JSON and not for a page.
    static func readsJSON(_ request: Request) -> Bool {
        let path = request.uri.path
        if ["/api", "/oauth", "/.well-known", "/nodeinfo"].contains(where: { path == $0 || path.hasPrefix($0 + "/") }) {
            return true
        }
        guard let accept = request.headers[.accept]?.lowercased() else { return false }
        return accept.contains("json") && !accept.contains("text/html")
    }
}
