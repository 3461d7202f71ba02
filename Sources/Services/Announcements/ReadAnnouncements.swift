// Announcements as one person sees them, and what they do with them.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// One announcement for one reader.
public struct AnnouncementView: Sendable {
    public var announcement: Announcement
    public var isRead: Bool
    public var reactions: [AnnouncementReaction]
    /// Those of the reactions that are the reader's.
    public var own: Set<String>

    public init(
        announcement: Announcement,
        isRead: Bool,
        reactions: [AnnouncementReaction],
        own: Set<String>
    ) {
        self.announcement = announcement
        self.isRead = isRead
        self.reactions = reactions
        self.own = own
    }
}

/// What is the same for all readers.
struct AnnouncementBoard: Sendable {
    var announcements: [Announcement]
    var reactions: [Int64: [AnnouncementReaction]]
}

extension Services {
    /// What is published and not over, the newest first; reactions are counted at most every two seconds.
    public func announcements(for account: Int64) async throws -> [AnnouncementView] {
        let (database, now) = (database, clock.now())
        let board = try await announcementCache.value(for: 0) {
            try await database.read { connection in
                AnnouncementBoard(
                    announcements: try AnnouncementQueries.all(connection),
                    reactions: try AnnouncementQueries.reactions(connection)
                )
            }
        }
        let shown = board.announcements.filter { $0.publishedAt <= now && ($0.endsAt ?? now) >= now }
        guard !shown.isEmpty else { return [] }
        let (read, own) = try await database.read { connection in
            (
                try AnnouncementQueries.read(by: account, connection),
                try AnnouncementQueries.reactions(by: account, connection)
            )
        }
        return shown.map {
            AnnouncementView(
                announcement: $0,
                isRead: read.contains($0.id),
                reactions: board.reactions[$0.id] ?? [],
                own: own[$0.id] ?? []
            )
        }
    }

    /// Marks an announcement as read. Throws `ServiceError.notFound`.
    public func dismissAnnouncement(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard try AnnouncementQueries.isPublished(id, by: change.now, change.connection) else {
                throw ServiceError.notFound
            }
            try AnnouncementQueries.read(id, by: account, change.connection)
        }
    }

    /// Reacts with an emoji of Unicode or a custom one. Doing it again changes nothing.
    ///
    /// Throws `ServiceError.notFound` for the announcement, `.invalid` for what is no emoji, and for the ninth kind.
    public func react(to id: Int64, with name: String, by account: Int64) async throws {
        guard Announcement.isEmoji(name) || site.emojis[name] != nil else {
            throw ServiceError.invalid("Name is not a recognized emoji")
        }
        try await change { change in
            guard try AnnouncementQueries.isPublished(id, by: change.now, change.connection) else {
                throw ServiceError.notFound
            }
            guard try AnnouncementQueries.react(to: id, name, by: account, at: change.now, change.connection) else {
                return
            }
            let reactions = try AnnouncementQueries.reactions(change.connection)[id] ?? []
            guard reactions.count <= Announcement.reactionKinds else {
                throw ServiceError.invalid("Limit of different reactions reached")
            }
            change.record(.announcementReaction(id, name: name, count: reactions.first { $0.name == name }?.count ?? 0))
        }
        announcementCache.forget(0)
    }

    /// Takes a reaction back. Throws `ServiceError.notFound` where there is none.
    public func unreact(to id: Int64, with name: String, by account: Int64) async throws {
        try await change { change in
            guard try AnnouncementQueries.unreact(to: id, name, by: account, change.connection) else {
                throw ServiceError.notFound
            }
            let reactions = try AnnouncementQueries.reactions(change.connection)[id] ?? []
            change.record(.announcementReaction(id, name: name, count: reactions.first { $0.name == name }?.count ?? 0))
        }
        announcementCache.forget(0)
    }
}
