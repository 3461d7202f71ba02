// SQL of what moderators see of a tag or call: how much was posted of late, by whom, what was reported, what waits.

public import Basics
public import Database
public import Domain

public enum SubjectFigureQueries {
    private static let ofTag = SQL(
        """
        SELECT COUNT(*), COUNT(DISTINCT p.account_id), COUNT(DISTINCT CASE WHEN a.created_at > $1 THEN p.account_id END)
        FROM (SELECT s.account_id FROM status_tags t JOIN statuses s ON s.id = t.status_id
            WHERE t.tag_id = $2 AND t.is_listed AND t.status_id > $3 ORDER BY t.status_id DESC LIMIT $4) p
        JOIN accounts a ON a.id = p.account_id
        """
    )
    private static let ofCall = SQL(
        """
        SELECT COUNT(*), COUNT(DISTINCT p.account_id), COUNT(DISTINCT CASE WHEN a.created_at > $1 THEN p.account_id END)
        FROM (SELECT account_id FROM call_posts WHERE call_id = $2 AND status_id > $3
            ORDER BY status_id DESC LIMIT $4) p
        JOIN accounts a ON a.id = p.account_id
        """
    )
    /// From the reports that are open, which are few.
    private static let reportsOfTag = SQL(
        """
        SELECT COUNT(DISTINCT e.id) FROM reports e JOIN report_statuses r ON r.report_id = e.id
        JOIN status_tags t ON t.status_id = r.status_id AND t.tag_id = $1 WHERE e.resolved_at IS NULL
        """
    )
    private static let reportsOfCall = SQL(
        """
        SELECT COUNT(DISTINCT e.id) FROM reports e JOIN report_statuses r ON r.report_id = e.id
        JOIN call_posts p ON p.status_id = r.status_id AND p.call_id = $1 WHERE e.resolved_at IS NULL
        """
    )
    private static let heldOfTag = SQL("SELECT COUNT(*) FROM scheduled_statuses WHERE held_tag_id = $1")
    private static let heldOfCall = SQL("SELECT COUNT(*) FROM scheduled_statuses WHERE held_call_id = $1")

    /// - Parameters:
    ///   - after: the id above which posts are of late.
    ///   - bornAfter: accounts that were made later are new.
    ///   - most: posts that are looked at.
    public static func figures(
        of subject: Measure.Subject,
        after: Int64,
        bornAfter: Timestamp,
        most: Int,
        _ connection: Connection
    ) throws -> SubjectFigures {
        let (figures, reports, held) =
            switch subject {
            case .tag: (ofTag, reportsOfTag, heldOfTag)
            case .call: (ofCall, reportsOfCall, heldOfCall)
            }
        var found =
            try connection.first(
                figures,
                .int(bornAfter.milliseconds),
                .int(subject.id),
                .int(after),
                .int(most)
            ) { SubjectFigures(posts: $0.int(0), people: $0.int(1), newPeople: $0.int(2)) } ?? SubjectFigures()
        found.openReports = try connection.first(reports, .int(subject.id)) { $0.int(0) } ?? 0
        found.held = try connection.first(held, .int(subject.id)) { $0.int(0) } ?? 0
        found.isCut = found.posts >= most
        return found
    }
}
