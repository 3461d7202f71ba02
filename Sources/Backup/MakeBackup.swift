// Makes a backup of a server that may be running: the rows as they are at one moment, then the files.

public import Basics
public import Database
internal import Storage

/// What a backup has beside the database.
public struct BackupSource: Sendable {
    public var database: Database
    public var dataDirectory: String
    /// Where the server is reached.
    public var url: String
    /// The address of the bucket that has the media files; nil where they are in the data folder.
    public var bucket: String?
    /// The settings of the server as a file of `--config`, without secrets.
    public var settings: String
    public var now: @Sendable () -> Timestamp
    /// How long the rows may take. While they are read SQLite's log grows, and PostgreSQL vacuums nothing: a disk or a reader
    /// that has come to a standstill must not hold the database for ever.
    public var longestRead = Duration.seconds(12 * 3600)
    /// How long whoever reads a stream may take nothing.
    public var patience = Duration.seconds(600)

    public init(
        database: Database,
        dataDirectory: String,
        url: String,
        bucket: String? = nil,
        settings: String,
        now: @escaping @Sendable () -> Timestamp = Clock.system.now
    ) {
        (self.database, self.dataDirectory, self.url) = (database, dataDirectory, url)
        (self.bucket, self.settings, self.now) = (bucket, settings, now)
    }
}

/// How far it is.
public enum BackupProgress: Sendable, Equatable {
    /// Rows of a table that were read; nobody knows how many there will be.
    case rows(table: String, count: Int64)
    case files(done: Int, of: Int)
    /// Of a backup that is looked through, in bytes.
    case checked(done: Int64, of: Int64)
    /// Of the rows of a backup that are written, in bytes.
    case written(done: Int64, of: Int64)
    /// Indexes are made, and foreign keys checked.
    case indexes
}

extension BackupSource {
    /// Writes a backup as a tar stream to an open descriptor, which stays open.
    public func writeTar(
        to descriptor: Int32,
        _ progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) async throws -> BackupManifest {
        try await StopFlag.run { stop in
            let sink = TarSink(descriptor: descriptor, time: now(), patience: patience, stop: stop)
            return try await write(to: sink, stop, progress)
        }
    }

    func write(
        to sink: some BackupSink,
        _ stop: StopFlag,
        _ progress: @escaping @Sendable (BackupProgress) -> Void
    ) async throws -> BackupManifest {
        // The rows first: a file is stored before the row that names it. One that somebody has removed since is not kept.
        var manifest = try await database.snapshot { try rows($0, to: sink, stop, progress) }
        manifest.files += try await onOwnThread { try files(to: sink, stop, progress) }
        let whole = manifest
        try await onOwnThread { try sink.end(whole) }
        return whole
    }

    // MARK: The database

    private func rows(
        _ connection: Connection,
        to sink: some BackupSink,
        _ stop: StopFlag,
        _ progress: (BackupProgress) -> Void
    ) throws -> BackupManifest {
        var manifest = BackupManifest(madeAt: now(), engine: "\(connection.engine)", url: url, bucket: bucket)
        do {
            manifest.schema = try Migrator.applied(connection)
        } catch DatabaseError.failed {
            throw BackupError("There is nothing to back up: the database is empty.")
        }
        manifest.sequences = try SchemaQueries.sequences(connection)
        let end = ContinuousClock.now + longestRead
        func check() throws {
            try stop.check()
            guard ContinuousClock.now < end else {
                throw BackupError(
                    "The rows were not read within \(longestRead.words): the backup was ended, since the database keeps what is deleted for as long as it is read."
                )
            }
        }
        for table in try SchemaQueries.tables(connection) {
            var writer = RowsWriter(sink: sink, table: table.name)
            try connection.copyOut(table.copy(on: connection.engine)) { line in
                if try writer.add(line) {
                    try check()
                    progress(.rows(table: table.name, count: writer.rows))
                }
            }
            try writer.end()
            try check()
            progress(.rows(table: table.name, count: writer.rows))
            manifest.tables.append(BackupManifest.Table(shape: table, rows: writer.rows))
            manifest.files += writer.files
        }
        return manifest
    }

    // MARK: Files

    private func files(
        to sink: some BackupSink,
        _ stop: StopFlag,
        _ progress: (BackupProgress) -> Void
    ) throws -> [BackedUpFile] {
        var added = [try sink.add(BackupPath.settings, Array(settings.utf8))]
        if let key = try sink.add(BackupPath.key, from: "\(dataDirectory)/\(BackupPath.key)") { added.append(key) }
        guard bucket == nil else { return added }
        var known: Set<String> = []
        // Twice: what was hidden or shown again meanwhile has another name.
        for _ in 0..<2 {
            let media = try mediaFiles().filter { known.insert($0).inserted }
            for (done, path) in media.enumerated() {
                try stop.check()
                if let file = try sink.add(path, from: "\(dataDirectory)/\(path)") { added.append(file) }
                if done % 64 == 63 || done + 1 == media.count { progress(.files(done: done + 1, of: media.count)) }
            }
        }
        return added
    }

    /// All files of media, as paths in the data folder, but for those that are left out. Throws for what a backup cannot hold:
    /// left out without a word it would be missed after the restore.
    private func mediaFiles() throws -> [String] {
        var found: [String] = []
        func look(in folder: String) throws {
            for name in try DiskFile.names(in: "\(dataDirectory)/\(folder)") {
                let path = "\(folder)/\(name)"
                guard let kind = DiskFile.kind(of: "\(dataDirectory)/\(path)"), !BackupPath.leftOut.contains(path)
                else { continue }
                guard kind != .other, BackupPath.isFileName(name), kind == .folder || BackupPath.isSafe(path) else {
                    throw BackupError.unfit("\(dataDirectory)/\(path)", isLink: kind == .other)
                }
                if kind == .folder { try look(in: path) } else { found.append(path) }
            }
        }
        try look(in: BackupPath.media)
        return found
    }
}

/// The rows of a table, in files of a few megabytes: so that neither a stream needs to know how many there will be, nor
/// memory has to hold them.
private struct RowsWriter<Sink: BackupSink> {
    private static var partBytes: Int { 8 << 20 }

    let sink: Sink
    let table: String
    private(set) var rows: Int64 = 0
    private(set) var files: [BackedUpFile] = []
    private var part: [UInt8] = []

    init(sink: Sink, table: String) { (self.sink, self.table) = (sink, table) }

    /// True where a file was written.
    mutating func add(_ line: [UInt8]) throws -> Bool {
        part += line
        rows += 1
        guard part.count >= RowsWriter.partBytes else { return false }
        try end()
        return true
    }

    mutating func end() throws {
        guard !part.isEmpty else { return }
        files.append(try sink.add(BackupPath.rows(of: table, part: files.count + 1), part))
        part.removeAll(keepingCapacity: true)
    }
}
