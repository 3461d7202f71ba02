// Backups that the running server makes by itself.

internal import Backup
internal import Basics
internal import Database
internal import Foundation
internal import Logging
internal import Synchronization

/// Makes a backup whenever the newest is too old, and knows how old it is.
public final class ScheduledBackups: Sendable {
    /// After a failure (a full disk, say) it is not tried again at once.
    private static let pause = Duration.seconds(1800)

    private let settings: BackupSettings
    private let source: BackupSource
    private let logger: Logger
    private let failure = Mutex<Timestamp?>(nil)
    /// When the newest was begun, as the last look at the folder found it: who asks for the state does not wait for a disk.
    private let newest = Mutex<Timestamp?>(nil)

    private var folder: BackupFolder { BackupFolder(path: settings.folder) }

    init(_ settings: BackupSettings, _ source: BackupSource, _ logger: Logger) {
        (self.settings, self.source, self.logger) = (settings, source, logger)
        _ = try? look()
    }

    /// Looks at the folder. Waits for its disk.
    private func look() throws -> Timestamp? {
        let found = try folder.newest(before: source.now())
        newest.withLock { $0 = found }
        return found
    }

    /// What there is to say about them.
    struct State: Sendable {
        /// Seconds since the newest was begun; nil where there is none.
        var age: Int64?
        /// Longer ago than it should be.
        var isOverdue: Bool
        var hasFailed: Bool
    }

    var state: State {
        let now = source.now()
        let age = newest.withLock { $0 }.map { now.seconds - $0.seconds }
        // Making one takes its time.
        let limit = settings.interval.components.seconds * 3 / 2
        return State(
            age: age,
            isOverdue: age.map { $0 > limit } ?? true,
            hasFailed: failure.withLock { $0 } != nil
        )
    }

    /// Makes a backup if it is time. Throws what it failed of.
    func makeIfDue() async throws {
        let now = source.now()
        if let last = failure.withLock({ $0 }), now < last + ScheduledBackups.pause { return }
        do {
            if let newest = try await onOwnThread({ [self] in try look() }), now < newest + settings.interval { return }
            let made = try await folder.make(of: source, keep: settings.keep)
            newest.withLock { $0 = now }
            failure.withLock { $0 = nil }
            let manifest = made.manifest
            logger.info(
                "Backed up to \(folder.path)/\(made.name): \(manifest.rows) rows, \(manifest.files.count) files"
            )
            if let damage = made.damage { logger.error("\(damage)") }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            failure.withLock { $0 = now }
            throw error
        }
    }

    /// A member of the JSON of /health.
    var health: String {
        let state = state
        let word = state.age == nil ? "none" : state.isOverdue ? "overdue" : "current"
        let age = state.age.map { ",\"age\":\($0)" } ?? ""
        return "\"backup\":{\"state\":\"\(word)\"\(age)}"
    }
}
