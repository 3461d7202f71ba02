// Hears what commands change while the server runs on SQLite.

internal import Logging
internal import ServiceLifecycle
internal import Services

struct CommandListener: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(250))
                do {
                    try await services.hearCommands()
                } catch {
                    logger.warning("What commands have changed could not be read and will be tried again: \(error)")
                    try await Task.sleep(for: .seconds(5))
                }
            }
        }
    }
}
