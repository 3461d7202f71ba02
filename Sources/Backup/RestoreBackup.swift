// Brings a backup back, into an empty place: checked before anything is believed, and put in place at the end.

public import Database
internal import Foundation
internal import Storage

/// Where a backup is to be brought back.
public struct RestoreTarget: Sendable {
    /// A folder that has nothing in it.
    public var dataDirectory: String
    /// A PostgreSQL database that has nothing in it; nil for SQLite in the data folder.
    public var postgres: Database.Configuration?

    public init(dataDirectory: String, postgres: Database.Configuration? = nil) {
        (self.dataDirectory, self.postgres) = (dataDirectory, postgres)
    }

    static let database = "chorus.sqlite"
    /// What is in the making; at the end it is removed.
    private static let unfinished = "restore.part"
    /// What a backup puts beside the database.
    private static let names = [BackupPath.media, BackupPath.key, BackupPath.settings]
    /// What may be there.
    private static let strangers: Set<String> = ["server.lock", "lost+found", unfinished]

    private var part: String { "\(dataDirectory)/\(RestoreTarget.unfinished)" }

    /// Whether a restore into the folder was begun and never ended. Where its database is there, all else is, too.
    public static func isUnfinished(_ dataDirectory: String) -> Bool {
        DiskFile.kind(of: "\(dataDirectory)/\(unfinished)") != nil
            && DiskFile.kind(of: "\(dataDirectory)/\(database)") == nil
    }

    /// Forgets that there was a restore: its database turned out to be there. Only for who has the lock of the folder.
    public static func finish(_ dataDirectory: String) {
        try? DiskFile.remove("\(dataDirectory)/\(unfinished)")
    }

    /// Restores from a folder (a backup, or of several the newest), a tar file, or `-` for standard input. The caller sees to
    /// it that no server runs on the data folder. Returns what the backup says of itself.
    ///
    /// Throws `BackupError`, `SchemaError` or `DatabaseError`; then the place is as empty as it was.
    public func restore(
        _ origin: String,
        _ progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) async throws -> BackupManifest {
        try DiskFile.makeFolder(dataDirectory)
        let postgres = try await openPostgres()
        do {
            let manifest = try await StopFlag.run { try await restore(origin, postgres, $0, progress) }
            await postgres?.close()
            return manifest
        } catch {
            await postgres?.close()
            throw error
        }
    }

