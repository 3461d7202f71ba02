// Mastodon's page rules as SQL bounds, the same for every list that pages by a cursor id.

internal import Database

/// Which part of a list is wanted. Ids are the list's cursors, which need not be the ids of what is listed.
public struct PageBounds: Sendable, Equatable {
    /// Only older than this.
    public var maxID: Int64?
    /// Only newer than this; the newest page of them.
    public var sinceID: Int64?
    /// Only newer than this; the page right above it.
    public var minID: Int64?
    /// The most items; 0 for none.
    public var limit: Int

    public init(maxID: Int64? = nil, sinceID: Int64? = nil, minID: Int64? = nil, limit: Int) {
        self.maxID = maxID
        self.sinceID = sinceID
        self.minID = minID
        self.limit = limit
    }

    /// Exclusive upper bound for SQL.
    public var below: Int64 { maxID ?? Int64.max }

    /// Exclusive lower bound for SQL.
    public var above: Int64 { minID ?? sinceID ?? -1 }

    /// `min_id` selects upward from its cursor; all else downward from the top.
    public var isAscending: Bool { minID != nil }

    /// Brings what was selected into the order of every answer: newest first.
    public func newestFirst<T>(_ selected: [T]) -> [T] { isAscending ? selected.reversed() : selected }
}

/// A list of one owner that pages by a cursor, read in either direction.
struct PagedQuery: Sendable {
    private let down: SQL
    private let up: SQL

    /// - Parameter text: takes `ASC` or `DESC`; its `$1` is the owner, `$2` and `$3` are the bounds of the cursor, `$4` the limit.
    init(_ text: (_ direction: String) -> SQL) {
        down = text("DESC")
        up = text("ASC")
    }

    /// One page, newest first.
    func rows<Item>(
        of owner: Int64,
        _ page: PageBounds,
        _ connection: Connection,
        row: (Row) throws -> Item
    ) throws -> [Item] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(owner),
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: row
            )
        )
    }
}

/// A page of a list with the cursors for the `Link` header.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    /// Cursor of the newest and the oldest row read, which may have been left out of `items`.
    public var newest: Int64?
    public var oldest: Int64?
    /// Whether as many rows were read as asked for, so that there may be more.
    public var isFull: Bool

    public init(items: [Item], newest: Int64?, oldest: Int64?, isFull: Bool) {
        self.items = items
        self.newest = newest
        self.oldest = oldest
        self.isFull = isFull
    }

    /// A page of rows that carry their cursor; `rows` are newest first.
    public init(rows: [(cursor: Int64, item: Item)], bounds: PageBounds) {
        self.init(
            items: rows.map(\.item),
            newest: rows.first?.cursor,
            oldest: rows.last?.cursor,
            isFull: rows.count >= bounds.limit
        )
    }

    public func map<Other: Sendable>(_ transform: (Item) -> Other?) -> Page<Other> {
        Page<Other>(items: items.compactMap(transform), newest: newest, oldest: oldest, isFull: isFull)
    }
}
