// SQL of what is counted of tags. Every count changes in the transaction of its cause, by differences; those of the tag at its end.

public import Basics
public import Database
public import Domain

/// One person's part in one tag.
public struct TagPerson: Sendable, Equatable {
    public var posts: Int64
    public var replies: Int64
    public var firstAt: Timestamp
    public var lastAt: Timestamp

    public init(posts: Int64, replies: Int64, firstAt: Timestamp, lastAt: Timestamp) {
        self.posts = posts
        self.replies = replies
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}

public enum TagCountQueries {
    private static let insertPerson = SQL(
        """
        INSERT INTO tag_people (tag_id, account_id, posts, replies, first_at, last_at) VALUES ($1, $2, 1, $3, $4, $4)
        ON CONFLICT (tag_id, account_id) DO NOTHING
        """
    )
    /// Says when the person had posted before, in the statement that counts the new post: the way of every post.
    private static let countPerson = SQL(
        """
        INSERT INTO tag_people (tag_id, account_id, posts, replies, first_at, last_at) VALUES ($1, $2, 1, $3, $4, $4)
        ON CONFLICT (tag_id, account_id) DO UPDATE SET posts = tag_people.posts + 1,
            replies = tag_people.replies + excluded.replies, previous_at = tag_people.last_at, last_at = excluded.last_at
        RETURNING previous_at
        """
    )
    private static let readPerson = SQL(
        """
        SELECT posts, replies, first_at, last_at FROM tag_people WHERE tag_id = $1 AND account_id = $2 {forupdate}
        """
    )
    private static let updatePerson = SQL(
        """
        UPDATE tag_people SET posts = $1, replies = $2, first_at = $3, last_at = $4 WHERE tag_id = $5 AND account_id = $6
        """
    )
    private static let deletePerson = SQL("DELETE FROM tag_people WHERE tag_id = $1 AND account_id = $2")
    private static let usesOf = SQL(
        """
        SELECT s.id, s.created_at, s.in_reply_to_account_id, s.language FROM statuses s
        JOIN status_tags t ON t.status_id = s.id AND t.tag_id = $1 AND t.is_listed
        WHERE s.account_id = $2 AND s.reblog_of_id IS NULL
        """
    )
    private static let changeCounters = SQL(
        """
        INSERT INTO tag_counters (tag_id, slot, people, posts, replies, reblogs) VALUES ($1, $2, {sum $3}, {sum $4}, {sum $5}, {sum $6})
        ON CONFLICT (tag_id, slot) DO UPDATE SET people = tag_counters.people + excluded.people,
            posts = tag_counters.posts + excluded.posts, replies = tag_counters.replies + excluded.replies,
            reblogs = tag_counters.reblogs + excluded.reblogs
        """
    )
    private static let changeBin = SQL(
        """
        INSERT INTO tag_bins (tag_id, size, start, slot, people, new_people, posts)
        VALUES ($1, $2, $3, $4, {sum $5}, {sum $6}, {sum $7})
        ON CONFLICT (tag_id, size, start, slot) DO UPDATE SET people = tag_bins.people + excluded.people,
            new_people = tag_bins.new_people + excluded.new_people, posts = tag_bins.posts + excluded.posts
        """
    )
    /// The three intervals of one moment in one statement: the way of every post.
    private static let countPost = SQL(
        """
        INSERT INTO tag_bins (tag_id, slot, size, start, people, new_people, posts)
        VALUES ($1, $2, 60, $3, {sum $4}, {sum $5}, {sum $6}), ($1, $2, 3600, $7, {sum $8}, $5, $6),
            ($1, $2, 86400, $9, {sum $10}, $5, $6)
        ON CONFLICT (tag_id, size, start, slot) DO UPDATE SET people = tag_bins.people + excluded.people,
            new_people = tag_bins.new_people + excluded.new_people, posts = tag_bins.posts + excluded.posts
        """
    )
    private static let changeLanguage = SQL(
        """
        INSERT INTO tag_languages (tag_id, language, slot, posts) VALUES ($1, $2, $3, {sum $4})
        ON CONFLICT (tag_id, language, slot) DO UPDATE SET posts = tag_languages.posts + excluded.posts
        """
    )
    private static let changeOrigin = SQL(
        """
        INSERT INTO tag_origins (tag_id, domain, slot, people) VALUES ($1, $2, $3, {sum $4})
        ON CONFLICT (tag_id, domain, slot) DO UPDATE SET people = tag_origins.people + excluded.people
        """
    )
    private static let reblogsOf = SQL(
        """
        SELECT COUNT(*) FROM statuses r JOIN accounts a ON a.id = r.account_id
        WHERE r.reblog_of_id = $1 AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        """
    )

    // MARK: People

