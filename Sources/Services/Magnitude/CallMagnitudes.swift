// The magnitude of calls: reckoned from the counts at most once a second for each call, and served from memory.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization
internal import Trends

final class CallMagnitudes: Sendable {
    let whole: FreshCache<Int64, CachedMagnitude<CallMagnitude>>
    /// Who spoke in the last minute, by call; lost at a restart, and right again a minute later.
    private let recent = Mutex(LRU<Int64, RecentBins>(capacity: 1024))

    init(clock: Clock) { whole = FreshCache(capacity: 4096, maximumAge: .seconds(1), clock: clock) }

    func add(_ people: Int32, to call: Int64, at moment: Timestamp) {
        recent.withLock { recent in
            var bins = recent.value(for: call) ?? RecentBins()
            bins.add(people, at: moment)
            recent.set(bins, for: call)
        }
    }

    func recent(of call: Int64) -> RecentBins { recent.withLock { $0.value(for: call) } ?? RecentBins() }
}

extension Services {
    /// What this server has seen of a call, at most a second old. Throws `ServiceError.notFound`.
    public func callMagnitude(_ id: Int64) async throws -> CallMagnitude { try await keptCallMagnitude(id).magnitude }

    /// The same of several calls, without those that are gone.
    public func magnitudes(ofCalls ids: [Int64]) async throws -> [Int64: CallMagnitude] {
        var found: [Int64: CallMagnitude] = [:]
        for id in ids {
            do { found[id] = try await callMagnitude(id) } catch ServiceError.notFound { continue }
        }
        return found
    }

    /// The same with its bytes.
    public func keptCallMagnitude(_ id: Int64) async throws -> CachedMagnitude<CallMagnitude> {
        try await callMagnitudes.whole.value(for: id) {
            let now = self.clock.now()
            let recent = self.callMagnitudes.recent(of: id)
            return CachedMagnitude(
                try await self.database.read { connection in
                    guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
                    var magnitude = CallMagnitude(call: call, at: now)
                    try magnitude.count(connection)
                    try magnitude.chart(connection)
                    magnitude.rates.tenSeconds = Double(recent.sum(lastSeconds: 10, now: now)) / 10
                    magnitude.rates.minute = Double(recent.sum(lastSeconds: 60, now: now)) / 60
                    return magnitude
                }
            )
        }
    }
}

extension CallMagnitude {
    fileprivate mutating func count(_ connection: Connection) throws {
        figures = try CallPeople(of: call.id, answers: call.answers.count, connection)
        let counters = try CounterQueries.counters(ofStatus: call.id, connection)
        (replies, reblogs, favourites) = (counters.replies, counters.reblogs, counters.favourites)
    }

    /// Curve, the busiest minute and the rate of the last hour, from the minutes.
    fileprivate mutating func chart(_ connection: Connection) throws {
        let resolution = Curve.resolution(from: call.createdAt, to: at)
        let steps = try AnswerQueries.steps(
            of: call.id,
            resolution: resolution,
            from: Timestamp(milliseconds: 0),
            connection
        )
        var curve = Curve(
            resolution: resolution,
            steps: [(call.createdAt.milliseconds / (resolution * 1000) * (resolution * 1000), 0, 0)]
                + steps.map { ($0.start, $0.people, 0) },
            until: at
        )
        curve.posts = []
        curve.add(try SilentQueries.steps(of: call.id, resolution: resolution, connection))
        self.curve = curve
        let hour = try AnswerQueries.steps(of: call.id, resolution: 60, from: at - .seconds(3600), connection)
        rates.hour = Double(hour.reduce(0) { $0 + $1.people }) / 3600
        peak = try AnswerQueries.busiestMinute(of: call.id, connection).map {
            Peak(perSecond: Double($0.people) / 60, at: $0.start)
        }
    }
}

extension Curve {
    /// Puts people who answered silently on top of those who spoke: from each step on what it published.
    fileprivate mutating func add(_ steps: [(at: Int64, silent: Int64?, together: Int64?)]) {
        var rest = steps[...]
        var last: (at: Int64, silent: Int64?, together: Int64?)?
        for place in people.indices {
            let end = start.milliseconds + (Int64(place) + 1) * resolution * 1000
            while let step = rest.first, step.at < end { last = rest.removeFirst() }
            people[place] = CallPeople.people(people[place], last?.silent, last?.together)
        }
    }
}
