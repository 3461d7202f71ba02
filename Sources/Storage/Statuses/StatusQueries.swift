// SQL of statuses: written, read whole, edited, deleted.

public import Basics
public import Database
public import Domain

public enum StatusQueries {
    static let columns = """
        s.id, s.account_id, s.visibility, s.is_local, s.in_reply_to_id, s.in_reply_to_account_id, s.conversation_id, \
        s.thread_path, s.reblog_of_id, s.text, s.spoiler_text, s.content, (s.is_sensitive OR s.marks > 0), s.language, s.app_id, s.uri, \
        s.url, s.created_at, s.edited_at, s.quote_policy, s.quote_of_id, s.quote_of_account_id, s.quote_state, s.card_id, \
        s.has_media, s.reply_policy, s.hidden_by, s.mutes_interactions, s.approval
        """
    private static let insert = SQL(
        """
        INSERT INTO statuses (id, account_id, visibility, is_local, in_public_timeline, in_reply_to_id,
            in_reply_to_account_id, conversation_id, thread_path, reblog_of_id, text, spoiler_text, content, is_sensitive,
            language, app_id, uri, url, created_at, quote_policy, quote_of_id, quote_of_account_id, quote_state, card_id,
            has_media, reply_policy, hidden_by, approval)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27, $28)
        """
    )
    private static let byID = SQL("SELECT \(columns) FROM statuses s WHERE s.id = $1")
    private static let byURI = SQL("SELECT id FROM statuses WHERE uri = $1")
    private static let wholeByIDs = SQL(
        """
        SELECT \(columns), k.replies_count, k.reblogs_count, k.favourites_count, k.quotes_count, k.version, p.name,
            p.website, q.id, a.domain
        FROM statuses s JOIN accounts a ON a.id = s.account_id LEFT JOIN status_counters k ON k.status_id = s.id
            LEFT JOIN apps p ON p.id = s.app_id LEFT JOIN polls q ON q.status_id = s.id
        WHERE s.id {in $1}
        """
    )
    private static let mentionsOf = SQL(
        """
        SELECT m.status_id, m.account_id, a.username, a.domain, COALESCE(a.url, a.uri) FROM status_mentions m
        JOIN accounts a ON a.id = m.account_id WHERE m.status_id {in $1} ORDER BY m.status_id, m.account_id
        """
    )
    private static let tagsOf = SQL(
        """
        SELECT t.status_id, g.name FROM status_tags t JOIN tags g ON g.id = t.tag_id
        WHERE t.status_id {in $1} ORDER BY t.status_id, t.tag_id
        """
    )
    private static let insertMention = SQL("INSERT INTO status_mentions (status_id, account_id) VALUES ($1, $2)")
    private static let deleteMentions = SQL("DELETE FROM status_mentions WHERE status_id = $1")
    private static let isMentioned = SQL("SELECT 1 FROM status_mentions WHERE status_id = $1 AND account_id = $2")
    private static let mentionedIn = SQL(
        "SELECT status_id FROM status_mentions WHERE account_id = $1 AND status_id {in $2}"
    )
    private static let updateText = SQL(
        """
        UPDATE statuses SET text = $1, spoiler_text = $2, content = $3, is_sensitive = $4, language = $5, edited_at = $6,
            quote_policy = $7, card_id = $8, has_media = $9
        WHERE id = $10
        """
    )
    private static let delete = SQL("DELETE FROM statuses WHERE id = $1")
    private static let lock = SQL("SELECT id FROM statuses WHERE id = $1 {forupdate}")
    private static let reblogBy = SQL("SELECT id FROM statuses WHERE account_id = $1 AND reblog_of_id = $2")
    private static let reblogsOf = SQL(
        """
        SELECT s.id, s.account_id, a.domain FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.reblog_of_id = $1
        """
    )
    private static let insertEdit = SQL(
        """
        INSERT INTO status_edits (status_id, text, content, spoiler_text, is_sensitive, created_at, poll_options,
            media)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    )
    private static let editsOf = SQL(
        """
        SELECT text, content, spoiler_text, is_sensitive, created_at, poll_options, media FROM status_edits
        WHERE status_id = $1 ORDER BY id
        """
    )
    private static let idempotent = SQL(
        "SELECT status_id FROM idempotency_keys WHERE account_id = $1 AND key = $2 AND created_at > $3"
    )
    private static let rememberKey = SQL(
        """
        INSERT INTO idempotency_keys (account_id, key, status_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, key) DO UPDATE SET status_id = excluded.status_id, created_at = excluded.created_at
            WHERE idempotency_keys.created_at <= $5
        """
    )
    private static let purgeKeys = SQL(
        """
        DELETE FROM idempotency_keys WHERE (account_id, key) IN
            (SELECT account_id, key FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2)
        """
    )

    public static func insert(_ status: Status, _ connection: Connection) throws {
        try connection.executeLater(
            insert,
            .int(status.id),
            .int(status.accountID),
            .int(status.visibility.rawValue),
            .bool(status.isLocal),
            .bool(status.isInPublicTimeline),
            .int(status.inReplyToID),
            .int(status.inReplyToAccountID),
            .int(status.conversationID),
            .blob(status.threadPath.isEmpty ? nil : status.threadPath.bytes),
            .int(status.reblogOfID),
            .text(status.text),
            .text(status.spoilerText),
            .text(status.content),
            .bool(status.isSensitive),
            .text(status.language),
            .int(status.appID),
            .text(status.uri),
            .text(status.url),
            .int(status.createdAt.milliseconds),
            .int(status.quotePolicy.rawValue),
            .int(status.quote?.quotedID),
            .int(status.quote?.quotedAccountID),
            .int(status.quote?.state.rawValue),
            .int(status.cardID),
            .bool(status.hasMedia),
            .int(status.replyPolicy.rawValue),
            .int(status.hiddenBy),
            .int(status.approval?.rawValue)
        )
    }

    public static func status(_ id: Int64, _ connection: Connection) throws -> Status? {
        try connection.first(byID, .int(id)) { status($0) }
    }

    /// The status or boost of another server with this id there.
    public static func id(uri: String, _ connection: Connection) throws -> Int64? {
        try connection.first(byURI, .text(uri)) { $0.int(0) }
    }

    /// Those of `ids` that exist, with all that shows them, in no particular order: three statements for any number,
    /// and two more where some have polls, one more where some have attachments.
    public static func details(_ ids: [Int64], _ connection: Connection) throws -> [StatusDetails] {
        guard !ids.isEmpty else { return [] }
        var withPoll: [Int64] = []
        var withMedia: [Int64] = []
        var found = try connection.query(wholeByIDs, .ids(ids)) { row in
            if !row.isNull(36) { withPoll.append(row.int(0)) }
            if row.bool(24) { withMedia.append(row.int(0)) }
            return StatusDetails(
                status: status(row),
                counters: StatusCounters(
                    replies: row.intOrNil(29) ?? 0,
                    reblogs: row.intOrNil(30) ?? 0,
                    favourites: row.intOrNil(31) ?? 0,
                    quotes: row.intOrNil(32) ?? 0,
                    version: row.intOrNil(33) ?? 0
                ),
                application: row.textOrNil(34).map { StatusApplication(name: $0, website: row.textOrNil(35)) },
                authorDomain: row.text(37)
            )
        }
        guard !found.isEmpty else { return [] }
        var places: [Int64: Int] = [:]
        for (place, details) in found.enumerated() { places[details.status.id] = place }
        for (id, poll) in try PollQueries.polls(ofStatuses: withPoll, connection) {
            if let place = places[id] { found[place].poll = poll }
        }
        for (id, media) in try MediaQueries.shown(by: withMedia, connection) {
            if let place = places[id] { found[place].media = media }
        }
        try connection.forEach(mentionsOf, .ids(ids)) { row in
            if let place = places[row.int(0)] {
                found[place].mentions.append(
                    Mention(accountID: row.int(1), username: row.text(2), domain: row.text(3), url: row.textOrNil(4))
                )
            }
            return true
        }
        try connection.forEach(tagsOf, .ids(ids)) { row in
            if let place = places[row.int(0)] { found[place].tags.append(row.text(1)) }
            return true
        }
        return found
    }

    public static func insertMentions(_ accounts: [Int64], of status: Int64, _ connection: Connection) throws {
        for account in accounts { try connection.executeLater(insertMention, .int(status), .int(account)) }
    }

    public static func replaceMentions(_ accounts: [Int64], of status: Int64, _ connection: Connection) throws {
        try connection.execute(deleteMentions, .int(status))
        try insertMentions(accounts, of: status, connection)
    }

    public static func isMentioned(_ account: Int64, in status: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isMentioned, .int(status), .int(account)) { _ in true } ?? false
    }

    /// Which of `statuses` mention the account.
    public static func mentioning(_ account: Int64, among statuses: [Int64], _ connection: Connection) throws -> Set<
        Int64
    > {
        guard !statuses.isEmpty else { return [] }
        return Set(try connection.query(mentionedIn, .int(account), .ids(statuses)) { $0.int(0) })
    }

    /// Writes what an edit changes.
    public static func updateText(_ status: Status, _ connection: Connection) throws {
        try connection.execute(
            updateText,
            .text(status.text),
            .text(status.spoilerText),
            .text(status.content),
            .bool(status.isSensitive),
            .text(status.language),
            .int(status.editedAt?.milliseconds),
            .int(status.quotePolicy.rawValue),
            .int(status.cardID),
            .bool(status.hasMedia),
            .int(status.id)
        )
    }

    /// Makes other transactions that would change, delete or reblog a status wait for the end of this one.
    ///
    /// SQLite has one writer at a time and needs no lock.
    public static func lock(_ id: Int64, _ connection: Connection) throws {
        guard connection.engine == .postgres else { return }
        try connection.forEach(lock, .int(id)) { _ in true }
    }

    /// Deletes a status; its edits, mentions, tags, favourites, bookmarks, notifications and reblogs go with it.
    public static func delete(_ id: Int64, _ connection: Connection) throws {
        try connection.execute(delete, .int(id))
    }

    public static func reblog(of status: Int64, by account: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(reblogBy, .int(account), .int(status)) { $0.int(0) }
    }

    /// - Returns: `domain` is that of who reblogged it; empty for somebody from here.
    public static func reblogs(
        of status: Int64,
        _ connection: Connection
    ) throws -> [(id: Int64, accountID: Int64, domain: String)] {
        try connection.query(reblogsOf, .int(status)) { ($0.int(0), $0.int(1), $0.text(2)) }
    }

    /// Keeps the text that an edit replaces.
    public static func insert(_ edit: StatusEdit, of status: Int64, _ connection: Connection) throws {
        try connection.execute(
            insertEdit,
            .int(status),
            .text(edit.text),
            .text(edit.content),
            .text(edit.spoilerText),
            .bool(edit.isSensitive),
            .int(edit.createdAt.milliseconds),
            .text(edit.pollOptions?.joined(separator: optionSeparator)),
            .text(edit.media.isEmpty ? nil : mediaText(edit.media))
        )
    }

    /// Options are lines without control characters.
    private static let optionSeparator = "\u{1F}"

    /// Id and description of each, parted as options are; descriptions have no control characters but line ends and tabs.
    private static func mediaText(_ media: [EditedMedia]) -> String {
        media.map { "\($0.id)\(optionSeparator)\($0.description ?? "")" }.joined(separator: "\u{1E}")
    }

    private static func media(_ text: String) -> [EditedMedia] {
        text.split(separator: "\u{1E}").compactMap { record in
            let parts = record.split(separator: optionSeparator, omittingEmptySubsequences: false)
            guard parts.count == 2, let id = Int64(parts[0]) else { return nil }
            return EditedMedia(id: id, description: parts[1].isEmpty ? nil : String(parts[1]))
        }
    }

    /// Replaced texts, oldest first; the text in force is not among them.
    public static func edits(of status: Int64, _ connection: Connection) throws -> [StatusEdit] {
        try connection.query(editsOf, .int(status)) { row in
            StatusEdit(
                text: row.text(0),
                content: row.text(1),
                spoilerText: row.text(2),
                isSensitive: row.bool(3),
                pollOptions: row.textOrNil(5)?.split(separator: optionSeparator).map(String.init),
                media: row.textOrNil(6).map(media) ?? [],
                createdAt: Timestamp(milliseconds: row.int(4))
            )
        }
    }

    /// The status that was made with this key since `after`.
    public static func status(
        idempotencyKey key: String,
        of account: Int64,
        after: Timestamp,
        _ connection: Connection
    ) throws -> Int64? {
        try connection.first(idempotent, .int(account), .text(key), .int(after.milliseconds)) { $0.int(0) }
    }

    /// Remembers what was made with a key. Returns false where the key was used since `after`, maybe by a transaction
    /// that was committed only now.
    public static func remember(
        idempotencyKey key: String,
        of account: Int64,
        status: Int64,
        at: Timestamp,
        after: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(
            rememberKey,
            .int(account),
            .text(key),
            .int(status),
            .int(at.milliseconds),
            .int(after.milliseconds)
        ) > 0
    }

    /// Forgets old keys, a bounded number at a time. Returns how many went.
    public static func purgeIdempotencyKeys(before: Timestamp, limit: Int, _ connection: Connection) throws -> Int {
        try connection.execute(purgeKeys, .int(before.milliseconds), .int(limit))
    }

    static func status(_ row: Row) -> Status {
        Status(
            id: row.int(0),
            accountID: row.int(1),
            visibility: Visibility(rawValue: row.int(2)) ?? .direct,
            isLocal: row.bool(3),
            inReplyToID: row.intOrNil(4),
            inReplyToAccountID: row.intOrNil(5),
            conversationID: row.int(6),
            threadPath: ThreadPath(bytes: row.blobOrNil(7) ?? []),
            reblogOfID: row.intOrNil(8),
            text: row.text(9),
            spoilerText: row.text(10),
            content: row.text(11),
            isSensitive: row.bool(12),
            language: row.textOrNil(13),
            appID: row.intOrNil(14),
            uri: row.textOrNil(15),
            url: row.textOrNil(16),
            hasMedia: row.bool(24),
            createdAt: Timestamp(milliseconds: row.int(17)),
            editedAt: row.moment(18),
            quotePolicy: QuotePolicy(rawValue: row.int(19)) ?? .nobody,
            quote: row.intOrNil(22).flatMap(QuoteState.init).map { state in
                Quote(quotedID: row.intOrNil(20), quotedAccountID: row.int(21), state: state)
            },
            cardID: row.intOrNil(23),
            replyPolicy: ReplyPolicy(rawValue: row.int(25)) ?? .nobody,
            hiddenBy: row.intOrNil(26),
            approval: row.intOrNil(28).flatMap(ReplyApproval.init),
            mutesInteractions: row.bool(27)
        )
    }
}