    /// Returns false where the person is there already.
    public static func insert(
        person: Int64,
        tag: Int64,
        isReply: Bool,
        at: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(
            insertPerson,
            .int(tag),
            .int(person),
            .int(isReply ? 1 : 0),
            .int(at.milliseconds)
        ) > 0
    }

    /// Counts one more post of a person, as the newest, and locks the row. Returns when the one before it was posted; nil where
    /// this is the first.
    public static func countPost(
        person: Int64,
        tag: Int64,
        isReply: Bool,
        at: Timestamp,
        _ connection: Connection
    ) throws -> Timestamp? {
        try connection.first(
            countPerson,
            .int(tag),
            .int(person),
            .int(isReply ? 1 : 0),
            .int(at.milliseconds)
        ) { $0.intOrNil(0).map { Timestamp(milliseconds: $0) } } ?? nil
    }

    /// One person's row, locked until the transaction ends.
    public static func person(_ person: Int64, tag: Int64, _ connection: Connection) throws -> TagPerson? {
        try connection.first(readPerson, .int(tag), .int(person)) { row in
            TagPerson(
                posts: row.int(0),
                replies: row.int(1),
                firstAt: Timestamp(milliseconds: row.int(2)),
                lastAt: Timestamp(milliseconds: row.int(3))
            )
        }
    }

    /// Writes one person's row; removes it where nothing is left (nil).
    public static func set(_ part: TagPerson?, person: Int64, tag: Int64, _ connection: Connection) throws {
        guard let part else {
            try connection.execute(deletePerson, .int(tag), .int(person))
            return
        }
        try connection.execute(
            updatePerson,
            .int(part.posts),
            .int(part.replies),
            .int(part.firstAt.milliseconds),
            .int(part.lastAt.milliseconds),
            .int(tag),
            .int(person)
        )
    }

    /// A person's listed statuses with a tag, in no particular order. Reads the person's own statuses.
    public static func uses(of person: Int64, tag: Int64, _ connection: Connection) throws -> [CountedUse] {
        try connection.query(usesOf, .int(tag), .int(person)) { row in
            CountedUse(
                statusID: row.int(0),
                at: Timestamp(milliseconds: row.int(1)),
                isReply: !row.isNull(2),
                language: row.textOrNil(3)
            )
        }
    }

    /// Reblogs of a status by accounts that count.
    public static func countedReblogs(of status: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(reblogsOf, .int(status)) { $0.int(0) } ?? 0
    }

    // MARK: Counts

    public static func change(
        tag: Int64,
        slot: Int64,
        people: Int64 = 0,
        posts: Int64 = 0,
        replies: Int64 = 0,
        reblogs: Int64 = 0,
        _ connection: Connection
    ) throws {
        try connection.add(
            changeCounters,
            .int(tag),
            .int(slot),
            .int(people),
            .int(posts),
            .int(replies),
            .int(reblogs)
        )
    }

    /// Counts one new post into the minute, hour and day of `at`.
    ///
    /// - Parameter isFirstIn: for each of `TagBin.sizes`, whether the person has no other post in that interval.
    public static func countPost(
        tag: Int64,
        slot: Int64,
        at: Timestamp,
        isFirstIn: [Bool],
        isNew: Bool,
        _ connection: Connection
    ) throws {
        let people = zip(TagBin.sizes, isFirstIn).map { (TagBin(size: $0, at: at).start, $1) }
        guard people.count == 3 else { return }
        try connection.add(
            countPost,
            .int(tag),
            .int(slot),
            .int(people[0].0),
            .int(people[0].1 ? 1 : 0),
            .int(isNew ? 1 : 0),
            .int(1),
            .int(people[1].0),
            .int(people[1].1 ? 1 : 0),
            .int(people[2].0),
            .int(people[2].1 ? 1 : 0)
        )
    }

    public static func change(
        _ bin: TagBin,
        by change: TagBinCount,
        tag: Int64,
        slot: Int64,
        _ connection: Connection
    ) throws {
        try connection.add(
            changeBin,
            .int(tag),
            .int(bin.size),
            .int(bin.start),
            .int(slot),
            .int(change.people),
            .int(change.newPeople),
            .int(change.posts)
        )
    }

    /// - Parameter language: nil where none was said.
    public static func change(
        language: String?,
        tag: Int64,
        slot: Int64,
        by count: Int64,
        _ connection: Connection
    ) throws {
        try connection.add(changeLanguage, .int(tag), .text(language ?? ""), .int(slot), .int(count))
    }

    /// - Parameter origin: the domain of the person; empty for this server.
    public static func change(
        origin: String,
        tag: Int64,
        slot: Int64,
        by count: Int64,
        _ connection: Connection
    ) throws {
        try connection.add(changeOrigin, .int(tag), .text(origin), .int(slot), .int(count))
    }
}
