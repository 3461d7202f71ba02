// SQL of what people take back: the wish, how far it came, and the posts that it is about.

public import Basics
public import Database
public import Domain

public enum TakeBackQueries {
    private static let columns = "id, account_id, call_id, tag_id, act, total, done, reached, created_at, finished_at"
    private static let insert = SQL(
        """
        INSERT INTO take_backs (account_id, call_id, tag_id, act, total, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        RETURNING id
        """
    )
    private static let one = SQL("SELECT \(columns) FROM take_backs WHERE id = $1")
    private static let latest = SQL(
        "SELECT \(columns) FROM take_backs WHERE account_id = $1 ORDER BY id DESC LIMIT $2"
    )
    private static let advance = SQL(
        """
        UPDATE take_backs SET done = done + $1, reached = $2 WHERE id = $3 AND reached = $4 AND finished_at IS NULL
        """
    )
    private static let finish = SQL("UPDATE take_backs SET finished_at = $1 WHERE id = $2 AND finished_at IS NULL")
    private static let forget = SQL(
        """
        DELETE FROM take_backs WHERE id IN (
            SELECT id FROM take_backs WHERE finished_at < $1 ORDER BY finished_at LIMIT $2)
        """
    )
    private static let answers = SQL(
        """
        SELECT status_id FROM call_posts WHERE call_id = $1 AND account_id = $2 AND status_id > $3
        ORDER BY status_id LIMIT $4
        """
    )
    private static let tagged = SQL(
        """
        SELECT s.id FROM statuses s WHERE s.account_id = $1 AND s.id > $2 AND s.reblog_of_id IS NULL
            AND EXISTS (SELECT 1 FROM status_tags t WHERE t.status_id = s.id AND t.tag_id = $3)
        ORDER BY s.id LIMIT $4
        """
    )

    /// Returns its id.
    public static func insert(_ wish: TakeBack, _ connection: Connection) throws -> Int64 {
        let (call, tag): (Int64?, Int64?) =
            switch wish.occasion {
            case .call(let id): (id, nil)
            case .tag(let id): (nil, id)
            }
        return try connection.first(
            insert,
            .int(wish.accountID),
            .int(call),
            .int(tag),
            .int(wish.act.rawValue),
            .int(wish.total),
            .int(wish.createdAt.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func takeBack(_ id: Int64, _ connection: Connection) throws -> TakeBack? {
        try connection.first(one, .int(id), row: takeBack) ?? nil
    }

    /// What an account took back last, the newest first.
    public static func latest(_ limit: Int, of account: Int64, _ connection: Connection) throws -> [TakeBack] {
        try connection.query(latest, .int(account), .int(limit), row: takeBack).compactMap { $0 }
    }

    /// Notes how far it came. Returns false where another worker was there first.
    public static func advance(
        _ wish: TakeBack,
        by count: Int,
        to reached: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(advance, .int(count), .int(reached), .int(wish.id), .int(wish.reached)) > 0
    }

    public static func finish(_ id: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(finish, .int(now.milliseconds), .int(id))
    }

    /// Forgets those that ended before a moment, a bounded number at a time.
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }

    /// The posts of an account that a wish is about, the oldest first.
    public static func posts(
        of account: Int64,
        on occasion: TakeBack.Occasion,
        after id: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        switch occasion {
        case .call(let call):
            try connection.query(answers, .int(call), .int(account), .int(id), .int(limit)) { $0.int(0) }
        case .tag(let tag):
            try connection.query(tagged, .int(account), .int(id), .int(tag), .int(limit)) { $0.int(0) }
        }
    }

    private static func takeBack(_ row: Row) -> TakeBack? {
        guard let act = TakeBack.Act(rawValue: row.int(4)),
            let occasion = row.intOrNil(2).map(TakeBack.Occasion.call) ?? row.intOrNil(3).map(TakeBack.Occasion.tag)
        else { return nil }
        return TakeBack(
            id: row.int(0),
            accountID: row.int(1),
            occasion: occasion,
            act: act,
            total: row.int(5),
            done: row.int(6),
            reached: row.int(7),
            createdAt: Timestamp(milliseconds: row.int(8)),
            finishedAt: row.moment(9)
        )
    }
}
