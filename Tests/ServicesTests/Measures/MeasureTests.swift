// What moderators do about a whole tag or call at once: who may, what holds, how it ends, and what the log says of it.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Measures about a tag or call")
struct MeasureTests {
    static let erin: Int64 = 7
    static let dana: Int64 = 8

    /// A moderator and an admin.
    static func addStaff(_ here: PeopleFixture) async throws {
        for (id, name, role) in [(erin, "erin", Role.moderator), (dana, "dana", .admin)] {
            try await here.add(id, name)
            try await here.services.setRole(role, of: id, by: .commandLine)
        }
    }

    static func user(_ here: PeopleFixture, _ id: Int64) async throws -> User {
        try #require(try await here.services.user(id))
    }

    static func post(_ here: PeopleFixture, _ text: String, to parent: Int64? = nil, by id: Int64) async throws
        -> CachedStatus
    {
        let draft = StatusDraft(text: text, visibility: .public, inReplyToID: parent)
        return try await here.services.postStatus(draft, by: try await user(here, id))
    }

    static func call(_ here: PeopleFixture, _ tag: String = "tea", by id: Int64) async throws -> Call {
        let draft = CallDraft(prompt: "Who drinks tea?", tag: tag, answers: ["Me too", "I stand with you"])
        return try await here.services.postCall(draft, by: try await user(here, id))
    }

    static func tagID(_ here: PeopleFixture, _ name: String) async throws -> Int64 {
        let tag = try #require(TagName(name))
        return try #require(try await here.services.tagReference(tag)).id
    }

    private func log(_ here: PeopleFixture) async throws -> [ModerationAction] {
        try await here.services.moderationLog(.init(), PageBounds(limit: 40)).items
    }

    /// Acts of holding that are not taken back.
    private func holds(_ here: PeopleFixture) async throws -> [Int64] {
        try await log(here).filter { $0.kind == .holdPosts && $0.undoneAt == nil }.map(\.id)
    }

    private let tea = TagName("tea")

