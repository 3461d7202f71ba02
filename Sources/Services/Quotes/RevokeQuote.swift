// Taking back the consent to a quote: at once, for everybody.

internal import Domain
internal import Storage

extension Services {
    /// Takes the status `id` of `account` out of the quote in `quoting`. Doing it again changes nothing.
    public func revokeQuote(of id: Int64, in quoting: Int64, by account: Int64) async throws {
        let quoted = try await visible(id, for: account).status
        guard quoted.accountID == account else { throw ServiceError.notAllowed }
        try await change { change in
            try StatusQueries.lock(quoting, change.connection)
            guard let status = try StatusQueries.status(quoting, change.connection), status.quote?.quotedID == id else {
                throw ServiceError.notFound
            }
            guard status.quote?.state == .accepted else { return }
            try change.revoke(quoteIn: status)
        }
    }
}

extension Change {
    mutating func revoke(quoteIn status: Status) throws {
        try QuoteQueries.set(.revoked, of: status.id, connection)
        try uncount(quoteIn: status)
        guard let quote = status.quote else { return }
        if !status.isLocal, let quoted = quote.quotedID {
            try QuoteStampQueries.revoke(of: quoted, in: status.id, at: now, connection)
        }
        let author = quote.quotedAccountID
        try record(
            .quoteRevoked(status: status.id, account: author),
            sentBy: try sender(author, toRemote: !status.isLocal)
        )
    }

    /// Ends all quotes of `author` by somebody whom they block.
    mutating func revokeQuotes(of author: Int64, by quoter: Int64) throws {
        for (id, _, _) in try QuoteQueries.quotes(of: author, by: quoter, connection) {
            guard let status = try StatusQueries.status(id, connection) else { continue }
            try revoke(quoteIn: status)
        }
    }
}
