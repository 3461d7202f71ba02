// What moderators do about whole tags and calls, in memory: whoever posts or reads asks without a look into the database.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Synchronization

/// The measures as this node knows them: at once where they were taken here or the taking was heard, within seconds otherwise.
final class MeasureCache: Sendable {
    private struct State {
        var measures: Measures?
        var readAt = Timestamp(milliseconds: 0)
        /// Counts the changes, so that what was read before one is not kept after it.
        var edition = 0
    }

    private let state = Mutex(State())
    private let database: Database
    private let clock: Clock
    private static let maximumAge = Duration.seconds(5)

    init(database: Database, clock: Clock) {
        (self.database, self.clock) = (database, clock)
    }

    func forgetAll() {
        state.withLock { state in
            state.measures = nil
            state.edition += 1
        }
    }

    func current() async throws -> Measures {
        let now = clock.now()
        let (known, edition) = state.withLock { state in
            let isFresh = state.readAt <= now && now - Self.maximumAge < state.readAt
            return (isFresh ? state.measures : nil, state.edition)
        }
        if let known { return known }
        let read = try await database.read { try MeasureCache.read($0) }
        state.withLock { state in
            guard state.edition == edition else { return }
            (state.measures, state.readAt) = (read, now)
        }
        return read
    }

    private static func read(_ connection: Connection) throws -> Measures {
        let measures = try MeasureQueries.all(connection)
        guard !measures.isEmpty else { return Measures([], tagNames: [:], callTags: [:]) }
        var (tags, calls): ([Int64], [Int64]) = ([], [])
        for measure in measures {
            switch measure.subject {
            case .tag(let id): tags.append(id)
            case .call(let id): calls.append(id)
            }
        }
        let references = try CallQueries.references(Array(Set(calls)), connection)
        let callTags = Dictionary(references.map { ($0.id, $0.tagID) }) { first, _ in first }
        let names = try TagQueries.names(Array(Set(tags + callTags.values)), connection)
        return Measures(measures, tagNames: names, callTags: callTags)
    }
}
