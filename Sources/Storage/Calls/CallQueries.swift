// SQL of calls: made, found, closed.

public import Basics
public import Database
public import Domain

/// An open call as posting has to know it.
public struct OpenCall: Sendable, Equatable {
    public var id: Int64
    public var tagID: Int64
    public var pollID: Int64
}

public enum CallQueries {
    private static let insert = SQL(
        """
        INSERT INTO calls (id, account_id, poll_id, tag_id, prompt, suggested_by, created_at, closes_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    )
    private static let insertResource = SQL(
        """
        INSERT INTO call_resources (call_id, position, country, language, name, phone, url)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    )
    private static let byIDs = SQL(
        """
        SELECT c.id, c.account_id, c.poll_id, c.tag_id, g.name, g.display_name, c.prompt, s.spoiler_text, s.is_sensitive,
            c.suggested_by, c.created_at, c.closes_at, c.closed_at
        FROM calls c JOIN tags g ON g.id = c.tag_id JOIN statuses s ON s.id = c.id WHERE c.id {in $1}
        """
    )
    private static let answersOf = SQL(
        """
        SELECT c.id, o.title FROM calls c JOIN poll_options o ON o.poll_id = c.poll_id WHERE c.id {in $1}
        ORDER BY c.id, o.position
        """
    )
    private static let deleteResources = SQL("DELETE FROM call_resources WHERE call_id = $1")
    private static let resourcesOf = SQL(
        """
        SELECT call_id, country, language, name, phone, url FROM call_resources WHERE call_id {in $1}
        ORDER BY call_id, position
        """
    )
    private static let down = SQL(
        """
        SELECT c.id FROM calls c JOIN statuses s ON s.id = c.id JOIN accounts a ON a.id = c.account_id
        WHERE c.id < $1 AND c.id > $2 AND s.visibility = 0 AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY c.id DESC LIMIT $3
        """
    )
    private static let up = SQL(
        """
        SELECT c.id FROM calls c JOIN statuses s ON s.id = c.id JOIN accounts a ON a.id = c.account_id
        WHERE c.id < $1 AND c.id > $2 AND s.visibility = 0 AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY c.id LIMIT $3
        """
    )
    /// Held as a reference would hold it, so that the call is not deleted while somebody answers it. Not more: those who close
    /// it must not wait until nobody answers.
    private static let openOfTag = SQL(
        """
        SELECT id, tag_id, poll_id FROM calls WHERE tag_id = $1 AND closed_at IS NULL
            AND (closes_at IS NULL OR closes_at > $2) ORDER BY id DESC LIMIT $3 {forkeyshare}
        """
    )
    private static let hasOpen = SQL(
        """
        SELECT 1 FROM calls WHERE tag_id = $1 AND closed_at IS NULL AND (closes_at IS NULL OR closes_at > $2) LIMIT 1
        """
    )
    private static let open = SQL(
        """
        SELECT id, tag_id, poll_id FROM calls WHERE id = $1 AND closed_at IS NULL
            AND (closes_at IS NULL OR closes_at > $2) {forkeyshare}
        """
    )
    /// A status is one, answers one, or has the tag of one.
    private static let sensitiveAmong = SQL(
        """
        SELECT c.id FROM calls c JOIN statuses s ON s.id = c.id WHERE c.id {in $1} AND s.is_sensitive
        UNION ALL
        SELECT p.call_id FROM call_posts p JOIN statuses s ON s.id = p.call_id WHERE p.status_id {in $1} AND s.is_sensitive
        UNION ALL
        SELECT c.id FROM status_tags t JOIN calls c ON c.tag_id = t.tag_id JOIN statuses s ON s.id = c.id
        WHERE t.status_id {in $1} AND s.is_sensitive
        LIMIT 1
        """
    )
    private static let setPrompt = SQL("UPDATE calls SET prompt = $1 WHERE id = $2")
    private static let any = SQL("SELECT id, tag_id, poll_id FROM calls WHERE id {in $1}")
    private static let ofPoll = SQL("SELECT id, tag_id, poll_id FROM calls WHERE poll_id = $1")
    private static let setEnd = SQL("UPDATE calls SET closes_at = $1 WHERE id = $2 AND closed_at IS NULL")
    private static let close = SQL("UPDATE calls SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL")
    private static let newestOfTag = SQL(
        """
        SELECT c.id FROM calls c JOIN statuses s ON s.id = c.id JOIN accounts a ON a.id = c.account_id
        WHERE c.tag_id = $1 AND c.closed_at IS NULL AND s.visibility = 0 AND a.silenced_at IS NULL
            AND a.suspended_at IS NULL AND a.deactivated_at IS NULL AND (c.closes_at IS NULL OR c.closes_at > $2) ORDER BY c.id DESC LIMIT $3
        """
    )

