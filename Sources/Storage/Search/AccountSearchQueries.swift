// SQL of the index of accounts: their names, found while they are typed.

import Basics
public import Database
import Domain

public enum AccountSearchQueries {
    private static let delete = SQL("DELETE FROM account_search WHERE rowid = $1")
    private static let insert = SQL("INSERT INTO account_search (rowid, tokens) VALUES ($1, $2)")
    private static let page = SQL(
        "SELECT id, username, domain, display_name FROM accounts WHERE id > $1 ORDER BY id LIMIT $2"
    )
    /// Of what very many names begin with, the accounts that have been here longest are ranked.
    private static let find = SQL(
        """
        SELECT a.id FROM (
            SELECT rowid AS id FROM (SELECT rowid FROM account_search WHERE {match tokens $1} ORDER BY rowid LIMIT 2000) h
            UNION SELECT id FROM accounts WHERE username_key = $2
        ) x JOIN accounts a ON a.id = x.id JOIN account_counters k ON k.account_id = a.id
            LEFT JOIN follows f ON f.account_id = $3 AND f.target_id = a.id
        WHERE a.suspended_at IS NULL AND a.deactivated_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM users u WHERE u.account_id = a.id AND (u.confirmed_at IS NULL OR NOT u.is_approved))
        ORDER BY CASE WHEN a.username_key = $2 THEN 0 ELSE 1 END, CASE WHEN f.id IS NULL THEN 1 ELSE 0 END,
            k.followers_count DESC, a.id LIMIT $4 OFFSET $5
        """
    )
    private static let findFollowed = SQL(
        """
        SELECT a.id FROM account_search h JOIN follows f ON f.target_id = h.rowid
            JOIN accounts a ON a.id = f.target_id JOIN account_counters k ON k.account_id = a.id
        WHERE {match h.tokens $1} AND f.account_id = $2 AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY CASE WHEN a.username_key = $3 THEN 0 ELSE 1 END, k.followers_count DESC, a.id LIMIT $4 OFFSET $5
        """
    )

    /// Also suspended ones, and in the order in which they came.
    private static let findAll = SQL(
        """
        SELECT a.id FROM (
            SELECT rowid AS id FROM (SELECT rowid FROM account_search WHERE {match tokens $1} ORDER BY rowid LIMIT 200) h
            UNION SELECT id FROM accounts WHERE username_key = $2
        ) x JOIN accounts a ON a.id = x.id
        ORDER BY CASE WHEN a.username_key = $2 THEN 0 ELSE 1 END, a.id LIMIT $3
        """
    )

    /// Writes the names of an account that is new.
    static func insert(_ account: Account, _ connection: Connection) throws {
        try insert(account.id, account.username, account.domain, account.displayName, connection)
    }

    /// Writes the names of an account that has changed.
    static func replace(_ account: Account, _ connection: Connection) throws {
        try connection.execute(delete, .int(account.id))
        try insert(account, connection)
    }

    /// Writes the names of all accounts over whatever there is.
    static func fillAgain(_ connection: Connection) throws {
        try connection.executeScript("DELETE FROM account_search")
        try fill(connection)
    }

    /// Writes the names of all accounts: for the migration.
    static func fill(_ connection: Connection) throws {
        var last: Int64 = -1
        while true {
            let rows = try connection.query(page, .int(last), .int(1000)) {
                ($0.int(0), $0.text(1), $0.text(2), $0.text(3))
            }
            for (id, username, domain, name) in rows { try insert(id, username, domain, name, connection) }
            guard rows.count == 1000, let newest = rows.last?.0 else { return }
            last = newest
        }
    }

    private static func insert(
        _ id: Int64,
        _ username: String,
        _ domain: String,
        _ displayName: String,
        _ connection: Connection
    ) throws {
        // The whole username too: its parts are words of their own.
        let words =
            SearchWords(username).indexed + SearchWords(username.filter { $0 != "_" && $0 != "." && $0 != "-" }).indexed
            + SearchWords(displayName).indexed + SearchWords(domain).indexed
        try connection.execute(insert, .int(id), .entry(words: words, marks: [SearchMark.all], connection))
    }

    /// All accounts whose names have words that begin as the given ones, as moderators look for them.
    public static func searchAll(_ text: String, limit: Int, _ connection: Connection) throws -> [Int64] {
        guard let atom = SearchAtom.beginnings(text) else { return [] }
        let question = Value.question(SearchExpression(wanted: [atom]), connection)
        return try connection.query(findAll, question, .text(Username.folded(text)), .int(limit)) { $0.int(0) }
    }

    /// Accounts whose names have words that begin as the given ones: the one of that very name first, then those that the
    /// viewer follows, then by followers.
    ///
    /// - Parameters:
    ///   - viewer: who asks.
    ///   - following: only accounts that the viewer follows.
    public static func search(
        _ text: String,
        viewer: Int64?,
        following: Bool,
        limit: Int,
        offset: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        guard let atom = SearchAtom.beginnings(text) else { return [] }
        let question = Value.question(SearchExpression(wanted: [atom]), connection)
        let name = Value.text(Username.folded(text))
        let (viewer, limit, offset) = (Value.int(viewer ?? 0), Value.int(limit), Value.int(offset))
        return following
            ? try connection.query(findFollowed, question, viewer, name, limit, offset) { $0.int(0) }
            : try connection.query(find, question, name, viewer, limit, offset) { $0.int(0) }
    }
}
