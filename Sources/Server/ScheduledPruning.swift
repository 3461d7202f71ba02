// Clearing away that the running server does by itself.

internal import Logging
internal import Services

/// Clears away what the settings name, and says in the log what that came to.
struct ScheduledPruning: Sendable {
    let interval: Duration
    private let services: Services
    private let options: PruneOptions
    private let logger: Logger

    /// Nil where the settings say never.
    init?(_ app: AppContainer) throws {
        guard let interval = app.settings.prune.interval else { return nil }
        (self.interval, services, logger) = (interval, app.services, app.logger)
        options = try app.pruneOptions(withCopies: false)
    }

    func run() async throws {
        let gone = try await services.prune(options).filter { $0.count > 0 }
        guard !gone.isEmpty else { return }
        let words = gone.map { "\($0.count) \($0.kind.rawValue) (\(Sizes.words($0.bytes)))" }.joined(separator: ", ")
        logger.info("Cleared away \(words)")
    }
}
