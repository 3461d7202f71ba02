// All that somebody has said on an occasion is taken back: with every count, once, and from where it was interrupted.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Taking back")
struct TakeBackTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let charlie = PeopleFixture.charlie

    private func call(_ here: PeopleFixture) async throws -> Int64 {
        let user = try #require(try await here.services.user(alice))
        let draft = CallDraft(prompt: "Who was there? #there", tag: "there", answers: ["I was", "I heard of it"])
        return try await here.services.postCall(draft, by: user).id
    }

    private func say(
        _ here: PeopleFixture,
        _ text: String,
        by account: Int64,
        to parent: Int64? = nil
    ) async throws -> Int64 {
        here.time.move(.seconds(1))
        let user = try #require(try await here.services.user(account))
        return try await here.services.postStatus(StatusDraft(text: text, inReplyToID: parent), by: user).status.id
    }

    private func people(_ here: PeopleFixture, _ call: Int64) async throws -> Int64 {
        here.time.move(.seconds(2))
        return try await here.services.callMagnitude(call).people
    }

    @Test("the same is not begun twice, and not much at once", arguments: TestEngine.available)
    func bounded(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await call(here)
            let first = try await here.services.takeBack(.call(call), .delete, by: bob)
            #expect(try await here.services.takeBack(.call(call), .delete, by: bob) == first)
            #expect(try await here.services.takeBack(.call(call), .withdraw, by: bob).id != first.id)
            for number in 0..<8 {
                _ = try await say(here, "so #tag\(number)", by: bob)
                _ = try await here.services.takeBack(tag: "tag\(number)", .delete, by: bob)
            }
            _ = try await say(here, "so #onemore", by: bob)
            await #expect(throws: ServiceError.self) {
                try await here.services.takeBack(tag: "onemore", .delete, by: bob)
            }
            try await here.services.runTakeBack(first.id)
            #expect(try await here.services.takeBack(tag: "onemore", .delete, by: bob).total == 1)
        }
    }

    @Test("answers to a call are deleted, and leave every count", arguments: TestEngine.available)
    func deleting(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await call(here)
            let answers = [
                try await say(here, "I was", by: bob, to: call), try await say(here, "again #there", by: bob),
            ]
            let other = try await say(here, "I was too #there", by: charlie)
            let elsewhere = try await say(here, "a cake", by: bob)
            try await here.services.answerCall(call, with: 0, by: bob)
            #expect(try await people(here, call) == 2)
            let wish = try await here.services.takeBack(.call(call), .delete, by: bob)
            #expect(wish.total == 2)
            for _ in 1...2 { try await here.services.runTakeBack(wish.id) }
            let left = try await here.services.statuses.statuses(answers + [other, elsewhere, call])
            #expect(Set(left.keys) == [other, elsewhere, call])
            #expect(try await people(here, call) == 1)
            #expect(try await here.services.ownAnswer(call, by: bob) == nil)
            let done = try #require(try await here.services.takeBacks(of: bob).first?.wish)
            #expect(done.done == 2 && done.finishedAt != nil)
            #expect(try await here.services.takeBacks(of: charlie).isEmpty)
        }
    }

    @Test("posts with a tag are kept for their author alone", arguments: TestEngine.available)
    func keeping(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let own = try await say(here, "@charlie mine #there", by: bob)
            let reply = try await say(here, "So", by: charlie, to: own)
            _ = try await services.favouriteStatus(own, by: charlie)
            _ = try await services.reblogStatus(own, by: charlie)
            let wish = try await services.takeBack(tag: "There", .keep, by: bob)
            try await services.runTakeBack(wish.id)
            let kept = try #require(try await services.statuses.status(own))
            #expect(kept.status.visibility == .direct && kept.mentions.isEmpty && kept.tags == ["there"])
            #expect(kept.status.text == "@charlie mine #there")
            for viewer in [alice, charlie] {
                let seen = try await services.status(
                    own,
                    among: [own: kept],
                    seenBy: Viewer(accountID: viewer, relations: try await services.relations.relations(of: viewer))
                )
                #expect(seen == nil, "\(viewer)")
            }
            #expect(try await services.statuses.status(reply)?.status.inReplyToID == nil)
            #expect(here.told.take().contains { if case .statusDeleted = $0 { true } else { false } })
            await #expect(throws: ServiceError.notFound) { try await services.takeBack(tag: "never", .keep, by: bob) }
            await #expect(throws: ServiceError.notFound) { try await services.takeBack(.call(99), .keep, by: bob) }
        }
    }

    @Test("posts may stay, and answer nothing any more", arguments: TestEngine.available)
    func withdrawing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await call(here)
            let answer = try await say(here, "I was #there", by: bob)
            try await here.services.answerCall(call, with: 1, by: bob)
            let wish = try await here.services.takeBack(tag: "there", .withdraw, by: bob)
            try await here.services.runTakeBack(wish.id)
            #expect(try await here.services.statuses.status(answer) != nil)
            #expect(try await here.services.ownAnswer(call, by: bob) == nil)
            #expect(try await people(here, call) == 0)
            // Whoever made the call does not take it back with their answers.
            let mine = try await here.services.takeBack(tag: "there", .delete, by: alice)
            try await here.services.runTakeBack(mine.id)
            #expect(try await here.services.statuses.status(call) != nil)
        }
    }

    @Test("many posts are more than one transaction, and each is taken back once", arguments: TestEngine.available)
    func many(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            var ids: [Int64] = []
            for number in 1...60 { ids.append(try await say(here, "\(number) #there", by: bob)) }
            let wish = try await here.services.takeBack(tag: "there", .keep, by: bob)
            try await here.services.runTakeBack(wish.id)
            let later = try await say(here, "anew #there", by: bob)
            try await here.services.runTakeBack(wish.id)
            let kept = try await here.services.statuses.statuses(ids)
            #expect(kept.count == 60 && kept.values.allSatisfy { $0.status.visibility == .direct })
            #expect(try await here.services.statuses.status(later)?.status.visibility == .public)
            #expect(try await here.services.takeBacks(of: bob).first?.wish.done == 60)
        }
    }
}
