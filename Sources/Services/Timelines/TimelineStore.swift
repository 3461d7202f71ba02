// Timelines as readers ask for them: from a feed in memory where it reaches, else from the database by index.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization

/// Which timeline.
enum FeedKey: Hashable, Sendable {
    case home(Int64)
    case list(Int64)
    case tag(Int64)
    case publicTimeline(TimelineOrigin)
}

/// How much of the timelines is kept in memory.
public struct TimelineSizes: Sendable {
    /// The most entries of one feed.
    public var feed = 400
    /// How many entries a new feed starts with.
    public var firstFill = 100
    /// Changes that the log keeps for feeds to catch up with.
    public var log = 16_384

    public init() {}
}

public final class TimelineStore: Sendable {
    private final class CachedFeed: Sendable {
        let feed: Mutex<Feed>
        /// By which decisions it was made; a feed made by older ones is of no use.
        private let rules: FeedRules
        /// When a mute ends, what it kept away belongs in the feed again.
        private let end: Timestamp?

        init(_ feed: Feed, by rules: FeedRules) {
            self.feed = Mutex(feed)
            self.rules = rules
            end = rules.reader?.nextMuteEnd
        }

        func serves(_ rules: FeedRules) -> Bool {
            guard rules.isSame(as: self.rules) else { return false }
            guard let end, let reader = rules.reader else { return true }
            return !reader.isPast(end)
        }
    }

    /// One page as read from the database.
    struct Loaded: Sendable {
        /// Newest first.
        var entries: [TimelineEntry]
        /// Whether nothing lies beyond what was read, in the direction of reading.
        var isAll: Bool
        /// The last row looked at, in the direction of reading, where it is not an entry: rules may have left it out.
        var reached: Int64?
    }

    private let database: Database
    private let sizes: TimelineSizes
    private let log: TimelineLog
    private let cached = ReadThroughCache<FeedKey, CachedFeed>(capacity: 4096)

    init(database: Database, sizes: TimelineSizes = TimelineSizes()) {
        self.database = database
        self.sizes = sizes
        log = TimelineLog(size: sizes.log)
    }

    // MARK: Pages

    /// Ids of the home timeline of a reader, newest first.
    public func home(of reader: ReaderRelations, _ request: PageBounds) async throws -> Page<Int64> {
        try await page(FeedRules(key: .home(reader.accountID), reader: reader), request) { page, connection in
            try TimelineStore.homeEntries(of: reader, page, connection)
        }
    }

    /// Ids of the timeline of a list of `reader`, newest first.
    public func list(
        _ list: ListMembers,
        of reader: ReaderRelations,
        _ request: PageBounds
    ) async throws -> Page<Int64> {
        let rules = FeedRules(key: .list(list.list.id), reader: reader, list: list)
        return try await page(rules, request) { page, connection in
            try TimelineStore.listEntries(of: list, reader, page, connection)
        }
    }

    /// Ids of the public timeline, newest first, before what the reader hides is left out.
    public func publicTimeline(
        _ request: PageBounds,
        from origin: TimelineOrigin = .all
    ) async throws -> Page<Int64> {
        try await page(FeedRules(key: .publicTimeline(origin)), request) { page, connection in
            let entries = try TimelineQueries.publicTimeline(page, from: origin, connection)
            return Loaded(entries: entries, isAll: entries.count < page.limit)
        }
    }

    /// Ids of the public statuses with a tag, newest first.
    public func tag(_ tag: Int64, _ request: PageBounds) async throws -> Page<Int64> {
        try await page(FeedRules(key: .tag(tag)), request) { page, connection in
            let ids = try TimelineQueries.tag(tag, page, connection)
            let entries = try TimelineQueries.entries(ids, connection).sorted { $0.id > $1.id }
            return Loaded(entries: entries, isAll: ids.count < page.limit)
        }
    }

    private typealias Load = @Sendable (PageBounds, Connection) throws -> Loaded

    private func page(
        _ rules: FeedRules,
        _ request: PageBounds,
        load: @escaping Load
    ) async throws -> Page<Int64> {
        let items = try await feed(rules, load: load) { $0.page(request) }
        if let items {
            return Page(
                items: items.map(\.id),
                newest: items.first?.id,
                oldest: items.last?.id,
                isFull: items.count >= request.limit
            )
        }
        let loaded = try await database.read { try load(request, $0) }
        let ids = loaded.entries.map(\.id)
        // The cursor goes on from what was looked at, so that a page whose rows were all left out is no dead end.
        return Page(
            items: ids,
            newest: (request.isAscending ? loaded.reached : nil) ?? ids.first,
            oldest: (request.isAscending ? nil : loaded.reached) ?? ids.last,
            isFull: !loaded.isAll || ids.count >= request.limit
        )
    }

    /// Gives the feed, caught up, to `use`; makes it from the database where it is not in memory.
    private func feed<Result: Sendable>(
        _ rules: FeedRules,
        load: @escaping Load,
        use: (Feed) -> Result
    ) async throws -> Result {
        let key = rules.key
        if let cached = cached.value(for: key), cached.serves(rules) {
            let result = cached.feed.withLock { feed -> Result? in
                guard catchUp(&feed, rules) else { return nil }
                return use(feed)
            }
            if let result { return result }
        }
        let ticket = cached.ticket(for: key)
        // Taken before the read: what is posted meanwhile may be in both, and is inserted once.
        let position = log.position
        let firstFill = sizes.firstFill
        let loaded = try await database.read { try load(PageBounds(limit: firstFill), $0) }
        let oldest = loaded.reached ?? loaded.entries.last?.id ?? Int64.max
        var feed = Feed(
            entries: loaded.entries,
            floor: loaded.isAll ? Feed.wholeTimeline : oldest - 1,
            position: position,
            repeatsReblogs: !key.isOfFollowed,
            capacity: sizes.feed
        )
        // Should the log have run through meanwhile, the next reader makes the feed anew.
        if catchUp(&feed, rules) { cached.store(CachedFeed(feed, by: rules), for: key, ticket: ticket) }
        return use(feed)
    }

    /// Brings a feed up to the head of the log; false when it has to be made anew: the log does not reach back to where
    /// it stands, or something came to light that it does not hold.
    private func catchUp(_ feed: inout Feed, _ rules: FeedRules) -> Bool {
        guard let (changes, position) = log.changes(since: feed.position) else { return false }
        for change in changes {
            switch change.kind {
            case .posted: if rules.admits(change) { feed.insert(change.entry) }
            case .deleted: guard feed.remove(change.entry.id) else { return false }
            case .tagged: if rules.looksAtTags, rules.admits(change) { feed.insert(change.entry) }
            case .untagged:
                guard rules.looksAtTags, rules.admits(change) else { break }
                // It may be in a home timeline for other reasons as well: the database knows.
                if !rules.key.isTag { guard !feed.contains(change.entry.id) else { return false } }
                _ = feed.remove(change.entry.id)
            }
        }
        feed.position = position
        return true
    }

    // MARK: Changes

    func append(_ change: TimelineChange) { log.append(change) }

    func forget(homeOf account: Int64) { cached.invalidate(.home(account)) }

    func forget(list: Int64) { cached.invalidate(.list(list)) }

    func forgetAll() { cached.invalidateAll() }
}

extension FeedKey {
    /// Made of what those post whom one follows: it repeats no reblogs.
    var isOfFollowed: Bool {
        switch self {
        case .home, .list: true
        case .tag, .publicTimeline: false
        }
    }
    var isTag: Bool { if case .tag = self { true } else { false } }
}
