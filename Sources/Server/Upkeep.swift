// What has to be done now and then while the server runs.

internal import Database
internal import Jobs
internal import Logging
internal import ServiceLifecycle
internal import Services

/// Forgets what is no longer needed, a little at a time.
struct Upkeep: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(60))
                do {
                    try await services.endPolls()
                    try await services.endModerations()
                    try await services.forgetOldKeys()
                    try await services.purgeCardImages()
                    try await services.purgeMedia()
                    try await services.forgetOldLinkUses()
                    try await services.forgetOldTranslations()
                    try await services.expirePosts()
                    try await services.forgetOldTakeouts()
                    try await services.forgetUnconfirmed()
                    try await services.jobs.forgetDead()
                    try await services.refreshEmojis()
                    try await services.tellAnnouncements()
                    try await services.mergeAcceptedNotifications()
                    try await services.countActivity()
                    try await services.scrubDeleted()
                } catch {
                    logger.warning("Upkeep failed and will be tried again: \(error)")
                }
            }
        }
        // Who came since the last minute is in memory alone.
        try? await services.countActivity()
    }
}
