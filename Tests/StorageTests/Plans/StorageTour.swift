// Every query of Storage, run once on an engine: type errors show here, and the plan test knows every text.
import Basics
import Database
import Domain
import Storage
import Testing

enum StorageTour {
    private static let now = Village.now
    private static let down = PageRequest(maxID: 1_000_000, limit: 10)
    private static let up = PageRequest(minID: 0, limit: 10)

    static func run(_ connection: Connection) throws {
        try accounts(connection)
        try users(connection)
        try oauth(connection)
        try statuses(connection)
        try interactions(connection)
        try relationships(connection)
        try timelines(connection)
        try notifications(connection)
        try counters(connection)
        try StatusQueries.delete(103, connection)
        #expect(try StatusQueries.status(103, connection) == nil)
    }

    private static func accounts(_ connection: Connection) throws {
        try Village.add(accounts: 1...4, connection)
        #expect(try AccountQueries.details([1, 2, 9], connection).count == 2)
        #expect(try AccountQueries.id(username: "VILLAGER1", domain: "", connection) == 1)
        var account = Account(id: 1, username: "Villager1", displayName: "One % of _", createdAt: now)
        account.fields = [
            ProfileField(name: "a", value: "b\u{1f}c", verifiedAt: now), ProfileField(name: "", value: "x\ny"),
        ]
        account.isDiscoverable = true
        account.hidesCollections = false
        try AccountQueries.updateProfile(account, connection)
        account.fields[0].value = "bc"
        #expect(try AccountQueries.details(1, connection)?.account == account)
        try AccountQueries.setModeration(silencedAt: now, suspendedAt: now, of: 4, connection)
        #expect(try AccountQueries.details(4, connection)?.account.isSuspended == true)
        #expect(try AccountQueries.search("villager", followedBy: nil, limit: 2, offset: 1, connection) == [2, 3])
        #expect(try AccountQueries.search("% OF _", followedBy: nil, limit: 5, offset: 0, connection) == [1])
        #expect(try AccountQueries.search("villager", followedBy: 1, limit: 5, offset: 0, connection).isEmpty)
    }

    private static func users(_ connection: Connection) throws {
        for id in Int64(1)...3 { try Village.add(user: id, connection) }
        var user = try #require(try UserQueries.user(1, connection))
        #expect(user.email == "Villager1@Example.com" || user.email == "Villager1@example.com")
        user.defaultVisibility = .private
        user.defaultSensitive = true
        user.defaultLanguage = "de"
        try UserQueries.updateDefaults(user, connection)
        #expect(try UserQueries.user(1, connection) == user)
        #expect(try UserQueries.credentials(login: "villager1@example.com", connection)?.accountID == 1)
        #expect(try UserQueries.credentials(login: "villager2", connection)?.passwordHash == "hash2")
        let email = try #require(EmailAddress.validate("villager3@EXAMPLE.com"))
        #expect(try UserQueries.isEmailTaken(email, connection))
        #expect(try UserQueries.count(connection) == 3)
        #expect(try AccountQueries.list(after: 1, limit: 5, connection).map(\.id) == [2, 3])
        let hash = [UInt8](repeating: 7, count: 32)
        try SessionQueries.insert(
            tokenHash: hash, accountID: 1, createdAt: now, expiresAt: now + .seconds(60), connection)
        #expect(try SessionQueries.accountID(tokenHash: hash, now: now, connection) == 1)
        #expect(try SessionQueries.accountID(tokenHash: hash, now: now + .seconds(60), connection) == nil)
        try SessionQueries.delete(tokenHash: hash, connection)
        #expect(try SessionQueries.accountID(tokenHash: hash, now: now, connection) == nil)
    }

    private static func oauth(_ connection: Connection) throws {
        let app = RegisteredApp(
            id: 50, clientID: "client", secretHash: [0, 255], name: "App", website: nil,
            redirectURIs: ["urn:ietf:wg:oauth:2.0:oob", "https://app.example/"], scopes: "read write", createdAt: now)
        try OAuthQueries.insert(app, connection)
        #expect(try OAuthQueries.app(clientID: "client", connection) == app)
        #expect(try OAuthQueries.app(id: 50, connection) == app)
        let code = AuthorizationCode(
            hash: [1, 2], appID: 50, accountID: 1, redirectURI: app.redirectURIs[0], scopes: "read", challenge: nil,
            expiresAt: now + .seconds(60))
        try OAuthQueries.insert(code, now: now, connection)
        #expect(try OAuthQueries.takeCode(hash: [1, 2], connection) == code)
        #expect(try OAuthQueries.takeCode(hash: [1, 2], connection) == nil)
        for (id, account) in [(Int64(60), Int64?.some(1)), (61, nil)] {
            let token = AccessToken(
                id: id, hash: [UInt8(id)], appID: 50, accountID: account, scopes: "read", createdAt: now)
            try OAuthQueries.insert(token, connection)
            #expect(try OAuthQueries.token(hash: [UInt8(id)], connection) == token)
        }
        try OAuthQueries.deleteToken(hash: [61], connection)
        #expect(try OAuthQueries.token(hash: [61], connection) == nil)
    }

