// Live magnitudes: one reckoning a second for each thing that is watched, told to all who watch it.

internal import Synchronization

/// What is told to those who watch: bytes, and a mark that is the same as long as nothing but the time has changed.
public struct MagnitudeTick: Sendable {
    public var bytes: [UInt8]
    public var mark: String

    public init(bytes: [UInt8], mark: String) {
        self.bytes = bytes
        self.mark = mark
    }
}

/// Watchers of magnitudes. Each is told at most once a second; one who reads slowly misses what is between, and holds up
/// nobody. A thing that nobody watches costs nothing.
public final class MagnitudeStreams: Sendable {
    public typealias Source = @Sendable () async throws -> MagnitudeTick?
    public typealias Stream = AsyncStream<MagnitudeTick>

    private struct Watched {
        var watchers: [Int: Stream.Continuation] = [:]
        var newest: MagnitudeTick?
    }

    private struct State {
        var watched: [String: Watched] = [:]
        var count = 0
        var made = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let interval: Duration

    /// - Parameter limit: the most watchers at one time.
    public init(limit: Int = 20_000, interval: Duration = .seconds(1)) {
        self.limit = limit
        self.interval = interval
    }

    /// How many watch now.
    public var count: Int { state.withLock { $0.count } }

    /// Watches the thing named `key`, whose ticks come from `source`. Throws `ServiceError.overloaded` beyond the limit.
    public func watch(_ key: String, source: @escaping Source) throws -> Stream {
        let (stream, continuation) = Stream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let isFirst = try state.withLock { state -> Bool in
            guard state.count < limit else { throw ServiceError.overloaded }
            state.made += 1
            state.count += 1
            let id = state.made
            continuation.onTermination = { [weak self] _ in self?.leave(key, id) }
            let isFirst = state.watched[key] == nil
            state.watched[key, default: Watched()].watchers[id] = continuation
            if let newest = state.watched[key]?.newest { continuation.yield(newest) }
            return isFirst
        }
        if isFirst { Task { await self.run(key, source) } }
        return stream
    }

    private func leave(_ key: String, _ id: Int) {
        state.withLock { state in
            guard state.watched[key]?.watchers.removeValue(forKey: id) != nil else { return }
            state.count -= 1
        }
    }

    /// Tells the watchers of one thing, until there are none.
    private func run(_ key: String, _ source: Source) async {
        while true {
            // An error of one second is no reason to leave: the next one may succeed.
            let tick = try? await source()
            let watchers = state.withLock { state -> [Stream.Continuation]? in
                guard let watched = state.watched[key], !watched.watchers.isEmpty else {
                    state.watched[key] = nil
                    return nil
                }
                guard let tick, tick.mark != watched.newest?.mark else { return [] }
                state.watched[key]?.newest = tick
                return Array(watched.watchers.values)
            }
            guard let watchers else { return }
            if let tick { watchers.forEach { $0.yield(tick) } }
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }
}
