// Many people at once, in every way and back: the figures are exact, and one person is one answer.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Storms of answers")
struct CallStormTests {
    @Test("64 people at once, in all ways", arguments: TestEngine.available)
    func allWays(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await here.add(people: 64)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in Int64(100)..<164 {
                    group.addTask {
                        switch id % 4 {
                        case 0: try await here.post("me too", by: id, replyTo: call.id)
                        case 1: try await here.post("I stand with you #metoo", by: id)
                        case 2: try await here.services.vote(in: call.pollID, for: [0], by: id)
                        default: try await here.services.answerCall(call.id, with: 1, by: id)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await here.figures(call) == [64, 32, 32])
            #expect(try await here.options(call) == [32, 32, 0])
            #expect(try await here.tally(call) == PollTally(votes: [16, 16], voters: 32))
            try await here.isExact()
        }
    }

    @Test("one person in all ways at once is one person with one choice", arguments: TestEngine.available)
    func onePerson(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.call()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in Int64(0)..<64 {
                    group.addTask {
                        switch number % 4 {
                        case 0: try await here.post("me too", by: PeopleFixture.bob, replyTo: call.id)
                        case 1: try await here.post("#metoo", by: PeopleFixture.bob)
                        // The second vote is refused, whichever that is.
                        case 2:
                            try? await here.services.vote(in: call.pollID, for: [number / 4 % 2], by: PeopleFixture.bob)
                        default:
                            try await here.services.answerCall(call.id, with: number / 4 % 2, by: PeopleFixture.bob)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await here.figures(call) == [1, 1, 1])
            let votes = try await here.services.polls.votes(of: PeopleFixture.bob, in: [call.pollID])
            #expect(votes[call.pollID]?.count == 1)
            try await here.isExact()
            let taken = try await here.services.withdrawAnswer(
                to: call.id,
                deletingPosts: true,
                by: PeopleFixture.bob
            )
            #expect(taken.deleted.count == 32)
            #expect(try await here.figures(call) == [0, 0, 0])
        }
    }

    @Test(
        "whatever people and moderators do at once, the counts are those of the causes",
        arguments: TestEngine.available
    )
    func anything(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let calls = [try await here.call(), try await here.call()]
            try await here.add(people: 8)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in Int64(100)..<108 {
                    group.addTask { try await here.behave(id, calls) }
                }
                try await group.waitForAll()
            }
            for call in calls {
                let figures = try await here.figures(call)
                #expect(try await here.options(call).reduce(0, +) == figures[0])
                #expect(try await here.tally(call).voters == figures[1])
            }
            try await here.isExact()
        }
    }

    @Test("posts do not fail while their call is deleted or closed", arguments: TestEngine.available)
    func vanishing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.add(people: 16)
            for round in 0..<4 {
                let call = try await here.call()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in Int64(100)..<116 { group.addTask { try await here.post("\(round) #metoo", by: id) } }
                    group.addTask {
                        if round % 2 == 0 {
                            _ = try await here.services.deleteStatus(call.id, by: PeopleFixture.alice)
                        } else {
                            _ = try await here.services.closeCall(call.id, by: PeopleFixture.alice)
                        }
                    }
                    try await group.waitForAll()
                }
                try await here.isExact()
            }
        }
    }

    @Test("of many open calls with one tag the 8 newest are answered", arguments: TestEngine.available)
    func manyCalls(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            var calls: [Call] = []
            for _ in 0..<10 { calls.append(try await here.call()) }
            try await here.post("#metoo", by: PeopleFixture.bob)
            var answered: [Int] = []
            for call in calls {
                answered.append(try await here.services.ownAnswer(call.id, by: PeopleFixture.bob)?.posts.count ?? 0)
            }
            #expect(answered == [0, 0] + Array(repeating: 1, count: 8))
            // A reply names its call, whatever its age.
            try await here.post("me too", by: PeopleFixture.bob, replyTo: calls[0].id)
            #expect(try await here.services.ownAnswer(calls[0].id, by: PeopleFixture.bob)?.posts.count == 1)
        }
    }
}

extension PeopleFixture {
    func add(people count: Int64) async throws {
        for id in Int64(100)..<100 + count { try await add(id, "person\(id)") }
    }

    /// Some of everything, by one person: what is refused is refused.
    fileprivate func behave(_ id: Int64, _ calls: [Call]) async throws {
        var state = UInt64(id)
        var posts: [Int64] = []
        let me = try await user(id)
        for _ in 0..<30 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let dice = Int64(state >> 33)
            let call = calls[Int(dice >> 8) % calls.count]
            switch dice % 9 {
            case 0: posts.append(try await post("me too", by: id, replyTo: call.id))
            case 1: posts.append(try await post("I stand with you #metoo", by: id))
            case 2: try? await services.vote(in: call.pollID, for: [dice >> 4 & 1], by: id)
            case 3: try await services.answerCall(call.id, with: dice >> 4 & 1, by: id)
            case 4:
                _ = try? await services.withdrawAnswer(to: call.id, deletingPosts: dice & 16 == 0, by: id)
            case 5:
                if let post = posts.popLast() { _ = try? await services.deleteStatus(post, by: id) }
            case 6:
                if let post = posts.last {
                    let text = dice & 16 == 0 ? "me too #metoo" : "of the garden"
                    _ = try? await services.editStatus(post, to: StatusDraft(text: text), by: me.accountID)
                }
            case 7: try await services.moderate(id, dice & 16 == 0 ? .silence : .unsilence, by: .commandLine)
            default: try await services.moderate(id, dice & 16 == 0 ? .suspend : .unsuspend, by: .commandLine)
            }
        }
    }
}
