// One page of a list.

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
