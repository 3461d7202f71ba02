// Passwords, addresses, posts that go when they are old, files to take along, and leaving: every count follows.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Life of an account")
struct AccountLifeTests {
    /// The neighbourhood with passwords that can be typed.
    private func visit(_ engine: TestEngine, _ body: (PeopleFixture) async throws -> Void) async throws {
        var limits = Limits()
        limits.passwordCost = 4
        try await PeopleFixture.run(engine, limits: limits) { here in
            let hash = try await here.services.passwords.hash(ServicesFixture.password)
            try await here.services.database.write { connection in
                for id in [PeopleFixture.alice, PeopleFixture.bob] {
                    try LoginQueries.setPassword(hash, of: id, connection)
                }
            }
            try await body(here)
        }
    }

    private func user(_ id: Int64, _ here: PeopleFixture) async throws -> User {
        try #require(try await here.services.database.read { try UserQueries.user(id, $0) })
    }

    @Test("a new password ends all other access", arguments: TestEngine.available)
    func password(_ engine: TestEngine) async throws {
        try await visit(engine) { here in
            let (services, alice) = (here.services, PeopleFixture.alice)
            let kept = try await services.beginSession(alice)
            let other = try await services.beginSession(alice)
            let token = try await services.createToken(username: "alice", scopes: "read").token
            #expect(try await services.grants.grant(token: token) != nil)
            let wrong = await refusals {
                try await services.changePassword(of: alice, from: "wrong", to: "another long one", keeping: nil)
            }
            #expect(wrong == ["current_password ERR_INVALID"])
            let short = await refusals {
                try await services.changePassword(of: alice, from: ServicesFixture.password, to: "short", keeping: nil)
            }
            #expect(short == ["password ERR_TOO_SHORT"])
            #expect(try await services.session(other.token) != nil)
            try await services.changePassword(
                of: alice,
                from: ServicesFixture.password,
                to: "another long one",
                keeping: kept.token
            )
            #expect(try await services.session(kept.token) != nil)
            #expect(try await services.session(other.token) == nil)
            #expect(try await services.grants.grant(token: token) == nil)
            _ = try await services.signIn(login: "alice", password: "another long one")
            await #expect(throws: ServiceError.self) {
                try await services.signIn(login: "alice", password: ServicesFixture.password)
            }
        }
    }

    @Test("another address is for signing in, and nobody else's can be taken", arguments: TestEngine.available)
    func email(_ engine: TestEngine) async throws {
        try await visit(engine) { here in
            let (services, alice) = (here.services, PeopleFixture.alice)
            for (email, password, code) in [
                ("bob@example.com", ServicesFixture.password, "email ERR_TAKEN"),
                ("no address", ServicesFixture.password, "email ERR_INVALID"),
                ("new@example.com", "wrong", "current_password ERR_INVALID"),
            ] {
                let refused = await refusals {
                    try await services.changeEmail(of: alice, to: email, password: password)
                }
                #expect(refused == [code])
            }
            try await services.changeEmail(of: alice, to: "New@Example.com", password: ServicesFixture.password)
            _ = try await services.signIn(login: "new@example.com", password: ServicesFixture.password)
        }
    }

    @Test("who leaves is nowhere any more, and every count follows", arguments: TestEngine.available)
    func deletion(_ engine: TestEngine) async throws {
        try await visit(engine) { here in
            let services = here.services
            let (alice, bob, charlie) = (PeopleFixture.alice, PeopleFixture.bob, PeopleFixture.charlie)
            let (aliceUser, bobUser) = (try await user(alice, here), try await user(bob, here))
            _ = try await services.followAccount(alice, by: bob)
            _ = try await services.followAccount(bob, by: alice)
            _ = try await services.followAccount(alice, by: charlie)
            let root = try await services.postStatus(StatusDraft(text: "Hello #garden"), by: bobUser).status
            let poll = PollDraft(options: ["a", "b"], expiresIn: 600)
            let asked = try await services.postStatus(StatusDraft(text: "Which?", poll: poll), by: bobUser)
            try await services.vote(in: try #require(asked.poll).id, for: [0], by: alice)
            _ = try await services.favouriteStatus(root.id, by: alice)
            _ = try await services.reblogStatus(root.id, by: aliceUser.accountID)
            for number in 0..<60 {
                let draft = StatusDraft(text: "Me too \(number) #garden @bob", inReplyToID: root.id)
                let reply = try await services.postStatus(draft, by: aliceUser).status
                if number < 3 {
                    _ = try await services.favouriteStatus(reply.id, by: bob)
                    _ = try await services.reblogStatus(reply.id, by: bobUser.accountID)
                }
            }
            let refused = await refusals { try await services.deleteAccount(alice, password: "wrong") }
            #expect(refused == ["current_password ERR_INVALID"])
            let session = try await services.beginSession(alice)
            try await services.deleteAccount(alice, password: ServicesFixture.password)
            #expect(try await services.session(session.token) == nil)
            #expect(try await services.accounts.account(alice)?.account.isSuspended == true)
            let tag = try #require(TagName("garden"))
            let people = { @Sendable () async throws -> Int64 in
                try await services.database.read { connection in
                    let id = try TagQueries.id(tag, connection) ?? 0
                    return try MagnitudeQueries.counts(of: id, connection).people
                }
            }
            #expect(try await people() == 1)
            let differences = try await services.database.read { try RecountQueries.differences(limit: 10, $0) }
            #expect(differences.isEmpty)
            try await services.eraseAccount(alice)
            try await services.eraseAccount(alice)
            #expect(try await services.accounts.account(alice) == nil)
            #expect(try await here.follows(bob) == [0, 0])
            let kept = try #require(try await services.statuses.status(root.id))
            #expect([kept.counters.replies, kept.counters.reblogs, kept.counters.favourites] == [0, 0, 0])
            #expect(try await people() == 1)
            let left = try await services.database.read { connection in
                try StatusSearchQueries.hits(
                    SearchExpression(wanted: [.word(SearchMark.author(alice))]),
                    PageBounds(limit: 5),
                    connection
                )
            }
            #expect(left == [])
            let taken = await refusals {
                _ = try await services.createAccount(
                    NewAccount(
                        username: "Alice",
                        email: "a@mail.example",
                        password: ServicesFixture.password,
                        agreement: true
                    )
                )
            }
            #expect(taken == ["username ERR_TAKEN"])
        }
    }

    @Test("old posts go but for the exceptions", arguments: TestEngine.available)
    func expiry(_ engine: TestEngine) async throws {
        try await visit(engine) { here in
            let services = here.services
            let (alice, bob) = (PeopleFixture.alice, PeopleFixture.bob)
            let author = try await user(alice, here)
            var posts: [Int64] = []
            for number in 0..<60 {
                posts.append(
                    try await services.postStatus(StatusDraft(text: "Day \(number) #days"), by: author).status.id
                )
            }
            _ = try await services.pinStatus(posts[1], by: alice)
            _ = try await services.favouriteStatus(posts[2], by: alice)
            _ = try await services.favouriteStatus(posts[3], by: bob)
            let wish = PostExpiry(days: 7, keeps: .pinned, leastFavourites: 2)
            for wrong in [PostExpiry(days: 8, keeps: []), PostExpiry(days: 7, keeps: [], leastReblogs: 0)] {
                await #expect(throws: ServiceError.self) { try await services.setPostExpiry(wrong, of: alice) }
            }
            try await services.setPostExpiry(wish, of: alice)
            #expect(try await services.postExpiry(of: alice) == wish)
            try await services.expirePosts()
            #expect(try await services.statuses.statuses(posts).count == 60)
            here.time.move(.seconds(8 * 86_400))
            let young = try await services.postStatus(StatusDraft(text: "Today"), by: author).status.id
            for _ in 0..<3 { try await services.expirePosts() }
            #expect(Set(try await services.statuses.statuses(posts + [young]).keys) == [posts[1], young])
            try await services.setPostExpiry(nil, of: alice)
            #expect(try await services.postExpiry(of: alice) == nil)
        }
    }

    @Test("lists are taken along as Mastodon writes them", arguments: TestEngine.available)
    func export(_ engine: TestEngine) async throws {
        try await visit(engine) { here in
            let services = here.services
            let (alice, bob, charlie) = (PeopleFixture.alice, PeopleFixture.bob, PeopleFixture.charlie)
            _ = try await services.followAccount(bob, by: alice)
            _ = try await services.muteAccount(bob, by: alice)
            _ = try await services.blockAccount(charlie, by: alice)
            let post = try await services.postStatus(StatusDraft(text: "Keep"), by: try await user(bob, here)).status.id
            _ = try await services.setBookmark(true, on: post, by: alice)
            let files = [
                ImportKind.follows:
                    "Account address,Show boosts,Notify on new posts,Languages\nbob@chorus.example,true,false,\n",
                .mutes: "Account address,Hide notifications\nbob@chorus.example,true\n",
                .blocks: "charlie@chorus.example\n",
                .bookmarks: "https://chorus.example/users/bob/statuses/\(post)\n", .lists: "", .domains: "",
            ]
            for (kind, text) in files { #expect(try await services.export(kind, of: alice) == text) }
        }
    }
}
