// What edits, limits and time do to calls.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Calls in time")
struct CallEditTests {
    @Test("an edit changes what is asked and keeps the answers", arguments: TestEngine.available)
    func prompt(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            let alice = try await here.user(PeopleFixture.alice)
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.bob)
            // As apps do that know nothing of calls: without a poll, or with another one.
            let other = PollDraft(options: ["Yes", "No"], expiresIn: 600)
            let polls = [nil, other, PollDraft(options: [], expiresIn: nil)]
            for poll in polls {
                let draft = StatusDraft(text: "If it happened to you, say it\n\n#MeToo", poll: poll)
                let edited = try await here.services.editStatus(call.id, to: draft, by: alice.accountID)
                #expect(edited.poll?.options == call.answers)
                #expect(edited.poll?.expiresAt == call.closesAt)
            }
            let found = try await here.services.call(call.id)
            #expect(found.prompt == "If it happened to you, say it")
            #expect(try await here.figures(call) == [1, 0, 1])
            let draft = StatusDraft(text: "Say #metoo, if you can")
            _ = try await here.services.editStatus(call.id, to: draft, by: alice.accountID)
            #expect(try await here.services.call(call.id).prompt == draft.text)
        }
    }

    @Test("what is posted while limited counts when that ends", arguments: TestEngine.available)
    func limited(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.services.moderate(PeopleFixture.bob, .silence, by: .commandLine)
            try await here.post("me too", by: PeopleFixture.bob, replyTo: call.id)
            try await here.services.moderate(PeopleFixture.charlie, .silence, by: .commandLine)
            try await here.services.answerCall(call.id, with: 1, by: PeopleFixture.charlie)
            #expect(try await here.figures(call) == [0, 0, 0])
            try await here.isExact()
            for account in [PeopleFixture.bob, PeopleFixture.charlie] {
                try await here.services.moderate(account, .unsilence, by: .commandLine)
            }
            #expect(try await here.figures(call) == [2, 1, 1])
            try await here.isExact()
        }
    }

    @Test(
        "a call that says nothing of its end is open for a year, and its author can put that off",
        arguments: TestEngine.available
    )
    func extend(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let year = Duration.seconds(365 * 86_400)
            let call = try await here.call()
            #expect(call.closesAt == here.time.clock.now() + year)
            here.time.move(year)
            await #expect(throws: ServiceError.invalid("This call is closed")) {
                try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.bob)
            }
            await #expect(throws: ServiceError.notAllowed) {
                _ = try await here.services.extendCall(call.id, by: PeopleFixture.bob)
            }
            await #expect(throws: ServiceError.self) {
                _ = try await here.services.extendCall(call.id, to: here.time.clock.now(), by: PeopleFixture.alice)
            }
            let later = try await here.services.extendCall(call.id, by: PeopleFixture.alice)
            #expect(later.closesAt == here.time.clock.now() + year && !later.isClosed(at: here.time.clock.now()))
            #expect(try await here.services.statuses.status(call.id)?.poll?.expiresAt == later.closesAt)
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.bob)
            _ = try await here.services.closeCall(call.id, by: PeopleFixture.alice)
            await #expect(throws: ServiceError.invalid("This call is closed")) {
                _ = try await here.services.extendCall(call.id, by: PeopleFixture.alice)
            }
        }
    }

    @Test(
        "an answer given before an address is confirmed waits for that, and counts then",
        arguments: TestEngine.available
    )
    func waiting(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (open, closed) = (try await here.call(), try await here.call())
            try await here.unconfirm(PeopleFixture.bob)
            for (call, answer) in [(open, 0), (open, 1), (closed, 0)] as [(Call, Int64)] {
                try await here.services.answerCall(call.id, with: answer, by: PeopleFixture.bob)
            }
            #expect(try await here.services.waitingAnswer(to: open.id, by: PeopleFixture.bob) == 1)
            #expect(try await here.services.ownAnswer(open.id, by: PeopleFixture.bob) == nil)
            #expect(try await here.services.ownAnswers([open.id, closed.id], by: PeopleFixture.bob).isEmpty)
            _ = try await here.services.closeCall(closed.id, by: PeopleFixture.alice)
            try await here.services.confirmAccount("bob")
            #expect(try await here.services.ownAnswer(open.id, by: PeopleFixture.bob)?.choice == 1)
            #expect(try await here.services.ownAnswer(closed.id, by: PeopleFixture.bob) == nil)
            #expect(try await here.services.waitingAnswer(to: closed.id, by: PeopleFixture.bob) == nil)
            try await here.isExact()
            // One that waits can be taken back.
            try await here.unconfirm(PeopleFixture.charlie)
            try await here.services.answerCall(open.id, with: 0, by: PeopleFixture.charlie)
            _ = try await here.services.withdrawAnswer(to: open.id, deletingPosts: false, by: PeopleFixture.charlie)
            try await here.services.confirmAccount("charlie")
            #expect(try await here.services.ownAnswer(open.id, by: PeopleFixture.charlie) == nil)
        }
    }

    @Test("a call may have an end, near or far", arguments: TestEngine.available)
    func end(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let now = here.time.clock.now()
            for seconds in [60, 400_000_000] as [Int64] {
                await #expect(throws: ServiceError.self) { _ = try await here.call(closesAt: now + .seconds(seconds)) }
            }
            let far = try await here.call(closesAt: now + .seconds(90 * 86_400))
            #expect(far.closesAt == now + .seconds(90 * 86_400))
            let end = now + .milliseconds(600_500)
            let near = try await here.call(closesAt: end)
            #expect(try await here.services.statuses.status(near.id)?.poll?.expiresAt == end)
            here.time.move(.milliseconds(600_499))
            try await here.services.answerCall(near.id, with: 0, by: PeopleFixture.bob)
            here.time.move(.milliseconds(1))
            await #expect(throws: ServiceError.invalid("This call is closed")) {
                try await here.services.answerCall(near.id, with: 0, by: PeopleFixture.charlie)
            }
            try await here.post("me too", by: PeopleFixture.charlie, replyTo: near.id)
            #expect(try await here.figures(near) == [1, 0, 1])
            // Its author hears of the end; those who answered silently do not.
            try await here.services.endPolls()
            #expect(try await here.notices(PeopleFixture.alice).first == "poll from 1")
            #expect(try await here.notices(PeopleFixture.bob) == [])
        }
    }

    @Test("answers that differ only in signs are the same, signs alone are not", arguments: [TestEngine.sqlite])
    func sameAnswers(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let alice = try await here.user(PeopleFixture.alice)
            var draft = CallDraft(prompt: "Say it", tag: "metoo", answers: ["Me too", "ME TOO!"])
            await #expect(throws: ServiceError.invalid("Two answers are the same")) {
                _ = try await here.services.postCall(draft, by: alice)
            }
            draft.answers = ["👍", "👎"]
            #expect(try await here.services.postCall(draft, by: alice).answers == ["👍", "👎"])
        }
    }

    @Test("a change of mind is one answer, and when it was given is in no curve", arguments: TestEngine.available)
    func changedMind(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.services.answerCall(call.id, with: 0, by: PeopleFixture.bob)
            here.time.move(.seconds(300))
            try await here.services.answerCall(call.id, with: 1, by: PeopleFixture.bob)
            #expect(try await here.options(call) == [0, 1, 0])
            let busiest = try await here.services.database.read { try AnswerQueries.busiestMinute(of: call.id, $0) }
            #expect(busiest?.start == nil)
        }
    }

    @Test("of somebody who posts all day long the first posts say what the answer is", arguments: TestEngine.available)
    func tireless(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            let post = try await here.post("#metoo", by: PeopleFixture.bob)
            let most = Int64(CallAnswer.postsThatCount)
            try await here.services.database.write { connection in
                for number in 1...most + 50 {
                    let status = Status(
                        id: post + number,
                        accountID: PeopleFixture.bob,
                        visibility: .unlisted,
                        conversationID: post + number,
                        createdAt: here.time.clock.now()
                    )
                    try StatusQueries.insert(status, connection)
                    try AnswerQueries.insert(
                        post: status.id,
                        option: number < most ? -1 : 1,
                        to: call.id,
                        by: status.accountID,
                        at: status.createdAt,
                        connection
                    )
                }
                _ = try CounterQueries.change(account: PeopleFixture.bob, statuses: most + 50, connection)
            }
            here.time.move(.seconds(1))
            try await here.post("I stand with you", by: PeopleFixture.bob, replyTo: call.id)
            #expect(try await here.options(call) == [0, 0, 1])
            try await here.isExact()
            // The next one moves up.
            _ = try await here.services.deleteStatus(post, by: PeopleFixture.bob)
            #expect(try await here.options(call) == [0, 1, 0])
            try await here.isExact()
            let taken = try await here.services.withdrawAnswer(
                to: call.id,
                deletingPosts: true,
                by: PeopleFixture.bob
            )
            #expect(taken.deleted.count == 151)
            #expect(try await here.figures(call) == [0, 0, 0])
        }
    }
}

extension PeopleFixture {
    /// As if somebody had just signed up.
    fileprivate func unconfirm(_ account: Int64) async throws {
        try await services.database.write { connection in
            let user = try #require(try UserQueries.user(account, connection))
            let email = try #require(EmailAddress.validate(user.email))
            try LoginQueries.setEmail(email, confirmedAt: nil, of: account, connection)
        }
    }
}
