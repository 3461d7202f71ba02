// New posts of a tag or call wait for a moderator: whose, from where, and what becomes of them.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("New posts of a tag or call that wait")
struct HoldBySubjectTests {
    private let tea = TagName("tea")

    private func held(_ here: PeopleFixture) async throws -> [HeldStatus] {
        try await here.services.heldStatuses(PageBounds(limit: 40)).items
    }

    private func remote(
        _ here: PeopleFixture,
        _ number: Int,
        _ text: String = "#tea",
        tags: [String] = ["tea"],
        _ change: (inout RemoteStatus) -> Void = { _ in }
    ) -> RemoteStatus {
        let origin = StatusOrigin(uri: "https://far.example/notes/\(number)", publishedAt: here.time.clock.now())
        var status = RemoteStatus(origin: origin, content: "<p>\(text)</p>", visibility: .public)
        status.tags = tags
        change(&status)
        return status
    }

    @Test("a post with the tag waits, and is published or dropped", arguments: TestEngine.available)
    func local(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await MeasureTests.addStaff(here)
            let (services, bob, tea) = (here.services, PeopleFixture.bob, try #require(tea))
            try await services.take(.hold, onTag: tea, by: .account(MeasureTests.erin))
            _ = here.told.take()
            let first = try await MeasureTests.post(here, "One #Tea", by: bob).status.id
            let second = try await MeasureTests.post(here, "Two #tea", by: bob).status.id
            #expect(here.told.take().isEmpty)
            #expect(try await services.statuses.statuses([first, second]).isEmpty)
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 5)).items == [])
            #expect(try await held(here).map(\.kinds) == [["tag"], ["tag"]])
            #expect(try await held(here).allSatisfy(\.canBePublished))
            // What has other tags, what is for a few, and what moderators say is heard at once.
            _ = try await MeasureTests.post(here, "#coffee", by: bob)
            _ = try await services.postStatus(
                StatusDraft(text: "@alice #tea", visibility: .direct),
                by: try await MeasureTests.user(here, bob)
            )
            _ = try await MeasureTests.post(here, "Be kind #tea", by: MeasureTests.erin)
            #expect(try await held(here).count == 2)
            let figures = try await services.moderatedSubject(.tag(try await MeasureTests.tagID(here, "tea"))).figures
            #expect(figures.held == 2 && figures.posts == 1)
            let published = try await services.approveHeldStatus(first, by: .account(MeasureTests.dana)).status.id
            try await services.rejectHeldStatus(second, ModerationOptions(text: "No"), by: .account(MeasureTests.dana))
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 5)).items.contains(published))
            #expect(try await held(here).isEmpty)
            #expect(try await services.sanctions(of: bob).map(\.action.kind) == [.rejectHeld])
            // What waited goes on waiting when the measure ends; what comes then does not.
            let third = try await MeasureTests.post(here, "Three #tea", by: bob).status.id
            try await services.end(
                .hold,
                on: .tag(try await MeasureTests.tagID(here, "tea")),
                by: .account(MeasureTests.erin)
            )
            _ = try await MeasureTests.post(here, "Four #tea", by: bob)
            #expect(try await held(here).map(\.status.status.id) == [third])
        }
    }

    @Test("a hold is over at its end", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let end = here.time.clock.now() + .seconds(3600)
            try await here.services.take(.hold, onTag: try #require(tea), MeasureOptions(until: end), by: .commandLine)
            here.time.move(.seconds(3599))
            _ = try await MeasureTests.post(here, "#tea", by: PeopleFixture.bob)
            here.time.move(.seconds(1))
            _ = try await MeasureTests.post(here, "#tea", by: PeopleFixture.bob)
            #expect(try await held(here).count == 1)
        }
    }

    @Test("of a call wait the replies in its thread and the posts with its tag", arguments: TestEngine.available)
    func ofCall(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(11, "dora")
            let (services, bob) = (here.services, PeopleFixture.bob)
            let call = try await MeasureTests.call(here, by: PeopleFixture.alice)
            let answer = try await MeasureTests.post(here, "Me", to: call.id, by: bob).status.id
            try await services.take(.hold, on: .call(call.id), by: .commandLine)
            for parent in [call.id, answer] { _ = try await MeasureTests.post(here, "More", to: parent, by: bob) }
            _ = try await MeasureTests.post(here, "Aloud #tea", by: bob)
            _ = try await MeasureTests.post(here, "Nothing", by: bob)
            // The second answers the first, which is here for nobody.
            await #expect(throws: ServiceError.notFound) {
                _ = try await services.publishStatus(
                    remote(here, 1, "Me", tags: []) { $0.inReplyToID = answer },
                    by: 11
                )
            }
            await #expect(throws: ServiceError.notFound) {
                let below = remote(here, 2, "Me", tags: []) { $0.inReplyToURI = "https://far.example/notes/1" }
                _ = try await services.publishStatus(below, by: 11)
            }
            #expect(try await held(here).map(\.kinds) == Array(repeating: ["call"], count: 5))
            #expect(try await services.statuses.status(call.id)?.counters.replies == 1)
            let figures = try await services.moderatedSubject(.call(call.id)).figures
            #expect(figures.held == 5)
            for waiting in try await held(here).reversed() {
                _ = try await services.approveHeldStatus(waiting.status.status.id, by: .commandLine)
            }
            let first = try #require(try await services.status(uri: "https://far.example/notes/1"))
            let second = try #require(try await services.status(uri: "https://far.example/notes/2"))
            #expect(first.status.inReplyToID == answer && second.status.inReplyToID == first.status.id)
        }
    }

    @Test("a post of another server waits as it was said last, and is published once", arguments: TestEngine.available)
    func elsewhere(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(11, "dora")
            let (services, tea) = (here.services, try #require(tea))
            try await services.take(.hold, onTag: tea, by: .commandLine)
            _ = here.told.take()
            for number in [1, 1, 2, 3] {
                await #expect(throws: ServiceError.notFound) {
                    _ = try await services.publishStatus(remote(here, number), by: 11)
                }
            }
            #expect(here.told.take().isEmpty)
            let waiting = try await held(here).map(\.status.status)
            #expect(waiting.map(\.uri) == [3, 2, 1].map { "https://far.example/notes/\($0)" })
            #expect(waiting.allSatisfy { !$0.isLocal && $0.text == "#tea" })
            // Its author deletes one.
            try await services.deleteStatus(uri: "https://far.example/notes/3", by: 11)
            // Dropped is dropped, and what waits does not come in beside it, also when the hold is over.
            try await services.rejectHeldStatus(waiting[1].id, by: .commandLine)
            try await services.end(.hold, on: .tag(try await MeasureTests.tagID(here, "tea")), by: .commandLine)
            for number in 1...3 {
                await #expect(throws: ServiceError.notFound) {
                    _ = try await services.publishStatus(remote(here, number), by: 11)
                }
            }
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 5)).items == [])
            let published = try await services.approveHeldStatus(waiting[2].id, by: .commandLine)
            #expect(published.status.uri == "https://far.example/notes/1" && published.tags == ["tea"])
            #expect(try await services.publishStatus(remote(here, 1), by: 11).status.id == published.status.id)
            await #expect(throws: ServiceError.notFound) {
                _ = try await services.approveHeldStatus(waiting[2].id, by: .commandLine)
            }
            #expect(try await services.tagTimeline(tea, PageBounds(limit: 5)).items == [published.status.id])
        }
    }

    @Test("all of a post of another server is kept while it waits", arguments: TestEngine.available)
    func whole(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(11, "dora")
            let services = here.services
            let quoted = try await MeasureTests.post(here, "Look", by: PeopleFixture.alice).status.id
            try await services.take(.hold, onTag: try #require(tea), by: .commandLine)
            let end = here.time.clock.now() + .seconds(3600)
            let status = remote(here, 1) { status in
                (status.spoilerText, status.isSensitive, status.language) = ("Hot", true, "fr")
                status.mentions = [PeopleFixture.bob]
                var file = RemoteAttachment(url: "https://far.example/a.png", kind: .image)
                file.description = "A cup"
                status.attachments = [file]
                status.poll = RemotePoll(
                    options: ["a", "b"],
                    votes: [1, 2],
                    voters: 3,
                    expiresAt: end,
                    isMultiple: false
                )
                (status.quotedID, status.quoteState, status.quotePolicy) = (quoted, .accepted, .followers)
                status.replyPolicy = .mentioned
            }
            await #expect(throws: ServiceError.notFound) { _ = try await services.publishStatus(status, by: 11) }
            let waiting = try #require(try await held(here).first).status.status.id
            let published = try await services.approveHeldStatus(waiting, by: .commandLine)
            let found = published.status
            #expect(found.spoilerText == "Hot" && found.isSensitive && found.language == "fr")
            #expect(published.mentions.map(\.accountID) == [PeopleFixture.bob])
            #expect(published.media.map(\.description) == ["A cup"] && published.poll?.options == ["a", "b"])
            #expect(
                found.quote?.quotedID == quoted && found.quotePolicy == .followers && found.replyPolicy == .mentioned
            )
        }
    }

    @Test("an edit brings nothing under a tag that is held", arguments: TestEngine.available)
    func edits(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            let (other, old) = (
                try await MeasureTests.post(here, "Coffee", by: bob).status.id,
                try await MeasureTests.post(here, "#tea", by: bob).status.id
            )
            try await services.take(.hold, onTag: try #require(tea), by: .commandLine)
            await #expect(throws: ServiceError.self) {
                _ = try await services.editStatus(other, to: StatusDraft(text: "#tea"), by: bob)
            }
            #expect(try await services.editStatus(old, to: StatusDraft(text: "#tea!"), by: bob).status.text == "#tea!")
        }
    }

    @Test(
        "a call with a tag that is held is refused, and the same request is held once",
        arguments: TestEngine.available
    )
    func callsAndKeys(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            try await services.take(.hold, onTag: try #require(tea), by: .commandLine)
            await #expect(throws: ServiceError.self) { _ = try await MeasureTests.call(here, by: bob) }
            let draft = StatusDraft(text: "#tea", visibility: .public, idempotencyKey: "k")
            let user = try await MeasureTests.user(here, bob)
            let first = try await services.postStatus(draft, by: user).status.id
            #expect(try await services.postStatus(draft, by: user).status.id == first)
            #expect(try await held(here).count == 1)
        }
    }
}
