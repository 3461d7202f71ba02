// Threads that began elsewhere are read to their end where they are, when somebody here opens them.

internal import ActivityPub
internal import Basics
internal import Database
public import Domain
internal import Jobs
internal import Storage

/// A look at a thread on other servers.
public enum ThreadJob {
    public static let kind = "complete-thread"

    static func draft(_ status: Int64, on host: String) -> JobDraft {
        JobDraft(kind: kind, payload: "\(status)", key: "\(status)", host: HostGroup.name(of: host))
    }
}

extension Services {
    /// Time between two looks at one thread.
    private static let looksApart = Duration.seconds(900)

    /// Has the thread of a post read on its own server, if that was not done lately. Returns how far that has come; nil for
    /// threads of this server, and those of which it is not known where they are listed.
    public func completeThread(of cached: CachedStatus) async throws -> RemoteThread? {
        guard isFederating else { return nil }
        let ids = Set([cached.status.conversationID, cached.status.id])
        let known = try await database.read { try ThreadLinkQueries.threads(of: Array(ids), $0) }
        // From its beginning, where that is known.
        guard let thread = known.first(where: { $0.statusID == cached.status.conversationID }) ?? known.first,
            let address = (thread.context ?? thread.replies).flatMap({ ObjectID($0) })
        else { return nil }
        let now = clock.now()
        if let last = thread.lookedAt, last + Services.looksApart > now { return thread }
        return try await change { change in
            if try ThreadLinkQueries.begin(
                thread.statusID,
                unlessAfter: now - Services.looksApart,
                at: now,
                change.connection
            ) {
                try change.enqueue(ThreadJob.draft(thread.statusID, on: address.origin.host))
            }
            return try ThreadLinkQueries.threads(of: [thread.statusID], change.connection).first
        }
    }

    /// How far the look at the thread of a post has come.
    public func threadLook(_ status: Int64) async throws -> RemoteThread? {
        try await database.read { try ThreadLinkQueries.threads(of: [status], $0).first }
    }

    /// Whether a look goes on. One that has not ended by the time of the next one is over, whatever became of it.
    public func isLooking(_ thread: RemoteThread) -> Bool {
        guard let begun = thread.lookedAt, thread.finishedAt == nil else { return false }
        return begun + Services.looksApart > clock.now()
    }

    /// The handler of `ThreadJob`.
    public func completeThread(_ job: Job) async throws {
        guard let id = Int64(job.payload), let thread = try await threadLook(id) else { return }
        var reader = ThreadReader(services: self, status: id)
        do { try await reader.read(thread) } catch {
            // Whoever waits is told that this look is over: there may be no other attempt.
            try await end(look: id, found: reader.found)
            throw error
        }
        try await end(look: id, found: reader.found)
    }

    private func end(look status: Int64, found: Int64) async throws {
        try await change { try ThreadLinkQueries.count(found, status, end: $0.now, $0.connection) }
    }

    /// Keeps where the thread of a post of another server is listed.
    func keepThread(of note: Note, _ status: Int64) async throws {
        // What answers a post is listed by its own server; a conversation by that of its first post.
        let replies = note.replies.flatMap { $0.origin == note.id.origin ? $0.text : nil }
        guard replies != nil || note.context != nil else { return }
        // Of a conversation that began with this post its own server knows; of another one it only claims to.
        let context = note.context.flatMap { note.inReplyTo != nil || $0.origin == note.id.origin ? $0.text : nil }
        try await database.write { try ThreadLinkQueries.set(status, context: context, replies: replies, $0) }
    }
}

/// Walks the collections of a thread: its whole conversation if that is listed, otherwise from answer to answer.
private struct ThreadReader {
    let services: Services
    let status: Int64
    var found: Int64 = 0
    private var pages = 0
    private var seen: Set<ObjectID> = []
    /// Of what is listed, what that answers and what it quotes together: a list could lead to nothing but the posts of
    /// somebody whom it wants to be flooded with questions.
    private let budget = FetchBudget(most: 300, ofOneHost: 60)

    private static let pagesMost = 50
    /// What is listed answers something that is mostly listed, too.
    private static let ancestorsMost = 3

    init(services: Services, status: Int64) { (self.services, self.status) = (services, status) }

    private var isOver: Bool {
        pages >= ThreadReader.pagesMost || budget.isSpent || Task.isCancelled
    }

    mutating func read(_ thread: RemoteThread) async throws {
        if let context = thread.context.flatMap({ ObjectID($0) }), try await !walk(context).isEmpty { return }
        var waiting = [thread.replies].compactMap { $0 }.compactMap { ObjectID($0) }
        while !waiting.isEmpty, !isOver { waiting += try await walk(waiting.removeFirst()) }
    }

    /// Brings in what a collection names. Returns where the answers to those are listed.
    private mutating func walk(_ address: ObjectID) async throws -> [ObjectID] {
        var replies: [ObjectID] = []
        guard !services.site.isOurs(address), var page = await collection(address) else { return [] }
        if page.items.isEmpty, let first = page.first {
            var next = first.json.flatMap { CollectionObject($0) }
            if next == nil, let id = first.id { next = await collection(id) }
            guard let next else { return [] }
            page = next
        }
        while true {
            for id in page.items.compactMap(\.id) where !isOver {
                if let more = try await bring(id) { replies.append(more) }
            }
            guard !isOver, let next = page.next, let following = await collection(next) else { return replies }
            page = following
        }
    }

    private mutating func collection(_ id: ObjectID) async -> CollectionObject? {
        guard seen.insert(id).inserted, pages < ThreadReader.pagesMost else { return nil }
        pages += 1
        // One that cannot be had is asked for again when the thread is next opened.
        guard let document = try? await services.fetchDocument(id) else { return nil }
        return CollectionObject(document.json)
    }

    /// Brings in a post of the thread, if it answers something and is for everybody, and returns where its own answers are
    /// listed. What somebody lists is only a claim: the post itself says what it answers.
    private mutating func bring(_ id: ObjectID) async throws -> ObjectID? {
        guard !services.site.isOurs(id), seen.insert(id).inserted,
            !services.servers.policy(of: id.origin.authority).isSuspended
        else { return nil }
        if let known = try await services.status(uri: id.text) {
            return try await services.threadLook(known.status.id)?.replies.flatMap { ObjectID($0) }
        }
        guard budget.take(id), let document = try? await services.fetchDocument(id).json, let note = Note(document)
        else { return nil }
        let reach = note.addressing.reach(followers: nil)
        guard note.inReplyTo != nil, reach == .everybody || reach == .unlisted,
            let imported = try? await services.importStatus(note, ancestors: ThreadReader.ancestorsMost, budget),
            !imported.status.isLocal
        else { return nil }
        found += 1
        if found.isMultiple(of: 10) {
            let (found, status) = (found, status)
            try await services.database.write { try ThreadLinkQueries.count(found, status, end: nil, $0) }
        }
        return note.replies.flatMap { $0.origin == note.id.origin ? $0 : nil }
    }
}
