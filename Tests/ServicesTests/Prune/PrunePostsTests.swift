// Posts of others go when they are old and nobody here has touched them; `PeopleFixture.run` recounts everything afterwards.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Clearing away posts of other servers")
struct PrunePostsTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let dora: Int64 = 50
    private let emil: Int64 = 51
    private let old = Duration.seconds(100 * 86_400)

    /// What is cleared away after 90 days.
    private static var options: PruneOptions {
        var options = PruneOptions(posts: .seconds(90 * 86_400))
        options.pause = 0
        return options
    }

    private func run(_ engine: TestEngine, _ body: (PeopleFixture) async throws -> Void) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            try await here.addRemote(emil, "emil")
            try await body(here)
        }
    }

    @Test(
        "what nobody touched goes, with its boosts and files; everything counted is right",
        arguments: TestEngine.available
    )
    func untouched(_ engine: TestEngine) async throws {
        try await run(engine) { here in
            let plain = try await here.receive("hello", by: dora, ago: old) {
                $0.attachments = [RemoteAttachment(url: "https://far.example/1.png", kind: .image)]
            }.status.id
            let reply = try await here.receive("again", by: emil, ago: old) { $0.inReplyToID = plain }.status.id
            let boosted = try await here.receive("boosted there", by: dora, ago: old + .seconds(60)).status.id
            let boost = StatusOrigin(uri: "https://far.example/boosts/1", publishedAt: here.time.clock.now() - old)
            _ = try await here.services.reblogStatus(boosted, by: emil, origin: boost)
            let recent = try await here.receive("today", by: dora).status.id
            let ours = try await here.post("from here", by: alice)
            var dry = PrunePostsTests.options
            dry.isDryRun = true
            let said = try await here.services.prune(dry)
            #expect(try await here.left([plain, reply, boosted, recent, ours]).count == 5)
            _ = here.told.take()
            let done = try await here.services.prune(PrunePostsTests.options)
            #expect(done == said)
            let posts = try #require(done.first { $0.kind == .posts })
            #expect(posts.count == 3 && posts.bytes > 3000)
            #expect(try await here.left([plain, reply, boosted, recent, ours]) == [recent, ours])
            #expect(try await here.counters(dora).statuses == 1)
            #expect(try await here.counters(emil).statuses == 0)
            let files = try await here.services.database.read { try MediaQueries.all(of: plain, $0) }
            #expect(files.isEmpty)
            // Nobody elsewhere hears of it, and it can come again.
            #expect(try await here.outbox().isEmpty)
            #expect(try await here.services.prune(PrunePostsTests.options).allSatisfy { $0.count == 0 })
        }
    }

    @Test("whatever somebody here has done with a post keeps it", arguments: TestEngine.available)
    func touched(_ engine: TestEngine) async throws {
        try await run(engine) { here in
            let services = here.services
            func old(_ text: String, _ change: (inout RemoteStatus) -> Void = { _ in }) async throws -> Int64 {
                try await here.receive(text, by: dora, ago: self.old, change).status.id
            }
            let favourite = try await old("favourite")
            _ = try await services.favouriteStatus(favourite, by: alice)
            let bookmark = try await old("bookmark")
            _ = try await services.setBookmark(true, on: bookmark, by: alice)
            let boosted = try await old("boosted")
            _ = try await services.reblogStatus(boosted, by: alice)
            let mention = try await old("mention") { $0.mentions = [bob] }
            let tagged = try await old("tagged") { $0.tags = ["garden"] }
            let quoted = try await old("quoted") { $0.quotePolicy = .everyone }
            _ = try await services.postStatus(
                StatusDraft(text: "look", quotedID: quoted),
                by: try await here.user(alice)
            )
            let poll = try await old("poll") {
                $0.poll = RemotePoll(options: ["a", "b"], votes: [0, 0], expiresAt: nil, isMultiple: false)
            }
            let known = try #require(try await services.statuses.status(poll)?.poll)
            try await services.vote(in: known.id, for: [0], by: bob)
            // A thread in which somebody here speaks stays whole.
            let root = try await old("root")
            let middle = try await old("middle") { $0.inReplyToID = root }
            _ = try await here.post("leaf", by: bob, replyTo: middle)
            let beside = try await old("beside") { $0.inReplyToID = root }
            // Somebody elsewhere has boosted it lately, which people here may see today.
            let lately = try await old("lately")
            _ = try await services.reblogStatus(
                lately,
                by: emil,
                origin: StatusOrigin(uri: "https://far.example/boosts/2", publishedAt: here.time.clock.now())
            )
            let kept = [favourite, bookmark, boosted, mention, tagged, quoted, poll, root, middle, beside, lately]
            let gone = try await old("nothing")
            let done = try await services.prune(PrunePostsTests.options)
            #expect(done.first { $0.kind == .posts }?.count == 1)
            #expect(try await here.left(kept + [gone]) == Set(kept))
            #expect(try await here.counts("garden").people == 1)
            // Once nobody cares any more, it goes.
            _ = try await services.setBookmark(false, on: bookmark, by: alice)
            _ = try await services.prune(PrunePostsTests.options)
            #expect(try await here.left(kept) == Set(kept).subtracting([bookmark]))
        }
    }

    @Test("posts of people who are followed here stay four times as long", arguments: TestEngine.available)
    func followed(_ engine: TestEngine) async throws {
        try await run(engine) { here in
            _ = try await here.services.followAccount(dora, by: alice)
            _ = try await here.services.acceptFollowRequest(of: alice, by: dora)
            let newer = try await here.receive("last season", by: dora, ago: old).status.id
            let older = try await here.receive("last year", by: dora, ago: old * 4).status.id
            _ = try await here.services.prune(PrunePostsTests.options)
            #expect(try await here.left([newer, older]) == [newer])
        }
    }

    @Test("interrupted it goes on where it was, and the next round begins again", arguments: TestEngine.available)
    func resumes(_ engine: TestEngine) async throws {
        try await run(engine) { here in
            var ids: [Int64] = []
            for day in 0..<3 {
                ids.append(
                    try await here.receive("hello", by: dora, ago: old - .seconds(Int64(day) * 86_400)).status.id
                )
            }
            try await here.services.database.write { [ids] in try PruneQueries.reach(ids[1], of: "posts", $0) }
            _ = try await here.services.prune(PrunePostsTests.options)
            #expect(try await here.left(ids) == Set(ids.prefix(2)))
            #expect(try await here.services.database.read { try PruneQueries.reached("posts", $0) } == 0)
            _ = try await here.services.prune(PrunePostsTests.options)
            #expect(try await here.left(ids).isEmpty)
        }
    }
}

extension PeopleFixture {
    /// Those of `ids` that are there.
    func left(_ ids: [Int64]) async throws -> Set<Int64> {
        Set(try await services.database.read { try StatusQueries.details(ids, $0).map(\.status.id) })
    }
}
