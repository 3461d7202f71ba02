// Calls: every way to answer, and every way back; `PeopleFixture.run` recounts everything after each test.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Calls")
struct CallTests {
    @Test("reply, tag, vote and silence count, each person once in each way", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            #expect(try await here.figures(call) == [0, 0, 0])
            let reply = try await here.post("Me too", by: PeopleFixture.bob, replyTo: call.id)
            #expect(try await here.figures(call) == [1, 1, 0])
            try await here.post("I say it: #metoo", by: PeopleFixture.bob)
            try await here.services.vote(in: call.pollID, for: [1], by: PeopleFixture.bob)
            #expect(try await here.figures(call) == [1, 1, 1])
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.charlie)
            #expect(try await here.figures(call) == [2, 1, 2])
            try await here.services.answerCall(call.id, with: 1, by: PeopleFixture.charlie)
            #expect(try await here.figures(call) == [2, 1, 2])
            let own = try #require(try await here.services.ownAnswer(call.id, by: PeopleFixture.bob))
            #expect(own.choice == 1)
            #expect(own.posts.count == 2)
            #expect(own.posts.first == reply)
            #expect(try await here.options(call) == [0, 2, 0])
            // What somebody chooses moves nothing of what they said.
            #expect(try await here.tally(call) == PollTally(votes: [1, 0], voters: 1))
        }
    }

    @Test("deleting the last post leaves the choice, withdrawing leaves nothing", arguments: TestEngine.available)
    func back(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            let post = try await here.post("#metoo", by: PeopleFixture.bob)
            try await here.services.vote(in: call.pollID, for: [0], by: PeopleFixture.bob)
            _ = try await here.services.deleteStatus(post, by: PeopleFixture.bob)
            #expect(try await here.figures(call) == [1, 0, 1])
            try await here.isExact()
            let kept = try await here.post("#metoo", by: PeopleFixture.bob)
            #expect(try await here.figures(call) == [1, 1, 1])
            let first = try await here.services.withdrawAnswer(
                to: call.id,
                deletingPosts: false,
                by: PeopleFixture.bob
            )
            #expect(first.remaining == [kept])
            #expect(try await here.figures(call) == [0, 0, 0])
            #expect(try await here.tally(call) == PollTally(votes: [0, 0], voters: 0))
            #expect(try await here.services.ownAnswer(call.id, by: PeopleFixture.bob) == nil)
            try await here.isExact()
            await #expect(throws: ServiceError.invalid("You have not answered this call")) {
                _ = try await here.services.withdrawAnswer(to: call.id, deletingPosts: true, by: PeopleFixture.bob)
            }
            // What is said anew counts anew, and can be taken back with the post.
            let again = try await here.post("me too", by: PeopleFixture.bob, replyTo: call.id)
            #expect(try await here.figures(call) == [1, 1, 0])
            let second = try await here.services.withdrawAnswer(
                to: call.id,
                deletingPosts: true,
                by: PeopleFixture.bob
            )
            #expect(second.deleted == [again])
            #expect(try await here.figures(call) == [0, 0, 0])
            #expect(try await here.counts("metoo").people == 2)
        }
    }

    @Test("an edit takes a post in and out, and names another answer", arguments: TestEngine.available)
    func editing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            let bob = try await here.user(PeopleFixture.bob)
            let post = try await here.post("a day in the garden", by: PeopleFixture.bob)
            let edit = { (text: String) in
                _ = try await here.services.editStatus(post, to: StatusDraft(text: text), by: bob.accountID)
            }
            try await edit("#metoo I stand with you")
            #expect(try await here.figures(call) == [1, 1, 0])
            #expect(try await here.options(call) == [0, 1, 0])
            try await edit("me too #metoo")
            #expect(try await here.options(call) == [1, 0, 0])
            try await here.isExact()
            try await edit("a day in the garden")
            #expect(try await here.figures(call) == [0, 0, 0])
        }
    }

    @Test("who is limited or suspended is not counted, and is again afterwards", arguments: TestEngine.available)
    func moderation(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.post("me too", by: PeopleFixture.bob, replyTo: call.id)
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.charlie)
            for pair in [(Moderation.suspend, Moderation.unsuspend), (.silence, .unsilence)] {
                for account in [PeopleFixture.bob, PeopleFixture.charlie] {
                    try await here.services.moderate(account, pair.0, by: .commandLine)
                }
                #expect(try await here.figures(call) == [0, 0, 0])
                #expect(try await here.tally(call).voters == 0)
                try await here.isExact()
                for account in [PeopleFixture.bob, PeopleFixture.charlie] {
                    try await here.services.moderate(account, pair.1, by: .commandLine)
                }
                #expect(try await here.figures(call) == [2, 1, 1])
                try await here.isExact()
            }
        }
    }

    @Test("a closed call takes no answers, but gives them back", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.charlie)
            await #expect(throws: ServiceError.notAllowed) {
                _ = try await here.services.closeCall(call.id, by: PeopleFixture.bob)
            }
            for _ in 0..<2 {
                #expect(try await here.services.closeCall(call.id, by: PeopleFixture.alice).closedAt != nil)
            }
            here.time.move(.seconds(1))
            await #expect(throws: ServiceError.invalid("This call is closed")) {
                try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.bob)
            }
            await #expect(throws: ServiceError.invalid("The poll has already ended")) {
                try await here.services.vote(in: call.pollID, for: [0], by: PeopleFixture.bob)
            }
            try await here.post("me too #metoo", by: PeopleFixture.bob, replyTo: call.id)
            #expect(try await here.figures(call) == [1, 0, 1])
            _ = try await here.services.withdrawAnswer(to: call.id, deletingPosts: false, by: PeopleFixture.charlie)
            #expect(try await here.figures(call) == [0, 0, 0])
        }
    }

    @Test("deleting a call takes everything with it", arguments: TestEngine.available)
    func deleting(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.post("me too", by: PeopleFixture.bob, replyTo: call.id)
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.charlie)
            _ = try await here.services.deleteStatus(call.id, by: PeopleFixture.alice)
            await #expect(throws: ServiceError.notFound) { _ = try await here.services.call(call.id) }
        }
    }

    @Test("many at once, in all ways, leave every figure exact", arguments: TestEngine.available)
    func atOnce(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            for id in Int64(100)..<124 { try await here.add(id, "person\(id)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in Int64(100)..<124 {
                    group.addTask { try await here.post("me too #metoo", by: id, replyTo: call.id) }
                    group.addTask { try await here.services.answerCall(call.id, with: id % 2, by: id) }
                    group.addTask { try await here.services.answerCall(call.id, with: 0, by: id) }
                    if id % 3 == 0 {
                        group.addTask {
                            // Whatever comes first: taking back finds something or says that there is nothing.
                            _ = try? await here.services.withdrawAnswer(to: call.id, deletingPosts: true, by: id)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await here.isExact()
            let people = try await here.figures(call)[0]
            #expect((16...24).contains(people))
        }
    }

    @Test("what cannot be a call is refused with a sentence", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let alice = try await here.user(PeopleFixture.alice)
            let good = CallDraft(prompt: "Say it", tag: "metoo", answers: ["Me too", "I stand with you"])
            let changes: [(inout CallDraft) -> Void] = [
                { $0.tag = "" }, { $0.tag = String(repeating: "a", count: 10_000) }, { $0.tag = "two words" },
                { $0.answers = ["One"] }, { $0.answers = (0..<1000).map { "Answer \($0)" } },
                { $0.answers = ["Same", "Same"] }, { $0.answers = ["", "Two"] }, { $0.prompt = " \n" },
                { $0.answers[0] = String(repeating: "x", count: 101) },
                { $0.prompt = String(repeating: "x", count: 501) }, { $0.visibility = .private },
                { $0.closesAt = Timestamp(seconds: 5) }, { $0.resources = [CallResource(name: " ")] },
                { $0.resources = [CallResource(name: "Help", url: "javascript:alert(1)")] },
                { $0.resources = [CallResource(country: "xyz", name: "Help")] },
                { $0.suggestedBy = String(repeating: "x", count: 201) },
            ]
            for change in changes {
                var draft = good
                change(&draft)
                do {
                    _ = try await here.services.postCall(draft, by: alice)
                    Issue.record("posted: \(draft)")
                } catch ServiceError.invalid(let sentence) {
                    #expect(!sentence.english.isEmpty)
                }
            }
            #expect(try await here.services.calls(PageBounds(limit: 10)).calls.isEmpty)
            let call = try await here.services.postCall(good, by: alice)
            await #expect(throws: ServiceError.self) {
                try await here.services.answerCall(call.id, with: 2, by: PeopleFixture.bob)
            }
            await #expect(throws: ServiceError.notFound) {
                try await here.services.answerCall(7, with: 0, by: PeopleFixture.bob)
            }
        }
    }
}

