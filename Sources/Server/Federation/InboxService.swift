// Works off what other servers sent, for as long as the server runs.

internal import Federation
internal import Jobs
internal import Logging
internal import ServiceLifecycle
internal import Services

struct InboxService: Service {
    let runner: InboxRunner

    init(_ services: Services, _ federation: Federation, logger: Logger) {
        runner = InboxRunner(services.inbox, logger: logger) { try await federation.work(on: $0) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await runner.run() }
    }
}
