// Somebody hides their account, with all that is theirs, until a day of their choosing or until they say so.

public import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Hides an account from everybody but its person and moderators, at once. Done again it changes the end; other servers that
    /// were asked to hide it stay asked until it is back.
    ///
    /// - Parameters:
    ///   - end: when it comes back by itself; nil: when its person says so.
    ///   - isAnnounced: other servers are asked to hide it, too.
    ///
    /// Throws `ServiceError.invalid` for an end that is past or too far away.
    public func deactivateAccount(_ account: Int64, until end: Timestamp?, isAnnounced: Bool = false) async throws {
        try await change { change in
            if let end {
                guard end > change.now else { throw ServiceError.invalid("The end must be in the future") }
                guard end <= change.now + .seconds(86_400 * Deactivation.mostDays) else {
                    throw ServiceError.invalid("The end must be within a year")
                }
            }
            guard let before = try change.ownRestrictions(of: account) else { throw ServiceError.notFound }
            let wish = Deactivation(
                since: before.deactivation?.since ?? change.now,
                until: end,
                isAnnounced: isAnnounced || before.deactivation?.isAnnounced == true
            )
            try change.setDeactivation(wish, of: account, from: before)
        }
    }

    /// Shows an account again that its person has hidden. What moderators have decided about it is another matter.
    public func reactivateAccount(_ account: Int64) async throws {
        try await change { change in
            guard let before = try change.ownRestrictions(of: account) else { throw ServiceError.notFound }
            try change.setDeactivation(nil, of: account, from: before)
        }
    }

    /// Shows accounts again whose time of being hidden is over.
    public func endDeactivations() async throws {
        let now = clock.now()
        var failure: (any Error)?
        for account in try await database.read({ try AccountQueries.returning(by: now, limit: 1000, $0) }) {
            // One that cannot come back keeps nobody else away.
            do { try await endDeactivation(of: account, by: now) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func endDeactivation(of account: Int64, by now: Timestamp) async throws {
        try await change { change in
            // Another node may have done it, or its person chosen another end.
            guard let before = try change.ownRestrictions(of: account),
                let end = before.deactivation?.until, end <= now
            else { return }
            try change.setDeactivation(nil, of: account, from: before)
        }
    }

    /// How an account was hidden by its person; nil where it is not.
    public func deactivation(of account: Int64) async throws -> Deactivation? {
        try await accounts.account(account, for: account)?.account.deactivation
    }
}

extension Change {
    /// What an account of this server is restricted by; nil where it is closed, or of another server.
    fileprivate func ownRestrictions(of account: Int64) throws -> AccountQueries.Restrictions? {
        guard let before = try AccountQueries.restrictions(of: account, connection),
            try UserQueries.user(account, connection)?.isDisabled == false
        else { return nil }
        return before
    }

    fileprivate mutating func setDeactivation(
        _ deactivation: Deactivation?,
        of account: Int64,
        from before: AccountQueries.Restrictions
    ) throws {
        var after = before
        after.deactivation = deactivation
        guard after != before else { return }
        try restrict(account, from: before, to: after) { connection in
            try AccountQueries.setDeactivation(deactivation, of: account, connection)
        }
        guard let deactivation else {
            try publishOverdue(of: account)
            // Whoever was told before, by a moderator's act or by the person, is to show the account again.
            return try record(.accountReactivated(account: account), sentBy: try followedFromElsewhere(account))
        }
        let isNews = deactivation.isAnnounced && before.deactivation?.isAnnounced != true
        try record(
            .accountDeactivated(account: account),
            sentBy: isNews ? try followedFromElsewhere(account) : nil
        )
    }

    /// Has those scheduled posts published whose time came while their author was hidden.
    private mutating func publishOverdue(of account: Int64) throws {
        for row in try ScheduledQueries.overdue(of: account, at: now, connection) { try enqueue(row) }
    }
}
