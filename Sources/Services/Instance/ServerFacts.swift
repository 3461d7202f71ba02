// What this server says of itself in numbers, and whom to write to: counted at most once a minute.

public import Basics
internal import Database
internal import Storage
internal import Synchronization

/// Counts of what is local.
public struct ServerFacts: Sendable, Equatable {
    public var users: Int64
    public var statuses: Int64
    /// People who posted in the last day.
    public var activeDay: Int64
    /// When the first account was made; nil as long as there is none.
    public var begunAt: Timestamp?
    /// People who posted in the last 30 and 180 days.
    public var activeMonth: Int64
    public var activeHalfyear: Int64
    /// The first admin; nil as long as there is none.
    public var contactAccountID: Int64?
}

/// The latest facts. Counting grows with the number of accounts, so it is done once a minute, by one request, while the
/// others get what was known.
final class ServerFactsCache: Sendable {
    private struct State {
        var facts: ServerFacts?
        var staleAt = Timestamp(milliseconds: 0)
    }

    private let state = Mutex(State())

    func facts(_ services: Services) async throws -> ServerFacts {
        let now = services.clock.now()
        let known = state.withLock { state -> ServerFacts? in
            guard let facts = state.facts else { return nil }
            guard now >= state.staleAt else { return facts }
            // This request counts anew; those that come meanwhile take what is known.
            state.staleAt = now + .seconds(60)
            return nil
        }
        if let known { return known }
        let facts = try await services.database.read { try ServerFacts(at: now, $0) }
        state.withLock { $0 = State(facts: facts, staleAt: now + .seconds(60)) }
        return facts
    }
}

extension Services {
    /// What this server says of itself in numbers, at most a minute old; one cache for the API and the pages.
    public func serverFacts() async throws -> ServerFacts { try await factsCache.facts(self) }
}

extension ServerFacts {
    fileprivate init(at now: Timestamp, _ connection: Connection) throws {
        let day: Int64 = 86_400
        let month = try CounterQueries.server(activeSince: now - .seconds(30 * day), connection)
        let halfyear = try CounterQueries.server(activeSince: now - .seconds(180 * day), connection)
        self.init(
            users: month.users,
            statuses: month.statuses,
            activeDay: try CounterQueries.server(activeSince: now - .seconds(day), connection).active,
            begunAt: try AccountQueries.firstCreatedAt(connection),
            activeMonth: month.active,
            activeHalfyear: halfyear.active,
            contactAccountID: try UserQueries.firstAdmin(connection)
        )
    }
}
