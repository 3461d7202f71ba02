// Filters of those who read, compiled, with what they have found in statuses; kept in memory.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization

/// Filters of one reader. A change of them makes another one.
public final class ReaderFilters: Sendable {
    /// What was found in a status, and which edition of it.
    private struct Found {
        var editedAt: Timestamp?
        var words: [Int: String]
    }

    private let filters: CompiledFilters
    private let clock: Clock
    private let found = Mutex(LRU<Int64, Found>(capacity: 1024))

    init(_ filters: [ContentFilter], clock: Clock) {
        self.filters = CompiledFilters(filters)
        self.clock = clock
    }

    public var isEmpty: Bool { filters.isEmpty }

    /// What the filters in force find in a status.
    ///
    /// - Parameter reblog: the reblog by which it is shown.
    public func matches(_ status: CachedStatus, reblog: Int64? = nil) -> [FilterMatch] {
        guard !filters.isEmpty else { return [] }
        let ids = reblog.map { [$0, status.status.id] } ?? [status.status.id]
        return filters.matches(ids: ids, words: words(in: status), at: clock.now())
    }

    private func words(in status: CachedStatus) -> [Int: String] {
        guard filters.hasKeywords else { return [:] }
        let (id, editedAt) = (status.status.id, status.status.editedAt)
        if let known = found.withLock({ $0.value(for: id) }), known.editedAt == editedAt { return known.words }
        let words = filters.words(in: status.words)
        found.withLock { $0.set(Found(editedAt: editedAt, words: words), for: id) }
        return words
    }
}

extension CachedStatus {
    /// All the words of a status as plain text: warning, text, what its poll offers, and what is said of its pictures.
    public var words: String {
        var parts = [status.spoilerText, HTML.plainText(fromHTML: status.content)]
        if let poll { parts += poll.options }
        parts += media.compactMap(\.description)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

public final class FilterCache: Sendable {
    private let database: Database
    private let clock: Clock
    private let cached = ReadThroughCache<Int64, ReaderFilters>(capacity: 8192)

    init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    public func filters(of account: Int64) async throws -> ReaderFilters {
        if let filters = cached.value(for: account) { return filters }
        let ticket = cached.ticket(for: account)
        let read = try await database.read { try FilterQueries.filters(of: account, $0) }
        let filters = ReaderFilters(read, clock: clock)
        cached.store(filters, for: account, ticket: ticket)
        return filters
    }

    func forget(_ account: Int64) { cached.invalidate(account) }

    func forgetAll() { cached.invalidateAll() }
}
