// Mastodon's page rules as SQL, the same for every list that pages by a cursor id.

internal import Database
internal import Domain

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
