// The honest exceptions of the plan test.
import Database

/// A step of a plan that may be costly, and why.
struct PlanException {
    let file: String
    /// Part of the query's text; nil for all of the file.
    let text: String?
    /// Part of the step's line; nil for any.
    let step: String?
    let reason: String

    init(_ file: String, _ text: String? = nil, step: String? = nil, _ reason: String) {
        self.file = "Storage/\(file).swift"
        self.text = text
        self.step = step
        self.reason = reason
    }

    static func covers(_ step: String, of sql: SQL) -> Bool {
        all.contains { exception in
            exception.file == sql.file && exception.text.map { sql.text.contains($0) } ?? true
                && exception.step.map { step.contains($0) } ?? true
        }
    }

    static let all: [PlanException] = [
        PlanException("GuardNoticeQueries", "noticed_at <=", "holds what was asked within the last minutes"),
        PlanException("RecurringTaskQueries", nil, "a server has a dozen recurring tasks"),
        PlanException("RecountQueries", nil, "a recount reads everything: that is its purpose"),
        PlanException("TagMergeQueries", nil, "a migration, which makes an index for it and drops it again"),
        PlanException("TagRecountQueries", nil, "a recount reads everything: that is its purpose"),
        PlanException(
            "InstanceTextQueries",
            nil,
            step: "SCAN",
            "a server has a handful of rules and texts, and few peers"
        ),
        PlanException(
            "HiddenFileQueries",
            "NOT is_settled",
            step: "SCAN",
            "an index of the few files that are to be moved"
        ),
        PlanException(
            "MediaQueries",
            "fault IS NOT NULL LIMIT",
            step: "SCAN",
            "an index of the few files that are being processed"
        ),
        PlanException("EmojiQueries", "ORDER BY shortcode", "all emoji of a server, read once a minute"),
        PlanException("CommandEventQueries", "ORDER BY id", "what was written within a quarter of a second"),
        PlanException("Migrator", "FROM schema_migrations", "a row for each migration"),
        PlanException("ActivityQueries", "LIMIT $3) s", step: "SCAN s", "a bounded number of the newest statuses"),
        PlanException("ActivityQueries", "LIMIT $3) u", step: "SCAN u", "a bounded number of the newest logins"),
        PlanException("AnnouncementQueries", "FROM announcements", step: "SCAN", "announcements are few"),
        PlanException("AnnouncementQueries", "GROUP BY", "eight kinds of reactions to a few announcements"),
        PlanException("RemoteEmojiQueries", "COUNT(*)", step: "SCAN x", "as many emoji of one server as are kept"),
        PlanException("MentionRateQueries", "newest", step: "SCAN newest", "a bounded number of the newest mentions"),
        PlanException("OutboxQueries", nil, "the first rows of a short table, in its own order"),
        PlanException("AccountQueries", "domain <> ''", step: "accounts_remote", "the first row of an index"),
        PlanException("JobQueries", "COUNT(*)", step: "jobs_dead", "those given up within a week, by their own index"),
        PlanException("TagModerationQueries", "GROUP BY", "one account's statuses, grouped by tag"),
        PlanException("MagnitudeQueries", "FROM tag_bins", "the intervals of one tag, some thousands at most, joined"),
        PlanException("MagnitudeQueries", "FROM tag_languages", "the languages of one tag"),
        PlanException("MagnitudeQueries", "FROM tag_origins", "the servers of one tag"),
        PlanException("TrendQueries", "FROM trend_rulings", "what moderators decided: a short list"),
        PlanException("TrendQueries", "WHERE ended_at IS NULL", step: "SCAN trend_spans", "the index of open spans"),
        PlanException("TrendQueries", "FROM tag_bins", "a day or a week of intervals of some tags, joined"),
        PlanException("AnswerRecountQueries", nil, "a recount reads everything: that is its purpose"),
        PlanException("AnswerQueries", "GROUP BY", "the options or the minutes of one call, joined"),
        PlanException("SilentQueries", "HAVING COUNT(*)", "who waits, read and grouped once a minute"),
        PlanException("SilentQueries", "w.acted_at <= $1", step: "SCAN", "who waits, looked through once an hour"),
        PlanException("SilentQueries", "GROUP BY x.at", "the steps of one call, at most one a minute, joined"),
        PlanException("SilentQueries", "SELECT COUNT(*) FROM (", step: "SCAN", "counts at most its limit"),
        PlanException("SilentQueries", "GROUP BY 1, 2, 3", "all answers of one call, counted when it takes a step"),
        PlanException("AnswerQueries", "FROM call_posts x", step: "SCAN", "some hundred of the newest answers"),
        PlanException(
            "MediaQueries",
            "ORDER BY m.id",
            step: "FOR ORDER BY",
            "the files of one status, locked in order"
        ),
        PlanException("MediaRemovalQueries", "FROM media_removals", "some rows of the table in its own order"),
        PlanException("CallQueries", "FROM call", "calls are few; read back from the newest, a page at a time"),
        PlanException("PollQueries", "GROUP BY", "the options of some polls, joined"),
        PlanException("VoiceQueries", nil, "some hundred or thousand of the newest rows, sorted by support"),
        PlanException("AccountQueries", "ORDER BY id LIMIT 1", "the first row of the table"),
        PlanException("AccountSearchQueries", "ORDER BY CASE", "some of the hits of the index, ranked"),
        PlanException("StatusSearchQueries", "WITH hits AS", "what few statuses have, put in order"),
        PlanException("StatusSearchQueries", ") x WHERE", "a bounded number of the newest; run on PostgreSQL alone"),
        PlanException("StatusSearchQueries", "UNION SELECT id", "some of the newest of four lists, joined"),
        PlanException("SearchWorkQueries", "LIMIT 1", step: "SCAN search_work", "the first row of a short list"),
        PlanException("ErasureQueries", nil, step: "Sort", "a bounded number of one account's rows"),
        PlanException("DiscoveryQueries", "ORDER BY id DESC", step: "accounts_discoverable", "the newest of an index"),
        PlanException("DiscoveryQueries", "ORDER BY k.", "all who want to be found, sorted once a minute"),
        PlanException("DiscoveryQueries", "GROUP BY f.target_id", "whom a hundred people follow, counted"),
        PlanException("SearchWorkQueries", "f.rowid IS NULL", "a check reads everything: that is its purpose"),
        PlanException("UserQueries", "SELECT COUNT(*) FROM users", "of the whole server, kept by its callers"),
        PlanException("UserQueries", "WHERE role =", "reads logins until it finds an admin, kept by its callers"),
        PlanException(
            "CounterQueries",
            "(SELECT COUNT(*) FROM users WHERE",
            "of the whole server, kept by its callers"
        ),
        PlanException(
            "TagQueries",
            "INSERT INTO tags",
            step: "SCAN status_tags",
            "SQLite plans the check of a foreign key that it makes only while a violation is pending (OP_FkIfZero)"
        ),
        PlanException("ThreadQueries", "WITH RECURSIVE above", "the chain above one status, of limited length"),
        PlanException("TimelineQueries", "SELECT DISTINCT t.status_id", "pages of at most a few tags are joined"),
        PlanException("TagFollowQueries", "IS DISTINCT FROM", "a recount reads everything: that is its purpose"),
        PlanException("TagFollowQueries", "p.first_at DESC", step: "B-TREE", "at most as many tags as one features"),
        PlanException("ConversationQueries", "WHERE s.visibility =", "all direct statuses, once, by the migration"),
        PlanException("HomeQueries", nil, "one row for each followed account, then a page of each in the page"),
        PlanException("CardQueries", "GROUP BY u.card_id", "the uses of two days, reckoned once a minute"),
        PlanException("CardQueries", "GROUP BY u.card_id, u.day", "a week of uses of the links of one page"),
        PlanException("QuoteQueries", "SELECT DISTINCT", "the people who quote one status that was edited"),
        PlanException("NotificationQueries+lists", "FROM {values", "the newest of each kind, joined"),
        PlanException("NotificationGroupQueries", "FROM {values", "the newest of each kind, joined"),
        PlanException(
            "NotificationPolicyQueries",
            "WITH RECURSIVE above",
            "the chain above one status, of limited length"
        ),
        PlanException(
            "NotificationPolicyQueries",
            "WHERE NOT is_merged",
            step: "SCAN notification_p",
            "the index of them"
        ),
        PlanException(
            "UserQueries",
            "WHERE role > 0",
            step: "SCAN users USING INDEX users_staff",
            "the index of staff"
        ),
        PlanException("NotificationRequestQueries", "SELECT COUNT(*)", step: "SCAN x", "counts at most its limit"),
        PlanException("HostQueries", "unreachable_since IS NOT NULL", step: "SCAN", "the index of them"),
        PlanException("ServerPolicyQueries", "ORDER BY id", step: "SCAN", "what moderators decided: a short list"),
        PlanException("SubjectFigureQueries", nil, "a bounded number of posts, and the open reports, for a moderator"),
        PlanException("MeasureQueries", "FROM measures ORDER BY", step: "SCAN", "what is in force now: a short list"),
        PlanException("LaneQueries", "COUNT(*)", "one row for each server that something waits for"),
        PlanException("InboxQueries", "GROUP BY host", "what waits, by its index, once a minute"),
        PlanException("InboxQueries", "SELECT DISTINCT 1", "what waits, by its index, once a minute"),
        PlanException("DeliveryQueries", "SELECT DISTINCT 0", "what waits, by its index, once a minute"),
        PlanException("DeliveryQueries", "COUNT(*) FROM deliveries WHERE state = 0", "what waits, by its index"),
        PlanException("DeliveryQueries", "INSERT INTO lanes", "the servers of one activity, in order"),
        PlanException("DeliveryQueries", "GROUP BY state", "the deliveries of one activity, counted"),
        PlanException("DeliveryQueries", "SELECT DISTINCT d.inbox", "the deliveries of one status, joined"),
        PlanException("RemoteAccountQueries", "SELECT DISTINCT COALESCE", "the servers of one account's followers"),
        PlanException("RemoteAccountQueries", "WITH RECURSIVE h", "from one server to the next by the index"),
        PlanException("BacklogQueries", nil, "what waits, and the servers it waits for, counted a few times a minute"),
        PlanException("NotificationRecountQueries", nil, "a recount reads everything: that is its purpose"),
    ]
}
