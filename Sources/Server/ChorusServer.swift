// `chorus serve`: the routes of all surfaces on one listener, and the upkeep beside it.

internal import Basics
internal import Connections
internal import Database
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Jobs
internal import Logging
internal import MastodonAPI
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Services
internal import Streaming
internal import Web

/// What is known of a request besides the request itself.
struct ChorusContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    let channel: any Channel
    /// Whoever has left before they were looked at: no proxy to be trusted, and all of them share one count.
    private static let gone = try? SocketAddress(ipAddress: "0.0.0.0", port: 0)

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        remoteAddress = source.channel.remoteAddress ?? ChorusContext.gone
    }
}

public enum ChorusServer {
    /// Serves until SIGTERM or SIGINT, then answers what it has begun, and closes the database.
    public static func run(_ house: House) async throws {
        let settings = house.settings
        // One set of threads for sockets and handlers: a request is read, handled and answered without changing threads.
        // See docs/decisions/0005-one-set-of-threads.md.
        if !NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor() {
            house.logger.notice("Handlers run on threads of their own: this Swift cannot share those of the sockets")
        }
        guard await house.link?.hasOwnNumber() ?? true else {
            await house.close()
            throw SettingsError(
                "Another server on this database is node \(settings.node) too: give each a --node of its own, 0 to 15."
            )
        }
        try await house.services.forgetCommands()
        try await house.services.refreshEmojis()
        let metrics = RequestMetrics()
        let limits = ConnectionLimits(files: OpenFiles.raiseLimit())
        let table = ConnectionTable(limits.shortened(to: settings.connectionDeadlines))
        let (router, api) = try router(house, metrics)
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                WatchedChannel(
                    base: HTTP1Channel(responder: api.openingSockets(before: responder)),
                    table: table,
                    proxies: settings.trustedProxies
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil,
                backlog: 1024
            ),
            services: [
                Upkeep(services: house.services, logger: house.logger),
                SilentSteps(services: house.services, logger: house.logger),
                TrendKeeper(services: house.services, logger: house.logger),
                SearchKeeper(services: house.services, logger: house.logger),
                JobKeeper(runner: jobRunner(house)),
                CommandListener(services: house.services, logger: house.logger),
            ] + metricsListener(house, metrics, table),
            onServerRunning: { channel in
                try? await ConnectionWatch.guardListener(channel, table)
                let port = channel.localAddress?.port ?? settings.port
                house.logger.info("Chorus listens on \(settings.host):\(port) and is reached at \(settings.url)")
            },
            logger: house.logger
        )
        try await house.services.resumeMedia()
        // Made now rather than by the first who asks.
        _ = try await house.services.vapidPublicKey()
        let patience = TimeAmount.nanoseconds(table.limits.shutdown.nanoseconds / 5 * 6)
        let signals = StopSignals(wait: patience, logger: house.logger)
        defer { withExtendedLifetime(signals) {} }
        do {
            try await application.runService()
        } catch let error as SettingsError {
            await house.close()
            throw error
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            await house.close()
            throw SettingsError(
                "Port \(settings.port) on \(settings.host) is already in use: choose another with --bind."
            )
        } catch let error as IOError {
            await house.close()
            throw SettingsError("Cannot listen on \(settings.host):\(settings.port): \(error.description).")
        }
        await house.close()
        house.logger.info("Chorus has stopped")
    }

    private static func metricsListener(
        _ house: House,
        _ metrics: RequestMetrics,
        _ table: ConnectionTable
    ) -> [any Service] {
        guard let address = house.settings.metrics else { return [] }
        return [
            MetricsListener(address: address, logger: house.logger, table: table) {
                MetricsText.render(metrics.snapshot, house.database.statistics, house.services.jobs.figures)
            }
        ]
    }

    /// What does the jobs of each kind.
    private static func jobRunner(_ house: House) -> JobRunner {
        var handlers = JobHandlers()
        handlers.addPublishing(house.services)
        handlers.handle(Services.eraseAccountJob, timeout: .seconds(840)) { [services = house.services] job in
            guard let account = Int64(job.payload) else { throw JobRefused("\(job.payload) is not an account") }
            try await services.eraseAccount(account)
        }
        house.services.handlePushes(&handlers)
        house.services.handleFiles(&handlers)
        house.services.handleTakeout(&handlers)
        house.services.handleMail(&handlers)
        return JobRunner(queue: house.services.jobs, handlers: handlers, logger: house.logger)
    }

    /// All routes, also for tests that need no listener.
    static func router(_ house: House, _ metrics: RequestMetrics) throws -> (Router<ChorusContext>, API) {
        let router = Router(context: ChorusContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ContinueMiddleware())
        router.add(middleware: RequestMetricsMiddleware(metrics: metrics))
        let renderer = try PageRenderer()
        let pages = Pages(services: house.services, renderer: renderer, logger: house.logger)
        router.add(middleware: NotFoundMiddleware(pages: pages))
        // As Mastodon: a word, or JSON for those who ask for it.
        router.get("/health") { request, _ in
            request.headers[.accept]?.contains("json") == true
                ? text("application/json; charset=utf-8", #"{"status":"OK"}"#) : text("text/plain; charset=utf-8", "OK")
        }
        let (limiter, proxies) = (house.services.limiter, house.settings.trustedProxies)
        let api = API(
            services: house.services,
            limiter: limiter,
            proxies: proxies,
            streamLimits: house.settings.rateLimits ? StreamLimits() : .off,
            streamPing: .seconds(house.settings.streamPing),
            logger: house.logger
        )
        api.register(on: router)
        let clock = house.services.clock
        AuthPages(
            services: house.services,
            pages: renderer,
            logger: house.logger,
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
        MediaFiles(house.services)?.register(on: router)
        return (router, api)
    }

    private static func text(_ type: String, _ body: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
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
