// What the command line asks about room: what could go, what goes, and how long the disk will do.

internal import Basics
internal import Foundation
internal import Media
internal import Services

extension AppContainer {
    /// Clears away what nobody needs, and returns a line for each kind, and some about the disk.
    ///
    /// - Parameters:
    ///   - posts: the age of posts, and `notifications` that of notifications, as `90d`; nil for the settings'.
    ///   - isHurried: without pauses between pieces of work.
    public func prune(
        posts: String?,
        notifications: String?,
        isDryRun: Bool,
        isHurried: Bool,
        _ progress: @escaping @Sendable (ProgressStep) -> Void
    ) async throws -> [String] {
        var options = try pruneOptions(withCopies: true)
        if let posts { options.posts = try Settings.prune { $0 == "prune-posts" ? posts : "off" }.posts }
        if let notifications {
            options.notifications =
                try Settings.prune { $0 == "prune-notifications" ? notifications : "off" }.notifications
        }
        options.isDryRun = isDryRun
        if isHurried || isDryRun { options.pause = 0 }
        let figures = try await services.prune(options) { progress(ProgressStep($0)) }
        return figures.map { line($0, options) } + (try await spaceLines())
    }

    /// What the settings say, and where files are. Throws `SettingsError`.
    ///
    /// - Parameter withCopies: of files of others, too; a running server holds its own to their room as they come in.
    func pruneOptions(withCopies: Bool) throws -> PruneOptions {
        var options = PruneOptions(posts: settings.prune.posts, notifications: settings.prune.notifications)
        let folder = settings.mediaFolder
        // What a database that a rollback put aside names is not stray while it is there.
        let hasAside = !MigrationCopy(dataDirectory: settings.dataDirectory).putAside.isEmpty
        do {
            if settings.mediaBucket == nil, !hasAside, FileManager.default.fileExists(atPath: folder) {
                options.store = try FolderStore(root: folder)
            }
            if withCopies, FileManager.default.fileExists(atPath: folder + "/copies") {
                options.copies = try FileCache(root: folder + "/copies", budget: settings.mediaCache)
            }
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
        return options
    }

    private func line(_ figure: PruneFigure, _ options: PruneOptions) -> String {
        let (count, size) = ("\(figure.count)", Sizes.words(figure.bytes))
        let what =
            switch figure.kind {
            case .copies: "copies of files of other servers beyond \(Sizes.words(Int64(settings.mediaCache)))"
            case .posts:
                options.posts.map { "posts of other servers that nobody here touched in \($0.days)" }
                    ?? "posts of other servers: they are kept (prune-posts is off)"
            case .notifications:
                options.notifications.map { "notifications older than \($0.days)" }
                    ?? "notifications: they are kept (prune-notifications is off)"
            case .sessions: "sessions and codes that have expired"
            case .jobs: "jobs that were given up more than a week ago"
            case .files:
                options.store == nil
                    ? "files: not looked through in a bucket, nor while a database that was rolled back is there"
                    : "files that nothing names"
            }
        return "\(figure.kind.rawValue)\t\(count)\t\(size)\t\(what)"
    }

    /// What the database and the disk hold.
    private func spaceLines() async throws -> [String] {
        let size = try await services.databaseSize()
        var lines = ["database\t\(Sizes.words(size.bytes)), of which \(Sizes.words(size.free)) are free for what comes"]
        if !size.givesBack {
            lines.append(
                "database\tThis file of an earlier version never gets smaller: a backup and its restore make one that does."
            )
        }
        guard let space = DiskSpace.of(settings.dataDirectory) else { return lines }
        let days =
            try await services.diskDaysLeft().map { ", and is full in about \($0) days at the pace so far" } ?? ""
        lines.append(
            "disk\t\(Sizes.words(space.available)) of \(Sizes.words(space.total)) are free\(days)"
        )
        return lines
    }
}

extension Duration {
    fileprivate var days: String {
        let seconds = components.seconds
        return seconds % 86_400 == 0 ? "\(seconds / 86_400) days" : "\(seconds / 3600) hours"
    }
}

/// Bytes as one says them.
enum Sizes {
    static func words(_ bytes: Int64) -> String {
        let units = ["KB", "MB", "GB", "TB"]
        var (value, unit) = (Double(bytes) / 1000, 0)
        while value >= 1000, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
        let tenths = (value * 10).rounded(.up)
        return unit == 0 || tenths >= 100
            ? "\(Int(value.rounded(.up))) \(units[unit])" : "\(tenths / 10) \(units[unit])"
    }
}
