// SQL of posts that are held until a moderator decides. They stand among what is to be posted later, and are in no timeline.

public import Basics
public import Database
public import Domain

/// A held post as stored; the draft is JSON that Services alone reads.
public struct HeldRow: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var draft: String
    /// What was found in it, with spaces between.
    public var kinds: String
    public var idempotencyKey: String?
    public var createdAt: Timestamp
    /// The tag or call of which all new posts wait; nil for what waits by its words alone.
    public var measure: Measure.Subject?

    public init(
        id: Int64,
        accountID: Int64,
        draft: String,
        kinds: String,
        idempotencyKey: String?,
        createdAt: Timestamp,
        measure: Measure.Subject? = nil
    ) {
        self.measure = measure
        self.id = id
        self.accountID = accountID
        self.draft = draft
        self.kinds = kinds
        self.idempotencyKey = idempotencyKey
        self.createdAt = createdAt
    }
}

public enum HeldQueries {
    private static let columns =
        "id, account_id, draft, held_for, idempotency_key, created_at, held_tag_id, held_call_id"
    private static let insert = SQL(
        """
        INSERT INTO scheduled_statuses (id, account_id, scheduled_at, draft, held_for, idempotency_key, created_at,
            held_tag_id, held_call_id)
        VALUES ($1, $2, $3, $4, $5, $6, $3, $7, $8)
        ON CONFLICT (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        """
    )
    private static let hold = SQL(
        """
        UPDATE scheduled_statuses SET held_for = $1, held_tag_id = $2, held_call_id = $3
        WHERE id = $4 AND held_for IS NULL
        """
    )
    private static let one = SQL("SELECT \(columns) FROM scheduled_statuses WHERE id = $1 AND held_for IS NOT NULL")
    private static let byKey = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses
        WHERE account_id = $1 AND idempotency_key = $2 AND held_for IS NOT NULL
        """
    )
    private static let byURI = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses WHERE idempotency_key = $1 AND held_for IS NOT NULL
            AND (held_tag_id IS NOT NULL OR held_call_id IS NOT NULL) LIMIT 1
        """
    )
    private static let setDraft = SQL(
        """
        UPDATE scheduled_statuses SET draft = $1
        WHERE account_id = $2 AND idempotency_key = $3 AND held_for IS NOT NULL
        """
    )
    private static let down = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses WHERE held_for IS NOT NULL AND id < $1 AND id > $2
        ORDER BY id DESC LIMIT $3
        """
    )
    private static let up = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses WHERE held_for IS NOT NULL AND id < $1 AND id > $2
        ORDER BY id LIMIT $3
        """
    )
    private static let ofAccount = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses WHERE account_id = $1 AND held_for IS NOT NULL
        ORDER BY id DESC LIMIT $2
        """
    )
    private static let delete = SQL("DELETE FROM scheduled_statuses WHERE id = $1 AND held_for IS NOT NULL")

    /// Returns false where the account has one with the same idempotency key.
    public static func insert(_ row: HeldRow, _ connection: Connection) throws -> Bool {
        try connection.execute(
            insert,
            .int(row.id),
            .int(row.accountID),
            .int(row.createdAt.milliseconds),
            .text(row.draft),
            .text(row.kinds),
            .text(row.idempotencyKey),
            .int(row.measure?.tagID),
            .int(row.measure?.callID)
        ) > 0
    }

    /// Holds what was to be posted now; false where it is gone.
    public static func hold(_ row: HeldRow, _ connection: Connection) throws -> Bool {
        try connection.execute(
            hold,
            .text(row.kinds),
            .int(row.measure?.tagID),
            .int(row.measure?.callID),
            .int(row.id)
        ) > 0
    }

    public static func held(_ id: Int64, _ connection: Connection) throws -> HeldRow? {
        try connection.first(one, .int(id), row: row)
    }

    public static func held(key: String, of account: Int64, _ connection: Connection) throws -> HeldRow? {
        try connection.first(byKey, .int(account), .text(key), row: row)
    }

    /// All that wait for a moderator, the newest first.
    public static func list(_ page: PageBounds, _ connection: Connection) throws -> [HeldRow] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: row
            )
        )
    }

    /// An account's newest.
    public static func list(of account: Int64, limit: Int64, _ connection: Connection) throws -> [HeldRow] {
        try connection.query(ofAccount, .int(account), .int(limit), row: row)
    }

    /// A post of another server, by its address: its key.
    public static func held(uri: String, _ connection: Connection) throws -> HeldRow? {
        try connection.first(byURI, .text(uri), row: row)
    }

    /// Puts other words in the place of those that wait. Returns false where none do.
    public static func set(
        draft: String,
        withKey key: String,
        of account: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(setDraft, .text(draft), .int(account), .text(key)) > 0
    }

    /// Returns whether it was there: of several who decide, one alone has.
    @discardableResult
    public static func delete(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id)) > 0
    }

    private static func row(_ row: Row) -> HeldRow {
        HeldRow(
            id: row.int(0),
            accountID: row.int(1),
            draft: row.text(2),
            kinds: row.text(3),
            idempotencyKey: row.textOrNil(4),
            createdAt: Timestamp(milliseconds: row.int(5)),
            measure: row.intOrNil(6).map(Measure.Subject.tag) ?? row.intOrNil(7).map(Measure.Subject.call)
        )
    }
}

extension Measure.Subject {
    fileprivate var tagID: Int64? { if case .tag(let id) = self { id } else { nil } }
    fileprivate var callID: Int64? { if case .call(let id) = self { id } else { nil } }
}
