// Publishing: one transaction writes a status and all that follows from it, wherever its author lives.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Writes a status and returns it as cached; one that is there already (of the same idempotency key, or of the same id at
    /// its origin) is returned as it is.
    ///
    /// - Parameter alongside: is done in the same transaction, with the id of the status.
    func publish(
        _ status: NewStatus,
        by account: Int64,
        alongside: (@Sendable (inout Change, Int64) throws -> Void)? = nil
    ) async throws -> CachedStatus {
        do {
            return try await publishOnce(status, by: account, alongside)
        } catch is KeyTaken {
            // The same request came twice, and the other one was faster: now its status is there.
            return try await publishOnce(status, by: account, alongside)
        } catch DatabaseError.constraint where status.origin != nil {
            return try await publishOnce(status, by: account, alongside)
        }
    }

    private func publishOnce(
        _ new: NewStatus,
        by account: Int64,
        _ alongside: (@Sendable (inout Change, Int64) throws -> Void)?
    ) async throws -> CachedStatus {
        let statuses = statuses
        let flagsTicket = interactions.ticket(of: account)
        let (details, emojis, flags, ticket) = try await change {
            change -> (StatusDetails, [RemoteEmoji], InteractionFlags, StatusCache.Ticket?) in
            if let id = try change.published(new, by: account),
                let details = try StatusQueries.details([id], change.connection).first
            {
                return (details, [], [], nil)
            }
            try change.requireNotGone(new.origin, by: account)
            try change.requireNotHeld(new, by: account)
            let details = try change.publish(new, by: account)
            let id = details.status.id
            try alongside?(&change, id)
            let emojis = try RemoteEmojis.used(in: [(details.status, details.poll)], change.connection)[id] ?? []
            let flags = try InteractionQueries.flags(ofAuthorOf: details.status, change.connection)
            return (details, emojis, flags, statuses.ticket(for: id))
        }
        guard let ticket else {
            guard let cached = try await statuses.status(details.status.id) else { throw ServiceError.notFound }
            return cached
        }
        if new.origin == nil { interactions.keep(flags, on: details.status.id, flagsTicket) }
        return statuses.keep(details, emojis, ticket)
    }
}

/// Another transaction has used the idempotency key.
struct KeyTaken: Error {}
