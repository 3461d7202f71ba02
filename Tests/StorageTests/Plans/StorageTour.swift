// Every query of Storage, run once on an engine: type errors show here, and the plan test knows every text.
import Basics
import Database
import Domain
import Storage
import Testing

enum StorageTour {
    static let now = StorageFixture.now
    static let down = PageBounds(maxID: 1_000_000, limit: 10)
    static let up = PageBounds(minID: 0, limit: 10)

    static func run(_ connection: Connection) throws {
        try accounts(connection)
        try users(connection)
        try oauth(connection)
        try statuses(connection)
        try interactions(connection)
        try relationships(connection)
        try timelines(connection)
        try notifications(connection)
        try push(connection)
        try tagCounts(connection)
        try counters(connection)
        try calls(connection)
        try search(connection)
        try media(connection)
        try hiddenFiles(connection)
        try accountLife(connection)
        try signUps(connection)
        try importExport(connection)
        try jobs(connection)
        try outbox(connection)
        try publishing(connection)
        try guarding(connection)
        try measures(connection)
        try instance(connection)
        try social(connection)
        try tagMerges(connection)
        try federation(connection)
        try prune(connection)
        try StatusQueries.delete(103, connection)
        #expect(try StatusQueries.status(103, connection) == nil)
    }

    /// Two tags that an earlier version kept apart become one.
    static func tagMerges(_ connection: Connection) throws {
        let unfold = SQL("UPDATE tags SET name = $1 WHERE id = $2")
        var ids: [Int64] = []
        for name in ["first", "second"] {
            ids.append(try TagQueries.idMaking(try #require(TagName(name)), at: now, connection))
        }
        for (name, id) in zip(["straße", "strasse"], ids) { try connection.execute(unfold, .text(name), .int(id)) }
        _ = try FeaturedTagQueries.insert(ids[1], name: "Strasse", by: 1, at: now, connection)
        try TagMergeQueries.foldAll(connection)
        #expect(try TagQueries.names(ids, connection) == [ids[0]: "strasse"])
    }

    static func accounts(_ connection: Connection) throws {
        try StorageFixture.add(accounts: 1...4, connection)
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
        account.avatar = ProfilePicture(path: "accounts/aa/aaa/original.gif", stillPath: "accounts/aa/aaa/small.png")
        account.header = ProfilePicture(path: "accounts/bb/bbb/original.jpg")
        try AccountQueries.updatePictures(of: account, connection)
        #expect(try AccountQueries.details(1, connection)?.account == account)
        try AccountQueries.setModeration(silencedAt: now, suspendedAt: now, of: 4, connection)
        #expect(try AccountQueries.details(4, connection)?.account.isSuspended == true)
        #expect(try AccountQueries.voter(1, connection)?.isCounted == true)
        #expect(try accountsFound("villager", limit: 2, offset: 1, connection) == [2, 3])
        #expect(try accountsFound("% OF _", connection) == [1])
        #expect(try accountsFound("villager", following: true, connection).isEmpty)
    }

    static func users(_ connection: Connection) throws {
        for id in Int64(1)...3 { try StorageFixture.add(user: id, connection) }
        var user = try #require(try UserQueries.user(1, connection))
        #expect(user.email == "Villager1@Example.com" || user.email == "Villager1@example.com")
        user.defaultVisibility = .private
        user.defaultSensitive = true
        user.defaultLanguage = "de"
        user.defaultQuotePolicy = .followers
        try UserQueries.updateDefaults(user, connection)
        #expect(try UserQueries.user(1, connection) == user)
        #expect(try UserQueries.credentials(login: "villager1@example.com", connection)?.accountID == 1)
        #expect(try UserQueries.credentials(login: "villager2", connection)?.passwordHash == "hash2")
        let email = try #require(EmailAddress.validate("villager3@EXAMPLE.com"))
        #expect(try UserQueries.isEmailTaken(email, connection))
        #expect(try UserQueries.count(connection) == 3)
        #expect(try UserQueries.firstAdmin(connection) == nil)
        #expect(try AccountQueries.list(after: 1, limit: 5, connection).map(\.id) == [2, 3])
        let hash = [UInt8](repeating: 7, count: 32)
        try SessionQueries.insert(
            tokenHash: hash,
            accountID: 1,
            createdAt: now,
            expiresAt: now + .seconds(60),
            connection
        )
        let owner = try #require(try SessionQueries.user(tokenHash: hash, now: now, connection))
        #expect(owner.user == user && !owner.isSuspended)
        #expect(try SessionQueries.user(tokenHash: hash, now: now + .seconds(60), connection) == nil)
        #expect(try OwnLoginQueries.sessions(of: 1, now: now, limit: 5, connection).map(\.hash) == [hash])
        try OwnLoginQueries.deleteSession(hash: hash, of: 2, connection)
        #expect(try SessionQueries.user(tokenHash: hash, now: now, connection)?.user.accountID == 1)
        try SessionQueries.delete(tokenHash: hash, connection)
        #expect(try SessionQueries.user(tokenHash: hash, now: now, connection) == nil)
    }

    static func oauth(_ connection: Connection) throws {
        let app = RegisteredApp(
            id: 50,
            clientID: "client",
            secretHash: [0, 255],
            name: "App",
            website: nil,
            redirectURIs: ["urn:ietf:wg:oauth:2.0:oob", "https://app.example/"],
            scopes: "read write",
            createdAt: now
        )
        try OAuthQueries.insert(app, connection)
        #expect(try OAuthQueries.app(clientID: "client", connection) == app)
        #expect(try OAuthQueries.app(id: 50, connection) == app)
        let code = AuthorizationCode(
            hash: [1, 2],
            appID: 50,
            accountID: 1,
            redirectURI: app.redirectURIs[0],
            scopes: "read",
            challenge: nil,
            expiresAt: now + .seconds(60)
        )
        try OAuthQueries.insert(code, now: now, connection)
        #expect(try OAuthQueries.takeCode(hash: [1, 2], connection) == code)
        #expect(try OAuthQueries.takeCode(hash: [1, 2], connection) == nil)
        for (id, account) in [(Int64(60), Int64?.some(1)), (61, nil)] {
            let token = AccessToken(
                id: id,
                hash: [UInt8(id)],
                appID: 50,
                accountID: account,
                scopes: "read",
                createdAt: now
            )
            try OAuthQueries.insert(token, connection)
            #expect(try OAuthQueries.token(hash: [UInt8(id)], connection) == token)
        }
        #expect(try OwnLoginQueries.apps(of: 1, limit: 5, connection).map(\.id) == [60])
        #expect(try OwnLoginQueries.deleteToken(60, of: 2, connection) == nil)
        #expect(try OAuthQueries.deleteTokens(code: [9], app: 50, connection).isEmpty)
        #expect(try IDQueries.greatest(connection) >= 61)
        try OAuthQueries.deleteToken(hash: [61], connection)
        #expect(try OAuthQueries.token(hash: [61], connection) == nil)
    }

    static func relationships(_ connection: Connection) throws {
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
            2,
            by: 1,
            Mute(hidesNotifications: true, expiresAt: now + .seconds(5)),
            at: now,
            connection
        )
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
        try RelationshipQueries.endorse(2, by: 1, at: now, connection)
        for list in RelationshipList.allCases {
            for page in [down, up] {
                #expect(try RelationshipQueries.list(list, of: list == .followers ? 2 : 1, page, connection).count == 1)
            }
        }
        try RelationshipQueries.setFollow(
            of: 2,
            to: 3,
            FollowOptions(),
            uri: "https://far.example/1",
            at: now,
            connection
        )
        #expect(try RelationshipQueries.familiarFollowers(of: [3, 4], for: 1, connection) == [3: [2]])
        #expect(try RelationshipQueries.unfollow(of: 2, to: 3, connection)?.uri == "https://far.example/1")
        #expect(try RelationshipQueries.muteExpiries(of: 1, to: [2, 3], connection) == [2: now + .seconds(5)])
        #expect(try accountsFound("villager", following: true, connection) == [2])
        try RelationshipQueries.setNote("", about: 2, by: 1, connection)
        try RelationshipQueries.unmute(2, by: 1, connection)
        _ = try RelationshipQueries.unblock(3, by: 1, connection)
        #expect(try RelationshipQueries.deleteRequest(of: 1, to: 3, connection) != nil)
        #expect(try RelationshipQueries.deleteRequest(of: 3, to: 1, connection) != nil)
        _ = try CounterQueries.change(account: 1, following: 1, connection)
        _ = try CounterQueries.changeFollowers(of: 2, by: 1, follower: 1, connection)
    }
}
