// SQL of appeals.

internal import Basics
public import Database
public import Domain

public enum AppealQueries {
    private static let columns = "action_id, account_id, text, created_at, decided_at, decided_by, is_granted, answer"
    private static let insert = SQL(
        """
        INSERT INTO appeals (action_id, account_id, text, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (action_id) DO NOTHING
        """
    )
    private static let some = SQL("SELECT \(columns) FROM appeals WHERE action_id {in $1}")
    private static let open = SQL(
        "SELECT \(columns) FROM appeals WHERE decided_at IS NULL AND action_id > $1 ORDER BY action_id LIMIT $2"
    )
    private static let decide = SQL(
        """
        UPDATE appeals SET decided_at = $1, decided_by = $2, is_granted = $3, answer = $4
        WHERE action_id = $5 AND decided_at IS NULL
        """
    )

    /// Returns false where there is one already.
    public static func insert(_ appeal: Appeal, _ connection: Connection) throws -> Bool {
        try connection.execute(
            insert,
            .int(appeal.actionID),
            .int(appeal.accountID),
            .text(appeal.text),
            .int(appeal.createdAt.milliseconds)
        ) > 0
    }

    /// By the act that they are about.
    public static func appeals(_ actions: [Int64], _ connection: Connection) throws -> [Int64: Appeal] {
        guard !actions.isEmpty else { return [:] }
        let found = try connection.query(some, .ids(actions), row: appeal)
        return Dictionary(found.map { ($0.actionID, $0) }) { first, _ in first }
    }

    /// Those that wait, the oldest first.
    public static func open(after action: Int64, limit: Int, _ connection: Connection) throws -> [Appeal] {
        try connection.query(open, .int(action), .int(limit), row: appeal)
    }

    /// Returns false where it is decided already.
    public static func decide(
        _ action: Int64,
        _ decision: Appeal.Decision,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(
            decide,
            .int(decision.at.milliseconds),
            .int(decision.by),
            .bool(decision.isGranted),
            .text(decision.answer),
            .int(action)
        ) > 0
    }

    private static func appeal(_ row: Row) -> Appeal {
        var appeal = Appeal(
            actionID: row.int(0),
            accountID: row.int(1),
            text: row.text(2),
            createdAt: Timestamp(milliseconds: row.int(3))
        )
        if let at = row.moment(4) {
            appeal.decision = .init(isGranted: row.bool(6), answer: row.text(7), at: at, by: row.intOrNil(5))
        }
        return appeal
    }
}