    public static func insert(_ call: Call, _ connection: Connection) throws {
        try connection.execute(
            insert,
            .int(call.id),
            .int(call.accountID),
            .int(call.pollID),
            .int(call.tag.id),
            .text(call.prompt),
            .text(call.suggestedBy),
            .int(call.createdAt.milliseconds),
            .int(call.closesAt?.milliseconds)
        )
        try insert(call.resources, of: call.id, connection)
    }

    /// Puts other help lines in place of those of a call.
    public static func set(_ resources: [CallResource], of call: Int64, _ connection: Connection) throws {
        try connection.execute(deleteResources, .int(call))
        try insert(resources, of: call, connection)
    }

    private static func insert(_ resources: [CallResource], of call: Int64, _ connection: Connection) throws {
        for (position, resource) in resources.enumerated() {
            try connection.execute(
                insertResource,
                .int(call),
                .int(position),
                .text(resource.country),
                .text(resource.language),
                .text(resource.name),
                .text(resource.phone),
                .text(resource.url)
            )
        }
    }

    /// Calls by id, with answers and resources: three statements for any number.
    public static func calls(_ ids: [Int64], _ connection: Connection) throws -> [Int64: Call] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.query(byIDs, .ids(ids)) { row in
            Call(
                id: row.int(0),
                accountID: row.int(1),
                pollID: row.int(2),
                tag: TagReference(id: row.int(3), name: row.text(4), display: row.text(5)),
                prompt: row.text(6),
                spoilerText: row.text(7),
                isSensitive: row.bool(8),
                answers: [],
                suggestedBy: row.text(9),
                createdAt: Timestamp(milliseconds: row.int(10)),
                closesAt: row.moment(11),
                closedAt: row.moment(12)
            )
        }
        var calls = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        guard !calls.isEmpty else { return [:] }
        try connection.forEach(answersOf, .ids(ids)) { row in
            calls[row.int(0)]?.answers.append(row.text(1))
            return true
        }
        try connection.forEach(resourcesOf, .ids(ids)) { row in
            calls[row.int(0)]?.resources.append(
                CallResource(
                    country: row.text(1),
                    language: row.text(2),
                    name: row.text(3),
                    phone: row.text(4),
                    url: row.text(5)
                )
            )
            return true
        }
        return calls
    }

    /// Ids of public calls by people who are not limited, newest first.
    public static func list(_ page: PageBounds, _ connection: Connection) throws -> [Int64] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(page.below),
                .int(page.above),
                .int(page.limit)
            ) { $0.int(0) }
        )
    }

    /// The newest calls of tags that are open at `now`, newest first: at most `limit`, however many there are.
    public static func open(
        ofTags tags: [Int64],
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [OpenCall] {
        let found = try tags.flatMap { tag in
            try connection.query(openOfTag, .int(tag), .int(now.milliseconds), .int(limit), row: reference)
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    /// Whether a call of one of these tags is open at `now`, for who only reads.
    public static func hasOpen(ofTags tags: [Int64], at now: Timestamp, _ connection: Connection) throws -> Bool {
        try tags.contains { try connection.first(hasOpen, .int($0), .int(now.milliseconds)) { $0.int(0) } != nil }
    }

    /// Says what a call asks in other words.
    public static func setPrompt(_ prompt: String, of call: Int64, _ connection: Connection) throws {
        try connection.execute(setPrompt, .text(prompt), .int(call))
    }

    /// Whether one of these statuses is a sensitive call, answers one, or has the tag of one.
    public static func concernSensitiveCall(_ statuses: [Int64], _ connection: Connection) throws -> Bool {
        guard !statuses.isEmpty else { return false }
        return try connection.first(sensitiveAmong, .ids(statuses)) { $0.int(0) } != nil
    }

    /// The call that a status is, where it is open at `now`.
    public static func open(_ id: Int64, at now: Timestamp, _ connection: Connection) throws -> OpenCall? {
        try connection.first(open, .int(id), .int(now.milliseconds), row: reference)
    }

    /// The newest public calls of a tag that are open at `now`.
    public static func newest(
        ofTag tag: Int64,
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(newestOfTag, .int(tag), .int(now.milliseconds), .int(limit)) { $0.int(0) }
    }

    /// Calls by id, open or not.
    public static func references(_ ids: [Int64], _ connection: Connection) throws -> [OpenCall] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(any, .ids(ids), row: reference)
    }

    /// The call whose answers a poll takes; nil for other polls.
    public static func call(ofPoll poll: Int64, _ connection: Connection) throws -> OpenCall? {
        try connection.first(ofPoll, .int(poll), row: reference)
    }

    /// Returns false where its author closed it.
    public static func setEnd(_ end: Timestamp, of call: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(setEnd, .int(end.milliseconds), .int(call)) > 0
    }

    /// Returns false where it is closed already.
    public static func close(_ id: Int64, at now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.execute(close, .int(now.milliseconds), .int(id)) > 0
    }

    private static func reference(_ row: Row) -> OpenCall {
        OpenCall(id: row.int(0), tagID: row.int(1), pollID: row.int(2))
    }
}
