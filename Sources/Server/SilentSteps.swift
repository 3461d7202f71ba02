// Silent answers are published when the clock says so: on whole minutes, whatever happens meanwhile.

internal import Basics
internal import Logging
internal import ServiceLifecycle
internal import Services

struct SilentSteps: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let past = services.clock.now().milliseconds % 60_000
                try await Task.sleep(for: .milliseconds(60_000 - past))
                do {
                    try await services.stepSilentFigures()
                } catch {
                    logger.warning("Publishing silent answers failed and will be tried again: \(error)")
                }
            }
        }
    }
}
