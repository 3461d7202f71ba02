// `chorus backup` and `chorus restore`: settings to places, and what became of it in a sentence.

internal import Backup
internal import Basics
internal import Database
internal import Foundation
internal import Media

public struct Backups: Sendable {
    private let settings: Settings

    public init(_ settings: Settings) { self.settings = settings }

    /// Makes a backup in a folder of its own below `folder`, keeping so many. Returns what became of it.
    public func make(in folder: String, keep: Int?, _ progress: @escaping @Sendable (ProgressStep) -> Void) async throws
        -> String
    {
        try await withSource { source in
            let folder = BackupFolder(path: Settings.absolute(folder))
            let made = try await folder.make(of: source, keep: keep) { progress(ProgressStep($0)) }
            let whole = "\(folder.path)/\(made.name) is a whole backup: \(made.manifest.summary)."
            return made.damage.map { "\(whole) \($0)" } ?? whole
        }
    }

    /// Writes a backup to standard output. Returns what became of it.
    public func stream(_ progress: @escaping @Sendable (ProgressStep) -> Void) async throws -> String {
        guard isatty(STDOUT_FILENO) == 0 else {
            throw SettingsError(
                "A backup is not for a terminal: send it on, as in `chorus backup - | age -r KEY > FILE`."
            )
        }
        // Whoever reads may end first; then that is said.
        signal(SIGPIPE, SIG_IGN)
        return try await withSource { source in
            let manifest = try await source.writeTar(to: STDOUT_FILENO) { progress(ProgressStep($0)) }
            return "The backup is whole: \(manifest.summary)."
        }
    }

    /// Brings a backup back into the data folder or PostgreSQL database of the settings. Returns what became of it.
    public func restore(_ origin: String, _ progress: @escaping @Sendable (ProgressStep) -> Void) async throws
        -> [String]
    {
        umask(0o077)
        let lock = try FolderLock(making: settings.dataDirectory)
        defer { withExtendedLifetime(lock) {} }
        let target = RestoreTarget(
            dataDirectory: settings.dataDirectory,
            postgres: settings.database.map { .postgres(url: $0, connections: 1) }
        )
        let origin = origin == "-" ? origin : Settings.absolute(origin)
        let manifest = try await target.restore(origin) { progress(ProgressStep($0)) }
        var lines = [
            "Restored \(manifest.summary), as it was on \(manifest.madeAt.iso8601).",
            "Its settings are in \(settings.dataDirectory)/settings.yaml; its address was \(manifest.url).",
        ]
        if let bucket = manifest.bucket, bucket != settings.mediaBucket?.address {
            lines.append(
                "Its media files are in the bucket \(bucket) and not in this backup: name it by --media-bucket."
            )
        }
        if manifest.bucket == nil, settings.mediaBucket != nil {
            lines.append("Its media files are in \(settings.dataDirectory)/media: put them into the bucket.")
        }
        return lines
    }

    private func withSource(_ body: (BackupSource) async throws -> String) async throws -> String {
        umask(0o077)
        let path = settings.dataDirectory + "/chorus.sqlite"
        guard settings.database != nil || FileManager.default.fileExists(atPath: path) else {
            throw SettingsError("There is nothing to back up: \(path) is not there. Name another --data-dir.")
        }
        let database = try await Database.open(
            settings.database.map { .postgres(url: $0, connections: 1) } ?? .sqlite(path: path)
        )
        do {
            let sentence = try await body(settings.backupSource(database))
            await database.close()
            return sentence
        } catch {
            await database.close()
            throw error
        }
    }
}

extension Settings {
    /// What a backup of this server is made of.
    func backupSource(_ database: Database) -> BackupSource {
        BackupSource(
            database: database,
            dataDirectory: dataDirectory,
            url: url,
            bucket: mediaBucket?.address,
            settings: file
        )
    }
}

extension BackupManifest {
    fileprivate var summary: String {
        let size = bytes < 10_000_000 ? "\((bytes + 999) / 1000) KB" : "\(bytes / 1_000_000) MB"
        return "\(rows) rows in \(tables.count) tables, \(files.count) files, \(size)"
    }
}

extension BackupFolder.Made {
    /// A sentence about what was damaged in the backup before; nil where nothing was.
    var damage: String? {
        guard let first = damaged.first else { return nil }
        let more = damaged.count > 1 ? " and \(damaged.count - 1) more" : ""
        return "In the backup before it \(first)\(more) was damaged, and is copied again: check that disk."
    }
}
