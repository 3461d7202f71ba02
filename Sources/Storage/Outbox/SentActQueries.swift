// SQL of what other servers were told and may be told the opposite of: under which id it was said.

public import Database
public import Domain

public enum SentActQueries {
    private static let setLike = SQL(
        """
        INSERT INTO sent_likes (status_id, account_id, act) VALUES ($1, $2, $3)
        ON CONFLICT (status_id, account_id) DO UPDATE SET act = excluded.act
        """
    )
    private static let setRelation = SQL(
        """
        INSERT INTO sent_relations (target_id, account_id, kind, act) VALUES ($1, $2, $3, $4)
        ON CONFLICT (target_id, account_id, kind) DO UPDATE SET act = excluded.act
        """
    )
    private static let like = SQL("SELECT act FROM sent_likes WHERE status_id = $1 AND account_id = $2")
    private static let relation = SQL(
        "SELECT act FROM sent_relations WHERE target_id = $1 AND account_id = $2 AND kind = $3"
    )
    private static let forgetLike = SQL("DELETE FROM sent_likes WHERE status_id = $1 AND account_id = $2")
    private static let forgetRelation = SQL(
        "DELETE FROM sent_relations WHERE target_id = $1 AND account_id = $2 AND kind = $3"
    )

    /// - Parameter number: what tells this time from all others.
    public static func set(
        _ act: SentAct,
        by account: Int64,
        _ number: Int64,
        _ connection: Connection
    ) throws {
        if let kind = act.kind {
            try connection.execute(setRelation, .int(act.target), .int(account), .int(kind), .int(number))
        } else {
            try connection.execute(setLike, .int(act.target), .int(account), .int(number))
        }
    }

    /// The number with which it was said last; nil where it was not, or without one.
    public static func number(_ act: SentAct, by account: Int64, _ connection: Connection) throws -> Int64? {
        if let kind = act.kind {
            try connection.first(relation, .int(act.target), .int(account), .int(kind)) { $0.int(0) }
        } else {
            try connection.first(like, .int(act.target), .int(account)) { $0.int(0) }
        }
    }

    /// It was taken back.
    public static func forget(_ act: SentAct, by account: Int64, _ connection: Connection) throws {
        if let kind = act.kind {
            try connection.execute(forgetRelation, .int(act.target), .int(account), .int(kind))
        } else {
            try connection.execute(forgetLike, .int(act.target), .int(account))
        }
    }
}

extension SentAct {
    fileprivate var target: Int64 {
        switch self {
        case .like(let id), .follow(let id), .block(let id): id
        }
    }

    /// Nil for what is said of a post.
    fileprivate var kind: Int64? {
        switch self {
        case .like: nil
        case .follow: 0
        case .block: 1
        }
    }
}
