// SQL that reads what is counted of one tag: a few rows however many people there are.

public import Basics
public import Database

/// The totals of one tag.
public struct TagCounts: Sendable, Equatable {
    public var people: Int64
    public var posts: Int64
    public var replies: Int64
    public var reblogs: Int64

    public init(people: Int64 = 0, posts: Int64 = 0, replies: Int64 = 0, reblogs: Int64 = 0) {
        self.people = people
        self.posts = posts
        self.replies = replies
        self.reblogs = reblogs
    }
}

/// One step of a curve.
public struct CurveStep: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var start: Int64
    public var newPeople: Int64
    public var posts: Int64
    /// People who posted in it; where a step joins several intervals, their sum.
    public var people: Int64
}

public enum MagnitudeQueries {
    private static let counts = SQL(
        """
        SELECT CAST(SUM(people) AS BIGINT), CAST(SUM(posts) AS BIGINT), CAST(SUM(replies) AS BIGINT),
            CAST(SUM(reblogs) AS BIGINT) FROM tag_counters WHERE tag_id = $1
        """
    )
    private static let steps = SQL(
        """
        SELECT b.start / $1 * $1, CAST(SUM(b.new_people) AS BIGINT), CAST(SUM(b.posts) AS BIGINT),
            CAST(SUM(b.people) AS BIGINT) FROM tag_bins b
        WHERE b.tag_id = $2 AND b.size = $3 AND b.start >= $4 GROUP BY 1
        """
    )
    private static let first = SQL(
        "SELECT MIN(start) FROM tag_bins WHERE tag_id = $1 AND size = 60 AND posts > 0"
    )
    private static let busiest = SQL(
        """
        SELECT b.start, CAST(SUM(b.posts) AS BIGINT) FROM tag_bins b WHERE b.tag_id = $1 AND b.size = 60 AND b.start >= $2
        GROUP BY b.start ORDER BY 2 DESC, 1 LIMIT 1
        """
    )
    private static let languages = SQL(
        """
        SELECT language, CAST(SUM(posts) AS BIGINT) FROM tag_languages WHERE tag_id = $1
        GROUP BY language HAVING SUM(posts) > 0 ORDER BY 2 DESC, 1 LIMIT $2
        """
    )
    private static let origins = SQL(
        """
        SELECT domain, CAST(SUM(people) AS BIGINT) FROM tag_origins WHERE tag_id = $1
        GROUP BY domain HAVING SUM(people) > 0
        """
    )
    private static let reference = SQL("SELECT id, name, display_name FROM tags WHERE id {in $1}")
    private static let recentUses = SQL(
        """
        SELECT t.status_id, s.account_id, p.first_at FROM status_tags t JOIN statuses s ON s.id = t.status_id
        JOIN tag_people p ON p.tag_id = t.tag_id AND p.account_id = s.account_id
        WHERE t.tag_id = $1 AND t.is_listed ORDER BY t.status_id DESC LIMIT $2
        """
    )
    private static let tagsOfStatuses = SQL(
        "SELECT t.tag_id FROM status_tags t WHERE t.status_id {in $1} AND t.is_listed"
    )
    private static let tagsOfPeople = SQL(
        "SELECT p.tag_id, p.account_id, p.first_at FROM tag_people p WHERE p.account_id {in $1}"
    )

    public static func counts(of tag: Int64, _ connection: Connection) throws -> TagCounts {
        try connection.first(counts, .int(tag)) { row in
            TagCounts(people: row.int(0), posts: row.int(1), replies: row.int(2), reblogs: row.int(3))
        } ?? TagCounts()
    }

    /// The curve of a tag in steps of `resolution` seconds (a multiple of `size`, the intervals it is made of) from
    /// `start`, oldest first; steps without posts are left out.
    public static func steps(
        of tag: Int64,
        resolution: Int64,
        size: Int64,
        from start: Timestamp,
        _ connection: Connection
    ) throws -> [CurveStep] {
        try connection.query(
            steps,
            .int(resolution * 1000),
            .int(tag),
            .int(size),
            .int(start.milliseconds)
        ) { row in
            CurveStep(start: row.int(0), newPeople: row.int(1), posts: row.int(2), people: row.int(3))
        }.sorted { $0.start < $1.start }
    }

    /// The first minute with a post that counts.
    public static func firstMinute(of tag: Int64, _ connection: Connection) throws -> Timestamp? {
        try connection.first(first, .int(tag)) { $0.intOrNil(0) }.flatMap { $0 }.map(Timestamp.init(milliseconds:))
    }

    /// The minute with the most posts since `start`, the earliest of several.
    public static func busiestMinute(
        of tag: Int64,
        since start: Timestamp,
        _ connection: Connection
    ) throws -> (start: Timestamp, posts: Int64)? {
        try connection.first(busiest, .int(tag), .int(start.milliseconds)) { row in
            (start: Timestamp(milliseconds: row.int(0)), posts: row.int(1))
        }.flatMap { $0.posts > 0 ? $0 : nil }
    }

    /// Posts by language (empty: none was said), most first.
    public static func languages(
        of tag: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(language: String, posts: Int64)] {
        try connection.query(languages, .int(tag), .int(limit)) { ($0.text(0), $0.int(1)) }
    }

    /// People by server; an empty domain is this one.
    public static func origins(of tag: Int64, _ connection: Connection) throws -> [(domain: String, people: Int64)] {
        try connection.query(origins, .int(tag)) { ($0.text(0), $0.int(1)) }
    }

    /// Tags by id: name and the spelling of the first use.
    public static func names(
        of tags: [Int64],
        _ connection: Connection
    ) throws -> [Int64: (name: String, display: String)] {
        guard !tags.isEmpty else { return [:] }
        let rows = try connection.query(reference, .ids(tags)) { ($0.int(0), (name: $0.text(1), display: $0.text(2))) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// The newest uses of a tag: status, author, and when the author first used the tag.
    public static func recentUses(
        of tag: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(status: Int64, account: Int64, firstAt: Int64)] {
        try connection.query(recentUses, .int(tag), .int(limit)) { ($0.int(0), $0.int(1), $0.int(2)) }
    }

    /// Listed tags of statuses, once for each status that has it.
    public static func tags(ofStatuses ids: [Int64], _ connection: Connection) throws -> [Int64] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(tagsOfStatuses, .ids(ids)) { $0.int(0) }
    }

    /// Which tags accounts use, and since when.
    public static func tags(
        ofPeople ids: [Int64],
        _ connection: Connection
    ) throws -> [(tag: Int64, account: Int64, firstAt: Int64)] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(tagsOfPeople, .ids(ids)) { ($0.int(0), $0.int(1), $0.int(2)) }
    }
}