    private static func statuses(_ connection: Connection) throws {
        let root = try Village.add(status: 100, by: 1, connection)
        var reply = try Village.add(status: 101, by: 2, replyTo: root, connection)
        try Village.add(status: 102, by: 3, as: .direct, replyTo: reply, connection)
        try Village.add(status: 103, by: 2, as: .private, connection)
        try Village.add(status: 104, by: 3, reblogOf: 100, connection)
        #expect(try StatusQueries.status(100, connection) == root)
        try StatusQueries.insertMentions([1, 2], of: 102, connection)
        try StatusQueries.replaceMentions([1], of: 102, connection)
        #expect(try StatusQueries.isMentioned(1, in: 102, connection))
        #expect(try StatusQueries.mentioning(2, among: [100, 102], connection).isEmpty)
        let tag = try #require(TagName("MeToo"))
        let other = try #require(TagName("garden"))
        let id = try TagQueries.idMaking(tag, at: now, connection)
        #expect(try TagQueries.idMaking(tag, at: now, connection) == id)
        let otherID = try TagQueries.idMaking(other, at: now, connection)
        #expect(Set(try TagQueries.ids([tag, other], connection)) == [id, otherID])
        #expect(try TagQueries.displayName(tag, connection) == "MeToo")
        try TagQueries.attach([id], to: 100, isListed: true, connection)
        try TagQueries.attach([id, otherID], to: 101, isListed: true, connection)
        try TagQueries.attach([id], to: 102, isListed: false, connection)
        #expect(try TagQueries.listed(on: 101, connection).count == 2)
        #expect(try TagQueries.detachAll(from: 102, connection).isEmpty)
        try StatusQueries.insert(
            StatusEdit(text: "a", content: "<p>a</p>", spoilerText: "", isSensitive: false, createdAt: now), of: 101, connection)
        #expect(try StatusQueries.edits(of: 101, connection).map(\.text) == ["a"])
        reply.text = "b"
        reply.editedAt = now
        try StatusQueries.updateText(reply, connection)
        let details = try StatusQueries.details([100, 101, 102, 999], connection)
        #expect(details.count == 3)
        #expect(details.first { $0.status.id == 101 }?.status == reply)
        #expect(details.first { $0.status.id == 101 }?.tags == ["metoo", "garden"])
        #expect(details.first { $0.status.id == 102 }?.mentions.map(\.username) == ["Villager1"])
        #expect(try StatusQueries.reblog(of: 100, by: 3, connection) == 104)
        #expect(try StatusQueries.reblogs(of: 100, connection).map(\.id) == [104])
        try StatusQueries.remember(idempotencyKey: "k", of: 1, status: 100, at: now, connection)
        #expect(
            try StatusQueries.status(idempotencyKey: "k", of: 1, after: now - .seconds(1), connection) == 100)
        #expect(try StatusQueries.purgeIdempotencyKeys(before: now + .seconds(1), limit: 10, connection) == 1)
        #expect(try ThreadQueries.ancestors(of: 102, limit: 10, connection) == [100, 101])
        #expect(try ThreadQueries.descendants(of: root, after: nil, limit: 10, connection).map(\.id) == [101, 102])
    }

    private static func interactions(_ connection: Connection) throws {
        for kind in InteractionKind.allCases {
            #expect(try InteractionQueries.add(kind, of: 100, by: 1, connection))
            #expect(try !InteractionQueries.add(kind, of: 100, by: 1, connection))
            #expect(try InteractionQueries.count(kind, by: 1, connection) == 1)
            for page in [down, up] {
                #expect(try InteractionQueries.statuses(kind, by: 1, page, connection).map(\.item) == [100])
            }
            #expect(try InteractionQueries.add(kind, of: 101, by: 1, connection))
            #expect(try InteractionQueries.remove(kind, of: 101, by: 1, connection))
        }
        try InteractionQueries.muteThread(100, by: 1, connection)
        try InteractionQueries.muteThread(100, by: 1, connection)
        #expect(
            try InteractionQueries.flags(of: 1, on: [100, 101], connection)
                == [100: [.favourited, .bookmarked, .pinned, .threadMuted], 101: .threadMuted])
        #expect(try InteractionQueries.flags(of: 3, on: [100], connection) == [100: .reblogged])
        try InteractionQueries.unmuteThread(100, by: 1, connection)
        for page in [down, up] {
            #expect(try InteractionQueries.favouriters(of: 100, page, connection).map(\.item) == [1])
            #expect(try InteractionQueries.rebloggers(of: 100, page, connection).map(\.item) == [3])
        }
    }

    private static func relationships(_ connection: Connection) throws {
        let options = FollowOptions(showReblogs: false, notify: true, languages: ["de", "en"])
        try RelationshipQueries.setFollow(of: 1, to: 2, options, at: now, connection)
        try RelationshipQueries.setRequest(of: 1, to: 3, options, at: now, connection)
        try RelationshipQueries.setRequest(of: 3, to: 1, FollowOptions(), at: now, connection)
        #expect(try RelationshipQueries.followOptions(of: 1, to: 2, connection) == options)
        #expect(try RelationshipQueries.requestOptions(of: 1, to: 3, connection) == options)
        #expect(try RelationshipQueries.requestCount(to: 3, connection) == 1)
        #expect(try RelationshipQueries.requests(to: 3, limit: 5, connection) == [1])
        try RelationshipQueries.block(3, by: 1, at: now, connection)
        try RelationshipQueries.mute(
            2, by: 1, Mute(hidesNotifications: true, expiresAt: now + .seconds(5)), at: now, connection)
        try RelationshipQueries.setNote("a friend", about: 2, by: 1, connection)
        let found = try RelationshipQueries.relationships(of: 1, to: [2, 3], now: now, connection)
        var two = Relationship(targetID: 2)
        two.following = true
        two.notifying = true
        two.languages = ["de", "en"]
        two.muting = true
        two.mutingNotifications = true
        two.mutingExpiresAt = now + .seconds(5)
        two.note = "a friend"
        #expect(found.first == two)
        #expect(found.last?.blocking == true && found.last?.requested == true && found.last?.requestedBy == true)
        #expect(try RelationshipQueries.relationships(of: 3, to: [1], now: now, connection).first?.blockedBy == true)
        #expect(try RelationshipQueries.relationships(of: 2, to: [1], now: now, connection).first?.followedBy == true)
        #expect(try RelationshipQueries.standing(of: 1, to: 2, now: now, connection) == [.follows, .mutes])
        #expect(try RelationshipQueries.standing(of: 3, to: 1, now: now, connection) == .isBlocked)
        let relations = try RelationshipQueries.relations(of: 1, clock: .fixed(now), connection)
        #expect(relations.standing(to: 3) == .blocks && relations.isMuting(2) && relations.follow(of: 2) == options)
        for list in RelationshipList.allCases {
            for page in [down, up] {
                #expect(try RelationshipQueries.list(list, of: list == .followers ? 2 : 1, page, connection).count == 1)
            }
        }
        try RelationshipQueries.setFollow(of: 2, to: 3, FollowOptions(), at: now, connection)
        #expect(try RelationshipQueries.familiarFollowers(of: [3, 4], for: 1, connection) == [3: [2]])
        #expect(try RelationshipQueries.unfollow(of: 2, to: 3, connection))
        #expect(try RelationshipQueries.muteExpiries(of: 1, to: [2, 3], connection) == [2: now + .seconds(5)])
        #expect(try AccountQueries.search("villager", followedBy: 1, limit: 5, offset: 0, connection) == [2])
        try RelationshipQueries.setNote("", about: 2, by: 1, connection)
        try RelationshipQueries.unmute(2, by: 1, connection)
        try RelationshipQueries.unblock(3, by: 1, connection)
        #expect(try RelationshipQueries.deleteRequest(of: 1, to: 3, connection))
        #expect(try RelationshipQueries.deleteRequest(of: 3, to: 1, connection))
        _ = try CounterQueries.change(account: 1, following: 1, connection)
        _ = try CounterQueries.change(account: 2, followers: 1, connection)
    }

    private static func timelines(_ connection: Connection) throws {
        let tags = try TagQueries.ids([TagName("metoo"), TagName("garden")].compactMap { $0 }, connection)
        let name = try #require(TagName("metoo"))
        let metoo = try #require(try TagQueries.id(name, connection))
        #expect(try TagQueries.beginning(with: "met", limit: 5, offset: 0, connection).map(\.name) == ["metoo"])
        for page in [down, up] {
            #expect(try TimelineQueries.publicTimeline(page, connection).map(\.id) == [100])
            #expect(try TimelineQueries.tag(metoo, page, connection) == [101, 100])
            #expect(try TimelineQueries.tags(any: tags, all: [], none: [], page, connection) == [101, 100])
            #expect(try TimelineQueries.tags(any: [metoo], all: tags, none: [], page, connection) == [101])
            let none = tags.filter { $0 != metoo }
            #expect(try TimelineQueries.tags(any: tags, all: [], none: none, page, connection) == [100])
            #expect(
                try TimelineQueries.account(
                    3, upTo: .unlisted, viewer: 1, filter: .init(includesReblogs: false), page, connection
                ).map(\.id) == [102])
            #expect(
                try TimelineQueries.account(
                    2, upTo: .private, viewer: nil, filter: .init(includesReplies: false), page, connection
                ).map(\.id) == [103])
            #expect(
                try TimelineQueries.account(1, upTo: .public, viewer: nil, filter: .init(tag: metoo), page, connection)
                    .map(\.id) == [100])
            #expect(try HomeQueries.candidates(of: 1, page, connection).map(\.id) == [103, 101, 100])
        }
        #expect(try TimelineQueries.entries([100, 104], connection).count == 2)
        #expect(try TimelineQueries.pinned(by: 1, upTo: .public, limit: 5, connection).map(\.id) == [100])
    }

    private static func notifications(_ connection: Connection) throws {
        #expect(try NotificationQueries.wants(1, from: 2, conversation: 100, now: now, connection))
        let first = try NotificationQueries.insert(.mention, for: 1, from: 2, status: 101, at: now, connection)
        let second = try NotificationQueries.insert(.follow, for: 1, from: 3, status: nil, at: now, connection)
        #expect(second > first)
        #expect(
            try NotificationQueries.insertForSubscribers(of: 2, status: 103, at: now, connection).map(\.account) == [1])
        #expect(
            try NotificationQueries.insertForRebloggers(of: 100, author: 1, at: now, connection).map(\.account) == [3])
        for page in [down, up] {
            #expect(try NotificationQueries.list(of: 1, .init(), page, connection).map(\.kind) == [.status, .follow, .mention])
            let some = NotificationQueries.Filter(kinds: [.follow, .mention], from: 3)
            #expect(try NotificationQueries.list(of: 1, some, page, connection).map(\.id) == [second])
        }
        #expect(try NotificationQueries.notification(first, of: 1, connection)?.statusID == 101)
        #expect(try NotificationQueries.unreadCount(of: 1, after: first, .init(), limit: 100, connection) == 2)
        try NotificationQueries.withdraw(.follow, for: 1, from: 3, status: nil, connection)
        #expect(try NotificationQueries.notification(second, of: 1, connection) == nil)
        #expect(try NotificationQueries.dismiss(first, of: 1, connection))
        try NotificationQueries.deleteAll(of: 1, from: 2, connection)
        #expect(try NotificationQueries.list(of: 1, .init(), down, connection).isEmpty)
        try NotificationQueries.clear(of: 3, connection)
        #expect(try NotificationQueries.list(of: 3, .init(), down, connection).isEmpty)
        #expect(try MarkerQueries.set("home", of: 1, lastReadID: 100, at: now, connection)?.version == 0)
        #expect(try MarkerQueries.set("home", of: 1, lastReadID: 101, at: now, connection)?.version == 1)
        #expect(
            try MarkerQueries.markers(of: 1, timelines: ["home", "notifications"], connection).map(\.lastReadID) == [101])
    }

    private static func counters(_ connection: Connection) throws {
        try CounterQueries.lock([3, 1, 2], connection)
        _ = try CounterQueries.change(status: 100, favourites: 2, connection)
        #expect(try CounterQueries.lower(status: 100, favourites: 1, connection)?.favourites == 1)
        #expect(try CounterQueries.counters(ofStatus: 100, connection).replies == 1)
        _ = try CounterQueries.change(account: 1, lastStatusAt: now, connection)
        let server = try CounterQueries.server(activeSince: now, connection)
        #expect(server == (3, 4, 1))
        #expect(try RecountQueries.differences(limit: 10, connection) == [])
        #expect(try RecountQueries.repair(connection) == 0)
    }
}
