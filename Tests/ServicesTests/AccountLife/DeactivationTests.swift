// Somebody hides their account for a time: counts, ends, and what moderators decide meanwhile.
import Basics
import Database
import Domain
import Jobs
import Logging
import Storage
import TestSupport
import Testing

@testable import Services

private let (alice, bob, charlie) = (PeopleFixture.alice, PeopleFixture.bob, PeopleFixture.charlie)

@Suite("Hiding an account for a time")
struct DeactivationTests {
    private func isShown(_ here: PeopleFixture, _ account: Int64) async throws -> Bool {
        try await here.services.accounts.account(account) != nil
    }

    @Test("there is no such account for anybody else, and there is again", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let status = try await here.post("hello", by: bob)
            try await services.deactivateAccount(bob, until: nil)
            #expect(try await !isShown(here, bob))
            #expect(try await services.accounts.account(bob, for: alice) == nil)
            #expect(try await services.accounts.account(bob, for: bob) != nil)
            #expect(try await services.accounts.account(bob, evenSecret: true)?.account.isDeactivated == true)
            for act in [
                { _ = try await services.followAccount(bob, by: alice) },
                { _ = try await services.favouriteStatus(status, by: alice) },
                { _ = try await services.reblogStatus(status, by: alice) },
            ] {
                await #expect(throws: ServiceError.notFound) { try await act() }
            }
            try await here.post("hello @bob", by: alice)
            try await services.reactivateAccount(bob)
            #expect(try await isShown(here, bob))
            #expect(try await here.notices(bob).isEmpty, "what was said to them meanwhile does not come later")
            _ = try await services.favouriteStatus(status, by: alice)
        }
    }

    @Test("what was said aloud leaves the figures of a call, what nobody sees stays", arguments: TestEngine.available)
    func answers(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let call = try await here.call()
            try await here.post("me too", by: bob, replyTo: call.id)
            try await services.answerCall(call.id, with: 1, by: bob)
            try await services.answerCall(call.id, with: 0, by: charlie)
            let figures = try await here.figures(call)
            let question = StatusDraft(text: "?", poll: PollDraft(options: ["Yes", "No"], expiresIn: 86_400))
            let asked = try await services.postStatus(question, by: try await here.user(alice)).status.id
            let poll = try #require(try await services.statuses.status(asked)?.poll)
            try await services.vote(in: poll.id, for: [0], by: charlie)
            func voters() async throws -> Int64? { try await services.polls.tallies([poll])[poll.id]?.voters }
            #expect(try await voters() == 1)
            for account in [bob, charlie] { try await services.deactivateAccount(account, until: nil) }
            #expect(try await here.figures(call) == [2, 0, 2])
            #expect(try await voters() == 1)
            try await here.isExact()
            let waiting = try await services.database.read { connection in
                try SilentQueries.candidates(at: here.time.clock.now() + .seconds(86_400 * 30), least: 1, connection)
            }
            #expect(waiting.first?.waiting == 2, "the next step counts them, too")
            _ = try await services.withdrawAnswer(to: call.id, deletingPosts: false, by: charlie)
            #expect(try await here.figures(call) == [1, 0, 1])
            try await here.isExact()
            try await services.answerCall(call.id, with: 0, by: charlie)
            for account in [bob, charlie] { try await services.reactivateAccount(account) }
            #expect(try await here.figures(call) == figures)
            #expect(try await voters() == 1)
            try await here.isExact()
        }
    }

    @Test("posts and boosts leave tags, and come back with all counts", arguments: TestEngine.available)
    func tags(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let own = try await here.post("#metoo and #garden", by: bob)
            here.time.move(.seconds(4000))
            try await here.post("#metoo", by: bob, replyTo: own)
            let other = try await here.post("#metoo", by: alice)
            for status in [own, other] { _ = try await services.reblogStatus(status, by: bob) }
            _ = try await services.reblogStatus(own, by: alice)
            let before = try await here.counts("metoo")
            try await services.deactivateAccount(bob, until: nil)
            #expect(try await here.counts("metoo") == TagCounts(people: 1, posts: 1, replies: 0, reblogs: 0))
            #expect(try await here.counts("garden") == TagCounts())
            let timeline = try await services.tagTimeline(try #require(TagName("metoo")), PageBounds(limit: 10))
            #expect(timeline.items == [other])
            try await here.isExact()
            try await services.reactivateAccount(bob)
            #expect(try await here.counts("metoo") == before)
            try await here.isExact()
        }
    }

    @Test("it ends by itself at its time, unless another end was chosen", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let start = here.time.clock.now()
            try await services.deactivateAccount(bob, until: start + .seconds(60))
            try await services.deactivateAccount(charlie, until: nil)
            here.time.move(.seconds(59))
            try await services.endDeactivations()
            #expect(try await !isShown(here, bob))
            let later = here.time.clock.now() + .seconds(60)
            try await services.deactivateAccount(bob, until: later)
            #expect(try await services.deactivation(of: bob) == Deactivation(since: start, until: later))
            here.time.move(.seconds(59))
            try await services.endDeactivations()
            #expect(try await !isShown(here, bob))
            here.time.move(.seconds(1))
            try await services.endDeactivations()
            #expect(try await isShown(here, bob))
            #expect(try await !isShown(here, charlie), "until its person says so")
            try await services.reactivateAccount(charlie)
            #expect(try await isShown(here, charlie))
        }
    }

    @Test("an edit meanwhile takes no letter from them, and they can be reported", arguments: TestEngine.available)
    func others(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let draft = StatusDraft(text: "@bob a leter", visibility: .direct)
            let letter = try await services.postStatus(draft, by: try await here.user(alice)).status.id
            let loud = try await here.post("loud", by: bob)
            let quiet = try await services.postStatus(
                StatusDraft(text: "quiet", visibility: .private),
                by: try await here.user(bob)
            ).status.id
            try await services.deactivateAccount(bob, until: nil)
            let mended = StatusDraft(text: "@bob a letter", visibility: .direct)
            _ = try await services.editStatus(letter, to: mended, by: alice)
            let report = try await services.report(
                ReportDraft(targetID: bob, statusIDs: [loud], comment: "Loud"),
                by: alice
            )
            #expect(report.statusIDs == [loud])
            await #expect(throws: ServiceError.notFound) {
                _ = try await services.report(ReportDraft(targetID: bob, statusIDs: [quiet], comment: ""), by: alice)
            }
            try await services.reactivateAccount(bob)
            #expect(try await services.visible(letter, for: bob).status.text == "@bob a letter")
            let other = StatusDraft(text: "a letter to nobody", visibility: .direct)
            _ = try await services.editStatus(letter, to: other, by: alice)
            await #expect(throws: ServiceError.notFound) { try await services.visible(letter, for: bob) }
        }
    }

    @Test("an end is in the future, and within a year", arguments: TestEngine.available)
    func badEnds(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let now = here.time.clock.now()
            for (end, words) in [
                (now, "The end must be in the future"), (now - .seconds(1), "The end must be in the future"),
                (now + .seconds(367 * 86_400), "The end must be within a year"),
            ] as [(Timestamp, Sentence)] {
                await #expect(throws: ServiceError.invalid(words)) {
                    try await here.services.deactivateAccount(bob, until: end)
                }
            }
            let isShown = try await isShown(here, bob)
            #expect(isShown)
            await #expect(throws: ServiceError.notFound) { try await here.services.deactivateAccount(99, until: nil) }
        }
    }

    @Test(
        "a moderator's measure and hiding oneself are two matters: neither ends the other",
        arguments: TestEngine.available,
        [(Moderation.suspend, Moderation.unsuspend), (.silence, .unsilence)]
    )
    func sanctions(_ engine: TestEngine, _ pair: (Moderation, Moderation)) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let call = try await here.call()
            try await here.post("me too #garden", by: bob, replyTo: call.id)
            try await services.answerCall(call.id, with: 1, by: bob)
            let (figures, counts) = (try await here.figures(call), try await here.counts("garden"))
            func account() async throws -> Account {
                try #require(try await services.accounts.account(bob, evenSecret: true)?.account)
            }
            func isSanctioned() async throws -> Bool {
                let found = try await account()
                return pair.0 == .suspend ? found.isSuspended : found.isSilenced
            }
            for hidesFirst in [true, false] {
                if hidesFirst { try await services.deactivateAccount(bob, until: nil) }
                try await services.moderate(bob, pair.0, by: .commandLine)
                if !hidesFirst { try await services.deactivateAccount(bob, until: nil) }
                #expect(try await here.figures(call) == [0, 0, 0])
                #expect(try await here.counts("garden") == TagCounts())
                try await here.isExact()
                if hidesFirst {
                    try await services.moderate(bob, pair.1, by: .commandLine)
                    #expect(try await account().isDeactivated)
                    #expect(try await here.figures(call) == [1, 0, 1])
                } else {
                    try await services.reactivateAccount(bob)
                    #expect(try await isSanctioned())
                    #expect(try await here.figures(call) == [0, 0, 0])
                }
                #expect(try await here.counts("garden") == TagCounts())
                try await here.isExact()
                try await services.reactivateAccount(bob)
                try await services.moderate(bob, pair.1, by: .commandLine)
                #expect(try await here.figures(call) == figures)
                #expect(try await here.counts("garden") == counts)
                try await here.isExact()
            }
        }
    }

    @Test("a scheduled post waits until its author is back", arguments: TestEngine.available)
    func scheduled(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            var handlers = JobHandlers()
            services.handleScheduled(&handlers)
            var logger = Logger(label: "tests")
            logger.logLevel = .critical
            let runner = JobRunner(queue: services.jobs, handlers: handlers, logger: logger)
            let work = Task { await runner.run() }
            defer { work.cancel() }
            func finish(_ jobs: Int) async throws {
                services.jobs.wake()
                while services.jobs.figures.done < jobs { try await Task.sleep(for: .milliseconds(10)) }
            }
            let draft = StatusDraft(text: "from the past #garden", visibility: .public)
            let when = here.time.clock.now() + .seconds(600)
            let user = try await here.user(bob)
            _ = try await services.scheduleStatus(draft, at: when, by: user)
            try await services.deactivateAccount(bob, until: nil)
            here.time.move(.seconds(601))
            try await finish(1)
            #expect(try await here.counts("garden").posts == 0)
            #expect(try await services.scheduledStatuses(of: bob, PageBounds(limit: 10)).items.count == 1)
            try await services.reactivateAccount(bob)
            try await finish(2)
            #expect(try await here.counts("garden").posts == 1)
            #expect(try await services.scheduledStatuses(of: bob, PageBounds(limit: 10)).items.isEmpty)
        }
    }

    @Test("nothing is told of the end of a hidden person's poll", arguments: TestEngine.available)
    func polls(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            for author in [alice, bob] {
                let poll = PollDraft(options: ["Yes", "No"], expiresIn: 600)
                let draft = StatusDraft(text: "?", visibility: .public, poll: poll)
                let status = try await services.postStatus(draft, by: try await here.user(author)).status
                let id = try #require(try await services.statuses.status(status.id)?.poll?.id)
                try await services.vote(in: id, for: [0], by: charlie)
            }
            try await services.deactivateAccount(bob, until: nil)
            here.time.move(.seconds(601))
            try await services.endPolls()
            #expect(try await here.notices(charlie) == ["poll from \(alice)"])
        }
    }

    @Test(
        "other servers are told where the person wishes it, and in any case when they are back",
        arguments: TestEngine.available
    )
    func told(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, far) = (here.services, Int64(9))
            try await here.addRemote(far, "dora")
            _ = try await services.followAccount(bob, by: far)
            _ = try await here.outbox()
            try await services.deactivateAccount(bob, until: nil)
            #expect(try await here.outbox().isEmpty)
            try await services.reactivateAccount(bob)
            #expect(try await here.outbox().map(\.event) == [.accountReactivated(account: bob)])
            try await services.deactivateAccount(bob, until: nil)
            try await services.deactivateAccount(bob, until: nil, isAnnounced: true)
            try await services.deactivateAccount(bob, until: here.time.clock.now() + .seconds(60))
            #expect(try await here.outbox().map(\.event) == [.accountDeactivated(account: bob)])
            #expect(try await services.deactivation(of: bob)?.isAnnounced == true)
        }
    }

    @Test("who has hidden their account can leave for good", arguments: TestEngine.available)
    func leaving(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.post("#garden", by: bob)
            try await here.services.deactivateAccount(bob, until: here.time.clock.now() + .seconds(60))
            try await here.services.change { try $0.close(bob) }
            here.time.move(.seconds(60))
            try await here.services.endDeactivations()
            #expect(try await here.services.accounts.account(bob, evenSecret: true)?.account.isDeactivated == true)
            try await here.services.eraseAccount(bob)
            #expect(try await here.services.accounts.account(bob, evenSecret: true) == nil)
        }
    }
}
