// Agreeing to be followed: one request by hand, or all that wait when an account is no longer locked.

public import Domain
internal import Storage

extension Services {
    /// Makes the request of `follower` a follow. Throws `.notFound` where there is none.
    public func acceptFollowRequest(of follower: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (target, other) = try change.pair(account, follower)
            guard try change.acceptRequest(of: other.account, to: target.account) else { throw ServiceError.notFound }
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
                let people = try AccountQueries.details(waiting + [account], change.connection).map(\.account)
                guard let target = people.first(where: { $0.id == account }), !target.isLocked else { return 0 }
                for follower in waiting {
                    guard let follower = people.first(where: { $0.id == follower }) else { continue }
                    _ = try change.acceptRequest(of: follower, to: target)
                }
                return waiting.count
            }
            if accepted < atOnce { return }
        }
    }
}
