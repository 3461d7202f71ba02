// Silent answers of people of other servers and of new accounts: who is in the figures, and when.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Silent answers from elsewhere and of newcomers")
struct SilentElsewhereTests {
    @Test("votes from other servers are shown, with few people here who could answer", arguments: TestEngine.available)
    func votes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall(people: 30)
            for id in Int64(1000)..<1120 {
                try await here.addOldRemote(id)
                try await here.services.vote(in: call.pollID, for: [id % 2], by: id)
            }
            try await here.step()
            let magnitude = try await here.services.callMagnitude(call.id)
            #expect(magnitude.people == 120 && magnitude.silent == 120 && magnitude.together == 0)
            // What they chose is not.
            #expect(magnitude.figures.silent?.breakdown == nil)
            #expect(try await here.tally(call) == PollTally(votes: [0, 0], voters: 120))
            #expect(magnitude.curve?.people.last == 120)
            try await here.isExact()
        }
    }

    @Test("who speaks elsewhere is none of those who answered silently here", arguments: TestEngine.available)
    func speakers(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall(people: 80)
            for id in Int64(1000)..<1100 {
                try await here.addOldRemote(id)
                try await here.reply("I stand with you", from: id, to: call)
            }
            for id in Int64(100)..<125 { try await here.services.answerCall(call.id, with: id % 2, by: id) }
            try await here.step()
            let magnitude = try await here.services.callMagnitude(call.id)
            #expect(magnitude.spoke == 100 && magnitude.silent == 25 && magnitude.together == 0)
            #expect(magnitude.people == 125)
            #expect(magnitude.parts.map(\.silent) == [13, 12] && magnitude.parts.map(\.together) == [0, 0])
            #expect(magnitude.parts.map(\.people) == [13, 112])
        }
    }

    @Test("the people of each server take their own steps, and are added up", arguments: TestEngine.available)
    func servers(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            func vote(_ ids: Range<Int64>, at domain: String) async throws {
                for id in ids {
                    try await here.addOldRemote(id, at: domain)
                    try await here.services.vote(in: call.pollID, for: [0], by: id)
                }
            }
            try await vote(1000..<1012, at: "far.example")
            // Ten are a step, and too few to be shown.
            try await vote(2000..<2010, at: "near.example")
            for id in Int64(100)..<109 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step()
            #expect(try await here.shown(call) == SilentFigures(silent: 12, together: 0))
            // One person more here makes no step of others, and the other way round.
            try await vote(2010..<2019, at: "near.example")
            for id in Int64(109)..<130 { try await here.services.answerCall(call.id, with: id % 2, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 12 + 30)
            try await vote(2019..<2020, at: "near.example")
            try await here.minute()
            let shown = try #require(try await here.shown(call))
            #expect(shown.silent == 12 + 30 + 20 && shown.hasOthers)
            #expect(shown.breakdown == nil || shown.breakdown?.silent.reduce(0, +) == 30)
            try await here.isExact()
        }
    }

    @Test("who both voted and spoke elsewhere is one person", arguments: TestEngine.available)
    func together(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(1000)..<1030 {
                try await here.addOldRemote(id)
                try await here.services.vote(in: call.pollID, for: [0], by: id)
                if id < 1015 { try await here.reply("me too", from: id, to: call) }
            }
            try await here.step()
            let few = try await here.services.callMagnitude(call.id)
            #expect(few.silent == 30 && few.spoke == 15 && few.people == 30)
            for id in Int64(1030)..<1060 {
                try await here.addOldRemote(id)
                try await here.services.vote(in: call.pollID, for: [0], by: id)
                try await here.reply("me too", from: id, to: call)
            }
            try await here.minute()
            here.time.move(.seconds(2))
            let many = try await here.services.callMagnitude(call.id)
            #expect(many.silent == 60 && many.spoke == 45 && many.people == 60)
        }
    }

    @Test("new accounts made in numbers move nothing and show nothing", arguments: TestEngine.available)
    func flood(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<112 { try await here.services.answerCall(call.id, with: id < 104 ? 0 : 1, by: id) }
            try await here.step()
            let before = try #require(try await here.shown(call))
            #expect(before == SilentFigures(silent: 12, together: 0))
            for id in Int64(3000)..<3060 {
                if id % 2 == 0 {
                    try await here.add(id, "new\(id)")
                } else {
                    try await here.addRemote(id, "new\(id)", at: "mine.example")
                }
                try await here.services.vote(in: call.pollID, for: [id / 2 % 2], by: id)
            }
            try await here.minute()
            #expect(try await here.shown(call) == before)
            // Nor are they in the step that others take: no breakdown shows that would be exact less their own part.
            for id in Int64(112)..<122 { try await here.services.answerCall(call.id, with: 1, by: id) }
            try await here.minute()
            #expect(try await here.shown(call) == SilentFigures(silent: 22, together: 0))
        }
    }

    @Test("a newcomer's answer is in the figures when the account is a week old", arguments: TestEngine.available)
    func newcomers(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(500)..<512 {
                try await here.add(id, "new\(id)")
                try await here.services.answerCall(call.id, with: 0, by: id)
            }
            // One of them is limited for a while, which brings no step nearer afterwards.
            try await here.services.moderate(511, .silence, by: .commandLine)
            try await here.services.moderate(511, .unsilence, by: .commandLine)
            for id in Int64(100)..<120 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 20)
            here.time.move(.seconds(6 * 86_400))
            try await here.step()
            #expect(try await here.shown(call)?.silent == 20)
            // At the moment itself nothing moves by it alone: what they did counts up to a day later, nobody knows when.
            here.time.move(.seconds(2 * 86_400))
            try await here.step()
            #expect(try await here.shown(call)?.silent == 32)
            try await here.isExact()
        }
    }
}

extension PeopleFixture {
    /// A public reply of somebody of another server to a call.
    fileprivate func reply(_ text: String, from id: Int64, to call: Call) async throws {
        time.move(.milliseconds(1))
        var status = remote(text, uri: "https://far.example/statuses/\(id)")
        status.inReplyToID = call.id
        _ = try await services.publishStatus(status, by: id)
    }
}
