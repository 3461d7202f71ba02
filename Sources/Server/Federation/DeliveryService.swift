// What goes to other servers, sent while the server runs; and what was decided about them, read again and again.

internal import Jobs
internal import Logging
internal import ServiceLifecycle
internal import Services

/// Sends activities to other servers.
struct DeliveryService: Service {
    let runner: DeliveryRunner

    init(_ services: Services, logger: Logger) {
        runner = DeliveryRunner(
            services.deliveries,
            logger: logger,
            gone: { delivery in
                do { try await services.forgetGoneInbox(of: delivery) } catch {
                    logger.warning("An inbox that is gone was not forgotten: \(error)")
                }
            },
            send: { await services.send($0) }
        )
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await runner.run() }
    }
}

/// Reads decisions about servers that another node, or a command, has made; counts and mends what waits.
struct ServerPolicyService: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                do {
                    try await services.servers.reload()
                    if round % 12 == 0 {
                        try await services.deliveries.maintain()
                        try await services.inbox.maintain()
                    }
                } catch {
                    logger.warning("Looking after other servers failed and will be tried again: \(error)")
                }
                round += 1
                try await Task.sleep(for: .seconds(5))
            }
        }
    }
}
