// People of other servers come in by the same door and are counted by the same rules; `PeopleFixture.run` recounts everything.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Statuses of other servers")
struct RemoteStatusTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let dora: Int64 = 50
    private let emil: Int64 = 51

    @Test("a status is published once, with who and where it is from", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let before = here.services.ids.next()
            let uri = "https://far.example/statuses/1"
            let first = try await here.receive("hello", by: dora, uri: uri) {
                $0.mentions = [alice]
                $0.tags = ["Garden", "not a tag", "garden"]
                $0.language = "DE"
            }
            let status = first.status
            #expect(status.uri == uri && status.url == "https://far.example/@dora/1" && !status.isLocal)
            #expect(status.content == "<p>hello</p>" && status.text == "hello" && status.language == "de")
            #expect(first.authorDomain == "far.example")
            #expect(first.mentions.map(\.acct) == ["alice"] && first.tags == ["garden"])
            #expect(status.createdAt == here.time.clock.now() - .seconds(30))
            #expect(status.id < before, "it stands where its time puts it")
            #expect(try await here.notices(alice) == ["mention from 50"])
            let second = try await here.receive("hello again", by: dora, uri: uri)
            #expect(second.status.id == status.id && second.status.content == "<p>hello</p>")
            #expect(try await here.counters(dora).statuses == 1)
            let cold = try await here.services.database.read { try StatusQueries.details([status.id], $0).first }
            #expect(cold.map { CachedStatus($0) }?.status == status)
            #expect(cold?.mentions == first.mentions && cold?.authorDomain == "far.example")
        }
    }

    @Test("a status is found by its id, whichever server it is of", arguments: TestEngine.available)
    func finding(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let theirs = try await here.receive("hello", by: dora, uri: "https://far.example/statuses/1")
            let ours = try await here.post("hello", by: alice)
            let services = here.services
            #expect(try await services.status(uri: "https://far.example/statuses/1")?.status.id == theirs.status.id)
            let path = "https://chorus.example/users/Alice/statuses/\(ours)"
            #expect(try await services.status(uri: path)?.status.id == ours)
            #expect(try await services.status(uri: "https://chorus.example/@alice/\(ours)")?.status.id == ours)
            for uri in [
                "https://chorus.example/users/bob/statuses/\(ours)",
                "https://chorus.example.far.example/@alice/\(ours)",
                "https://chorus.example/users/alice/statuses/\(ours)/replies", "https://chorus.example/@alice/x", "",
                "https://chorus.example/users/dora/statuses/\(theirs.status.id)", "https://far.example/statuses/2",
            ] {
                #expect(try await services.status(uri: uri) == nil, "\(uri)")
            }
        }
    }

    @Test("an id is its author's alone, and nobody publishes for somebody here", arguments: TestEngine.available)
    func authors(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            try await here.addRemote(emil, "emil", at: "other.example")
            let uri = "https://far.example/statuses/1"
            let status = try await here.receive("hello", by: dora, uri: uri)
            await #expect(throws: ServiceError.notAllowed) { try await here.receive("mine", by: emil, uri: uri) }
            await #expect(throws: ServiceError.notFound) { try await here.receive("hello", by: alice) }
            await #expect(throws: ServiceError.notFound) {
                _ = try await here.services.editStatus(here.remote("changed", uri: uri), by: emil)
            }
            try await here.services.deleteStatus(uri: uri, by: emil)
            try await here.services.deleteStatus(uri: "https://far.example/unknown", by: dora)
            #expect(try await here.services.statuses.status(status.status.id) != nil)
            try await here.services.deleteStatus(uri: uri, by: dora)
            #expect(try await here.services.statuses.status(status.status.id) == nil)
            #expect(try await here.counters(dora).statuses == 0)
        }
    }

    @Test("tags count people of other servers, by where they are", arguments: TestEngine.available)
    func tags(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            try await here.addRemote(emil, "emil", at: "other.example")
            try await here.post("#garden", by: alice)
            let uri = "https://far.example/statuses/1"
            try await here.receive("in bloom", by: dora, uri: uri) { $0.tags = ["garden"] }
            try await here.receive("again", by: dora, ago: .seconds(90_000)) { $0.tags = ["garden"] }
            try await here.receive("here too", by: emil) { $0.tags = ["garden"] }
            try await here.receive("quietly", by: emil) {
                $0.tags = ["garden"]
                $0.visibility = .unlisted
            }
            #expect(try await here.counts("garden") == TagCounts(people: 3, posts: 4, replies: 0, reblogs: 0))
            #expect(try await here.origins("garden") == ["": 1, "far.example": 1, "other.example": 1])
            try await here.isExact()
            try await here.services.deleteStatus(uri: uri, by: dora)
            try await here.services.moderate(emil, .silence, by: .commandLine)
            #expect(try await here.counts("garden") == TagCounts(people: 2, posts: 2, replies: 0, reblogs: 0))
        }
    }

    @Test("a reply from elsewhere answers a call, and counts as a reply", arguments: TestEngine.available)
    func calls(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let call = try await here.call()
            here.time.move(.seconds(100))
            let uri = "https://far.example/statuses/1"
            // A clock that goes wrong: the answer claims to be older than the question.
            let answer = try await here.receive("Me too", by: dora, uri: uri, ago: .seconds(86_400)) {
                $0.inReplyToID = call.id
            }
            #expect(answer.status.id > call.id && answer.status.inReplyToID == call.id)
            #expect(answer.status.conversationID == call.id)
            #expect(try await here.figures(call) == [1, 1, 0])
            #expect(try await here.services.statuses.status(call.id)?.counters.replies == 1)
            try await here.services.vote(in: call.pollID, for: [1], by: dora)
            #expect(try await here.figures(call) == [1, 1, 1])
            try await here.services.deleteStatus(uri: uri, by: dora)
            #expect(try await here.figures(call) == [1, 0, 1])
        }
    }

    @Test("an edit replaces words, tags and files, and an older one changes nothing", arguments: TestEngine.available)
    func edits(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let uri = "https://far.example/statuses/1"
            let picture = RemoteAttachment(url: "https://far.example/media/1.png", kind: .image)
            let status = try await here.receive("hello", by: dora, uri: uri) {
                $0.tags = ["garden"]
                $0.attachments = [picture]
            }
            #expect(status.media.map(\.remoteURL) == [picture.url] && status.status.hasMedia)
            here.time.move(.seconds(60))
            var changed = here.remote("good morning", uri: uri)
            changed.editedAt = here.time.clock.now()
            changed.tags = ["morning"]
            changed.mentions = [bob]
            var described = picture
            described.description = "A rose"
            changed.attachments = [RemoteAttachment(url: "https://far.example/media/2.png", kind: .image), described]
            let edited = try await here.services.editStatus(changed, by: dora)
            #expect(edited.status.content == "<p>good morning</p>" && edited.tags == ["morning"])
            #expect(edited.status.editedAt == here.time.clock.now())
            #expect(edited.media.map(\.remoteURL) == ["https://far.example/media/2.png", picture.url])
            #expect(edited.media.last?.id == status.media.first?.id && edited.media.last?.description == "A rose")
            #expect(try await here.counts("garden") == TagCounts())
            #expect(try await here.counts("morning").people == 1)
            #expect(try await here.notices(bob) == ["mention from 50"])
            var late = here.remote("an older text", uri: uri)
            late.editedAt = here.time.clock.now() - .seconds(30)
            #expect(try await here.services.editStatus(late, by: dora).status.content == "<p>good morning</p>")
            let history = try await here.services.database.read { try StatusQueries.edits(of: status.status.id, $0) }
            #expect(history.map(\.content) == ["<p>hello</p>"])
        }
    }

    @Test("a poll shows the figures of its server, and takes votes from here", arguments: TestEngine.available)
    func polls(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let uri = "https://far.example/statuses/1"
            let end = here.time.clock.now() + .seconds(3600)
            let asked = try #require(
                RemotePoll(options: ["tea", "coffee"], votes: [3, 4], voters: 7, expiresAt: end, isMultiple: false)
            )
            let status = try await here.receive("which?", by: dora, uri: uri) { $0.poll = asked }
            let poll = try #require(status.poll)
            #expect(poll.options == ["tea", "coffee"] && poll.expiresAt == end)
            #expect(try await here.services.polls.tallies([poll])[poll.id] == PollTally(votes: [3, 4], voters: 7))
            _ = try await here.outbox()
            try await here.services.vote(in: poll.id, for: [1], by: alice)
            let voted = DomainEvent.voted(poll: poll.id, status: status.status.id, account: alice, choices: [1])
            #expect(try await here.outbox().map(\.event) == [voted])
            #expect(try await here.services.polls.tallies([poll])[poll.id] == PollTally(votes: [3, 5], voters: 8))
            var news = here.remote("which?", uri: uri)
            news.poll = RemotePoll(
                options: ["tea", "coffee"],
                votes: [10, .max, 5],
                voters: -4,
                expiresAt: end,
                isMultiple: false
            )
            let edited = try await here.services.editStatus(news, by: dora)
            #expect(edited.status.editedAt == nil, "figures are no edit")
            let tally = try #require(try await here.services.polls.tallies([poll])[poll.id])
            #expect(tally.votes == [10, 1 << 34] && tally.voters == 0)
            here.time.move(.seconds(7200))
            try await here.services.endPolls()
            #expect(try await here.notices(alice) == ["poll from 50"])
            #expect(try await here.notices(dora).isEmpty)
        }
    }

    @Test("a vote from here in a call elsewhere moves nothing that others see here", arguments: TestEngine.available)
    func callsElsewhere(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let end = here.time.clock.now() + .seconds(3600)
            let asked = try #require(
                RemotePoll(options: ["yes", "no"], votes: [3, 4], expiresAt: end, isMultiple: false, isCall: true)
            )
            let uri = "https://far.example/statuses/1"
            let status = try await here.receive("say so", by: dora, uri: uri) { $0.poll = asked }
            let poll = try #require(status.poll)
            _ = (try await here.outbox(), here.told.take())
            try await here.services.vote(in: poll.id, for: [1], by: alice)
            #expect(here.told.take().allSatisfy { if case .pollChanged = $0 { false } else { true } })
            let voted = DomainEvent.voted(poll: poll.id, status: status.status.id, account: alice, choices: [1])
            #expect(try await here.outbox().map(\.event) == [voted])
            func tally() async throws -> PollTally? { try await here.services.polls.tallies([poll])[poll.id] }
            #expect(try await tally() == asked.tally)
            // Nor does a limit of somebody who has voted.
            try await here.services.moderate(alice, .silence, by: .commandLine)
            #expect(try await tally() == asked.tally)
            try await here.services.moderate(alice, .unsilence, by: .commandLine)
            #expect(try await tally() == asked.tally)
            #expect(try await here.services.polls.votes(of: alice, in: [poll.id]) == [poll.id: [1]])
            // Not even in one's own notifications, which may stand on a locked telephone.
            here.time.move(.seconds(7200))
            try await here.services.endPolls()
            #expect(try await here.notices(alice).filter { $0.hasPrefix("poll") }.isEmpty)
        }
    }

    @Test("favourites, boosts and follows from elsewhere are told and counted", arguments: TestEngine.available)
    func acts(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let post = try await here.post("hello #garden", by: alice)
            for _ in 0..<2 {
                _ = try await here.services.favouriteStatus(post, by: dora)
                let origin = StatusOrigin(uri: "https://far.example/boosts/1", publishedAt: here.time.clock.now())
                _ = try await here.services.reblogStatus(post, by: dora, origin: origin)
                _ = try await here.services.followAccount(alice, by: dora)
            }
            let cached = try #require(try await here.services.statuses.status(post))
            #expect(cached.counters.favourites == 1 && cached.counters.reblogs == 1)
            #expect(try await here.counts("garden").reblogs == 1)
            #expect(
                try await here.notices(alice).sorted() == ["favourite from 50", "follow from 50", "reblog from 50"]
            )
            _ = try await here.outbox()
            try await here.services.deleteStatus(uri: "https://far.example/boosts/1", by: dora)
            _ = try await here.services.unfavouriteStatus(post, by: dora)
            #expect(cached.counters.favourites == 0 && cached.counters.reblogs == 0)
            #expect(try await here.outbox().isEmpty, "what others did is not ours to tell")
            // A post that somebody elsewhere boosted is taken back there too.
            let origin = StatusOrigin(uri: "https://far.example/boosts/2", publishedAt: here.time.clock.now())
            let second = try await here.post("hello", by: bob)
            _ = try await here.services.reblogStatus(second, by: dora, origin: origin)
            _ = try await here.services.deleteStatus(second, by: bob)
            let sent = try await here.outbox()
            guard case .statusDeleted(_, _, concerned: [dora])? = sent.first?.event, sent.count == 1 else {
                Issue.record("\(sent)")
                return
            }
        }
    }

    @Test("a quote of a post elsewhere waits until its author agrees", arguments: TestEngine.available)
    func quotes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let services = here.services
            let theirs = try await here.receive("hello", by: dora) { $0.quotePolicy = .everyone }.status.id
            let user = try await here.user(alice)
            let quoting = try await services.postStatus(StatusDraft(text: "well said", quotedID: theirs), by: user)
            #expect(quoting.status.quote?.state == .pending)
            #expect(try await here.outbox().count == 1, "its author is asked")
            await #expect(throws: ServiceError.notFound) {
                try await services.settleQuote(in: quoting.status.id, isAccepted: true, by: bob)
            }
            #expect(try await services.statuses.status(theirs)?.counters.quotes == 0)
            for isAccepted in [true, false] {
                try await services.settleQuote(in: quoting.status.id, isAccepted: isAccepted, by: dora)
            }
            #expect(try await services.statuses.status(quoting.status.id)?.status.quote?.state == .accepted)
            #expect(try await services.statuses.status(theirs)?.counters.quotes == 1)
            try await services.revokeQuote(of: theirs, in: quoting.status.id, by: dora)
            #expect(try await services.statuses.status(quoting.status.id)?.status.quote?.state == .revoked)
            #expect(try await services.statuses.status(theirs)?.counters.quotes == 0)
        }
    }

    @Test("what somebody elsewhere may not see is nothing that they answer or boost", arguments: TestEngine.available)
    func unseen(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            let secret = try await here.post("for followers", by: alice, visibility: .private)
            let answer = try await here.receive("I know", by: dora) { $0.inReplyToID = secret }
            #expect(answer.status.inReplyToID == nil)
            await #expect(throws: ServiceError.notFound) {
                _ = try await here.services.favouriteStatus(secret, by: dora)
            }
            #expect(try await here.notices(alice).isEmpty)
            _ = try await here.services.blockAccount(dora, by: alice)
            let open = try await here.post("for all", by: alice)
            await #expect(throws: ServiceError.notFound) { _ = try await here.services.favouriteStatus(open, by: dora) }
        }
    }

    @Test("an account that is gone elsewhere leaves nothing here", arguments: TestEngine.available)
    func gone(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(dora, "dora")
            try await here.receive("hello", by: dora) { $0.tags = ["garden"] }
            _ = try await here.services.followAccount(alice, by: dora)
            _ = try await here.services.favouriteStatus(try await here.post("hello", by: alice), by: dora)
            _ = try await here.outbox()
            try await here.services.deleteAccount(remote: dora)
            #expect(try await here.counts("garden") == TagCounts())
            try await here.services.eraseAccount(dora)
            #expect(try await here.services.database.read { try AccountQueries.details(dora, $0) } == nil)
            #expect(try await here.counters(alice).followers == 0)
            #expect(try await here.counters(alice).remoteFollowers == 0)
            #expect(try await here.outbox().isEmpty)
            await #expect(throws: ServiceError.notFound) { try await here.services.deleteAccount(remote: alice) }
        }
    }
}

extension PeopleFixture {
    func remote(_ text: String, uri: String) -> RemoteStatus {
        let origin = StatusOrigin(uri: uri, publishedAt: time.clock.now())
        return RemoteStatus(origin: origin, content: "<p>\(text)</p>", visibility: .public)
    }

    /// People of a tag, by server.
    func origins(_ tag: String) async throws -> [String: Int64] {
        let name = try #require(TagName(tag))
        return try await services.database.read { connection in
            guard let id = try TagQueries.id(name, connection) else { return [:] }
            let origins = try MagnitudeQueries.origins(of: id, connection)
            return Dictionary(uniqueKeysWithValues: origins.map { ($0.domain, $0.people) })
        }
    }
}
