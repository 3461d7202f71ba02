// Trends while the server runs: taken up after a start, looked at every few seconds, kept every hour.

internal import Logging
internal import ServiceLifecycle
internal import Services

struct TrendService: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            await attempt("Taking up trends") { try await services.takeUpTrends() }
            var turn = 0
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(5))
                turn += 1
                await attempt("Looking for trends") {
                    try await services.takeUpTrends()
                    try await services.refreshTrends()
                }
                if turn % 720 == 0 { await attempt("Keeping trends") { try await services.keepTrendStates() } }
            }
        }
        await attempt("Keeping trends") { try await services.keepTrendStates() }
    }

    private func attempt(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
            // The end: nothing went wrong.
        } catch {
            logger.warning("\(what) failed and will be tried again: \(error)")
        }
    }
}
