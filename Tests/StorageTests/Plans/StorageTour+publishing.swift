// The part of the tour that is about publishing: quotes, posts for later, cards and translations.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func publishing(_ connection: Connection) throws {
        try quotes(connection)
        try scheduled(connection)
        try cards(connection)
        try TranslationQueries.save("{}", of: 100, to: "es", hash: [1], at: now, connection)
        try TranslationQueries.save("[]", of: 100, to: "es", hash: [2], at: now, connection)
        #expect(try TranslationQueries.translation(of: 100, to: "es", hash: [1], connection) == nil)
        #expect(try TranslationQueries.translation(of: 100, to: "es", hash: [2], connection) == "[]")
        #expect(try TranslationQueries.purge(before: now + .seconds(1), limit: 5, connection) == 1)
    }

    static func cards(_ connection: Connection) throws {
        let card = try CardQueries.insert(url: "https://news.example/1", hash: [1], connection)
        #expect(try CardQueries.insert(url: "https://news.example/1", hash: [1], connection) == card)
        #expect(try CardQueries.card(hash: [1], now: now, connection)?.isStale == true)
        var content = CardContent()
        content.title = "News"
        content.imageURL = "https://news.example/1.png"
        content.publishedAt = now
        try CardQueries.save(content, of: card, at: now, connection)
        #expect(try CardQueries.cards(by: 1, connection).isEmpty)
        try CardQueries.dropAuthor(of: card, connection)
        #expect(
            try CardQueries.cards([card, 99], connection) == [
                PreviewCard(id: card, url: "https://news.example/1", fetchedAt: now, isShown: true, content: content)
            ]
        )
        let later = now + .seconds(15 * 86_400)
        #expect(try CardQueries.card(hash: [1], now: later, connection)?.isStale == true)
        try CardQueries.setFetched(card, at: later, connection)
        #expect(try CardQueries.card(hash: [1], now: later, connection)?.isStale == false)
        let posted = Status(id: 150, accountID: 1, conversationID: 150, createdAt: now, cardID: card)
        try StatusQueries.insert(posted, connection)
        #expect(try StatusQueries.status(150, connection) == posted)
        #expect(try CardQueries.statuses(with: card, limit: 5, connection) == [150])
        for page in [down, up] { #expect(try CardQueries.timeline(card, page, connection) == [150]) }
        let image = CardImage(path: "cards/aa/aaa/small.jpg", size: PixelSize(width: 3, height: 2), blurhash: "00TSUA")
        try CardQueries.setImage(image, of: card, at: now, connection)
        #expect(try CardQueries.cards([card], connection).first?.image == image)
        let end = later + .seconds(1)
        #expect(try CardQueries.dropImages(releasedBefore: end, limit: 5, connection).dropped == [])
        try StatusQueries.delete(150, connection)
        #expect(try CardQueries.dropImages(releasedBefore: end, limit: 5, connection).looked == 0)
        for moment in [later, end] { try CardQueries.release(card, at: moment, connection) }
        #expect(try CardQueries.dropImages(releasedBefore: end, limit: 5, connection).dropped == [card])
        #expect(try CardQueries.cards([card], connection).map(\.image) == [nil])
        #expect(try CardQueries.card(hash: [1], now: later, connection)?.isStale == true)
        try MediaRemovalQueries.done(
            try MediaRemovalQueries.noted(limit: 5, connection).filter { $0.path == image.path }.map(\.id),
            connection
        )
        for account in [Int64(1), 1, 2, 4] { try CardQueries.count(card, by: account, day: 10, connection) }
        #expect(
            try CardQueries.history(of: [card], since: 10, connection) == [
                CardDay(card: card, day: 10, people: 2, posts: 3)
            ]
        )
        // Person 4 is suspended.
        #expect(try CardQueries.popular(since: 10, people: 2, limit: 5, connection) == [card])
        #expect(try CardQueries.popular(since: 10, people: 3, limit: 5, connection).isEmpty)
        for _ in 0..<2 { try CardQueries.uncount(card, by: 1, day: 10, connection) }
        #expect(try CardQueries.history(of: [card], since: 0, connection).map(\.people) == [1])
        #expect(try CardQueries.purge(before: 11, limit: 10, connection) == 2)
    }

    static func scheduled(_ connection: Connection) throws {
        let row = ScheduledRow(
            id: 140,
            accountID: 1,
            scheduledAt: now + .seconds(600),
            draft: "{}",
            idempotencyKey: "later",
            createdAt: now
        )
        #expect(try ScheduledQueries.insert(row, connection))
        #expect(try !ScheduledQueries.insert(row, connection))
        #expect(try ScheduledQueries.scheduled(140, connection) == row)
        #expect(try ScheduledQueries.scheduled(key: "later", of: 1, connection) == row)
        for page in [down, up] { #expect(try ScheduledQueries.list(of: 1, page, connection) == [row]) }
        #expect(try ScheduledQueries.count(of: 1, connection) == 1)
        try ScheduledQueries.move(140, to: now + .seconds(700), connection)
        let end = now + .seconds(1000)
        #expect(try ScheduledQueries.count(of: 1, from: now, to: end, except: 0, connection) == 1)
        #expect(try ScheduledQueries.count(of: 1, from: now, to: end, except: 140, connection) == 0)
        try MediaQueries.reserve([999], for: 140, connection)
        #expect(try MediaQueries.reserved(among: [999], connection).isEmpty)
        #expect(try MediaQueries.media(keptFor: [140], connection).isEmpty)
        #expect(try ScheduledQueries.delete(140, connection))
        #expect(try !ScheduledQueries.delete(140, connection))
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
        try StorageFixture.add(status: 131, by: 1, connection)
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
