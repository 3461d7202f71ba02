// Telling everybody on this server something.

public import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Writes an announcement; it is told when its time has come (`tellAnnouncements`). Returns its id.
    ///
    /// Throws `ServiceError.invalid` for an empty or too long text, and for an end before the beginning.
    @discardableResult
    public func announce(
        _ text: String,
        startsAt: Timestamp? = nil,
        endsAt: Timestamp? = nil,
        isAllDay: Bool = false,
        publishAt: Timestamp? = nil
    ) async throws -> Int64 {
        guard !text.isEmpty, text.count <= Announcement.characters else {
            throw ServiceError.invalid("Text must be 1 to \(most: Announcement.characters) characters long")
        }
        if let startsAt, let endsAt, endsAt < startsAt {
            throw ServiceError.invalid("The end must not be before the beginning")
        }
        let id = try await change { change in
            try AnnouncementQueries.insert(
                Announcement(
                    id: 0,
                    text: text,
                    startsAt: startsAt,
                    endsAt: endsAt,
                    isAllDay: isAllDay,
                    publishedAt: publishAt ?? change.now,
                    updatedAt: change.now
                ),
                change.connection
            )
        }
        announcementCache.forget(0)
        return id
    }

    /// Throws `ServiceError.notFound`.
    public func removeAnnouncement(_ id: Int64) async throws {
        try await change { change in
            guard try AnnouncementQueries.delete(id, change.connection) else { throw ServiceError.notFound }
            change.record(.announcementDeleted(id))
        }
        announcementCache.forget(0)
    }

    /// All, also such as are not published yet or over.
    public func allAnnouncements() async throws -> [Announcement] {
        try await database.read { try AnnouncementQueries.all($0) }
    }

    /// Tells those who are connected of what is published since the last call.
    public func tellAnnouncements() async throws {
        let now = clock.now()
        let waiting = try await database.read { try AnnouncementQueries.toTell(by: now, $0) }
        guard !waiting.isEmpty else { return }
        try await change { change in
            for announcement in waiting where try AnnouncementQueries.told(announcement.id, change.connection) {
                change.record(.announcementPublished(announcement.id))
            }
        }
        announcementCache.forget(0)
    }
}
