// The database as it was before it was migrated: made before the first change, brought back by `chorus rollback`.

internal import Backup
internal import Basics
internal import Database
internal import Foundation

/// Copies of SQLite's file in the data folder, named by the schema that they have: `before-migration/schema-39.sqlite`.
struct MigrationCopy: Sendable {
    /// It holds what people delete afterwards: it goes when nobody will roll back any more.
    static let life = Duration.seconds(14 * 86_400)

    let dataDirectory: String

    private var folder: String { dataDirectory + "/before-migration" }

    /// A copy that is there.
    struct Copy: Sendable, Equatable {
        var path: String
        var schema: Int64
        var madeAt: Timestamp
    }

    /// The newest.
    var newest: Copy? { copies.max { $0.schema < $1.schema } }

    private var copies: [Copy] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { name in
            guard name.hasPrefix("schema-"), name.hasSuffix(".sqlite"),
                let schema = Int64(name.dropFirst("schema-".count).dropLast(".sqlite".count))
            else { return nil }
            let path = "\(folder)/\(name)"
            let known = try? FileManager.default.attributesOfItem(atPath: path)
            guard let date = known?[.modificationDate] as? Date else { return nil }
            return Copy(path: path, schema: schema, madeAt: Timestamp(seconds: Int64(date.timeIntervalSince1970)))
        }
    }

    /// Copies the database of a schema. Throws `SettingsError` where that cannot be; then nothing has changed.
    func make(of database: Database, schema: Int64) async throws {
        let way = "Make room, or make a backup and run `chorus migrate --no-copy`."
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let (place, part) = ("\(folder)/schema-\(schema).sqlite", "\(folder)/copy.part")
        do {
            let isMade = try await database.withQuietFile { path in
                try? FileManager.default.removeItem(atPath: part)
                try FileCopy.make(path, to: part)
                return true
            }
            guard isMade == true else {
                throw SettingsError(
                    "The database is in use, and cannot be copied before it is migrated: end what reads it."
                )
            }
        } catch let error as BackupError {
            throw SettingsError("The database cannot be copied before it is migrated. \(error) \(way)")
        }
        guard rename(part, place) == 0 else {
            throw SettingsError("\(part) cannot be renamed: \(String(cString: strerror(errno))).")
        }
        for old in copies where old.path != place { try? FileManager.default.removeItem(atPath: old.path) }
    }

    /// Databases that were put aside by a rollback: their files are theirs alone until they are removed.
    var putAside: [(path: String, at: Timestamp)] {
        let prefix = "chorus.sqlite.rolled-back-"
        return ((try? FileManager.default.contentsOfDirectory(atPath: dataDirectory)) ?? []).compactMap { name in
            guard name.hasPrefix(prefix), let seconds = Int64(name.dropFirst(prefix.count)) else { return nil }
            return ("\(dataDirectory)/\(name)", Timestamp(seconds: seconds))
        }
    }

    /// Removes copies that nobody will roll back to any more, and what a rollback put aside as long ago.
    func forget(at now: Timestamp) {
        for old in putAside where old.at + MigrationCopy.life < now {
            try? FileManager.default.removeItem(atPath: old.path)
        }
        for copy in copies where copy.madeAt + MigrationCopy.life < now {
            try? FileManager.default.removeItem(atPath: copy.path)
        }
    }

    /// Puts a copy in the place of the database, whose file stays beside it under the name that is returned. Only for who has the
    /// lock of the folder.
    func bringBack(_ copy: Copy, at now: Timestamp) async throws -> String {
        let path = dataDirectory + "/chorus.sqlite"
        let database = try await Database.open(.sqlite(path: path))
        let isQuiet = try await database.emptyLog()
        await database.close()
        // A log of the one file must never be read into the other.
        guard isQuiet, !FileManager.default.fileExists(atPath: path + "-wal") else {
            throw SettingsError("The database is in use: end the server and whatever else reads it, then try again.")
        }
        let aside = "\(path).rolled-back-\(now.seconds)"
        guard link(path, aside) == 0, rename(copy.path, path) == 0 else {
            throw SettingsError("The copy cannot be put in place: \(String(cString: strerror(errno))).")
        }
        return aside
    }
}
