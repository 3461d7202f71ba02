// SQL of conversations.

public import Database
public import Domain

public enum ConversationQueries {
    private static let columns = "c.id, c.account_id, c.participants, c.last_status_id, c.is_unread"
    private static let add = SQL(
        """
        INSERT INTO conversations (account_id, thread_id, participants, last_status_id, is_unread)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, thread_id, participants) DO UPDATE SET
            last_status_id = CASE WHEN conversations.last_status_id > excluded.last_status_id
                THEN conversations.last_status_id ELSE excluded.last_status_id END,
            is_unread = excluded.is_unread
        RETURNING id
        """
    )
    private static let attach = SQL(
        """
        INSERT INTO conversation_statuses (conversation_id, status_id) VALUES ($1, $2)
        ON CONFLICT (conversation_id, status_id) DO NOTHING
        """
    )
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT \(columns) FROM conversations c WHERE c.account_id = $1 AND c.last_status_id < $2
                AND c.last_status_id > $3 ORDER BY c.last_status_id \(direction) LIMIT $4
            """
        )
    }
    private static let one = SQL("SELECT \(columns) FROM conversations c WHERE c.id = $1 AND c.account_id = $2")
    private static let setUnread = SQL("UPDATE conversations SET is_unread = $1 WHERE id = $2 AND account_id = $3")
    private static let delete = SQL("DELETE FROM conversations WHERE id = $1 AND account_id = $2")
    private static let withStatus = SQL(
        """
        SELECT c.id, c.account_id, c.last_status_id FROM conversation_statuses s JOIN conversations c
            ON c.id = s.conversation_id WHERE s.status_id = $1
        """
    )
    private static let newest = SQL(
        "SELECT status_id FROM conversation_statuses WHERE conversation_id = $1 ORDER BY status_id DESC LIMIT 1"
    )
    private static let setLast = SQL("UPDATE conversations SET last_status_id = $1 WHERE id = $2")
    private static let detach = SQL("DELETE FROM conversation_statuses WHERE conversation_id = $1 AND status_id = $2")
    private static let deleteEmpty = SQL("DELETE FROM conversations WHERE id = $1")
    private static let directStatuses = SQL(
        """
        SELECT s.id, s.account_id, s.conversation_id FROM statuses s
        WHERE s.visibility = $1 AND s.id > $2 ORDER BY s.id LIMIT $3
        """
    )
    private static let mentioned = SQL(
        """
        SELECT m.account_id, a.domain FROM status_mentions m JOIN accounts a ON a.id = m.account_id
        WHERE m.status_id = $1
        """
    )
    private static let isLocal = SQL("SELECT domain FROM accounts WHERE id = $1")

    /// Puts a direct status into the conversation of an account with the others; makes it where there is none. Returns
    /// the conversation's id.
    public static func add(
        status: Int64,
        ofThread thread: Int64,
        to account: Int64,
        with participants: [Int64],
        isUnread: Bool,
        _ connection: Connection
    ) throws -> Int64 {
        let id =
            try connection.first(
                add,
                .int(account),
                .int(thread),
                .text(text(participants)),
                .int(status),
                .bool(isUnread)
            ) { $0.int(0) } ?? 0
        try connection.execute(attach, .int(id), .int(status))
        return id
    }

    /// One page, those with the newest last status first.
    public static func list(
        of account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [Conversation] {
        try paged.rows(of: account, page, connection, row: conversation)
    }

    public static func conversation(
        _ id: Int64,
        of account: Int64,
        _ connection: Connection
    ) throws -> Conversation? {
        try connection.first(one, .int(id), .int(account), row: conversation)
    }

    /// Returns whether there is one.
    public static func setUnread(
        _ isUnread: Bool,
        _ id: Int64,
        of account: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(setUnread, .bool(isUnread), .int(id), .int(account)) > 0
    }

    /// Returns whether there was one.
    public static func delete(_ id: Int64, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id), .int(account)) > 0
    }

    /// Takes a status out of all conversations, before it is deleted: they show the one before, and end with their last.
    /// Returns the conversations and whose they are.
    public static func remove(
        status: Int64,
        _ connection: Connection
    ) throws -> [(id: Int64, account: Int64)] {
        let found = try connection.query(withStatus, .int(status)) { ($0.int(0), $0.int(1), $0.int(2)) }
        for (id, _, last) in found {
            try connection.execute(detach, .int(id), .int(status))
            guard let newest = try connection.first(newest, .int(id), row: { $0.int(0) }) else {
                try connection.execute(deleteEmpty, .int(id))
                continue
            }
            if last == status { try connection.execute(setLast, .int(newest), .int(id)) }
        }
        return found.map { ($0.0, $0.1) }
    }

    /// Makes the conversations of all direct statuses that are there.
    public static func gatherAll(_ connection: Connection) throws {
        var last: Int64 = -1
        while true {
            let statuses = try connection.query(
                directStatuses,
                .int(Visibility.direct.rawValue),
                .int(last),
                .int(1000)
            ) { (id: $0.int(0), author: $0.int(1), thread: $0.int(2)) }
            for status in statuses {
                let mentioned = try connection.query(mentioned, .int(status.id)) { ($0.int(0), $0.text(1)) }
                var here = mentioned.filter(\.1.isEmpty).map(\.0)
                if try connection.first(isLocal, .int(status.author), row: { $0.text(0) }) == "" {
                    here.append(status.author)
                }
                for account in Set(here).sorted() {
                    let others = Conversation.participants(
                        author: status.author,
                        mentioned: mentioned.map(\.0),
                        for: account
                    )
                    _ = try add(
                        status: status.id,
                        ofThread: status.thread,
                        to: account,
                        with: others,
                        isUnread: false,
                        connection
                    )
                }
            }
            guard statuses.count == 1000, let newest = statuses.last else { return }
            last = newest.id
        }
    }

    private static func text(_ participants: [Int64]) -> String {
        participants.map(String.init).joined(separator: " ")
    }

    private static func conversation(_ row: Row) -> Conversation {
        Conversation(
            id: row.int(0),
            accountID: row.int(1),
            participants: row.text(2).split(separator: " ").compactMap { Int64($0) },
            lastStatusID: row.int(3),
            isUnread: row.bool(4)
        )
    }
}
