// Statuses that many people support now.

internal import Basics
internal import Database
internal import Domain
internal import Foundation
internal import Storage

extension Services {
    /// Fewer reblogs and favourites than this are no trend.
    private static let leastSupport: Int64 = 3

    /// Ids of public statuses of the last days that many have reblogged or favourited, best first, at most one of each
    /// author; reckoned at most once in half a minute. Only those whose authors chose to be discoverable.
    public func trendingStatuses() async throws -> [Int64] {
        try await trendingCache.value(for: 0) {
            let now = self.clock.now()
            let after = Snowflake.least(at: now - .seconds(3 * 86_400))
            let lately = try await self.database.read {
                try VoiceQueries.supportedLately(after: after, among: 5000, $0)
            }
            // Halved every six hours, so that the day's first great post does not stay the whole day.
            let scored = lately.filter { $0.support >= Self.leastSupport }.map { status in
                let hours = Double(now.milliseconds - status.createdAt) / 3_600_000
                return (status, score: Double(status.support) * pow(0.5, hours / 6))
            }.sorted { ($0.score, $0.0.id) > ($1.score, $1.0.id) }
            var authors: Set<Int64> = []
            return Array(scored.filter { authors.insert($0.0.accountID).inserted }.prefix(200).map(\.0.id))
        }
    }
}
