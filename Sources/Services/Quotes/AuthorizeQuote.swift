// Quotes between servers: somebody elsewhere asks whether they may quote, and gets a stamp that everybody can look up.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Agrees to the quote of a post of this server in one of another, if its author lets whoever asks quote it. Returns the
    /// number of the stamp; nil for no. Throws `ServiceError.notFound` where they may not even see what they quote.
    ///
    /// - Parameter uri: the id of the post that quotes.
    public func authorizeQuote(of id: Int64, quoting uri: String, by account: Int64) async throws -> Int64? {
        _ = try await visible(id, for: account)
        do { _ = try await quotable(id, by: account) } catch ServiceError.notFound { return nil }
        let stamp = ids.next()
        return try await change { change in
            try QuoteStampQueries.authorize(stamp, quoting: uri, of: id, at: change.now, change.connection)
        }
    }

    /// The stamp with that number: which post of this server is quoted in which other one. Nil where there is none, or it was
    /// taken back.
    public func quoteAuthorization(_ number: Int64) async throws -> (quoted: CachedStatus, quotingURI: String)? {
        guard let found = try await database.read({ try QuoteStampQueries.authorization(number, $0) }),
            let quoted = try await statuses.status(found.quoted)
        else { return nil }
        return (quoted, found.quotingURI)
    }

    /// Whether the quote of a post of this server in the post with that id is agreed to.
    func isQuoteAuthorized(quoting uri: String, of quoted: Int64) async throws -> Bool {
        try await database.read { try QuoteStampQueries.validAuthorization(quoting: uri, of: quoted, $0) } != nil
    }

    /// The number of the stamp for the quote of a post of this server in the post with that id, also of one taken back.
    public func quoteAuthorization(quoting uri: String, of quoted: Int64) async throws -> Int64? {
        try await database.read { try QuoteStampQueries.authorization(quoting: uri, of: quoted, $0) }
    }

    /// The stamp of another server under a quote by somebody of this one.
    public func stamp(of quoting: Int64) async throws -> String? {
        try await database.read { try QuoteStampQueries.stamp(of: quoting, $0) }
    }

    /// Whoever is quoted by somebody of this server takes a stamp back. Others change nothing.
    ///
    /// - Parameter account: who says so. Returns whether it was a stamp of theirs.
    public func takeBack(stamp uri: String, by account: Int64) async throws -> Bool {
        guard let quoting = try await database.read({ try QuoteStampQueries.status(stamped: uri, $0) }) else {
            return false
        }
        return try await change { change in
            try StatusQueries.lock(quoting, change.connection)
            guard let status = try StatusQueries.status(quoting, change.connection),
                status.quote?.quotedAccountID == account
            else { return false }
            if status.quote?.state == .accepted { try change.revoke(quoteIn: status) }
            return true
        }
    }
}
