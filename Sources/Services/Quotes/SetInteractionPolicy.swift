// Who may quote a status from now on. Quotes that are there stay; each can be revoked.

public import Domain
internal import Storage

extension Services {
    /// Changes who may quote an own status. One that is not open stays closed.
    public func setQuotePolicy(_ policy: QuotePolicy, of id: Int64, by account: Int64) async throws {
        let cached = try await visible(id, for: account)
        let (status, sender) = (cached.status, try await sender(of: cached))
        guard status.accountID == account, status.reblogOfID == nil else { throw ServiceError.notAllowed }
        let held = policy.held(to: status.visibility)
        try await change { change in
            guard let now = try StatusQueries.status(id, change.connection) else { throw ServiceError.notFound }
            guard now.quotePolicy != held else { return }
            try QuoteQueries.set(held, of: id, change.connection)
            try change.record(.statusEdited(id: id, account: account), sentBy: sender)
        }
    }
}
