// The job that writes all that somebody has written into one file, a page at a time, in the form of Mastodon's archives.

internal import Basics
internal import Database
internal import Domain
internal import Jobs
internal import Media
internal import Storage

extension Services {
    /// The kind of the job that makes an archive.
    static let archiveJob = "archive"
    static let archiveAttempts = 3

    /// Makes an archive from its beginning; what an interrupted attempt left is written over.
    ///
    /// What the disk or the store refuses ends it, with a sentence for its owner, who can ask again.
    public func makeArchive(_ id: Int64, isLastAttempt: Bool = false) async throws {
        guard let archive = try await database.read({ try ArchiveQueries.making(id, $0) }) else { return }
        guard let archives else { throw JobRefused("There is no folder for archives") }
        do {
            let zip = try ZipWriter(at: archives.unfinished(archive.name), now: clock.now())
            let writing = ArchiveWriting(services: self, archive: archive, zip: zip)
            guard let posts = try await writing.write() else { return archives.remove(archive.name) }
            let bytes = try await zip.finish()
            try archives.finish(archive.name)
            let node = Int64(node)
            let isWanted = try await change { change in
                try ArchiveQueries.finish(id, on: node, posts: posts, bytes: bytes, change.connection)
            }
            if !isWanted { archives.remove(archive.name) }
        } catch MediaError.storage(let sentence) {
            archives.remove(archive.name)
            await fail(id, "The archive could not be written, or a file in it could not be read")
            throw JobRefused(sentence)
        } catch {
            archives.remove(archive.name)
            if isLastAttempt { await fail(id, "The archive could not be made") }
            throw error
        }
    }

    /// Apart from the attempt, which may have been cancelled.
    private func fail(_ id: Int64, _ reason: String) async {
        await Task { try? await change { try ArchiveQueries.fail(id, reason, $0.connection) } }.value
    }
}

/// One attempt at an archive.
private struct ArchiveWriting {
    let services: Services
    let archive: ArchiveRecord
    let zip: ZipWriter

    private static let page = 100

    /// Returns how many posts are in it; nil where nobody wants it any more.
    func write() async throws -> Int64? {
        guard let author = try await services.accounts.account(archive.account, for: archive.account)?.account else {
            return nil
        }
        var json = JSONWriter()
        ActorDocument(account: author, site: services.site).write(to: &json)
        try await entry("actor.json", json.bytes)
        for (name, picture) in [("avatar", author.avatar), ("header", author.header)] {
            if let picture { try await file(picture.path, as: ArchivePath.picture(name, picture.path)) }
        }
        guard let posts = try await outbox(of: author) else { return nil }
        try await list("likes.json", .favourite)
        try await list("bookmarks.json", .bookmark)
        return try await media() ? posts : nil
    }

    private func entry(_ name: String, _ bytes: [UInt8]) async throws {
        try await zip.begin(name)
        try await zip.append(bytes)
        try await zip.end()
    }

    /// A stored file. One that is gone is left out.
    private func file(_ path: String, as name: String) async throws {
        guard let store = services.media?.store else { return }
        try await zip.begin(name)
        let isThere = try await store.read(path) { piece in
            try Task.checkCancellation()
            try await zip.append(piece)
        }
        if isThere { try await zip.end() } else { try await zip.cancel() }
    }

    private func outbox(of author: Account) async throws -> Int64? {
        try await zip.begin("outbox.json")
        var items = CollectionPieces("outbox.json")
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let page = try await page(of: author, after: last)
            guard let newest = page.newest else { break }
            last = newest
            try await zip.append(items.take(page.activities))
            let written = items.count
            let isWanted = try await services.change { change in
                try ArchiveQueries.note(posts: written, in: archive.id, change.connection)
            }
            guard isWanted else { return nil }
        }
        try await zip.append(items.end())
        try await zip.end()
        return items.count
    }

    /// Activities of the next posts, the oldest first, and the last post that was looked at.
    private func page(of author: Account, after last: Int64) async throws -> (activities: [[UInt8]], newest: Int64?) {
        let (ids, details, addresses) = try await services.database.read { connection in
            let ids = try ArchiveQueries.posts(
                of: author.id,
                after: last,
                limit: ArchiveWriting.page,
                connection
            )
            let details = try StatusQueries.details(ids, connection)
            let others = details.flatMap { details in
                [details.status.inReplyToID, details.status.reblogOfID, details.status.quote?.quotedID].compactMap(
                    \.self
                )
            }
            return (ids, details, try ArchiveQueries.addresses(of: Array(Set(others)), connection))
        }
        let documents = NoteDocuments(
            author: author,
            site: services.site,
            addresses: addresses,
            accounts: try await services.accounts.accounts(Array(Set(details.flatMap(\.mentions).map(\.accountID)))),
            tallies: try await services.polls.tallies(details.compactMap(\.poll)),
            now: services.clock.now()
        )
        let activities = details.sorted { $0.status.id < $1.status.id }.compactMap(documents.activity)
        return (activities, ids.last)
    }

    private func list(_ name: String, _ kind: InteractionKind) async throws {
        try await zip.begin(name)
        var items = CollectionPieces(name)
        try await services.forEach(kind, of: archive.account) { _, uri in
            var json = JSONWriter(capacity: 128)
            json.string(uri)
            try await zip.append(items.take([json.bytes]))
        }
        try await zip.append(items.end())
        try await zip.end()
    }

    /// The files of the posts. Returns false where nobody wants the archive any more.
    private func media() async throws -> Bool {
        var last: Int64 = 0
        while true {
            let after = last
            let (files, isWanted) = try await services.database.read { connection in
                (
                    try ArchiveQueries.media(of: archive.account, after: after, limit: ArchiveWriting.page, connection),
                    try ArchiveQueries.making(archive.id, connection) != nil
                )
            }
            guard isWanted else { return false }
            guard let newest = files.last?.id else { return true }
            last = newest
            for (id, path) in files { try await file(path, as: ArchivePath.media(id, path)) }
        }
    }
}

/// What files are called within an archive.
enum ArchivePath {
    static func media(_ id: Int64, _ path: String) -> String { "media_attachments/\(id).\(suffix(path))" }

    /// - Parameter name: `avatar` or `header`.
    static func picture(_ name: String, _ path: String) -> String { "\(name).\(suffix(path))" }

    private static func suffix(_ path: String) -> Substring { path.split(separator: ".").last ?? "bin" }
}

/// An OrderedCollection of ActivityStreams in pieces: whoever writes it never holds it whole.
struct CollectionPieces {
    private let name: String
    private(set) var count: Int64 = 0
    private var isBegun = false

    init(_ name: String) { self.name = name }

    /// The next items, which are JSON, with what stands before them.
    mutating func take(_ items: [[UInt8]]) -> [UInt8] {
        var bytes = beginning()
        for item in items {
            if count > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\n"))
            bytes += item
            count += 1
        }
        return bytes
    }

    /// What stands behind the last item.
    mutating func end() -> [UInt8] { beginning() + Array("],\"totalItems\":\(count)}\n".utf8) }

    private mutating func beginning() -> [UInt8] {
        guard !isBegun else { return [] }
        isBegun = true
        var json = JSONWriter()
        json.beginObject()
        json.key("@context")
        json.raw(ActivityContext.json)
        json.field("id", name)
        json.field("type", "OrderedCollection")
        json.key("orderedItems")
        json.beginArray()
        return json.bytes
    }
}
