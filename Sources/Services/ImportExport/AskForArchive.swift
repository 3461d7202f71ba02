// Somebody asks for all that they have written, and fetches it.

internal import Basics
internal import Database
public import Domain
internal import Media
internal import Storage

extension Services {
    /// How long an archive is kept, and how long after it another one can be asked for.
    static let archiveKept = Duration.seconds(7 * 86_400)
    /// After this one that is still being made will not be made any more.
    public static let archivePatience = Duration.seconds(86_400)

    /// Has an archive made. Throws `.invalid` while one is being made and for a week after.
    public func askForArchive(by account: Int64) async throws {
        guard archives != nil else { throw ServiceError.invalid("This server cannot make archives") }
        try requireRoomForFiles()
        let name = RandomToken.make(length: 32)
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            if let last = try ArchiveQueries.newest(of: account, change.connection) {
                let again = last.createdAt + Services.archiveKept
                switch last.state {
                case .making where last.createdAt + Services.archivePatience > change.now:
                    throw ServiceError.invalid("Your archive is being made already")
                case .ready where again > change.now:
                    throw ServiceError.invalid("There is one archive a week: ask again on \(day: again)")
                default: break
                }
            }
            try ArchiveQueries.deleteAll(of: account, change.connection)
            let id = try ArchiveQueries.insert(name, of: account, at: change.now, change.connection)
            // As if of one host: two at a time.
            let kind = Services.archiveJob
            try change.enqueue(JobDraft(kind: kind, payload: "\(id)", key: "\(id)", host: kind))
        }
        try await sweepArchives()
    }

    /// The archive that an account asked for last; nil for none.
    public func archive(of account: Int64) async throws -> ArchiveRecord? {
        try await database.read { try ArchiveQueries.newest(of: account, $0) }
    }

    /// Where the finished archive of an account lies. Throws `.notFound` where there is none, or where another of several
    /// servers on one database has it.
    public func archiveFile(of account: Int64) async throws -> (path: String, ArchiveRecord) {
        guard let archive = try await archive(of: account), archive.state == .ready,
            let path = archives?.finished(archive.name)
        else { throw ServiceError.notFound }
        return (path, archive)
    }

    /// Forgets old imports and archives, and removes files of archives that are forgotten.
    public func forgetOldArchives() async throws {
        try await forgetOldImports()
        try await change { change in
            try ArchiveQueries.forget(before: change.now - Services.archiveKept, limit: 100, change.connection)
        }
        try await sweepArchives()
    }

    /// Removes the files in this server's folder that belong to no archive.
    func sweepArchives() async throws {
        guard let archives else { return }
        let names = archives.names
        guard !names.isEmpty else { return }
        let known = try await database.read { try ArchiveQueries.known(names, $0) }
        for name in names where !known.contains(name) { archives.remove(name) }
    }
}
