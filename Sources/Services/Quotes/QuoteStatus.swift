// Quoting: what may be quoted, and what follows from a quote that is posted, edited or deleted.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// What is quoted (the original of a reblog), if the account may see and quote it.
    ///
    /// Throws `.notFound` otherwise: who may not quote a status need not learn that it exists.
    func quotable(_ id: Int64?, by account: Int64) async throws -> CachedStatus? {
        guard let id else { return nil }
        let quoted = try await visibleOriginal(id, for: account)
        let relations = try await relations.relations(of: account)
        guard
            StatusPolicy.canQuote(
                visibility: quoted.status.visibility,
                policy: quoted.status.quotePolicy,
                standing: relations.standing(to: quoted.status.accountID)
            )
        else { throw ServiceError.notFound }
        return quoted
    }

    /// The page of a status.
    func page(of status: Status) async throws -> String? {
        guard status.isLocal else { return status.url }
        return try await accounts.account(status.accountID).map {
            site.statusURL(status.id, by: $0.account.username)
        }
    }

    /// A quote in a direct status is only of those whom it is for.
    func checkDirectQuote(of quoted: Status, by account: Int64, mentions: [Mention]) throws {
        guard quoted.accountID == account || mentions.contains(where: { $0.accountID == quoted.accountID }) else {
            throw ServiceError.invalid("You cannot quote a user who is not mentioned in a private mention")
        }
    }
}

extension ResolvedText {
    /// With the paragraph for apps that know no quotes, unless the text names the quoted status itself.
    mutating func quote(_ url: String?) {
        guard let url, !text.contains(url) else { return }
        content = ContentHTML.quoteParagraph(url) + content
    }
}

extension Change {
    /// Counts a new quote and tells the author of what is quoted. Returns whom it told.
    mutating func count(quoteIn status: Status) throws -> Int64? {
        guard let quote = status.quote, quote.state == .accepted, let quoted = quote.quotedID else { return nil }
        if status.visibility != .direct {
            let counters = try CounterQueries.change(status: quoted, quotes: 1, connection)
            record(.statusCountersChanged(id: quoted, counters))
        }
        guard try UserQueries.user(quote.quotedAccountID, connection) != nil else { return nil }
        try notify(
            .quote,
            quote.quotedAccountID,
            from: status.accountID,
            status: status.id,
            conversation: status.conversationID
        )
        return quote.quotedAccountID
    }

    /// Takes a quote out of the count, as it is deleted or its consent taken back.
    mutating func uncount(quoteIn status: Status) throws {
        guard let quote = status.quote, quote.state == .accepted, let quoted = quote.quotedID,
            status.visibility != .direct,
            let counters = try CounterQueries.lower(status: quoted, quotes: 1, connection)
        else { return }
        record(.statusCountersChanged(id: quoted, counters))
    }

    /// Tells that the newest quotes of a status look different now. Those who read any other see it as they load it.
    mutating func tellQuoters(of status: Int64) throws {
        for id in try QuoteQueries.newest(of: status, limit: 100, connection) { record(.statusChanged(id: id)) }
    }
}
