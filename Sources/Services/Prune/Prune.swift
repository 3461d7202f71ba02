// Clearing away what nobody needs: a little at a time, in nobody's way, and where it was interrupted it goes on.

internal import Basics
internal import Database
internal import Media
internal import Storage

extension Services {
    /// Clears away what `options` name, kind by kind, and returns what went of each.
    ///
    /// Whatever a post was counted in is counted again in the transaction that deletes it, so every count stays exact.
    public func prune(
        _ options: PruneOptions,
        _ progress: @escaping @Sendable (PruneProgress) -> Void = { _ in }
    ) async throws -> [PruneFigure] {
        var figures: [PruneFigure] = []
        for kind in PruneKind.allCases {
            let pruning = Pruning(services: self, options: options, progress: progress)
            figures.append(try await pruning.run(kind))
        }
        return figures
    }
}

/// One run of a kind.
struct Pruning: Sendable {
    let services: Services
    let options: PruneOptions
    let progress: @Sendable (PruneProgress) -> Void

    private static let rowsAtOnce = 500

    func run(_ kind: PruneKind) async throws -> PruneFigure {
        switch kind {
        case .copies: return try await copies()
        case .posts: return try await posts()
        case .notifications: return try await notifications()
        case .sessions: return try await sessions()
        case .jobs: return try await jobs()
        case .files: return try await files()
        }
    }

    /// Does a piece of work, and then nothing for a while: people come first.
    func piece<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        let start = ContinuousClock.now
        let result = try await work()
        if options.pause > 0 { try await Task.sleep(for: (ContinuousClock.now - start) * options.pause) }
        return result
    }

    private func copies() async throws -> PruneFigure {
        guard let copies = options.copies else { return PruneFigure(.copies) }
        let isDryRun = options.isDryRun
        let gone = try await onOwnThread { isDryRun ? copies.excess : copies.trim() }
        return PruneFigure(.copies, count: Int64(gone.count), bytes: Int64(gone.bytes))
    }

    private func notifications() async throws -> PruneFigure {
        var figure = PruneFigure(.notifications)
        guard let age = options.notifications else { return figure }
        let end = services.clock.now() - age
        let (database, isDryRun) = (services.database, options.isDryRun)
        var last: Int64 = 0
        while true {
            let ids = try await piece { [last] in
                try await database.write { connection in
                    let ids = try PruneQueries.notifications(
                        after: last,
                        before: end,
                        limit: Pruning.rowsAtOnce,
                        connection
                    )
                    if !isDryRun { try PruneQueries.delete(notifications: ids, connection) }
                    return ids
                }
            }
            figure.count += Int64(ids.count)
            // A row and its entries in indexes.
            figure.bytes += Int64(ids.count) * 250
            progress(PruneProgress(figure: figure))
            guard ids.count == Pruning.rowsAtOnce, let newest = ids.last else { return figure }
            last = newest
        }
    }

    private func sessions() async throws -> PruneFigure {
        let now = services.clock.now()
        let count = try await services.database.read { try PruneQueries.countExpired(at: now, $0) }
        try await repeating { try PruneQueries.deleteExpired(at: now, limit: Pruning.rowsAtOnce, $0) }
        return PruneFigure(.sessions, count: count, bytes: count * 150)
    }

    /// Those that were given up longer than a week ago: until then somebody may ask why.
    private func jobs() async throws -> PruneFigure {
        let end = services.clock.now() - .seconds(7 * 86_400)
        let count = try await services.database.read { try PruneQueries.countDeadJobs(before: end, $0) }
        try await repeating { try JobQueries.forgetDead(before: end, limit: Pruning.rowsAtOnce, $0) }
        return PruneFigure(.jobs, count: count, bytes: count * 300)
    }

    /// Deletes until there is nothing left.
    private func repeating(_ delete: @escaping @Sendable (Connection) throws -> Int) async throws {
        guard !options.isDryRun else { return }
        while try await piece({ try await services.database.write(delete) }) > 0 {}
    }
}