    @Test("only moderators take and end measures, also who was one", arguments: TestEngine.available)
    func roles(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.addStaff(here)
            let tea = try #require(tea)
            await #expect(throws: ServiceError.notAllowed) {
                try await here.services.take(.unlist, onTag: tea, by: .account(PeopleFixture.alice))
            }
            try await here.services.take(.unlist, onTag: tea, by: .account(Self.erin))
            let subject = Measure.Subject.tag(try await Self.tagID(here, "tea"))
            await #expect(throws: ServiceError.notAllowed) {
                try await here.services.end(.unlist, on: subject, by: .account(PeopleFixture.alice))
            }
            try await here.services.setRole(.user, of: Self.erin, by: .commandLine)
            await #expect(throws: ServiceError.notAllowed) {
                try await here.services.end(.unlist, on: subject, by: .account(Self.erin))
            }
            #expect(try await here.services.measures(on: subject).map(\.kind) == [.unlist])
            try await here.services.end(.unlist, on: subject, by: .account(Self.dana))
            #expect(try await here.services.measures(on: subject) == [])
        }
    }

    @Test("what is asked for wrongly is refused, and nothing is written", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let tea = try #require(tea)
            let now = here.time.clock.now()
            func take(_ kind: Measure.Kind, _ options: MeasureOptions) async throws {
                try await here.services.take(kind, onTag: tea, options, by: .commandLine)
            }
            await #expect(throws: ServiceError.invalid("The end must be in the future")) {
                try await take(.hold, MeasureOptions(until: now))
            }
            await #expect(throws: ServiceError.invalid("The end must be within a year")) {
                try await take(.hold, MeasureOptions(until: now + .seconds(367 * 86_400)))
            }
            await #expect(throws: ServiceError.invalid("Please write what readers are to know")) {
                try await take(.notice, MeasureOptions(text: " \n"))
            }
            let long = String(repeating: "a", count: 501)
            await #expect(throws: ServiceError.self) { try await take(.notice, MeasureOptions(text: long)) }
            // A tag has no thread.
            await #expect(throws: ServiceError.invalid("Please choose what is to be done")) {
                try await take(.lockReplies, MeasureOptions())
            }
            await #expect(throws: ServiceError.notFound) {
                try await here.services.take(.hold, on: .call(99), by: .commandLine)
            }
            let subject = Measure.Subject.tag(try await Self.tagID(here, "tea"))
            await #expect(throws: ServiceError.notFound) {
                try await here.services.end(.hold, on: subject, by: .commandLine)
            }
            #expect(try await log(here) == [])
        }
    }

    @Test(
        "a measure is in force until its end, and the log says that it ended by itself",
        arguments: TestEngine.available
    )
    func ends(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let tea = try #require(tea)
            let end = here.time.clock.now() + .seconds(3600)
            let options = MeasureOptions(
                until: end,
                text: "The help line is 116 123",
                language: "en",
                note: "False numbers"
            )
            try await here.services.take(.notice, onTag: tea, options, by: .commandLine)
            let subject = Measure.Subject.tag(try await Self.tagID(here, "tea"))
            #expect(try await here.services.notice(on: subject)?.text == "The help line is 116 123")
            here.time.move(.seconds(3599))
            try await here.services.endModerations()
            #expect(try await here.services.notice(on: subject) != nil)
            here.time.move(.seconds(1))
            // At its second, also before anybody has tidied up.
            #expect(try await here.services.notice(on: subject) == nil)
            try await here.services.endModerations()
            try await here.services.endModerations()
            let acts = try await log(here)
            #expect(acts.map(\.kind) == [.removeNotice, .setNotice])
            #expect(acts.map(\.moderator) == [.server, .commandLine])
            #expect(acts[1].undoneAt == end && acts[1].subject == "#tea" && acts[1].note == "False numbers")
            #expect(try await here.services.moderationLog(of: subject).map(\.id) == acts.map(\.id))
        }
    }

    @Test("of two moderators at once one measure is left, and one of them ends it", arguments: TestEngine.available)
    func together(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.addStaff(here)
            let (services, tea) = (here.services, try #require(tea))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for moderator in [Self.erin, Self.dana] {
                    group.addTask { try await services.take(.hold, onTag: tea, by: .account(moderator)) }
                }
                try await group.waitForAll()
            }
            let subject = Measure.Subject.tag(try await Self.tagID(here, "tea"))
            let inForce = try await services.measures(on: subject)
            #expect(inForce.count == 1)
            // What was replaced holds no more.
            #expect(try await holds(here) == inForce.map(\.actionID))
            let ended = try await withThrowingTaskGroup(of: Bool.self) { group in
                for moderator in [Self.erin, Self.dana] {
                    group.addTask {
                        do {
                            try await services.end(.hold, on: subject, by: .account(moderator))
                            return true
                        } catch ServiceError.notFound { return false }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(ended == 1)
            #expect(try await services.measures(on: subject) == [])
        }
    }

    @Test(
        "what is not listed is in no search, no suggestion, and no list of calls, and comes back",
        arguments: TestEngine.available
    )
    func unlisted(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, tea) = (here.services, try #require(tea))
            let call = try await Self.call(here, by: PeopleFixture.alice)
            _ = try await Self.post(here, "Me #tea", by: PeopleFixture.bob)
            let tag = Measure.Subject.tag(call.tag.id)
            func found() async throws -> [Bool] {
                [
                    try await services.tags(beginningLike: tea, limit: 5).contains { $0.name == "tea" },
                    try await services.featuredTagSuggestions(for: PeopleFixture.bob, limit: 5).contains {
                        $0.name == "tea"
                    },
                    try await services.calls(PageBounds(limit: 5)).page.items.contains(call.id),
                    try await services.openCalls(ofTag: call.tag.id).contains(call.id),
                ]
            }
            #expect(try await found() == [true, true, true, true])
            try await services.take(.unlist, on: tag, by: .commandLine)
            #expect(try await found() == [false, false, true, true])
            try await services.take(.unlist, on: .call(call.id), by: .commandLine)
            #expect(try await found() == [false, false, false, false])
            // It is out of lists alone.
            #expect(try await services.call(call.id).id == call.id)
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 5)).items.count == 2)
            for subject in [tag, .call(call.id)] { try await services.end(.unlist, on: subject, by: .commandLine) }
            #expect(try await found() == [true, true, true, true])
        }
    }

    @Test(
        "nobody replies where moderators have closed replies, whatever the author allows",
        arguments: TestEngine.available
    )
    func locked(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.addStaff(here)
            try await here.addRemote(11, "dora")
            let (services, alice, bob) = (here.services, PeopleFixture.alice, PeopleFixture.bob)
            let call = try await Self.call(here, by: alice)
            let answer = try await Self.post(here, "Me", to: call.id, by: bob).status.id
            func remote(_ number: Int) async throws {
                let origin = StatusOrigin(
                    uri: "https://far.example/notes/\(number)",
                    publishedAt: here.time.clock.now()
                )
                var status = RemoteStatus(origin: origin, content: "<p>Me</p>", visibility: .public)
                status.inReplyToID = call.id
                _ = try await services.publishStatus(status, by: 11)
            }
            try await remote(1)
            try await services.take(.lockReplies, on: .call(call.id), by: .account(Self.erin))
            for parent in [call.id, answer] {
                for person in [alice, bob, Self.erin] {
                    await #expect(throws: ServiceError.repliesLocked) {
                        _ = try await Self.post(here, "More", to: parent, by: person)
                    }
                }
            }
            await #expect(throws: ServiceError.self) { try await remote(2) }
            #expect(try await services.status(uri: "https://far.example/notes/2") == nil)
            #expect(try await services.statuses.status(call.id)?.counters.replies == 2)
            try await services.end(.lockReplies, on: .call(call.id), by: .account(Self.dana))
            _ = try await Self.post(here, "More", to: answer, by: bob)
            try await remote(3)
            #expect(try await services.statuses.status(call.id)?.counters.replies == 3)
        }
    }

    @Test(
        "nobody posts with a tag that is blocked, here or elsewhere, not by an edit either",
        arguments: TestEngine.available
    )
    func blocked(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.addStaff(here)
            try await here.addRemote(11, "dora")
            let (services, tea) = (here.services, try #require(tea))
            let other = try await Self.post(here, "Coffee", by: PeopleFixture.bob).status.id
            try await services.take(.block, onTag: tea, by: .account(Self.erin))
            await #expect(throws: ServiceError.forbidden("Nobody can post with this tag here now")) {
                _ = try await Self.post(here, "#Tea", by: PeopleFixture.bob)
            }
            await #expect(throws: ServiceError.forbidden("Nobody can post with this tag here now")) {
                _ = try await services.editStatus(other, to: StatusDraft(text: "#tea"), by: PeopleFixture.bob)
            }
            let origin = StatusOrigin(uri: "https://far.example/notes/1", publishedAt: here.time.clock.now())
            var status = RemoteStatus(origin: origin, content: "<p>#tea</p>", visibility: .public)
            status.tags = ["Tea"]
            let far = status
            await #expect(throws: ServiceError.self) { _ = try await services.publishStatus(far, by: 11) }
            #expect(try await services.status(uri: origin.uri) == nil)
            try await services.end(.block, on: .tag(try await Self.tagID(here, "tea")), by: .account(Self.erin))
            _ = try await Self.post(here, "#Tea", by: PeopleFixture.bob)
            _ = try await services.publishStatus(far, by: 11)
        }
    }
}
