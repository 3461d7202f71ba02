// What happened here week by week, as the instance tells it: counted once a minute, a little at a time, never at a request.

public import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization

/// Who was here since this was last written down. Asked at every request with a token, so it is no more than a set in memory;
/// a crash forgets a minute.
public final class Presence: Sendable {
    private struct State {
        var week = ActivityWeek(start: Timestamp(seconds: 0))
        /// Written down already, or about to be.
        var known: Set<Int64> = []
        var fresh: [Int64] = []
        /// Of the week before, when a new one has begun since they were last taken.
        var late: (week: ActivityWeek, people: [Int64])?
    }

    /// More people are forgotten at once, and written down again.
    private static let most = 100_000
    private let state = Mutex(State())

    init() {}

    public func note(_ account: Int64, at now: Timestamp) {
        state.withLock { state in
            if now >= state.week.end {
                if !state.fresh.isEmpty { state.late = (state.week, state.fresh) }
                state = State(week: ActivityWeek(of: now), late: state.late)
            }
            if state.known.count >= Presence.most { state.known = [] }
            if state.known.insert(account).inserted { state.fresh.append(account) }
        }
    }

    /// Who came since the last time, by week.
    func take() -> [(week: ActivityWeek, people: [Int64])] {
        state.withLock { state in
            var taken = [(week: state.week, people: state.fresh)]
            if let late = state.late { taken.append(late) }
            state.fresh = []
            state.late = nil
            return taken.filter { !$0.people.isEmpty }
        }
    }

    /// They could not be written down: whoever of them comes again is new.
    func forget(_ people: [Int64]) { state.withLock { $0.known.subtract(people) } }
}

extension Services {
    private static let activityWeeks = 12

    /// The last twelve weeks, this one first.
    public func activity() async throws -> [ActivityWeek] {
        let weeks = Services.activityWeeks(at: clock.now())
        let known = try await database.read { try ActivityQueries.weeks(since: weeks[weeks.count - 1].start, $0) }
        return weeks.map { week in known.first { $0.start == week.start } ?? week }
    }

    /// Counts what came since the last time.
    public func countActivity() async throws {
        let came = presence.take()
        do {
            for (week, people) in came {
                try await change { try ActivityQueries.count(people, in: week, $0.connection) }
            }
        } catch {
            presence.forget(came.flatMap(\.people))
            throw error
        }
        let now = clock.now()
        let weeks = Services.activityWeeks(at: now)
        // An id is made a little before its row is there.
        let end = now - .seconds(60)
        while try await change({ change in
            try weeks.contains { try ActivityQueries.count($0, until: end, limit: 2000, change.connection) }
        }) {}
        try await change { change in
            try ActivityQueries.forget(
                peopleBefore: weeks[0],
                weeksBefore: weeks[weeks.count - 1],
                limit: 2000,
                change.connection
            )
        }
    }

    private static func activityWeeks(at now: Timestamp) -> [ActivityWeek] {
        (0..<activityWeeks).map { ActivityWeek(of: now - .seconds(Int64($0) * 7 * 86_400)) }
    }
}
