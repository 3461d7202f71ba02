// Who may quote a status, and who may reply to it, from now on. What is there stays; each quote can be revoked, each reply hidden.

public import Domain
internal import Storage

extension Services {
    /// Changes who may quote an own status, and who may reply; nil leaves it as it is. One that is not open stays closed to quotes.
    public func setInteractionPolicy(
        quotes: QuotePolicy? = nil,
        replies: ReplyPolicy? = nil,
        of id: Int64,
        by account: Int64
    ) async throws {
        let cached = try await visible(id, for: account)
        let (status, sender) = (cached.status, try await sender(of: cached))
        guard status.accountID == account, status.reblogOfID == nil else { throw ServiceError.notAllowed }
        try await change { change in
            guard let now = try StatusQueries.status(id, change.connection) else { throw ServiceError.notFound }
            let quotes = (quotes ?? now.quotePolicy).held(to: status.visibility)
            let replies = replies ?? now.replyPolicy
            guard (quotes, replies) != (now.quotePolicy, now.replyPolicy) else { return }
            try QuoteQueries.set(quotes, of: id, change.connection)
            try ReplyQueries.set(replies, of: id, change.connection)
            try change.record(.statusEdited(id: id, account: account), sentBy: sender)
        }
    }
}
