// Who is shown beside the number of a tag: only people who chose to be discoverable, with public posts.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Ids of statuses: the newest, and those with the most reblogs and favourites among the newest 2,000 of the tag.
    public func voices(ofTag tag: Int64, limit: Int) async throws -> (newest: [Int64], supported: [Int64]) {
        try await database.read { connection in
            (
                try VoiceQueries.newest(ofTag: tag, among: 500, limit: limit, connection),
                try VoiceQueries.supported(ofTag: tag, among: 2000, limit: limit, connection)
            )
        }
    }

    /// Uses of tags by day (UTC) for the last seven days, today first.
    public func history(ofTags tags: [Int64]) async throws -> [Int64: [TagDay]] {
        let now = clock.now()
        let today = TagBin(size: 86_400, at: now).start
        let days = (0..<7).map { today - $0 * 86_400_000 }
        let kept = try await database.read { connection in
            try TrendQueries.intervals(
                of: tags,
                size: 86_400,
                since: Timestamp(milliseconds: days.last ?? today),
                connection
            )
        }
        var history: [Int64: [TagDay]] = [:]
        for tag in tags {
            let steps = Dictionary((kept[tag] ?? []).map { ($0.start, $0) }, uniquingKeysWith: { first, _ in first })
            history[tag] = days.map { day in
                TagDay(day: day / 1000, uses: steps[day]?.posts ?? 0, accounts: steps[day]?.people ?? 0)
            }
        }
        return history
    }

    /// The id and first spelling of a tag; nil where it was never used here.
    public func tagReference(_ tag: TagName) async throws -> TagReference? {
        guard let id = try await tagID(tag) else { return nil }
        return try await database.read { connection in
            try MagnitudeQueries.names(of: [id], connection)[id].map {
                TagReference(id: id, name: $0.name, display: $0.display)
            }
        }
    }
}

/// One day (UTC) of a tag.
public struct TagDay: Sendable, Equatable {
    /// Seconds since 1970 of its beginning.
    public var day: Int64
    /// Posts.
    public var uses: Int64
    /// Distinct people.
    public var accounts: Int64
}
