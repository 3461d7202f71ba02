// The part of the tour that is about the life of an account: its login, old posts that go, and its end.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func accountLife(_ connection: Connection) throws {
        #expect(try LoginQueries.passwordHash(of: 2, connection) == "hash2")
        try LoginQueries.setPassword("other", of: 2, connection)
        let email = try #require(EmailAddress.validate("new@example.com"))
        try LoginQueries.setEmail(email, confirmedAt: now, of: 2, connection)
        #expect(try UserQueries.user(2, connection)?.email == "new@example.com")
        try LoginQueries.disable(3, connection)
        #expect(try LoginQueries.endAccess(of: 2, exceptSession: [1], connection).isEmpty)
        #expect(try !LoginQueries.isBuried("Dora", connection))
        for _ in 0..<2 { try LoginQueries.bury("Dora", at: now, connection) }
        #expect(try LoginQueries.isBuried("dora", connection))
        try expiry(connection)
        try mailLinks(connection)
        try twoFactor(connection)
        try passkeys(connection)
        #expect(try ExportQueries.blockedDomains(of: 1, connection).count <= 10)
        #expect(try NotificationQueries.deleteAll(from: 999, limit: 5, connection) == 0)
        #expect(try ErasureQueries.statuses(of: 2, limit: 1, connection).count == 1)
        #expect(try ErasureQueries.favourites(of: 1, limit: 5, connection) == [100])
        #expect(try ErasureQueries.follows(of: 2, limit: 5, connection).map(\.follower) == [1])
        #expect(try ErasureQueries.media(of: 77, limit: 5, connection) == [])
        #expect(try ErasureQueries.pictures(of: 77, connection) == [])
        try StorageFixture.add(accounts: [77], connection)
        try LoginQueries.deleteAccount(77, connection)
        #expect(try AccountQueries.details(77, connection) == nil)
    }

    private static func mailLinks(_ connection: Connection) throws {
        let email = try #require(EmailAddress.validate("new@example.com"))
        #expect(try MailLinkQueries.link(.password, of: 2, connection) == nil)
        for kind in MailLink.Kind.allCases {
            try MailLinkQueries.ask(kind, of: 2, email: email, at: now, connection)
            try MailLinkQueries.ask(kind, of: 2, email: email, at: now + .seconds(1), connection)
            let link = try #require(try MailLinkQueries.link(kind, of: 2, connection))
            #expect(link.asks == 2 && link.email == "new@example.com" && link.askedAt == now + .seconds(1))
            let hash = [UInt8(kind.rawValue), 9]
            try MailLinkQueries.arm(link, hash: hash, until: now + .seconds(60), connection)
            #expect(try MailLinkQueries.link(kind, hash: hash, now: now, connection) == link)
            #expect(try MailLinkQueries.take(kind, hash: hash, now: now + .seconds(60), connection) == nil)
            #expect(try MailLinkQueries.take(kind, hash: hash, now: now, connection) == link)
            #expect(try MailLinkQueries.take(kind, hash: hash, now: now, connection) == nil)
            try MailLinkQueries.ask(kind, of: 2, email: email, at: now, connection)
        }
        try MailLinkQueries.forget(before: now, limit: 5, connection)
        #expect(try MailLinkQueries.link(.address, of: 2, connection) != nil)
        try MailLinkQueries.forget(before: now + .seconds(1), limit: 5, connection)
        #expect(try MailLinkQueries.link(.address, of: 2, connection) == nil)
        try MailLinkQueries.drop(of: 2, connection)
        // Of the villagers 1 to 3, 2 is confirmed by now and 3 disabled.
        #expect(try MailLinkQueries.unconfirmed(before: now + .seconds(1), limit: 5, connection) == [1])
        #expect(try MailLinkQueries.unconfirmed(before: now, limit: 5, connection) == [])
    }

    private static func twoFactor(_ connection: Connection) throws {
        #expect(try TwoFactorQueries.row(of: 1, connection) == nil)
        for secret in [[1], [2]] as [[UInt8]] {
            #expect(try TwoFactorQueries.begin(of: 1, sealedSecret: secret, at: now, connection))
        }
        let row = try #require(try TwoFactorQueries.row(of: 1, connection))
        #expect(row.sealedSecret == [2] && row.confirmedAt == nil)
        #expect(try TwoFactorQueries.confirm(row, step: 7, at: now, connection))
        #expect(try !TwoFactorQueries.confirm(row, step: 8, at: now, connection))
        #expect(try !TwoFactorQueries.begin(of: 1, sealedSecret: [3], at: now, connection))
        #expect(try !TwoFactorQueries.advance(row, to: 7, connection))
        #expect(try TwoFactorQueries.advance(row, to: 8, connection))
        #expect(try TwoFactorQueries.row(of: 1, connection)?.lastStep == 8)
        for codes in [[[1], [2]], [[3], [4]]] as [[[UInt8]]] {
            try TwoFactorQueries.replaceCodes(of: 1, hashes: codes, connection)
        }
        #expect(try TwoFactorQueries.countCodes(of: 1, connection) == 2)
        #expect(try !TwoFactorQueries.takeCode(hash: [1], of: 1, connection))
        #expect(try TwoFactorQueries.takeCode(hash: [3], of: 1, connection))
        #expect(try !TwoFactorQueries.takeCode(hash: [3], of: 1, connection))
        #expect(try TwoFactorQueries.delete(of: 1, connection))
        #expect(try TwoFactorQueries.countCodes(of: 1, connection) == 0)
        #expect(try !TwoFactorQueries.delete(of: 1, connection))
    }

    private static func passkeys(_ connection: Connection) throws {
        var passkey = Passkey(
            credentialID: [1],
            accountID: 1,
            publicKey: [2],
            counter: 5,
            transports: "hybrid internal",
            name: "Phone",
            createdAt: now
        )
        #expect(try PasskeyQueries.insert(passkey, connection))
        #expect(try !PasskeyQueries.insert(passkey, connection))
        for (counter, isTaken) in [(5, false), (0, false), (6, true)] as [(Int64, Bool)] {
            #expect(try PasskeyQueries.use([1], counter: counter, at: now, connection) == isTaken)
        }
        #expect(try PasskeyQueries.rename([1], of: 1, to: "Red phone", connection))
        #expect(try !PasskeyQueries.rename([1], of: 2, to: "Mine", connection))
        (passkey.counter, passkey.usedAt, passkey.name) = (6, now, "Red phone")
        #expect(try PasskeyQueries.passkey([1], connection) == passkey)
        #expect(try PasskeyQueries.passkeys(of: 1, limit: 5, connection) == [passkey])
        #expect(try !PasskeyQueries.delete([1], of: 2, connection))
        #expect(try PasskeyQueries.delete([1], of: 1, connection))
        passkey.counter = 0
        #expect(try PasskeyQueries.insert(passkey, connection))
        for _ in 0..<2 { #expect(try PasskeyQueries.use([1], counter: 0, at: now, connection)) }
        #expect(try PasskeyQueries.deleteAll(of: 1, connection) == 1)
        // A challenge is met once, and forgotten when it is too old anyway.
        let end = now + .seconds(300)
        for (moment, isMet) in [(now, true), (now, false), (end, true)] {
            #expect(try PasskeyQueries.meet([7], until: moment + .seconds(300), at: moment, connection) == isMet)
        }
    }

    private static func expiry(_ connection: Connection) throws {
        let wish = PostExpiry(days: 7, keeps: [.pinned, .polls], leastReblogs: 3)
        for wanted in [wish, wish, nil, wish] {
            try PostExpiryQueries.set(wanted, of: 1, at: now, connection)
            #expect(try PostExpiryQueries.expiry(of: 1, connection) == wanted)
        }
        #expect(try PostExpiryQueries.due(at: now, limit: 5, connection).map(\.expiry) == [wish])
        let posts = try PostExpiryQueries.posts(of: 1, after: 0, before: now, limit: 5, connection)
        #expect(posts.map(\.id) == [100] && wish.keeps(posts[0]))
        #expect(posts[0].traits.isSuperset(of: [.pinned, .favourited, .bookmarked]))
        try PostExpiryQueries.reach(100, of: 1, next: now + .seconds(5), connection)
        #expect(try PostExpiryQueries.due(at: now, limit: 5, connection).isEmpty)
    }
}
