// Who waits for a step: exactly those whose last act no step has counted, and not for ever.
import Basics
import Database
import Domain
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Waiting for a step of silent answers")
struct SilentWaitingTests {
    /// What happens while a step is taken, by how many secrets were drawn: one before the answers are counted, the next between that and
    /// the publishing.
    fileprivate enum Moment: Int {
        case beforeCount = 1
        case afterCount = 2
    }

    @Test("who acts while a step is being published waits for the next", arguments: TestEngine.available)
    func afterwards(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<120 { try await here.services.answerCall(call.id, with: 0, by: id) }
            // Within the same millisecond: the clock stands still.
            try await here.step(doing: .afterCount) {
                try await here.services.answerCall(call.id, with: 0, by: 120)
                try await here.services.answerCall(call.id, with: 1, by: 100)
            }
            #expect(try await here.shown(call)?.silent == 20)
            for id in Int64(121)..<129 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 29, "ten wait: eight, and the two who acted meanwhile")
        }
    }

    @Test("who is counted by a step that has begun waits no more", arguments: TestEngine.available)
    func meanwhile(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<120 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.step(doing: .beforeCount) {
                here.time.move(.milliseconds(5))
                try await here.services.answerCall(call.id, with: 0, by: 120)
            }
            #expect(try await here.shown(call)?.silent == 21)
            for id in Int64(121)..<130 { try await here.services.answerCall(call.id, with: 0, by: id) }
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 21, "nine wait")
        }
    }

    @Test("who cannot be counted brings no step nearer", arguments: TestEngine.available)
    func uncounted(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.quietCall()
            for id in Int64(100)..<111 { try await here.services.answerCall(call.id, with: 0, by: id) }
            // Their logins are closed; what they answered is in no figure.
            try await here.services.database.write { connection in
                for id in [Int64(100), 101] { try LoginQueries.disable(id, connection) }
            }
            try await here.minute()
            for id in Int64(111)..<113 { try await here.services.answerCall(call.id, with: 0, by: id) }
            #expect(try await here.shown(call) == nil, "nine wait")
            try await here.minute()
            #expect(try await here.shown(call)?.silent == 11)
        }
    }

    @Test("nobody waits for ever", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (ended, open) = (try await here.quietCall(), try await here.call())
            func waiting() async throws -> [Int64] {
                try await here.services.forgetOldWaiting()
                let now = here.time.clock.now()
                return try await here.services.database.read { connection in
                    try SilentQueries.candidates(at: now, least: 1, connection).map(\.call).sorted()
                }
            }
            for call in [ended, open] {
                for id in Int64(100)..<105 { try await here.services.answerCall(call.id, with: 0, by: id) }
            }
            _ = try await here.services.closeCall(ended.id, by: PeopleFixture.alice)
            here.time.move(.seconds(29 * 86_400))
            // What is taken back may still make a step.
            #expect(try await waiting() == [ended.id, open.id].sorted())
            here.time.move(.seconds(2 * 86_400))
            #expect(try await waiting() == [open.id])
            here.time.move(.seconds(333 * 86_400))
            #expect(try await waiting() == [open.id])
            here.time.move(.seconds(2 * 86_400))
            #expect(try await waiting().isEmpty)
        }
    }
}

extension PeopleFixture {
    /// Takes the step that is due, and does something at a moment of it.
    fileprivate func step(
        doing moment: SilentWaitingTests.Moment,
        _ act: @escaping @Sendable () async throws -> Void
    ) async throws {
        let drawn = Mutex(0)
        try await services.stepSilentFigures(draw: { _ in
            let number = drawn.withLock { drawn in
                drawn += 1
                return drawn
            }
            if number == moment.rawValue {
                do { try await act() } catch { Issue.record(error) }
            }
            return 0
        })
        #expect(drawn.withLock { $0 } == 2)
    }
}
