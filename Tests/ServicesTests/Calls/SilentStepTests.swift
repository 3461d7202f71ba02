// Silent answers and the steps in which they are published.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Silent answers in steps")
struct SilentStepTests {
    @Test("ten established people and the secret number make a step", arguments: TestEngine.available)
    func threshold(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<112 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step(secret: 3)
            #expect(try await here.shown(call) == nil)
            // Who is new here brings no step nearer, and is in none until the account is a week old.
            try await here.add(500, "new")
            try await here.services.answerCall(call.id, with: 0, by: 500)
            try await here.step()
            #expect(try await here.shown(call) == nil)
            try await here.services.answerCall(call.id, with: 1, by: 112)
            #expect(try await here.shown(call) == nil, "the act itself moves nothing")
            let now = here.time.clock.now()
            try await here.step()
            let shown = try #require(try await here.shown(call))
            #expect(shown == SilentFigures(silent: 13, together: 0))
            let magnitude = try await here.services.callMagnitude(call.id)
            #expect(magnitude.people == 13 && magnitude.spoke == 0 && magnitude.silentAsOf == now)
            #expect(magnitude.curve?.people.last == 13)
            #expect(try await here.tally(call) == PollTally(votes: [0, 0], voters: 13))
        }
    }

    @Test("a step comes once a minute at most, and the secret stays as drawn", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<110 { try await here.services.answerCall(call.id, with: 0, by: id) }
            // Ten wait, the secret is four: whoever asks again draws no other.
            for _ in 0..<2 { try await here.step(secret: 4) }
            for id in Int64(110)..<114 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step(secret: 0)
            #expect(try await here.shown(call)?.silent == 14)
            for id in Int64(114)..<124 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step(secret: 0)
            #expect(try await here.shown(call)?.silent == 14, "within the same minute")
            here.time.move(.seconds(60))
            try await here.step(secret: 0)
            #expect(try await here.shown(call)?.silent == 24)
        }
    }

    @Test("speaking moves no silent figure, and is one person more whoever speaks", arguments: TestEngine.available)
    func speaking(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<120 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step()
            let before = try #require(try await here.shown(call))
            #expect(before.silent == 20)
            var people: Int64 = 20
            // Somebody who was silent, and somebody who was not.
            for id in [Int64(100), 130] {
                try await here.post("me too", by: id, replyTo: call.id)
                people += 1
                here.time.move(.seconds(1))
                let magnitude = try await here.services.callMagnitude(call.id)
                #expect(magnitude.people == people && magnitude.spoke == people - 20)
                #expect(magnitude.figures.silent == before)
                #expect(try await here.tally(call).voters == people)
            }
        }
    }

    @Test("whatever ends or begins an answer is in the next step, and makes none", arguments: TestEngine.available)
    func causes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<130 { try await here.services.answerCall(call.id, with: 0, by: id) }
            let post = try await here.post("me too", by: 100, replyTo: call.id)
            try await here.step()
            let first = try #require(try await here.shown(call))
            #expect(first.silent == 30)
            // No act of their own: a limit, its end, a suspension, a deletion of what they posted, an edit, an account that goes.
            try await here.services.moderate(101, .silence, by: .commandLine)
            try await here.services.moderate(102, .suspend, by: .commandLine)
            try await here.services.moderate(103, .silence, by: .commandLine)
            try await here.services.moderate(103, .unsilence, by: .commandLine)
            let author = try await here.user(100)
            _ = try await here.services.editStatus(
                post,
                to: StatusDraft(text: "I stand with you"),
                by: author.accountID
            )
            _ = try await here.services.deleteStatus(post, by: 100)
            for _ in 0..<3 {
                try await here.minute()
                #expect(try await here.shown(call) == first)
            }
            // Given, changed and taken back, by nine; what was limited and is not any more counts for none of them.
            for id in Int64(104)..<107 {
                _ = try await here.services.withdrawAnswer(to: call.id, deletingPosts: false, by: id)
            }
            for id in Int64(107)..<110 { try await here.services.answerCall(call.id, with: 1, by: id) }
            for id in Int64(130)..<133 { try await here.services.answerCall(call.id, with: 1, by: id) }
            try await here.services.answerCall(call.id, with: 1, by: 133)
            try await here.services.moderate(133, .silence, by: .commandLine)
            try await here.services.moderate(133, .unsilence, by: .commandLine)
            try await here.minute()
            #expect(try await here.shown(call) == first)
            try await here.services.answerCall(call.id, with: 1, by: 134)
            try await here.minute()
            let second = try #require(try await here.shown(call))
            #expect(second.silent == 30 - 2 - 3 + 3 + 2)
            try await here.isExact()
        }
    }

    @Test("one person counts once in a step, however often they change their mind", arguments: TestEngine.available)
    func restless(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for round in Int64(0)..<30 {
                for id in Int64(100)..<109 { try await here.services.answerCall(call.id, with: round % 2, by: id) }
            }
            for id in Int64(300)..<303 {
                try await here.add(id, "new\(id)")
                try await here.services.answerCall(call.id, with: 0, by: id)
            }
            try await here.minute()
            #expect(try await here.shown(call) == nil)
            for id in Int64(109)..<111 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 11)
        }
    }

    @Test(
        "small and nearly whole numbers stay unpublished, the breakdown is all or nothing",
        arguments: TestEngine.available
    )
    func ranges(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall(people: 40)
            for id in Int64(100)..<110 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.minute()
            #expect(try await here.shown(call) == nil)
            #expect(try await here.services.callMagnitude(call.id).silentAsOf == nil)
            for id in Int64(110)..<121 { try await here.services.answerCall(call.id, with: 1, by: id) }
            try await here.minute()
            #expect(try await here.shown(call) == SilentFigures(silent: 21, together: 0))
            // The eleventh of the first answer, and nine who change nothing in the end.
            try await here.services.answerCall(call.id, with: 0, by: 121)
            for id in Int64(100)..<109 {
                for answer in [Int64(1), 0] { try await here.services.answerCall(call.id, with: answer, by: id) }
            }
            try await here.minute()
            #expect(try await here.shown(call)?.breakdown?.silent == [11, 11])
            #expect(try await here.tally(call) == PollTally(votes: [11, 11], voters: 22))
            // Alice, bob and charlie are too new to be three more who could.
            for id in Int64(122)..<132 { try await here.services.answerCall(call.id, with: 1, by: id) }
            try await here.minute()
            #expect(try await here.shown(call) == nil)
        }
    }

    @Test("of several nodes that look at once, one takes the step", arguments: TestEngine.available)
    func nodes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<125 { try await here.services.answerCall(call.id, with: 0, by: id) }
            _ = here.told.take()
            let site = here.services.site
            let other = Services(database: here.services.database, site: site, clock: here.time.clock, node: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for services in [here.services, other, here.services, other] {
                    group.addTask { try await services.stepSilentFigures(draw: { _ in 2 }) }
                }
                try await group.waitForAll()
            }
            let steps = try await here.services.database.read {
                try SilentQueries.steps(of: call.id, resolution: 1, $0)
            }
            #expect(steps.count == 1 && steps.first?.silent == 25)
            // A node that has just started knows the secret that was drawn before.
            for id in Int64(125)..<136 { try await here.services.answerCall(call.id, with: 0, by: id) }
            here.time.move(.seconds(60))
            try await other.stepSilentFigures(draw: { _ in 0 })
            #expect(try await here.shown(call)?.silent == 25)
        }
    }

    @Test("no event tells of a silent act, nor of a limit of who answered silently", arguments: TestEngine.available)
    func events(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            _ = here.told.take()
            try await here.services.answerCall(call.id, with: 0, by: 100)
            try await here.services.answerCall(call.id, with: 1, by: 100)
            try await here.services.vote(in: call.pollID, for: [1], by: 101)
            _ = try await here.services.withdrawAnswer(to: call.id, deletingPosts: false, by: 101)
            #expect(here.told.take().isEmpty)
            let counts = { (id: Int64) in
                try await here.services.moderate(id, .silence, by: .commandLine)
                return here.told.take().count
            }
            // Who has answered, and who has not.
            #expect(try await counts(100) == counts(102))
            try await here.step()
            #expect(here.told.take().isEmpty)
        }
    }

    @Test("a recount finds published figures that disagree, and shows them no more", arguments: TestEngine.available)
    func recount(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<124 { try await here.services.answerCall(call.id, with: id % 2, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.breakdown?.silent == [12, 12])
            try await here.isExact()
            try await here.services.database.write { connection in
                let parts = SilentFigures.Breakdown(silent: [13, 12], together: [0, 0], togetherUnspecified: 0)
                let wrong = SilentFigures(silent: 24, together: 0, breakdown: parts)
                let later = here.time.clock.now() + .seconds(60)
                try SilentQueries.publish(wrong, of: call.id, "", nextSecret: 0, at: later, connection)
                try SilentQueries.publishWhole(of: call.id, at: later, connection)
                let found = try AnswerRecountQueries.differences(limit: 5, connection)
                #expect(found.map(\.counter) == ["published silent answers"])
                _ = try AnswerRecountQueries.repair(connection)
            }
            try await here.isExact()
            #expect(try await here.shown(call) == nil)
        }
    }
}

