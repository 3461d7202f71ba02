// Teaches the index of search what was posted before it was there, beside everything else that the server does.

internal import Logging
internal import ServiceLifecycle
internal import Services

struct SearchIndexService: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var hasWork = false
                do {
                    hasWork = try await services.fillSearchIndex()
                } catch {
                    logger.warning("Indexing for search failed and will be tried again: \(error)")
                }
                // Between two pieces everybody else has a turn.
                try await Task.sleep(for: hasWork ? .milliseconds(20) : .seconds(5))
            }
        }
    }
}
