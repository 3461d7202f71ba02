// The job that posts what was written for later: exactly once, since the row goes in the transaction that posts.

internal import Basics
internal import Database
public import Domain
public import Jobs
internal import Storage

extension Services {
    /// Adds what posts statuses when they are due.
    public func handleScheduled(_ handlers: inout JobHandlers) {
        handlers.handle(ScheduledJob.kind, attempts: 15) { [self] job in try await postScheduled(job) }
    }

    /// What can no longer be posted (its author is gone, what it answers was deleted) is dropped, as Mastodon does.
    public func postScheduled(_ job: Job) async throws {
        guard let payload = try? JSONValue.parse(Array(job.payload.utf8)),
            let id = payload["id"]?.string.flatMap({ Int64($0) }),
            let moment = payload["at"]?.string.flatMap({ Int64($0) })
        else { throw JobRefused("no id of a scheduled status") }
        guard let row = try await database.read({ try ScheduledQueries.scheduled(id, $0) }),
            // Moved to another time, which has a job of its own.
            row.scheduledAt.milliseconds == moment
        else { return }
        // It waits until there is room.
        guard disk.pressure < .posts else { throw ServiceError.overloaded }
        guard var draft = StatusDraft(kept: row.draft) else { throw JobRefused("the draft cannot be read") }
        draft.scheduledID = id
        do {
            let (user, author) = try await database.read { connection in
                (
                    try UserQueries.user(row.accountID, connection),
                    try AccountQueries.details(row.accountID, connection)?.account
                )
            }
            guard let user, let author, !user.isDisabled, !user.isFrozen, !author.isSuspended else {
                throw ServiceError.notAllowed
            }
            // It waits until they are back, and has a job of its own then.
            guard !author.isDeactivated else { return }
            _ = try await postStatus(draft, by: user)
        } catch let error as ServiceError where error == .tagBlocked || error == .repliesLocked {
            // Moderators have closed its tag or thread for a while, and it is not lost by that.
            try await change { change in
                var again = JobDraft(kind: ScheduledJob.kind, payload: job.payload, key: "\(id):\(moment)")
                again.runAt = change.now + .seconds(900)
                try change.enqueue(again)
            }
        } catch let error as ServiceError where error != .overloaded {
            let author = try await database.read { try AccountQueries.details(row.accountID, $0)?.account }
            if author?.isDeactivated == true { return }
            // Back by now, which this node has yet to hear.
            if author?.isHidden == false, try await accounts.account(row.accountID) == nil {
                throw ServiceError.overloaded
            }
            guard try await database.write({ try ScheduledQueries.delete(id, $0) }) else { return }
            throw JobRefused("a scheduled status can no longer be posted: \(error)")
        }
    }
}
