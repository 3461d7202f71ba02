// The magnitude of tags: reckoned from the counts at most once a second for each tag, and served from memory.

internal import Basics
internal import Database
public import Domain
internal import Storage
public import Synchronization

/// One magnitude in memory, with the bytes that a surface has made of it.
public final class CachedMagnitude<Magnitude: Sendable>: Sendable {
    public let magnitude: Magnitude
    /// JSON, made by the first who needs it.
    public let rendering = Mutex<[UInt8]?>(nil)

    init(_ magnitude: Magnitude) { self.magnitude = magnitude }
}

/// What is kept of magnitudes, by how fast it changes.
final class TagMagnitudes: Sendable {
    /// What is read a little less often, since it takes more rows.
    struct Slow: Sendable {
        var peak: Peak?
        var languages: [(language: String?, posts: Int64)]
        var origins: [(domain: String, people: Int64)]
        var spans: [TrendSpan]
    }

    let whole: FreshCache<Int64, CachedMagnitude<TagMagnitude>>
    let slow: FreshCache<Int64, Slow>
    let related: FreshCache<Int64, RelatedTags>

    init(clock: Clock) {
        whole = FreshCache(capacity: 4096, maximumAge: .milliseconds(900), clock: clock)
        slow = FreshCache(capacity: 4096, maximumAge: .seconds(4), clock: clock)
        related = FreshCache(capacity: 4096, maximumAge: .seconds(30), clock: clock)
    }
}

extension Services {
    /// What this server has seen of a tag, at most a second old; nil for a tag that was never used here.
    public func tagMagnitude(_ tag: TagName) async throws -> TagMagnitude? {
        try await keptMagnitude(of: tag)?.magnitude
    }

    /// The same with its bytes.
    public func keptMagnitude(of tag: TagName) async throws -> CachedMagnitude<TagMagnitude>? {
        guard let id = try await tagID(tag) else { return nil }
        return try await keptMagnitude(ofTag: id)
    }

    func keptMagnitude(ofTag id: Int64) async throws -> CachedMagnitude<TagMagnitude> {
        try await magnitudes.whole.value(for: id) { CachedMagnitude(try await self.reckonMagnitude(of: id)) }
    }

    private func reckonMagnitude(of tag: Int64) async throws -> TagMagnitude {
        let slow = try await magnitudes.slow.value(for: tag) {
            try await self.database.read { try TagMagnitudes.Slow(of: tag, $0) }
        }
        let related = try await magnitudes.related.value(for: tag) {
            try await self.database.read { try RelatedTags(of: tag, $0) }
        }
        let now = clock.now()
        var magnitude = try await database.read { connection in
            guard let name = try MagnitudeQueries.names(of: [tag], connection)[tag] else {
                throw ServiceError.notFound
            }
            let reference = TagReference(id: tag, name: name.name, display: name.display)
            var magnitude = TagMagnitude(tag: reference, at: now)
            let counts = try MagnitudeQueries.counts(of: tag, connection)
            magnitude.people = counts.people
            magnitude.posts = counts.posts
            magnitude.replies = counts.replies
            magnitude.reblogs = counts.reblogs
            magnitude.since = try MagnitudeQueries.firstMinute(of: tag, connection)
            if let since = magnitude.since {
                magnitude.curve = try Curve(of: tag, since: since, until: now, connection)
            }
            let recent = now - .seconds(600)
            if let busiest = try MagnitudeQueries.busiestMinute(of: tag, since: recent, connection) {
                magnitude.peak = Peak(perSecond: Double(busiest.posts) / 60, at: busiest.start)
            }
            return magnitude
        }
        if let peak = slow.peak, peak.perSecond >= magnitude.peak?.perSecond ?? 0 { magnitude.peak = peak }
        magnitude.languages = slow.languages
        magnitude.peopleHere = slow.origins.first { $0.domain.isEmpty }?.people ?? 0
        magnitude.peopleElsewhere = slow.origins.filter { !$0.domain.isEmpty }.reduce(0) { $0 + $1.people }
        magnitude.servers = Int64(slow.origins.count)
        magnitude.spans = slow.spans
        magnitude.related = related
        magnitude.rates = trendStore.rates(of: tag, at: now)
        magnitude.trend = trendStore.listedTrend(of: tag)
        magnitude.unlisted = trendStore.unlisted(tag)
        return magnitude
    }
}

extension TagMagnitudes.Slow {
    fileprivate init(of tag: Int64, _ connection: Connection) throws {
        peak = try MagnitudeQueries.busiestMinute(of: tag, since: Timestamp(milliseconds: 0), connection).map {
            Peak(perSecond: Double($0.posts) / 60, at: $0.start)
        }
        languages = try MagnitudeQueries.languages(of: tag, limit: 20, connection).map {
            ($0.language.isEmpty ? nil : $0.language, $0.posts)
        }
        origins = try MagnitudeQueries.origins(of: tag, connection)
        spans = try TrendQueries.spans(of: tag, limit: 50, connection)
    }
}

extension Curve {
    fileprivate init(of tag: Int64, since: Timestamp, until now: Timestamp, _ connection: Connection) throws {
        let resolution = Curve.resolution(from: since, to: now)
        let size = TagBin.sizes.last { $0 <= resolution && resolution % $0 == 0 } ?? 60
        let steps = try MagnitudeQueries.steps(
            of: tag,
            resolution: resolution,
            size: size,
            from: Timestamp(milliseconds: 0),
            connection
        )
        self.init(
            resolution: resolution,
            steps: steps.filter { $0.posts != 0 || $0.newPeople != 0 }.map { ($0.start, $0.newPeople, $0.posts) },
            until: now
        )
    }
}
