// What trends now: the engine in memory, fed by events, and what it found at its last refresh.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization
internal import Trends

/// The reckoning of trends, one for the server.
final class TrendStore: Sendable {
    private let found = Mutex<[Int64: Trend]>([:])

    func handle(_ event: DomainEvent) {}

    /// Posts per second of a tag.
    func rates(of tag: Int64, at now: Timestamp) -> Rates { Rates() }

    /// The trend that a tag is, where it is listed.
    func listedTrend(of tag: Int64) -> Trend? { found.withLock { $0[tag] }.flatMap { $0.isListed ? $0 : nil } }
    var listed: [Trend] { found.withLock { $0.values.filter(\.isListed) }.sorted { $0.score > $1.score } }
    var held: [Trend] {
        found.withLock { $0.values.filter { !$0.isListed && !$0.held.isEmpty } }.sorted { $0.score > $1.score }
    }
}

extension Services {
    /// Tags that are unusual now and passed all gates, best first.
    public func trends() async throws -> [Trend] { trendStore.listed }

    /// Those that a gate held.
    public func heldTrends() async throws -> [Trend] { trendStore.held }

    /// Decides about a tag as a trend; nil takes what was decided back.
    public func ruleTrend(_ tag: TagName, _ ruling: TrendRuling?, by moderator: Int64?) async throws {
        try await change { change in
            let id = try TagQueries.idMaking(tag, at: change.now, change.connection)
            if let ruling {
                try TrendQueries.rule(ruling, tag: id, by: moderator, at: change.now, change.connection)
            } else {
                try TrendQueries.clear(id, change.connection)
            }
        }
    }
}
