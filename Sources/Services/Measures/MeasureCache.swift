// What moderators do about whole tags and calls, in memory: whoever posts or reads asks without a look into the database.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// The measures as this node knows them: at once where they were taken here or the taking was heard, within seconds otherwise.
final class MeasureCache: Sendable {
    private let database: Database
    /// One value, under one key.
    private let cache: FreshCache<Int, Measures>

    init(database: Database, clock: Clock) {
        self.database = database
        cache = FreshCache(capacity: 1, maximumAge: .seconds(5), clock: clock)
    }

    func forgetAll() { cache.forget(0) }

    func current() async throws -> Measures {
        try await cache.value(for: 0) { [database] in try await database.read { try MeasureCache.read($0) } }
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
