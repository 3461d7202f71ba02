// What the author of a post on another server says of somebody here who quotes it.

internal import Domain
internal import Storage

extension Services {
    /// Takes over that `account`, of another server, agrees to the quote of its post in the status `quoting`, or refuses it. Of a
    /// quote that does not wait for that nothing changes: what was agreed to is taken back by `revokeQuote`.
    ///
    /// Throws `ServiceError.notFound` where the status quotes nothing of the account's.
    ///
    /// - Parameter stamp: the address of the word by which it agrees.
    public func settleQuote(
        in quoting: Int64,
        isAccepted: Bool,
        by account: Int64,
        stamp: String? = nil
    ) async throws {
        let sender = try await sender(ofStatus: quoting)
        try await change { change in
            try StatusQueries.lock(quoting, change.connection)
            guard var status = try StatusQueries.status(quoting, change.connection),
                status.quote?.quotedAccountID == account
            else { throw ServiceError.notFound }
            guard status.quote?.state == .pending else { return }
            let state = isAccepted ? QuoteState.accepted : .rejected
            try QuoteQueries.set(state, of: quoting, change.connection)
            status.quote?.state = state
            _ = try change.count(quoteIn: status)
            guard isAccepted, let stamp else { return change.record(.statusChanged(id: quoting)) }
            try QuoteStampQueries.setStamp(stamp, of: quoting, change.connection)
            // Whoever has the post hears that it may quote.
            try change.record(.statusEdited(id: quoting, account: status.accountID), sentBy: sender)
        }
    }
}