extension PeopleFixture {
    func call(closesAt: Timestamp? = nil) async throws -> Call {
        try await services.postCall(
            CallDraft(
                prompt: "If it happened to you, say so",
                tag: "MeToo",
                answers: ["Me too", "I stand with you"],
                resources: [CallResource(country: "DE", language: "de", name: "A help line", phone: "0000")],
                closesAt: closesAt
            ),
            by: try await user(PeopleFixture.alice)
        )
    }

    /// People, spoke and silent as they are; what everybody is shown agrees with it as far as it is shown.
    func figures(_ call: Call) async throws -> [Int64] {
        time.move(.seconds(1))
        let magnitude = try await services.callMagnitude(call.id)
        #expect(magnitude.curve?.people.last ?? 0 == magnitude.people)
        let count = try await services.exactCount(ofCall: call.id).count
        #expect(magnitude.spoke == count.totalSpoke)
        return [count.people, count.totalSpoke, count.totalSilent]
    }

    /// People of each option, and of none, exactly.
    func options(_ call: Call) async throws -> [Int64] {
        let count = try await services.exactCount(ofCall: call.id).count
        return call.answers.indices.map { count.spoke[$0] + count.silent[$0] - count.both[$0] }
            + [count.unspecified - count.bothUnspecified]
    }

    func tally(_ call: Call) async throws -> PollTally {
        let poll = try #require(try await services.statuses.status(call.id)?.poll)
        return try #require(try await services.polls.tallies([poll])[poll.id])
    }
}
