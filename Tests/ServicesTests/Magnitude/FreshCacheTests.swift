// Young values are handed out, old ones made anew by one reader, errors do not stick.
import Basics
import Services
import Synchronization
import TestSupport
import Testing

@Suite("Fresh values")
struct FreshCacheTests {
    /// Counts how often it was asked, and answers when told.
    private final class Maker: Sendable {
        struct Failure: Error {}
        private let made = Mutex(0)
        var count: Int { made.withLock { $0 } }

        func make() throws -> Int {
            made.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private func cache(_ clock: HandClock, capacity: Int = 4) -> FreshCache<String, Int> {
        FreshCache(capacity: capacity, maximumAge: .seconds(1), clock: clock.clock)
    }

    @Test("a young value is handed out, an old one made anew")
    func ages() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock)
        #expect(try await cache.value(for: "a") { try maker.make() } == 1)
        clock.advance(.milliseconds(799))
        #expect(try await cache.value(for: "a") { try maker.make() } == 1)
        clock.advance(.milliseconds(1))
        #expect(try await cache.value(for: "a") { try maker.make() } == 2)
        clock.advance(.seconds(-60))
        #expect(try await cache.value(for: "a") { try maker.make() } == 3)
        cache.forget("a")
        #expect(try await cache.value(for: "a") { try maker.make() } == 4)
    }

    @Test("many readers of one key make it once")
    func once() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock)
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await cache.value(for: "a") {
                            await Task.yield()
                            return try maker.make()
                        }
                    }
                }
                for try await _ in group {}
            }
            clock.advance(.seconds(2))
        }
        #expect(maker.count == 3)
    }

    @Test("while one makes it anew the others get what is there")
    func others() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock)
        #expect(try await cache.value(for: "a") { try maker.make() } == 1)
        clock.advance(.milliseconds(850))
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, began) = AsyncStream.makeStream(of: Void.self)
        async let slow = cache.value(for: "a") {
            began.yield()
            for await _ in gate { break }
            return try maker.make()
        }
        for await _ in begun { break }
        #expect(try await cache.value(for: "a") { try maker.make() } == 1)
        open.yield()
        #expect(try await slow == 2)
        #expect(try await cache.value(for: "a") { try maker.make() } == 2)
    }

    @Test("an error is told and not kept")
    func errors() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock)
        await #expect(throws: Maker.Failure.self) { try await cache.value(for: "a") { throw Maker.Failure() } }
        #expect(try await cache.value(for: "a") { try maker.make() } == 1)
    }

    @Test("what is forgotten while it is made is not kept")
    func forgotten() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock)
        let value = try await cache.value(for: "a") {
            cache.forget("a")
            return try maker.make()
        }
        #expect(value == 1)
        #expect(try await cache.value(for: "a") { try maker.make() } == 2)
    }

    @Test("the number of values is bounded")
    func bounded() async throws {
        let (clock, maker) = (HandClock(), Maker())
        let cache = cache(clock, capacity: 2)
        for key in ["a", "b", "c"] { _ = try await cache.value(for: key) { try maker.make() } }
        _ = try await cache.value(for: "a") { try maker.make() }
        #expect(maker.count == 4)
    }
}
