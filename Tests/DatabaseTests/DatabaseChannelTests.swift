// Texts between processes on one database.
import Database
import Dispatch
import Synchronization
import TestSupport
import Testing

@Suite("Channels")
struct DatabaseChannelTests {
    /// What one side hears, in words.
    private final class Ear: Sendable {
        private let heard = Mutex<[String]>([])

        @Sendable func take(_ signal: DatabaseChannel.Signal) {
            let word =
                switch signal {
                case .connected(let isAlone): isAlone ? "connected" : "connected as one of two"
                case .message(let text): text
                case .lost: "lost"
                }
            heard.withLock { $0.append(word) }
        }

        /// The first words, waited for.
        func words(_ count: Int) async throws -> [String] {
            for _ in 0..<12_000 {
                let words = heard.withLock { $0 }
                if words.count >= count { return words }
                try await Task.sleep(for: .milliseconds(5))
            }
            return heard.withLock { $0 }
        }
    }

    @Test("are between all who have the database open, in order", arguments: TestEngine.available)
    func messages(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let (near, far) = (Ear(), Ear())
            let first = try database.channel("words", number: 1, standIn: "lost some", near.take)
            guard engine == .postgres else {
                #expect(first == nil)
                return
            }
            let second = try database.channel("words", number: 2, standIn: "lost some", far.take)
            #expect(try await near.words(1) == ["connected"])
            #expect(try await far.words(1) == ["connected"])
            let texts = (0..<300).map { "it's \"word\" \\ \($0) – 👋" } + [String(repeating: "x", count: 7_999)]
            for text in texts { first?.send(text) }
            #expect(try await near.words(302) == ["connected"] + texts)
            #expect(try await far.words(302) == ["connected"] + texts)
            // What waits at the end is sent.
            second?.send("the last")
            await second?.close()
            second?.send("too late")
            #expect(try await near.words(303).last == "the last")
            await first?.close()
        }
    }

    @Test("say where a number is taken, and give it on when it is free", arguments: TestEngine.available)
    func numbers(_ engine: TestEngine) async throws {
        guard engine == .postgres else { return }
        try await withNotes(engine) { database in
            let ears = (0..<4).map { _ in Ear() }
            let first = try database.channel("words", number: 3, standIn: "lost some", ears[0].take)
            #expect(try await ears[0].words(1) == ["connected"])
            let without = try database.channel("words", number: nil, standIn: "lost some", ears[1].take)
            #expect(try await ears[1].words(1) == ["connected"])
            let second = try database.channel("words", number: 3, standIn: "lost some", ears[2].take)
            #expect(try await ears[2].words(1) == ["connected as one of two"])
            await first?.close()
            let third = try database.channel("words", number: 3, standIn: "lost some", ears[3].take)
            #expect(try await ears[3].words(1) == ["connected"])
            for channel in [without, second, third] { await channel?.close() }
        }
    }

    @Test("say what was lost on its way out", arguments: TestEngine.available)
    func losses(_ engine: TestEngine) async throws {
        guard engine == .postgres else { return }
        try await withNotes(engine) { database in
            let far = Ear()
            let second = try database.channel("words", number: nil, standIn: "", far.take)
            #expect(try await far.words(1) == ["connected"])
            // Its thread stands still while it hears that it is connected.
            let gate = DispatchSemaphore(value: 0)
            let first = try database.channel("words", number: nil, standIn: "lost some") { _ in
                gate.wait()
                gate.signal()
            }
            for number in 0..<10_002 { first?.send("\(number)") }
            gate.signal()
            #expect(try await far.words(4) == ["connected", "lost some", "10000", "10001"])
            for channel in [first, second] { await channel?.close() }
        }
    }
}
