// Somebody brings a file: it is read and kept, and told of, before anything is done with it.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// How long a file waits for its owner to say yes.
    private static let offeredFor = Duration.seconds(3600)
    /// How long is told what came of an import.
    private static let toldFor = Duration.seconds(7 * 86_400)
    private static let shownImports = 10
    private static let mostImportsADay = 20

    /// Reads a file and keeps it until its owner says yes. Returns its id. Throws `.invalid` with a sentence for whoever
    /// sent it.
    ///
    /// - Parameters:
    ///   - kind: nil to guess it.
    ///   - overwrites: what is not in the file is to go.
    public func offerImport(
        _ file: [UInt8],
        fileName: String,
        kind: ImportKind?,
        overwrites: Bool,
        by account: Int64
    ) async throws -> Int64 {
        guard file.count <= limits.importBytes else {
            throw ServiceError.invalid("This file is larger than \(most: limits.importBytes >> 20) MB: divide it")
        }
        let name = String(ProfileLine.line(fileName).prefix(100))
        let read: ImportFile
        do {
            // One more, for the headings.
            let lines = try CSV.parse(file, CSV.Limits(lines: limits.importLines + 1))
            read = try ImportFile(lines, fileName: name, kind: kind)
        } catch let error as CSVError {
            throw ServiceError.invalid(error.sentence)
        } catch let error as ImportFileError {
            throw ServiceError.invalid(error.sentence)
        }
        let content = read.rows.map(CSV.line).joined()
        return try await change { change in
            try ImportQueries.offer(
                ImportRecord(
                    kind: read.kind,
                    overwrites: overwrites,
                    fileName: name,
                    total: Int64(read.rows.count),
                    misunderstood: Int64(read.misunderstood),
                    createdAt: change.now
                ),
                content: content,
                by: account,
                change.connection
            )
        }
    }

    /// Begins an import that was offered. Throws `.notFound` where there is none, `.invalid` while another of its kind runs.
    public func beginImport(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            guard let offered = try ImportQueries.record(id, of: account, change.connection) else {
                throw ServiceError.notFound
            }
            // Sent twice: it runs already.
            guard offered.state == .offered else { return }
            guard try !ImportQueries.isRunning(offered.kind, of: account, change.connection) else {
                throw ServiceError.invalid("Another file of this kind is being imported: wait until it is done")
            }
            let recent = try ImportQueries.begun(by: account, limit: Services.mostImportsADay, change.connection)
                .count { $0.createdAt > change.now - .seconds(86_400) }
            guard recent < Services.mostImportsADay else {
                throw ServiceError.invalid(
                    "You can import \(most: Services.mostImportsADay) files a day: go on tomorrow"
                )
            }
            guard try ImportQueries.begin(id, of: account, change.connection) else { return }
            // As if of one host: two at a time, so that what is quick need not wait for what takes minutes.
            let kind = Services.importJob
            try change.enqueue(JobDraft(kind: kind, payload: "\(id)", key: "\(id)", host: kind))
        }
    }

    /// Throws `.notFound` for those of others as for none.
    public func importRecord(_ id: Int64, of account: Int64) async throws -> ImportRecord {
        guard let found = try await database.read({ try ImportQueries.record(id, of: account, $0) }) else {
            throw ServiceError.notFound
        }
        return found
    }

    /// The newest that were begun, the last first.
    public func imports(of account: Int64) async throws -> [ImportRecord] {
        try await database.read { try ImportQueries.begun(by: account, limit: Services.shownImports, $0) }
    }

    /// The lines of which nothing came as CSV, with a column that says why; it can be imported again.
    public func importFailures(_ id: Int64, of account: Int64) async throws -> (kind: ImportKind, csv: String) {
        let record = try await importRecord(id, of: account)
        let failures = try await database.read { try ImportQueries.failures(of: id, $0) }
        let lines = failures.map { failure in
            let fields = (try? CSV.parse(Array(failure.fields.utf8)).first) ?? []
            let missing = [String](repeating: "", count: max(0, record.kind.columns.count - fields.count))
            return CSV.line(fields + missing + [failure.reason])
        }
        return (record.kind, CSV.line(record.kind.columns + ["Reason"]) + lines.joined())
    }

    /// Forgets files of which nobody said yes, and what came of old imports.
    func forgetOldImports() async throws {
        try await change { change in
            try ImportQueries.forget(
                before: change.now - Services.toldFor,
                offeredBefore: change.now - Services.offeredFor,
                limit: 100,
                change.connection
            )
        }
    }
}