    private func restore(
        _ origin: String,
        _ postgres: Database?,
        _ stop: StopFlag,
        _ progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws -> BackupManifest {
        try clean()
        do {
            try DiskFile.makeFolder(part)
            let (manifest, rows) = try await onOwnThread { try stage(origin, stop, progress) }
            let load = BackupLoader(manifest: manifest, folder: rows, stop: stop, progress: progress)
            if let postgres {
                try await onOwnThread { try place() }
                try await postgres.write { try load.run($0) }
            } else {
                try await fillFile(load)
                try await onOwnThread {
                    try place()
                    try DiskFile.move(
                        "\(part)/\(RestoreTarget.database)",
                        to: "\(dataDirectory)/\(RestoreTarget.database)"
                    )
                    try DiskFile.sync(folder: dataDirectory)
                }
            }
            // Whatever may go wrong here: all is in its place, and the next start says so.
            try? DiskFile.remove(part)
            return manifest
        } catch {
            try? takeBack()
            throw error
        }
    }

    // MARK: The place

    private func openPostgres() async throws -> Database? {
        guard let postgres else { return nil }
        let database = try await Database.open(postgres)
        do {
            guard try await database.read({ try SchemaQueries.isEmpty($0) }) else { throw RestoreTarget.notEmpty }
            return database
        } catch {
            await database.close()
            throw error
        }
    }

    fileprivate static let notEmpty = BackupError(
        "The PostgreSQL database is not empty: restore into a new one (`createdb NAME`)."
    )

    /// Refuses a folder with something in it, but for what an interrupted restore has left, which is removed.
    private func clean() throws {
        let isInterrupted = RestoreTarget.isUnfinished(dataDirectory)
        let names = try DiskFile.names(in: dataDirectory).filter { name in
            !RestoreTarget.strangers.contains(name) && !(isInterrupted && RestoreTarget.names.contains(name))
        }
        guard names.isEmpty else {
            throw BackupError(
                "The data folder \(dataDirectory) is not empty (\(names.prefix(3).joined(separator: ", "))): restore into a new one, and nothing is lost."
            )
        }
        try takeBack()
    }

    /// Removes what a restore has put, its mark last.
    private func takeBack() throws {
        guard RestoreTarget.isUnfinished(dataDirectory) else { return }
        for name in RestoreTarget.names { try DiskFile.remove("\(dataDirectory)/\(name)") }
        try DiskFile.remove(part)
    }

    private func place() throws {
        try DiskFile.syncAll(part)
        for name in RestoreTarget.names where DiskFile.kind(of: "\(part)/\(name)") != nil {
            try DiskFile.move("\(part)/\(name)", to: "\(dataDirectory)/\(name)")
        }
        try DiskFile.sync(folder: dataDirectory)
    }

    // MARK: Files

    /// Checks every file, and has those that are not of the database in `part`. Returns the folder with the rows.
    private func stage(
        _ origin: String,
        _ stop: StopFlag,
        _ progress: (BackupProgress) -> Void
    ) throws -> (BackupManifest, rows: String) {
        if origin != "-", DiskFile.isFolder(origin) {
            let folder = try RestoreTarget.backup(in: origin)
            guard let text = try DiskFile.bytes(of: "\(folder)/\(BackupManifest.name)") else {
                throw RestoreTarget.stranger(folder)
            }
            let manifest = try BackupManifest(text: text)
            try RestoreTarget.checkSchema(of: manifest)
            var done: Int64 = 0
            for file in manifest.files {
                try stop.check()
                try stage(file, from: folder)
                done &+= file.size
                progress(.checked(done: done, of: manifest.bytes))
            }
            return (manifest, folder)
        }
        let file = origin == "-" ? DiskFile(STDIN_FILENO, name: "standard input") : try DiskFile(existing: origin)
        guard let file else { throw BackupError("There is no \(origin).") }
        let folder = "\(part)/unpacked"
        let manifest = try TarUnpacking.unpack(file, into: folder, stop)
        try RestoreTarget.checkSchema(of: manifest)
        for name in RestoreTarget.names where DiskFile.kind(of: "\(folder)/\(name)") != nil {
            try DiskFile.move("\(folder)/\(name)", to: "\(part)/\(name)")
        }
        return (manifest, folder)
    }

    private func stage(_ file: BackedUpFile, from folder: String) throws {
        guard let source = try DiskFile(existing: "\(folder)/\(file.path)") else {
            throw BackupError.missing(file.path)
        }
        let found: (size: Int64, sha256: String)
        if BackupPath.table(of: file.path) == nil {
            let place = "\(part)/\(file.path)"
            try DiskFile.makeFolder(DiskFile.parent(of: place))
            found = try source.copy(to: place)
        } else {
            found = try source.digest()
        }
        guard found == (file.size, file.sha256) else { throw BackupError.damaged(file.path) }
    }

    private static func checkSchema(of manifest: BackupManifest) throws {
        do {
            try Migrator.check(manifest.schema)
        } catch SchemaError.unknown(let names) {
            throw BackupError(
                "The backup has schema \(names.joined(separator: ", ")), which this program does not know: install the newer Chorus (\(manifest.version)) that made it."
            )
        }
    }

    /// The folder itself where it is a backup, else the newest that is in it.
    private static func backup(in folder: String) throws -> String {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        // Also with a manifest: it may be one that was about to be removed.
        guard !BackupFolder.isUnfinished(folder) else { throw stranger(folder) }
        if DiskFile.kind(of: "\(folder)/\(BackupManifest.name)") != nil { return folder }
        guard let newest = try BackupFolder(path: folder).backups().last else { throw stranger(folder) }
        return "\(folder)/\(newest)"
    }

    private static func stranger(_ folder: String) -> BackupError {
        let isOurs = BackupFolder.isUnfinished(folder) || DiskFile.isFolder("\(folder)/\(BackupPath.database)")
        return BackupError(
            isOurs
                ? "\(folder) is not a whole backup: it was interrupted."
                : "\(folder) is not a backup of Chorus, and none is in it."
        )
    }

    // MARK: SQLite

    /// Fills a file that nobody knows of yet.
    private func fillFile(_ load: BackupLoader) async throws {
        let path = "\(part)/\(RestoreTarget.database)"
        var configuration = Database.Configuration.sqlite(path: path)
        configuration.isFilling = true
        let database = try await Database.open(configuration)
        do {
            try await database.write { try load.run($0) }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
        // It was written without a sync of the disk.
        try await onOwnThread {
            chmod(path, 0o600)
            guard let file = try DiskFile(existing: path) else { throw BackupError("\(path) is gone.") }
            try file.finish()
        }
    }
}

/// The rows of a backup on their way into an empty database.
private struct BackupLoader: Sendable {
    let manifest: BackupManifest
    let folder: String
    let stop: StopFlag
    let progress: @Sendable (BackupProgress) -> Void

    func run(_ connection: Connection) throws {
        if connection.engine == .postgres, try !SchemaQueries.isEmpty(connection) { throw RestoreTarget.notEmpty }
        let fill = try DatabaseFill.begin(schema: manifest.schema, connection)
        let parts = Dictionary(grouping: manifest.files) { BackupPath.table(of: $0.path) ?? "" }
        let all = parts.reduce(Int64(0)) { sum, part in
            part.key.isEmpty ? sum : part.value.reduce(sum) { $0 &+ $1.size }
        }
        var done: Int64 = 0
        guard fill.tables.count == manifest.tables.count else { throw BackupLoader.strange("its tables") }
        for table in manifest.tables {
            let name = table.shape.name
            guard let shape = fill.tables[name], shape.columns.count == table.shape.columns.count,
                table.shape.columns.allSatisfy({ shape.columns.contains($0) })
            else { throw BackupLoader.strange("the table \(name)") }
            var rows: Int64 = 0
            for part in parts[name, default: []].sorted(by: { $0.path < $1.path }) {
                try stop.check()
                rows += try load(part.path, table.shape.copy(on: connection.engine), connection)
                done &+= part.size
                progress(.written(done: done, of: all))
            }
            guard rows == table.rows else {
                throw BackupError("The backup is damaged: \(name) has \(rows) rows and not \(table.rows).")
            }
        }
        progress(.indexes)
        _ = try fill.end(sequences: manifest.sequences, connection)
    }

    private func load(_ path: String, _ copy: TableCopy, _ connection: Connection) throws -> Int64 {
        guard let lines = try DiskFile.bytes(of: "\(folder)/\(path)") else { throw BackupError.missing(path) }
        do {
            return Int64(try connection.copyIn(copy, lines))
        } catch let error as CopyError {
            throw BackupError("The backup is damaged: \(path), \(error).")
        }
    }

    private static func strange(_ what: String) -> BackupError {
        BackupError("The backup does not fit: \(what) are not those that its schema makes.")
    }
}
