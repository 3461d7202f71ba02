// Writing a status for later: it is checked as if it were posted now, and its job is written in the same transaction.

public import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Keeps a draft to be posted at a moment. Repeating a request with the same idempotency key returns the same one.
    ///
    /// Throws what posting it now would throw, and `.invalid` for a moment that is too near or where too many wait.
    public func scheduleStatus(_ draft: StatusDraft, at moment: Timestamp, by user: User) async throws
        -> ScheduledStatus
    {
        let account = user.accountID
        if let key = draft.idempotencyKey,
            let row = try await database.read({ try ScheduledQueries.scheduled(key: key, of: account, $0) })
        {
            guard try await database.read({ try HeldQueries.held(row.id, $0) }) == nil else {
                throw ServiceError.invalid("The same waits for a moderator already")
            }
            return try await scheduledStatus(row.id, of: account)
        }
        try await check(draft, by: user)
        try await askBeforeScheduling(draft, by: user)
        let language = draft.language ?? user.defaultLanguage
        var kept = draft
        kept.visibility = draft.visibility ?? user.defaultVisibility
        kept.isSensitive = draft.wording(defaultSensitive: user.defaultSensitive).isSensitive
        kept.language = language
        kept.quotePolicy = draft.quotePolicy ?? user.defaultQuotePolicy
        let text = kept.keptText
        let limits = limits.scheduled
        let row = try await change { change -> ScheduledRow in
            try CounterQueries.lock([account], change.connection)
            let row = ScheduledRow(
                id: change.ids.next(),
                accountID: account,
                scheduledAt: moment,
                draft: text,
                idempotencyKey: draft.idempotencyKey,
                createdAt: change.now
            )
            try change.checkSchedule(row, limits, isNew: true)
            if try !ScheduledQueries.insert(row, change.connection), let key = draft.idempotencyKey,
                let other = try ScheduledQueries.scheduled(key: key, of: account, change.connection)
            {
                return other
            }
            let media = try change.attachable(draft.mediaIDs, by: account)
            try MediaQueries.reserve(media.map(\.id), for: row.id, change.connection)
            try change.enqueue(row)
            return row
        }
        return try await scheduledStatus(row.id, of: account)
    }

    /// Whether a draft could be posted as things stand.
    private func check(_ draft: StatusDraft, by user: User) async throws {
        let words = draft.wording(defaultSensitive: user.defaultSensitive)
        try check(draft, words)
        try draft.checkMentions(in: try await resolve(text: words.text, spoilerText: words.spoilerText))
        if let parent = draft.inReplyToID { _ = try await visible(parent, for: user.accountID) }
        _ = try await quotable(draft.quotedID, by: user.accountID)
    }
}

extension Change {
    /// Throws `.invalid` where a status may not wait for its moment.
    func checkSchedule(_ row: ScheduledRow, _ limits: ScheduleLimits, isNew: Bool) throws {
        guard row.scheduledAt > now + limits.least else {
            throw ServiceError.invalid("Scheduled at must be at least 5 minutes in the future")
        }
        if isNew, try ScheduledQueries.count(of: row.accountID, connection) >= limits.total {
            throw ServiceError.invalid(
                "You have exceeded the limit of \(most: Int(clamping: limits.total)) scheduled posts"
            )
        }
        let day = row.scheduledAt.startOfDay
        let others = try ScheduledQueries.count(
            of: row.accountID,
            from: day,
            to: day + .seconds(86_400),
            except: row.id,
            connection
        )
        guard others < limits.daily else {
            throw ServiceError.invalid(
                "You have exceeded the limit of \(most: Int(clamping: limits.daily)) scheduled posts for that day"
            )
        }
    }

    /// Writes the job that posts it. Its key has the moment: after a move the job of the old one finds nothing to do.
    mutating func enqueue(_ row: ScheduledRow) throws {
        let moment = row.scheduledAt.milliseconds
        try enqueue(
            JobDraft(
                kind: ScheduledJob.kind,
                payload: #"{"id":"\#(row.id)","at":"\#(moment)"}"#,
                key: "\(row.id):\(moment)",
                runAt: row.scheduledAt
            )
        )
    }
}

enum ScheduledJob {
    static let kind = "post-scheduled"
}
