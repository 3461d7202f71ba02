// What has to be done now and then while the server runs.

internal import Basics
internal import Jobs
internal import Logging
internal import ServiceLifecycle
internal import Services

/// Forgets what is no longer needed and ends what is over, a little at a time.
struct Maintenance: Service {
    let services: Services
    let backups: ScheduledBackups?
    let pruning: ScheduledPruning?
    let migrationCopies: MigrationCopy
    let logger: Logger

    func run() async throws {
        let schedule = Schedule(
            tasks,
            database: services.database,
            clock: services.clock,
            node: services.node,
            logger: logger
        )
        await cancelWhenGracefulShutdown { await schedule.run() }
        // Who came since the last minute is in memory alone.
        try? await services.countActivity()
    }

    private var tasks: [RecurringTask] {
        sharedTasks + ownTasks + (backups.map { backups in [backup(backups)] } ?? [])
            + (pruning.map { pruning in [prune(pruning)] } ?? [])
    }

    private func prune(_ pruning: ScheduledPruning) -> RecurringTask {
        RecurringTask("prune", every: pruning.interval, patience: .seconds(6 * 3600)) { try await pruning.run() }
    }

    /// Looks every minute whether it is time, so that a failure or a start does not put it off for a day.
    private func backup(_ backups: ScheduledBackups) -> RecurringTask {
        RecurringTask("back up", every: .seconds(60), patience: .seconds(12 * 3600)) { try await backups.makeIfDue() }
    }

    private var sharedTasks: [RecurringTask] {
        let services = services
        let (minute, tenMinutes, hour) = (Duration.seconds(60), Duration.seconds(600), Duration.seconds(3600))
        return [
            RecurringTask("end polls", every: minute) { try await services.endPolls() },
            RecurringTask("end moderations", every: minute) { try await services.endModerations() },
            RecurringTask("show hidden accounts again", every: minute) { try await services.endDeactivations() },
            RecurringTask("expire posts", every: minute) { try await services.expirePosts() },
            RecurringTask("publish announcements", every: minute) { try await services.tellAnnouncements() },
            RecurringTask("merge accepted notifications", every: minute) {
                try await services.mergeAcceptedNotifications()
            },
            RecurringTask("close unconfirmed accounts", every: minute) { try await services.forgetUnconfirmed() },
            RecurringTask("erase undecided sign-ups", every: minute) { try await services.forgetUndecided() },
            RecurringTask("forget what the guard asked", every: minute) { try await services.forgetGuardNotices() },
            RecurringTask("forget idempotency keys", every: tenMinutes) { try await services.forgetOldKeys() },
            RecurringTask("forget uses of links", every: hour) { try await services.forgetOldLinkUses() },
            RecurringTask("forget who waits in ended calls", every: hour) { try await services.forgetOldWaiting() },
            RecurringTask("forget what was taken back", every: hour) { try await services.forgetTakeBacks() },
            RecurringTask("forget removals by rule", every: hour) { try await services.forgetRemovalsByRule() },
            RecurringTask("forget ended invites", every: hour) { try await services.forgetInvites() },
            RecurringTask("forget translations", every: hour) { try await services.forgetOldTranslations() },
            RecurringTask("forget dead jobs", every: hour) { try await services.jobs.forgetDead() },
            RecurringTask("forget deletions of others", every: hour) { try await services.forgetTombstones() },
            RecurringTask("look at servers", every: tenMinutes, patience: tenMinutes) {
                try await services.lookAtServers()
            },
        ]
    }

    /// What concerns this node's own memory and files.
    private var ownTasks: [RecurringTask] {
        let (services, minute) = (services, Duration.seconds(60))
        return [
            RecurringTask("read emoji", every: minute, by: .everyNode) { try await services.refreshEmojis() },
            RecurringTask("count activity", every: minute, by: .everyNode) { try await services.countActivity() },
            RecurringTask("scrub what was deleted", every: minute, by: .everyNode) {
                try await services.scrubDeleted()
            },
            RecurringTask("purge pictures of cards", every: minute, by: .everyNode) {
                try await services.purgeCardImages()
            },
            RecurringTask("purge media", every: minute, by: .everyNode) { try await services.purgeMedia() },
            RecurringTask("watch the disk", every: .seconds(10), by: .everyNode) { await watchDisk() },
            RecurringTask("forget copies from before migrations", every: .seconds(3600), by: .everyNode) {
                migrationCopies.forget(at: services.clock.now())
            },
            RecurringTask("measure what waits", every: .seconds(15), by: .everyNode) {
                try await services.measureBacklog()
            },
            RecurringTask("note how full the disk is", every: .seconds(3600), by: .everyNode) {
                try await services.sampleDisk()
            },
            RecurringTask("give pages back", every: minute, by: .everyNode) { try await services.giveBackPages() },
            RecurringTask("forget archives", every: minute, by: .everyNode) {
                try await services.forgetOldArchives()
            },
        ]
    }

    private func watchDisk() async {
        guard let pressure = await services.watchDisk() else { return }
        let free = services.disk.space.map { Sizes.words($0.available) } ?? "little"
        switch pressure {
        case .nothing: logger.notice("There is room on the disk again: \(free). Everything is taken")
        case .files:
            logger.error(
                "The disk is almost full (\(free) left): no files are taken. `chorus prune --dry-run` says what can go"
            )
        case .posts:
            logger.critical(
                "The disk is full (\(free) left): neither posts nor files are taken. `chorus prune --dry-run` says what can go"
            )
        }
    }
}
