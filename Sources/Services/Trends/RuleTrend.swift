// What moderators decide about trends, and what readers see of them.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Tags that are unusual now and are listed, best first; those that are always there come last, on a shelf of their own.
    ///
    /// - Parameter withCompanions: also those that are shown with another.
    public func trends(withCompanions: Bool = false) async throws -> [Trend] {
        trendStore.listed.filter { withCompanions || $0.companionOf == nil }
    }

    /// Those that a gate or a moderator holds, best first.
    public func heldTrends() async throws -> [Trend] { trendStore.held }

    /// Decides about a tag as a trend; nil takes back what was decided. Holds from the next refresh on.
    public func ruleTrend(_ tag: TagName, _ ruling: TrendRuling?, by moderator: Moderator) async throws {
        try await change { change in
            try change.rank(of: moderator)
            try change.log(.ruleTrend, by: moderator) { $0.subject = "#\(tag.name) \(ruling?.name ?? "clear")" }
            let id = try TagQueries.idMaking(tag, at: change.now, change.connection)
            if let ruling {
                try TrendQueries.rule(ruling, tag: id, by: moderator.accountID, at: change.now, change.connection)
            } else {
                try TrendQueries.clear(id, change.connection)
            }
        }
    }

    /// People by hour of the last day, for small pictures beside trends.
    public func trendCurves(_ tags: [Int64]) async throws -> [Int64: Curve] {
        let now = clock.now()
        let start = TagBin(size: 3600, at: now - .seconds(23 * 3600)).start
        let hours = try await database.read {
            try TrendQueries.intervals(of: tags, size: 3600, since: Timestamp(milliseconds: start), $0)
        }
        return hours.mapValues { steps in
            var people = [Int64](repeating: 0, count: 24)
            var posts = people
            for step in steps {
                let place = Int((step.start - start) / 3_600_000)
                guard people.indices.contains(place) else { continue }
                people[place] = step.people
                posts[place] = step.posts
            }
            return Curve(resolution: 3600, start: Timestamp(milliseconds: start), people: people, posts: posts)
        }
    }
}
