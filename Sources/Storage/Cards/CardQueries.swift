// SQL of cards: one for each address, what was found there, and who posted it on which day.

public import Basics
public import Database
public import Domain

public enum CardQueries {
    private static let columns = """
        id, url, fetched_at, is_shown, title, description, kind, author_name, author_url, provider_name, provider_url, \
        image_url, image_description, language, published_at, image_path, width, height, image_blurhash, author_id
        """
    private static let byHash = SQL(
        """
        SELECT id, fetched_at, is_shown, EXISTS (
            SELECT 1 FROM hidden_files h WHERE h.path = cards.image_path AND h.is_hidden)
        FROM cards WHERE url_hash = $1
        """
    )
    private static let insert = SQL(
        """
        INSERT INTO cards (url, url_hash) VALUES ($1, $2)
        ON CONFLICT (url_hash) DO UPDATE SET url = cards.url RETURNING id
        """
    )
    private static let byIDs = SQL("SELECT \(columns) FROM cards WHERE id {in $1}")
    private static let save = SQL(
        """
        UPDATE cards SET fetched_at = $1, is_shown = $2, title = $3, description = $4, kind = $5, author_name = $6,
            author_url = $7, provider_name = $8, provider_url = $9, image_url = $10, image_description = $11,
            language = $12, published_at = $13, author_id = $14
        WHERE id = $15
        """
    )
    private static let byAuthor = SQL("SELECT id, url FROM cards WHERE author_id = $1")
    private static let dropAuthor = SQL("UPDATE cards SET author_id = NULL WHERE id = $1")
    private static let setImage = SQL(
        """
        UPDATE cards SET image_path = $1, width = $2, height = $3, image_blurhash = $4, image_released_at = $5
        WHERE id = $6
        """
    )
    private static let release = SQL(
        """
        UPDATE cards SET image_released_at = $1
        WHERE id = $2 AND image_path IS NOT NULL AND image_released_at IS NULL
        """
    )
    private static let released = SQL(
        """
        SELECT c.id, c.image_path, EXISTS (SELECT 1 FROM statuses s WHERE s.card_id = c.id) FROM cards c
        WHERE c.image_released_at < $1 ORDER BY c.image_released_at LIMIT $2 {forupdate}
        """
    )
    private static let hold = SQL("UPDATE cards SET image_released_at = NULL WHERE id {in $1}")
    /// Whoever posts the address again has it looked at again.
    private static let dropImages = SQL(
        """
        UPDATE cards SET image_path = NULL, width = 0, height = 0, image_blurhash = NULL, image_released_at = NULL,
            fetched_at = NULL
        WHERE id {in $1}
        """
    )
    private static let setFetched = SQL("UPDATE cards SET fetched_at = $1 WHERE id = $2")
    private static let newestStatuses = SQL("SELECT id FROM statuses WHERE card_id = $1 ORDER BY id DESC LIMIT $2")
    private static let countUse = SQL(
        """
        INSERT INTO card_uses (day, card_id, account_id, uses) VALUES ($1, $2, $3, 1)
        ON CONFLICT (day, card_id, account_id) DO UPDATE SET uses = card_uses.uses + 1
        """
    )
    private static let lowerUse = SQL(
        "UPDATE card_uses SET uses = uses - 1 WHERE day = $1 AND card_id = $2 AND account_id = $3 AND uses > 1"
    )
    private static let endUse = SQL("DELETE FROM card_uses WHERE day = $1 AND card_id = $2 AND account_id = $3")
    /// Both only of people who are neither limited nor suspended.
    private static let history = SQL(
        """
        SELECT u.card_id, u.day, COUNT(*), CAST(SUM(u.uses) AS BIGINT) FROM card_uses u
        JOIN accounts a ON a.id = u.account_id AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        WHERE u.card_id {in $1} AND u.day >= $2 GROUP BY u.card_id, u.day
        """
    )
    private static let popular = SQL(
        """
        SELECT u.card_id, COUNT(DISTINCT u.account_id) AS people, CAST(SUM(u.uses) AS BIGINT) FROM card_uses u
        JOIN accounts a ON a.id = u.account_id AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        JOIN cards c ON c.id = u.card_id AND c.is_shown
        WHERE u.day >= $1 GROUP BY u.card_id HAVING COUNT(DISTINCT u.account_id) >= $2
        ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT $3
        """
    )
    private static let purge = SQL(
        """
        DELETE FROM card_uses WHERE (day, card_id, account_id) IN
            (SELECT day, card_id, account_id FROM card_uses WHERE day < $1 ORDER BY day LIMIT $2)
        """
    )
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id
            WHERE s.card_id = $1 AND s.id < $2 AND s.id > $3 AND s.visibility = 0
                AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
            ORDER BY s.id \(direction) LIMIT $4
            """
        )
    }

    /// The card of an address, whether it is to be looked at again, and whether its picture is hidden.
    public static func card(hash: [UInt8], now: Timestamp, _ connection: Connection) throws -> (
        id: Int64, isStale: Bool, hidesImage: Bool
    )? {
        try connection.first(byHash, .blob(hash)) { row in
            let card = PreviewCard(
                id: row.int(0),
                url: "",
                fetchedAt: row.moment(1),
                isShown: row.bool(2),
                content: CardContent()
            )
            return (card.id, card.isStale(at: now), row.bool(3))
        }
    }

    /// Makes the card of an address, or finds the one that another transaction made.
    public static func insert(url: String, hash: [UInt8], _ connection: Connection) throws -> Int64 {
        try connection.first(insert, .text(url), .blob(hash)) { $0.int(0) } ?? 0
    }

    public static func cards(_ ids: [Int64], _ connection: Connection) throws -> [PreviewCard] {
        try connection.query(byIDs, .ids(ids), row: card)
    }

    /// The cards that show an account as their author.
    public static func cards(by author: Int64, _ connection: Connection) throws -> [(id: Int64, url: String)] {
        try connection.query(byAuthor, .int(author)) { (id: $0.int(0), url: $0.text(1)) }
    }

    public static func dropAuthor(of card: Int64, _ connection: Connection) throws {
        try connection.execute(dropAuthor, .int(card))
    }

    /// Keeps what was found.
    public static func save(
        _ content: CardContent,
        by author: Int64? = nil,
        of card: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            save,
            .int(now.milliseconds),
            .bool(!content.title.isEmpty),
            .text(content.title),
            .text(content.description),
            .int(content.kind.rawValue),
            .text(content.authorName),
            .text(content.authorURL),
            .text(content.providerName),
            .text(content.providerURL),
            .text(content.imageURL),
            .text(content.imageDescription),
            .text(content.language),
            .int(content.publishedAt?.milliseconds),
            .int(author),
            .int(card)
        )
    }

    /// Remembers that nothing was found; what was found before stays.
    public static func setFetched(_ card: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(setFetched, .int(now.milliseconds), .int(card))
    }

    /// The newest statuses that show a card.
    public static func statuses(with card: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(newestStatuses, .int(card), .int(limit)) { $0.int(0) }
    }

    /// Public statuses with a card by people who are not limited, newest first.
    public static func timeline(_ card: Int64, _ page: PageBounds, _ connection: Connection) throws -> [Int64] {
        try paged.rows(of: card, page, connection) { $0.int(0) }
    }

    // MARK: Pictures

    /// Writes which picture is kept of a card; nil for none. The file of an earlier one is the caller's to remove.
    public static func setImage(
        _ image: CardImage?,
        of card: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            setImage,
            .text(image?.path),
            .int(image?.size.width ?? 0),
            .int(image?.size.height ?? 0),
            .text(image?.blurhash),
            .int(image == nil ? nil : now.milliseconds),
            .int(card)
        )
    }

    /// Notes that a status has let go of a card: its picture may be of no use any more.
    public static func release(_ card: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(release, .int(now.milliseconds), .int(card))
    }

    /// Lets go of pictures whose cards no status has, of those released before a moment; a bounded number. The files are
    /// noted, to go when the transaction has ended well. Returns how many cards were looked at.
    public static func dropImages(releasedBefore moment: Timestamp, limit: Int, _ connection: Connection) throws -> (
        looked: Int, dropped: [Int64]
    ) {
        let found = try connection.query(released, .int(moment.milliseconds), .int(limit)) { row in
            (id: row.int(0), path: row.textOrNil(1), isHeld: row.bool(2))
        }
        guard !found.isEmpty else { return (0, []) }
        try connection.execute(hold, .ids(found.filter(\.isHeld).map(\.id)))
        let unheld = found.filter { !$0.isHeld }
        try connection.execute(dropImages, .ids(unheld.map(\.id)))
        try MediaRemovalQueries.note(unheld.compactMap(\.path), connection)
        return (found.count, unheld.map(\.id))
    }

    // MARK: Uses

    /// - Parameter day: days since 1970, UTC.
    public static func count(_ card: Int64, by account: Int64, day: Int64, _ connection: Connection) throws {
        try connection.execute(countUse, .int(day), .int(card), .int(account))
    }

    public static func uncount(_ card: Int64, by account: Int64, day: Int64, _ connection: Connection) throws {
        if try connection.execute(lowerUse, .int(day), .int(card), .int(account)) == 0 {
            try connection.execute(endUse, .int(day), .int(card), .int(account))
        }
    }

    /// People and posts of some cards by day.
    public static func history(of cards: [Int64], since day: Int64, _ connection: Connection) throws -> [CardDay] {
        try connection.query(history, .ids(cards), .int(day)) { row in
            CardDay(card: row.int(0), day: row.int(1), people: row.int(2), posts: row.int(3))
        }
    }

    /// The cards that most people have posted since a day. Reads all uses since then: keep the answer.
    public static func popular(since day: Int64, people: Int, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(popular, .int(day), .int(people), .int(limit)) { $0.int(0) }
    }

    /// Forgets uses from before a day, a bounded number. Returns how many went.
    public static func purge(before day: Int64, limit: Int, _ connection: Connection) throws -> Int {
        try connection.execute(purge, .int(day), .int(limit))
    }

    private static func card(_ row: Row) -> PreviewCard {
        var content = CardContent()
        content.title = row.text(4)
        content.description = row.text(5)
        content.kind = PreviewCard.Kind(rawValue: row.int(6)) ?? .link
        content.authorName = row.text(7)
        content.authorURL = row.text(8)
        content.providerName = row.text(9)
        content.providerURL = row.text(10)
        content.imageURL = row.textOrNil(11)
        content.imageDescription = row.text(12)
        content.language = row.textOrNil(13)
        content.publishedAt = row.moment(14)
        return PreviewCard(
            id: row.int(0),
            url: row.text(1),
            fetchedAt: row.moment(2),
            isShown: row.bool(3),
            content: content,
            image: row.textOrNil(15).map { path in
                CardImage(
                    path: path,
                    size: PixelSize(width: Int(row.int(16)), height: Int(row.int(17))),
                    blurhash: row.text(18)
                )
            },
            authorID: row.intOrNil(19)
        )
    }
}

/// How many people posted an address on one day, and how often.
public struct CardDay: Sendable, Equatable {
    public var card: Int64
    /// Days since 1970, UTC.
    public var day: Int64
    public var people: Int64
    public var posts: Int64

    public init(card: Int64, day: Int64, people: Int64, posts: Int64) {
        self.card = card
        self.day = day
        self.people = people
        self.posts = posts
    }
}
