// SQL of the posts that a removal by rule may mean: everybody can see them, and they are of a tag, or of a call.

internal import Basics
public import Database
public import Domain

public enum RemovalCandidateQueries {
    private static let columns = """
        s.id, s.account_id, a.created_at, a.domain,
            EXISTS (SELECT 1 FROM report_statuses r WHERE r.status_id = s.id), s.is_local, s.spoiler_text, s.text, s.content
        """
    private static func ofTag(_ listing: String) -> SQL {
        SQL(
            """
            SELECT \(columns) FROM status_tags t JOIN statuses s ON s.id = t.status_id JOIN accounts a ON a.id = s.account_id
            WHERE t.tag_id = $1 AND \(listing) AND t.status_id > $2 AND t.status_id <= $3 AND s.visibility <= 1
            ORDER BY t.status_id LIMIT $4
            """
        )
    }
    private static let listed = ofTag("t.is_listed")
    private static let unlisted = ofTag("NOT t.is_listed")
    private static let answers = SQL(
        """
        SELECT \(columns) FROM call_posts p JOIN statuses s ON s.id = p.status_id JOIN accounts a ON a.id = s.account_id
        WHERE p.call_id = $1 AND p.status_id > $2 AND p.status_id <= $3 AND s.visibility <= 1
        ORDER BY p.status_id LIMIT $4
        """
    )
    private static let some = SQL(
        """
        SELECT \(columns) FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.id {in $1} AND s.id > $2 AND s.id <= $3 AND s.visibility <= 1
        """
    )

    /// Which posts are looked through.
    public enum Source: Sendable {
        /// Those that tag timelines show, or the others.
        case tag(Int64, isListed: Bool)
        /// Those that answer a call.
        case answers(Int64)
    }

    /// One page, the oldest first.
    ///
    /// - Parameters:
    ///   - after: the id above which they are.
    ///   - last: the greatest id.
    public static func page(
        of source: Source,
        after: Int64,
        last: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [RemovalRule.Candidate] {
        let (sql, id) =
            switch source {
            case .tag(let id, let isListed): (isListed ? listed : unlisted, id)
            case .answers(let id): (answers, id)
            }
        return try connection.query(sql, .int(id), .int(after), .int(last), .int(limit), row: candidate)
    }

    /// Those of some posts that are in that time.
    public static func some(
        _ ids: [Int64],
        after: Int64,
        last: Int64,
        _ connection: Connection
    ) throws -> [RemovalRule.Candidate] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(some, .ids(ids), .int(after), .int(last), row: candidate)
    }

    private static func candidate(_ row: Row) -> RemovalRule.Candidate {
        RemovalRule.Candidate(
            id: row.int(0),
            accountID: row.int(1),
            accountCreatedAt: Timestamp(milliseconds: row.int(2)),
            domain: row.text(3),
            isReported: row.bool(4),
            words: row.text(6) + "\n" + (row.bool(5) ? row.text(7) : HTML.plainText(fromHTML: row.text(8)))
        )
    }
}
