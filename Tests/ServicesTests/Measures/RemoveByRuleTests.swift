// Posts of a tag or call that a rule means: counted first, removed by a job, told to each author once.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Removing posts by a rule")
struct RemoveByRuleTests {
    private func rule(
        _ here: PeopleFixture,
        _ subject: Measure.Subject,
        _ match: RemovalRule.Match,
        since: Duration = .seconds(86_400)
    ) -> RemovalRule {
        let now = here.time.clock.now()
        return RemovalRule(subject: subject, match: match, since: now - since, until: now)
    }

    private func counted(_ here: PeopleFixture, _ rule: RemovalRule, by moderator: Moderator = .commandLine)
        async throws
        -> [Int]
    {
        let found = try await here.services.previewRemoval(rule, by: moderator)
        #expect(found.sample.count == min(found.posts, 10))
        return [found.posts, found.people, found.leftOut]
    }

    private func remove(_ here: PeopleFixture, _ rule: RemovalRule, _ text: String = "", by moderator: Moderator)
        async throws
    {
        let options = ModerationOptions(text: text, note: "A storm")
        let removal = try await here.services.removeByRule(rule, options, by: moderator)
        try await here.services.runRemoval(removal.id)
    }

    @Test("a rule means posts by age of account, words, server, reports, and time", arguments: TestEngine.available)
    func rules(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, alice, bob) = (here.services, PeopleFixture.alice, PeopleFixture.bob)
            here.time.move(.seconds(10 * 86_400))
            try await here.add(12, "frank")
            try await here.addRemote(11, "dora") { $0.createdAt = Timestamp(seconds: 1_000_000_000) }
            let early = try await MeasureTests.post(here, "Early #tea", by: alice).status.id
            here.time.move(.seconds(2 * 86_400))
            _ = try await MeasureTests.post(here, "A false Number #tea", by: bob)
            _ = try await MeasureTests.post(here, "New #Tea", by: 12)
            _ = try await services.postStatus(
                StatusDraft(text: "Quiet #tea", visibility: .unlisted),
                by: try await MeasureTests.user(here, bob)
            )
            for visibility in [Visibility.private, .direct] {
                _ = try await services.postStatus(
                    StatusDraft(text: "@alice Ours #tea", visibility: visibility),
                    by: try await MeasureTests.user(here, bob)
                )
            }
            var status = RemoteStatus(
                origin: StatusOrigin(uri: "https://far.example/notes/1", publishedAt: here.time.clock.now()),
                content: "<p>Far <b>num</b>ber #tea</p>",
                visibility: .public
            )
            status.tags = ["tea"]
            let far = try await services.publishStatus(status, by: 11).status.id
            _ = try await services.report(
                ReportDraft(targetID: 11, statusIDs: [far], comment: "", category: .spam),
                by: alice
            )
            _ = try await MeasureTests.post(here, "A number #coffee", by: bob)
            let tag = Measure.Subject.tag(try await MeasureTests.tagID(here, "tea"))
            #expect(try await counted(here, rule(here, tag, .all)) == [4, 3, 0])
            #expect(try await counted(here, rule(here, tag, .all, since: .seconds(3 * 86_400))) == [5, 4, 0])
            #expect(try await counted(here, rule(here, tag, .newAccounts(days: 3))) == [1, 1, 0])
            #expect(try await counted(here, rule(here, tag, .words(" NUMBER "))) == [2, 2, 0])
            #expect(try await counted(here, rule(here, tag, .server("Far.example"))) == [1, 1, 0])
            #expect(try await counted(here, rule(here, tag, .server("chorus.example"))) == [3, 2, 0])
            #expect(try await counted(here, rule(here, tag, .reported)) == [1, 1, 0])
            // Counting does nothing.
            #expect(try await services.statuses.statuses([early, far]).count == 2)
            #expect(try await services.ruleRemovals(of: tag).isEmpty)
        }
    }

    @Test("each author is told once, may appeal, and counts leave", arguments: TestEngine.available)
    func removes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await MeasureTests.addStaff(here)
            let (services, alice, bob) = (here.services, PeopleFixture.alice, PeopleFixture.bob)
            // More than are removed at once.
            for number in 0..<30 { _ = try await MeasureTests.post(here, "\(number) #tea", by: bob) }
            for number in 0..<3 { _ = try await MeasureTests.post(here, "\(number) #tea", by: alice) }
            let kept = try await MeasureTests.post(here, "#coffee", by: bob).status.id
            let far = "https://far.example/notes/1"
            try await here.addRemote(11, "dora") { $0.createdAt = Timestamp(seconds: 1_000_000_000) }
            var status = RemoteStatus(
                origin: StatusOrigin(uri: far, publishedAt: here.time.clock.now()),
                content: "<p>#tea</p>",
                visibility: .public
            )
            status.tags = ["tea"]
            _ = try await services.publishStatus(status, by: 11)
            let tea = try #require(TagName("tea"))
            let tag = Measure.Subject.tag(try await MeasureTests.tagID(here, "tea"))
            _ = here.told.take()
            try await remove(here, rule(here, tag, .all), "False numbers", by: .account(MeasureTests.erin))
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 40)).items == [])
            #expect(try await services.statuses.status(kept) != nil)
            #expect(try await services.tagMagnitude(tea)?.people ?? 0 == 0)
            let unused = here.told.take().filter { if case .tagUnused = $0 { true } else { false } }
            #expect(!unused.isEmpty)
            for (account, posts) in [(alice, 3), (bob, 30)] {
                let sanctions = try await services.sanctions(of: account)
                #expect(sanctions.map(\.action.kind) == [.removeStatuses])
                #expect(sanctions.first?.action.statusIDs.count == posts)
                let warnings = try await services.database.read { try WarningQueries.latest(10, of: account, $0) }
                #expect(warnings.map(\.text) == ["False numbers"])
            }
            let found = try #require(try await services.ruleRemovals(of: tag).first)
            #expect(found.authors == 3 && found.removal.done == 34 && found.removal.total == 34)
            #expect(found.removal.finishedAt != nil)
            let acts = try await services.moderationLog(of: tag)
            #expect(acts.map(\.kind) == [.removeByRule] && acts[0].note.hasPrefix("all, 2017-10-14T"))
            // As other removals: a granted appeal strikes it from the record.
            let act = try #require(try await services.sanctions(of: bob).first).action.id
            try await services.appeal(act, "They were true", by: bob)
            try await services.decideAppeal(
                act,
                isGranted: true,
                answer: "So they were",
                by: .account(MeasureTests.dana)
            )
            #expect(try await services.sanctions(of: bob).first?.action.undoneAt != nil)
            // What came from elsewhere does not come again, by a boost or a reply to it.
            let isGone = try await services.database.read { try TombstoneQueries.isGone(far, of: 11, $0) }
            #expect(isGone)
            // Again, as by a worker that was interrupted: nobody is told twice.
            try await services.runRemoval(found.removal.id)
            #expect(try await services.sanctions(of: alice).count == 1)
        }
    }

    @Test("posts of an admin are left out for a moderator, and calls stay", arguments: TestEngine.available)
    func leftOut(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await MeasureTests.addStaff(here)
            let (services, bob) = (here.services, PeopleFixture.bob)
            let call = try await MeasureTests.call(here, by: PeopleFixture.alice)
            let stays = [
                call.id, try await MeasureTests.post(here, "#tea", by: MeasureTests.dana).status.id,
                try await MeasureTests.post(here, "#tea", by: MeasureTests.erin).status.id,
            ]
            let goes = try await MeasureTests.post(here, "#tea", by: bob).status.id
            let tag = Measure.Subject.tag(call.tag.id)
            #expect(try await counted(here, rule(here, tag, .all), by: .account(MeasureTests.erin)) == [1, 1, 3])
            #expect(try await counted(here, rule(here, tag, .all), by: .account(MeasureTests.dana)) == [2, 2, 2])
            try await remove(here, rule(here, tag, .all), by: .account(MeasureTests.erin))
            #expect(try await Set(services.statuses.statuses(stays + [goes]).keys) == Set(stays))
            let found = try #require(try await services.ruleRemovals(of: tag).first).removal
            #expect(found.done == 1 && found.leftOut == 3)
            // Who became an admin between the count and the removal stays as well.
            let late = try await MeasureTests.post(here, "#tea", by: bob).status.id
            let removal = try await services.removeByRule(
                rule(here, tag, .words("tea")),
                by: .account(MeasureTests.erin)
            )
            try await services.setRole(.admin, of: bob, by: .commandLine)
            try await services.runRemoval(removal.id)
            #expect(try await services.statuses.status(late) != nil)
        }
    }

    @Test("of a call go the answers by reply and by tag, and what stands below them", arguments: TestEngine.available)
    func ofCall(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            let before = try await MeasureTests.post(here, "Before #tea", by: bob).status.id
            let call = try await MeasureTests.call(here, by: PeopleFixture.alice)
            let answer = try await MeasureTests.post(here, "Me", to: call.id, by: bob).status.id
            let below = try await MeasureTests.post(here, "Me too", to: answer, by: PeopleFixture.charlie).status.id
            let aloud = try await MeasureTests.post(here, "#tea", by: bob).status.id
            #expect(try await counted(here, rule(here, .call(call.id), .all)) == [3, 2, 0])
            try await remove(here, rule(here, .call(call.id), .all), by: .commandLine)
            let left = try await services.statuses.statuses([before, call.id, answer, below, aloud]).keys
            #expect(Set(left) == [before, call.id])
            #expect(try await services.statuses.status(call.id)?.counters.replies == 0)
            #expect(try await services.callMagnitude(call.id).people == 0)
        }
    }

    @Test(
        "only who moderates removes, also while it runs, and the same is not begun twice",
        arguments: TestEngine.available
    )
    func roles(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await MeasureTests.addStaff(here)
            let (services, bob) = (here.services, PeopleFixture.bob)
            let post = try await MeasureTests.post(here, "#tea", by: bob).status.id
            let tag = Measure.Subject.tag(try await MeasureTests.tagID(here, "tea"))
            let all = rule(here, tag, .all)
            await #expect(throws: ServiceError.notAllowed) {
                _ = try await services.previewRemoval(all, by: .account(PeopleFixture.alice))
            }
            await #expect(throws: ServiceError.notAllowed) {
                try await services.removeByRule(all, by: .account(PeopleFixture.alice))
            }
            let first = try await withThrowingTaskGroup(of: Int64.self) { group in
                for moderator in [MeasureTests.erin, MeasureTests.dana] {
                    group.addTask { try await services.removeByRule(all, by: .account(moderator)).id }
                }
                return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
            }
            #expect(first.count == 1)
            for person in [MeasureTests.erin, MeasureTests.dana] {
                try await services.setRole(.user, of: person, by: .commandLine)
            }
            try await services.runRemoval(try #require(first.first))
            #expect(try await services.statuses.status(post) != nil)
            #expect(try await services.ruleRemovals(of: tag).first?.removal.finishedAt != nil)
        }
    }

    @Test("a rule that means nothing is refused", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            _ = try await MeasureTests.post(here, "#tea", by: PeopleFixture.bob)
            let tag = Measure.Subject.tag(try await MeasureTests.tagID(here, "tea"))
            let wrong: [RemovalRule.Match] = [
                .words(" "), .words(String(repeating: "a", count: 201)), .newAccounts(days: 0),
                .newAccounts(days: 3651),
                .server(""),
            ]
            for match in wrong {
                await #expect(throws: ServiceError.self, "\(match)") {
                    try await here.services.removeByRule(rule(here, tag, match), by: .commandLine)
                }
            }
            await #expect(throws: ServiceError.invalid("The end must be after the beginning")) {
                try await here.services.removeByRule(rule(here, tag, .all, since: .zero), by: .commandLine)
            }
            // What nobody can have counted: before all time, and after now. No form ends the process.
            let now = here.time.clock.now()
            let moments = [
                (Int64.min, 1), (-140_737_488_355_328, 1), (-1, 5), (0, now.milliseconds + 1), (0, Int64.max),
            ]
            for (since, until) in moments {
                let never = RemovalRule(
                    subject: tag,
                    match: .newAccounts(days: 1),
                    since: Timestamp(milliseconds: since),
                    until: Timestamp(milliseconds: until)
                )
                await #expect(throws: ServiceError.self, "\(since) \(until)") {
                    _ = try await here.services.previewRemoval(never, by: .commandLine)
                }
            }
            await #expect(throws: ServiceError.notFound) {
                try await here.services.removeByRule(rule(here, .call(99), .all), by: .commandLine)
            }
        }
    }
}
