// SQL that makes one tag of several whose names have become the same.

internal import Basics
public import Database
internal import Domain

public enum TagMergeQueries {
    private static let page = SQL("SELECT id, name FROM tags WHERE id > $1 ORDER BY id LIMIT $2")
    private static let find = SQL("SELECT id FROM tags WHERE name = $1")
    private static let rename = SQL("UPDATE tags SET name = $1, search_name = $2 WHERE id = $3")
    private static let delete = SQL("DELETE FROM tags WHERE id = $1")
    /// What can be there once for each tag and something else: what the other tag has already stays with it.
    private static let moves: [SQL] = [
        SQL(
            """
            INSERT INTO status_tags (status_id, tag_id, is_listed, has_media)
            SELECT status_id, CAST($1 AS BIGINT), is_listed, has_media FROM status_tags WHERE tag_id = $2
            ON CONFLICT (status_id, tag_id) DO NOTHING
            """
        ),
        SQL(
            """
            UPDATE tag_follows SET tag_id = $1 WHERE tag_id = $2
                AND account_id NOT IN (SELECT account_id FROM tag_follows WHERE tag_id = $1)
            """
        ),
        SQL(
            """
            UPDATE featured_tags SET tag_id = $1 WHERE tag_id = $2
                AND account_id NOT IN (SELECT account_id FROM featured_tags WHERE tag_id = $1)
            """
        ),
        SQL("UPDATE calls SET tag_id = $1 WHERE tag_id = $2"),
        // Of two decisions the later one holds.
        SQL(
            """
            DELETE FROM trend_rulings WHERE tag_id = $1
                AND ruled_at <= (SELECT ruled_at FROM trend_rulings WHERE tag_id = $2)
            """
        ),
        SQL(
            """
            UPDATE trend_rulings SET tag_id = $1 WHERE tag_id = $2
                AND NOT EXISTS (SELECT 1 FROM trend_rulings WHERE tag_id = $1)
            """
        ),
        // One span may be open: the one that began first.
        SQL(
            """
            UPDATE trend_spans SET ended_at = started_at WHERE ended_at IS NULL AND tag_id IN ($1, $2)
                AND EXISTS (SELECT 1 FROM trend_spans o WHERE o.ended_at IS NULL AND o.tag_id IN ($1, $2)
                    AND o.id <> trend_spans.id AND (o.started_at < trend_spans.started_at
                        OR o.started_at = trend_spans.started_at AND o.id < trend_spans.id))
            """
        ),
        SQL("UPDATE trend_spans SET tag_id = $1 WHERE tag_id = $2"),
    ]
    private static let leftovers: [SQL] = [
        "status_tags", "tag_follows", "featured_tags", "trend_rulings", "trend_states", "tag_people", "tag_counters",
        "tag_bins", "tag_languages", "tag_origins",
    ].map { SQL("DELETE FROM \($0) WHERE tag_id = $1") }
    private static let features = SQL("SELECT account_id FROM featured_tags WHERE tag_id = $1")

    /// Gives every tag the name that it has by today's rules and its name for searches, and merges those that are the same.
    /// Doing it again changes nothing. Reads a bounded number of tags at a time.
    public static func foldAll(_ connection: Connection) throws {
        var last: Int64 = 0
        while true {
            let tags = try connection.query(page, .int(last), .int(1000)) { (id: $0.int(0), name: $0.text(1)) }
            guard let newest = tags.last?.id else { return }
            for tag in tags { try fold(tag.id, tag.name, connection) }
            last = newest
        }
    }

    private static func fold(_ id: Int64, _ name: String, _ connection: Connection) throws {
        // A name that is none by today's rules stays as it is.
        let tag = TagName(name)
        let folded = tag?.name ?? name
        if folded != name, let other = try connection.first(find, .text(folded), row: { $0.int(0) }), other != id {
            // The older one stays.
            try merge(max(id, other), into: min(id, other), connection)
            return try set(folded, tag, of: min(id, other), connection)
        }
        try set(folded, tag, of: id, connection)
    }

    private static func set(_ name: String, _ tag: TagName?, of id: Int64, _ connection: Connection) throws {
        try connection.execute(rename, .text(name), .text(tag?.searchName ?? name), .int(id))
    }

    /// Gives all that `tag` has to `other`, counts it anew and deletes `tag`.
    private static func merge(_ tag: Int64, into other: Int64, _ connection: Connection) throws {
        for sql in moves { try connection.execute(sql, .int(other), .int(tag)) }
        for sql in leftovers { try connection.execute(sql, .int(tag)) }
        try TagRecountQueries.recount(other, connection)
        for account in try connection.query(features, .int(other), row: { $0.int(0) }) {
            try FeaturedTagQueries.recount(other, by: account, connection)
        }
        try connection.execute(delete, .int(tag))
    }
}
