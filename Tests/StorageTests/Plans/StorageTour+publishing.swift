// The part of the tour that is about publishing: quotes, posts for later, cards and translations.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func publishing(_ connection: Connection) throws {
        try quotes(connection)
    }

    static func quotes(_ connection: Connection) throws {
        var quoting = Status(id: 130, accountID: 2, conversationID: 130, text: "quote", createdAt: now)
        quoting.quote = Quote(quotedID: 100, quotedAccountID: 1, state: .accepted)
        quoting.quotePolicy = .followers
        try StatusQueries.insert(quoting, connection)
        _ = try CounterQueries.change(account: 2, statuses: 1, connection)
        _ = try CounterQueries.change(status: 100, quotes: 1, connection)
        #expect(try StatusQueries.status(130, connection) == quoting)
        #expect(try StatusQueries.details([100], connection).first?.counters.quotes == 1)
        for page in [down, up] { #expect(try QuoteQueries.quotes(of: 100, page, connection) == [130]) }
        #expect(try QuoteQueries.newest(of: 100, limit: 5, connection) == [130])
        #expect(try QuoteQueries.quotes(of: 1, by: 2, connection).map(\.quoted) == [100])
        #expect(try QuoteQueries.insertForQuoters(of: 100, author: 1, at: now, connection).map(\.account) == [2])
        try NotificationQueries.deleteAll(of: 2, from: 1, connection)
        #expect(try RecountQueries.differences(limit: 10, connection) == [])
        try QuoteQueries.set(.nobody, of: 130, connection)
        #expect(try StatusQueries.status(130, connection)?.quotePolicy == .nobody)
        try QuoteQueries.set(.revoked, of: 130, connection)
        #expect(try StatusQueries.status(130, connection)?.quote?.state == .revoked)
        #expect(try QuoteQueries.newest(of: 100, limit: 5, connection).isEmpty)
        #expect(try CounterQueries.lower(status: 100, quotes: 1, connection)?.quotes == 0)
        // What is quoted goes; the quote remembers that there was one.
        try Village.add(status: 131, by: 1, connection)
        quoting.id = 132
        quoting.quote?.quotedID = 131
        try StatusQueries.insert(quoting, connection)
        try StatusQueries.delete(131, connection)
        #expect(
            try StatusQueries.status(132, connection)?.quote
                == Quote(quotedID: nil, quotedAccountID: 1, state: .accepted)
        )
        for id in Int64(130)...132 { try StatusQueries.delete(id, connection) }
        _ = try CounterQueries.change(account: 2, statuses: -1, connection)
        _ = try CounterQueries.change(account: 1, statuses: -1, connection)
    }
}
