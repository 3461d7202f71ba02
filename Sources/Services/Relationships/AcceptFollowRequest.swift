// Agreeing to be followed: one request by hand, or all that wait when an account is no longer locked.

public import Domain
internal import Storage

extension Services {
    /// Makes the request of `follower` a follow. Throws `.notFound` where there is none.
    public func acceptFollowRequest(of follower: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (target, _) = try change.pair(account, follower)
            guard try change.acceptRequest(of: follower, to: account) else { throw ServiceError.notFound }
            // The list of notifications keeps a trace: the request's is gone with the request.
            try change.notify(target.account, .follow, from: follower)
            return try change.relationship(of: account, to: follower)
        }
    }

    /// Accepts all that wait, some at a time, so that no transaction is long.
    func acceptWaitingRequests(to account: Int64, atOnce: Int = 100) async throws {
        while true {
            let accepted = try await change { change in
                let waiting = try RelationshipQueries.requests(to: account, limit: atOnce, change.connection)
                guard !waiting.isEmpty else { return 0 }
                try CounterQueries.lock(waiting + [account], change.connection)
                // It may have been locked again meanwhile; one that was withdrawn before the lock is passed over.
                guard try AccountQueries.details(account, change.connection)?.account.isLocked == false else {
                    return 0
                }
                for follower in waiting { _ = try change.acceptRequest(of: follower, to: account) }
                return waiting.count
            }
            if accepted < atOnce { return }
        }
    }
}