extension PeopleFixture {
    /// A call and people who have been here for years, with ids from 100 on.
    func quietCall(people: Int64 = 60) async throws -> Call {
        for id in Int64(100)..<100 + people {
            try await add(id, "person\(id)") { $0.createdAt = Timestamp(seconds: 1_400_000_000) }
        }
        if people >= 60 {
            for id in Int64(200)..<210 {
                try await add(id, "person\(id)") { $0.createdAt = Timestamp(seconds: 1_400_000_000) }
            }
        }
        return try await call()
    }

    /// An account of another server that has been there for years.
    func addOldRemote(_ id: Int64, at domain: String = "far.example") async throws {
        try await addRemote(id, "person\(id)", at: domain) { $0.createdAt = Timestamp(seconds: 1_400_000_000) }
    }

    /// Looks whether a step is due.
    func step(secret: Int64 = 0) async throws { try await services.stepSilentFigures(draw: { _ in secret }) }

    /// The next minute.
    func minute() async throws {
        time.move(.seconds(60))
        try await step()
    }

    /// What is published.
    func shown(_ call: Call) async throws -> SilentFigures? {
        time.move(.milliseconds(1))
        return try await services.database.read { connection in
            try SilentQueries.published(call.id, answers: call.answers.count, connection)?.figures
        }
    }
}
