// Writing which trends began and ended, by one node, and what was decided about them that ends with them.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    private static let spanTask = "keep trend spans"
    /// Another node goes on with it after so long without a look of the one that is at it.
    private static let spanLease = Duration.seconds(15)

    /// Writes which trends began and ended. What was decided for one trend ends with it.
    ///
    /// - Parameters:
    ///   - trends: those of now, whether listed or held.
    ///   - open: spans that last, as the database has them.
    ///   - leftOut: tags that a moderator parted from a trend of now.
    func keepTrendSpans(
        _ trends: [Trend],
        _ open: [Int64: TrendSpan],
        _ rulings: [Int64: TrendRuling],
        leftOut: Set<Int64>,
        at now: Timestamp
    ) async throws {
        let news = trends.filter { $0.shelf != .perennial }
        let current = leftOut.union(news.map(\.tag.id))
        let once = Set(rulings.filter { $0.value.isOnce }.keys)
        let look = trendStore.look(current, kept: once.union(open.keys))
        guard try await isWritingSpans(now) else { return }
        let listed = Dictionary(news.filter(\.isListed).map { ($0.tag.id, $0.shelf) }, uniquingKeysWith: { $1 })
        let isRestored = trendStore.isRestored
        let changed = listed.filter { tag, shelf in open[tag].map { isRestored && $0.shelf != shelf } ?? true }
        let ended = open.keys.filter { tag in
            if listed[tag] != nil { return changed[tag] != nil }
            return look.over.contains(tag) || isRestored && current.contains(tag)
        }
        let over = once.intersection(look.over)
        let states = try await newestStates(of: look.changed)
        try await write(TrendChanges(began: changed, ended: ended, over: over, states: states), at: now)
    }

    /// False where another node has taken over meanwhile. One that was away between its look and its write, for longer than it
    /// holds the task, would undo what the other has written since: so the task is held again in the transaction itself.
    @discardableResult
    func write(_ changes: TrendChanges, at now: Timestamp) async throws -> Bool {
        guard !changes.isEmpty else { return true }
        let (node, isOneOfSeveral) = (Int64(node), database.engine == .postgres)
        return try await change { change in
            guard try !isOneOfSeveral || Services.holdSpans(by: node, at: change.now, change.connection) else {
                return false
            }
            try changes.write(at: now, change.connection)
            return true
        }
    }

    /// One node writes spans, and goes on with it as long as it looks and hears the others: two with views of their own would
    /// undo each other's work.
    private func isWritingSpans(_ now: Timestamp) async throws -> Bool {
        guard database.engine == .postgres else { return true }
        guard !trendStore.isDeaf else { return false }
        return try await database.write { [node] in try Services.holdSpans(by: Int64(node), at: now, $0) }
    }

    private static func holdSpans(by node: Int64, at now: Timestamp, _ connection: Connection) throws -> Bool {
        try RecurringTaskQueries.hold(spanTask, by: node, at: now, until: now + spanLease, connection)
    }

    /// What is to be kept of tags that became trends or ceased to be: a crash before the next hour forgets nothing of that.
    private func newestStates(of tags: Set<Int64>) async throws -> [Int64: [UInt8]] {
        guard !tags.isEmpty else { return [:] }
        trendStore.adopt(try await database.read { try TrendQueries.states(of: tags.sorted(), $0) })
        return trendStore.states(of: tags)
    }
}

/// What one look changes in the database.
struct TrendChanges: Sendable {
    /// Shelves on which tags are trends from now on.
    var began: [Int64: Shelf] = [:]
    var ended: [Int64] = []
    /// Tags for which what was decided for one trend ends.
    var over: Set<Int64> = []
    var states: [Int64: [UInt8]] = [:]

    var isEmpty: Bool { began.isEmpty && ended.isEmpty && over.isEmpty && states.isEmpty }

    fileprivate func write(at now: Timestamp, _ connection: Connection) throws {
        for tag in ended.sorted() { try TrendQueries.close(tag, at: now, connection) }
        for (tag, shelf) in began.sorted(by: { $0.key < $1.key }) {
            try TrendQueries.open(shelf, of: tag, at: now, connection)
        }
        for tag in over.sorted() { try TrendQueries.clear(tag, connection) }
        for (tag, state) in states.sorted(by: { $0.key < $1.key }) {
            try TrendQueries.save(state, of: tag, at: now, connection)
        }
    }
}
