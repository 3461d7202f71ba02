// Somebody leaves: at once nothing of the account is shown or counted, and then all that it wrote goes, a little at a time.

public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// The kind of the job that erases an account.
    public static let eraseAccountJob = "erase-account"

    /// Closes an account and has it erased. Throws `ServiceError.invalidFields` for a wrong password (`current_password`),
    /// `.forbidden` for an admin's account.
    public func deleteAccount(
        _ account: Int64,
        password: String,
        at address: ClientAddress? = nil
    ) async throws {
        let proved = try await prove(account, by: password, at: address)
        try await change { change in
            try change.requireUnchanged(proved, of: account)
            guard try UserQueries.user(account, change.connection)?.role != .admin else {
                throw ServiceError.forbidden("An admin runs this server: let somebody else be admin first")
            }
            try change.close(account)
        }
        // Should this fail, the upkeep does it.
        try? await sweepArchives()
    }

    /// Erases all that an account has left, in transactions of a bounded size, and the account itself at last. It must be
    /// suspended. May be interrupted anywhere and begun again.
    public func eraseAccount(_ account: Int64) async throws {
        while try await change({ try $0.eraseSome(of: account) }) {}
        try await removeFiles()
    }
}

extension Change {
    private static let erasedAtOnce = 25

    /// Closes an account and has it erased.
    mutating func close(_ account: Int64) throws {
        try moderate(account, .suspend)
        try LoginQueries.disable(account, connection)
        try endAccess(of: account)
        try WaitingQueries.drop(of: account, connection)
        try ArchiveQueries.deleteAll(of: account, connection)
        try enqueue(JobDraft(kind: Services.eraseAccountJob, payload: "\(account)", key: "\(account)"))
    }

    /// Erases the next few rows. Returns false when there is nothing more.
    fileprivate mutating func eraseSome(of account: Int64) throws -> Bool {
        guard let details = try AccountQueries.details(account, connection)?.account else { return false }
        guard details.isSuspended else { return false }
        let statuses = try ErasureQueries.statuses(of: account, limit: Change.erasedAtOnce, connection)
        for id in statuses {
            guard let status = try StatusQueries.status(id, connection) else { continue }
            try StatusQueries.lock(status.reblogOfID ?? id, connection)
            if let status = try StatusQueries.status(id, connection) { try delete(status) }
        }
        guard statuses.isEmpty else { return true }
        let media = try ErasureQueries.media(of: account, limit: 4 * Change.erasedAtOnce, connection)
        try MediaQueries.delete(media, connection)
        guard media.isEmpty else { return true }
        let favourites = try ErasureQueries.favourites(of: account, limit: 8 * Change.erasedAtOnce, connection)
        for status in favourites.sorted() {
            guard try InteractionQueries.remove(.favourite, of: status, by: account, connection) else { continue }
            tell(.interactionChanged(account: account, status: status))
            if let counters = try CounterQueries.lower(status: status, favourites: 1, connection) {
                tell(.statusCountersChanged(id: status, counters))
            }
        }
        guard favourites.isEmpty else { return true }
        let follows = try ErasureQueries.follows(of: account, limit: 4 * Change.erasedAtOnce, connection)
        if !follows.isEmpty {
            try CounterQueries.lock(Array(Set(follows.flatMap { [$0.follower, $0.target] })).sorted(), connection)
            for (follower, target) in follows {
                try endFollow(of: follower, to: target)
                tell(.relationshipChanged(account: follower, target: target))
            }
            return true
        }
        let told = try NotificationQueries.deleteAll(from: account, limit: 8 * Change.erasedAtOnce, connection)
        guard told == 0 else { return true }
        // Votes and answers left all counts when the account was suspended.
        try MediaRemovalQueries.note(try ErasureQueries.pictures(of: account, connection), connection)
        // The name of somebody who was never confirmed was nobody's yet.
        if try UserQueries.user(account, connection)?.confirmedAt != nil {
            try LoginQueries.bury(details.username, at: now, connection)
        }
        try LoginQueries.deleteAccount(account, connection)
        tell(.accountChanged(id: account))
        tell(.userChanged(account: account))
        return false
    }
}
