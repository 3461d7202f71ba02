// SQL of what a server says of itself: rules and texts; and of the servers it knows.

public import Basics
public import Database
public import Domain

public enum InstanceTextQueries {
    private static let rules = SQL("SELECT id, text, hint FROM rules WHERE NOT is_removed ORDER BY id")
    private static let insertRule = SQL("INSERT INTO rules (text, hint) VALUES ($1, $2) RETURNING id")
    private static let removeRule = SQL("UPDATE rules SET is_removed = TRUE WHERE id = $1 AND NOT is_removed")
    private static let rulesByID = SQL("SELECT id, text, hint FROM rules WHERE id {in $1} ORDER BY id")
    private static let texts = SQL(
        "SELECT kind, text, updated_at, effective_on FROM instance_texts ORDER BY kind, effective_on"
    )
    private static let setText = SQL(
        """
        INSERT INTO instance_texts (kind, effective_on, text, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind, effective_on) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at
        """
    )
    private static let removeText = SQL("DELETE FROM instance_texts WHERE kind = $1 AND effective_on = $2")
    /// From one domain to the next by the index: the time grows with the servers, not with their accounts.
    private static let peers = SQL(
        """
        WITH RECURSIVE d (domain) AS (
            SELECT MIN(domain) FROM accounts WHERE domain > ''
            UNION ALL
            SELECT (SELECT MIN(a.domain) FROM accounts a WHERE a.domain > '' AND a.domain > d.domain) FROM d
            WHERE d.domain IS NOT NULL
        )
        SELECT domain FROM d WHERE domain IS NOT NULL
        """
    )

    private static func rule(_ row: Row) -> Rule { Rule(id: row.int(0), text: row.text(1), hint: row.text(2)) }

    /// Those in force, in order.
    public static func rules(_ connection: Connection) throws -> [Rule] { try connection.query(rules, row: rule) }

    /// Also such as are not in force any more: old reports name them.
    public static func rules(_ ids: [Int64], _ connection: Connection) throws -> [Rule] {
        try connection.query(rulesByID, .ids(ids), row: rule)
    }

    public static func insertRule(_ text: String, hint: String, _ connection: Connection) throws -> Int64 {
        try connection.first(insertRule, .text(text), .text(hint)) { $0.int(0) } ?? 0
    }

    /// Returns whether there was one in force.
    public static func removeRule(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(removeRule, .int(id)) > 0
    }

    public static func texts(_ connection: Connection) throws -> [InstanceText] {
        try connection.query(texts) { row -> InstanceText? in
            guard let kind = InstanceText.Kind(rawValue: row.text(0)) else { return nil }
            return InstanceText(
                kind: kind,
                text: row.text(1),
                updatedAt: Timestamp(milliseconds: row.int(2)),
                effectiveOn: Timestamp(milliseconds: row.int(3))
            )
        }.compactMap { $0 }
    }

    public static func setText(_ text: InstanceText, _ connection: Connection) throws {
        try connection.execute(
            setText,
            .text(text.kind.rawValue),
            .int(text.effectiveOn.milliseconds),
            .text(text.text),
            .int(text.updatedAt.milliseconds)
        )
    }

    /// Returns whether there was one.
    public static func removeText(_ kind: InstanceText.Kind, effectiveOn: Timestamp, _ connection: Connection) throws
        -> Bool
    {
        try connection.execute(removeText, .text(kind.rawValue), .int(effectiveOn.milliseconds)) > 0
    }

    /// The domains of all other servers of which an account is known.
    public static func peers(_ connection: Connection) throws -> [String] { try connection.query(peers) { $0.text(0) } }
}
