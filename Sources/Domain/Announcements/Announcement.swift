// What those who run a server tell everybody on it.

public import Basics

public struct Announcement: Sendable, Equatable {
    public var id: Int64
    /// As written.
    public var text: String
    /// When what is announced begins and ends; after the end it is not shown any more.
    public var startsAt: Timestamp?
    public var endsAt: Timestamp?
    /// Only the days of both moments mean something.
    public var isAllDay: Bool
    /// From when it is shown.
    public var publishedAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: Int64,
        text: String,
        startsAt: Timestamp?,
        endsAt: Timestamp?,
        isAllDay: Bool,
        publishedAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.text = text
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.isAllDay = isAllDay
        self.publishedAt = publishedAt
        self.updatedAt = updatedAt
    }

    public static let characters = 5000
    /// Different reactions to one announcement.
    public static let reactionKinds = 8

    /// One emoji of Unicode, and nothing else?
    public static func isEmoji(_ text: String) -> Bool {
        guard text.count == 1, text.utf8.count <= 64, let first = text.unicodeScalars.first else { return false }
        if first.properties.isEmojiPresentation { return true }
        // A digit or a sign such as © is an emoji only where it is told to be one.
        return first.properties.isEmoji && text.unicodeScalars.contains { $0 == "\u{FE0F}" }
    }
}

/// How many have reacted to an announcement in one way, and whether the reader has.
public struct AnnouncementReaction: Sendable, Equatable {
    /// An emoji, or the shortcode of a custom one.
    public var name: String
    public var count: Int64

    public init(name: String, count: Int64) {
        self.name = name
        self.count = count
    }
}
