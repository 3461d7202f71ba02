// Posts of other servers that nobody here has touched.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Pruning {
    /// Posts that are looked at in one reading, and deleted in one transaction.
    private static let looked = 1000
    private static let deleted = 25
    /// Posts of those who are followed here stay so many times as long.
    private static let patience = 4

    /// From which ids on posts stay.
    private struct Ends: Sendable {
        let all: Int64
        let followed: Int64
    }

    func posts() async throws -> PruneFigure {
        var figure = PruneFigure(.posts)
        guard let age = options.posts else { return figure }
        let now = services.clock.now()
        let ends = Ends(
            all: Snowflake.least(at: now - age),
            followed: Snowflake.least(at: now - age * Pruning.patience)
        )
        let (database, isDryRun) = (services.database, options.isDryRun)
        var first: Int64?
        // A dry run looks at all of them.
        var last = isDryRun ? 0 : try await database.read { try PruneQueries.reached(PruneKind.posts.rawValue, $0) }
        while true {
            let (page, found) = try await piece { [last] in
                try await database.snapshot { connection in
                    let page = try PruneStatusQueries.page(
                        after: last,
                        before: ends.all,
                        limit: Pruning.looked,
                        connection
                    )
                    return (page, try Pruning.untouched(page.remote, ends, connection))
                }
            }
            figure.count += Int64(found.count)
            figure.bytes += found.reduce(0) { $0 + $1.bytes }
            if !isDryRun { try await delete(found.map(\.id), ends) }
            first = first ?? page.last
            progress(
                PruneProgress(figure: figure, share: share(from: first ?? last, page.last ?? ends.all, to: ends.all))
            )
            guard !page.isLast, let newest = page.last else { break }
            last = newest
            if !isDryRun {
                try await database.write { try PruneQueries.reach(newest, of: PruneKind.posts.rawValue, $0) }
            }
        }
        if !isDryRun { try await database.write { try PruneQueries.finish(PruneKind.posts.rawValue, $0) } }
        return figure
    }

    /// How far it is by time, as ids go.
    private func share(from first: Int64, _ id: Int64, to end: Int64) -> Double {
        end > first ? min(1, max(0, Double(id - first) / Double(end - first))) : 1
    }

    private static func untouched(
        _ ids: [Int64],
        _ ends: Ends,
        _ connection: Connection
    ) throws -> [PruneStatusQueries.Untouched] {
        try PruneStatusQueries.untouched(among: ids, recent: ends.all, followed: ends.followed, connection)
    }

    /// Deletes those of them that still nobody has touched.
    private func delete(_ ids: [Int64], _ ends: Ends) async throws {
        for start in stride(from: 0, to: ids.count, by: Pruning.deleted) {
            let some = Array(ids[start..<min(start + Pruning.deleted, ids.count)])
            try await piece {
                try await services.change { change in
                    // Whoever touches one from now on waits for the end of this, and finds it gone.
                    for id in some { try StatusQueries.lock(id, change.connection) }
                    for post in try Pruning.untouched(some, ends, change.connection) {
                        guard let details = try StatusQueries.details([post.id], change.connection).first else {
                            continue
                        }
                        try change.releaseMedia(of: post.id, deleting: true)
                        try change.delete(details.status, mentions: details.mentions, isSent: false)
                    }
                }
            }
        }
    }
}
