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

    /// Who is to be told that an account is gone, and in whose name, is in what is erased: they are told first. Throws
    /// `.overloaded` where that takes longer than so many looks, ten of them a second.
    public func waitUntilTold(by account: Int64, looks: Int = 50) async throws {
        guard federates else { return }
        for _ in 0..<looks {
            guard try await database.read({ try OutboxQueries.isWaiting(for: account, $0) }) else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ServiceError.overloaded
    }
}

extension Services {
    /// Forgets an account of another server, which says that it is gone: at once nothing of it is shown or counted, and then all
    /// that it wrote goes. Throws `ServiceError.notFound` for an account of this server.
    public func deleteAccount(remote account: Int64) async throws {
        try await change { change in
            guard let details = try AccountQueries.details(account, change.connection), !details.account.isLocal else {
                throw ServiceError.notFound
            }
            try change.close(account)
        }
    }
}

extension Change {
    private static let erasedAtOnce = 25

    /// Erases somebody who has not been let in, with all that is theirs: they have written nothing, and nobody knew of them.
    mutating func erase(newcomer account: Int64) throws {
        try shut(account)
        while try eraseSome(of: account) {}
    }

    /// Closes an account and has it erased.
    mutating func close(_ account: Int64) throws {
        try shut(account)
        try enqueue(JobDraft(kind: Services.eraseAccountJob, payload: "\(account)", key: "\(account)"))
    }

    /// Closes an account for good: nothing of it is shown or counted, and nobody comes in by it.
    private mutating func shut(_ account: Int64) throws {
        try moderate(account, .suspend)
        // For good: an end that was set before does not bring it back.
        try setEnd(nil, of: .suspend, account)
        // Whoever knows of the account is to forget it, followers or not; who was never let in is known nowhere.
        let isKnown = try UserQueries.user(account, connection)?.isNewcomer == false
        try record(
            .accountDeleted(account: account),
            sentBy: isKnown && AccountQueries.hasRemote(connection) ? account : nil
        )
        try LoginQueries.disable(account, connection)
        try endAccess(of: account)
        try WaitingQueries.drop(of: account, connection)
        try ArchiveQueries.deleteAll(of: account, connection)
    }

    /// Erases the next few rows. Returns false when there is nothing more.
    fileprivate mutating func eraseSome(of account: Int64) throws -> Bool {
        guard let details = try AccountQueries.details(account, connection)?.account else { return false }
        guard details.isSuspended else { return false }
        let statuses = try ErasureQueries.statuses(of: account, limit: Change.erasedAtOnce, connection)
        for id in statuses {
            guard let status = try StatusQueries.status(id, connection) else { continue }
            try StatusQueries.lock(status.reblogOfID ?? id, connection)
            // Other servers have heard that the account is gone.
            if let status = try StatusQueries.status(id, connection) { try delete(status, isSent: false) }
        }
        guard statuses.isEmpty else { return true }
        let media = try ErasureQueries.media(of: account, limit: 4 * Change.erasedAtOnce, connection)
        try MediaQueries.delete(media, connection)
        guard media.isEmpty else { return true }
        let favourites = try ErasureQueries.favourites(of: account, limit: 8 * Change.erasedAtOnce, connection)
        for status in favourites.sorted() {
            guard try InteractionQueries.remove(.favourite, of: status, by: account, connection) else { continue }
            record(.interactionChanged(account: account, status: status))
            if let counters = try CounterQueries.lower(status: status, favourites: 1, connection) {
                record(.statusCountersChanged(id: status, counters))
            }
        }
        guard favourites.isEmpty else { return true }
        let follows = try ErasureQueries.follows(of: account, limit: 4 * Change.erasedAtOnce, connection)
        if !follows.isEmpty {
            try CounterQueries.lock(Array(Set(follows.flatMap { [$0.follower, $0.target] })).sorted(), connection)
            for (follower, target) in follows {
                try endFollow(of: follower, to: target)
                record(.relationshipChanged(account: follower, target: target))
            }
            return true
        }
        let told = try NotificationQueries.deleteAll(from: account, limit: 8 * Change.erasedAtOnce, connection)
        guard told == 0 else { return true }
        // Votes and answers left all counts when the account was suspended.
        try MediaRemovalQueries.note(try ErasureQueries.pictures(of: account, connection), connection)
        // The name of somebody who was never let in was nobody's yet.
        if try UserQueries.user(account, connection)?.isNewcomer == false {
            try LoginQueries.bury(details.username, at: now, connection)
        }
        try ModerationActionQueries.forgetWords(about: account, connection)
        try LoginQueries.deleteAccount(account, connection)
        record(.accountChanged(id: account))
        record(.userChanged(account: account))
        return false
    }
}
