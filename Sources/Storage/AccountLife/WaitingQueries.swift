// SQL of what waits until somebody has confirmed their address: answers to calls, and where they came from.

public import Database

public enum WaitingQueries {
    private static let setAnswer = SQL(
        """
        INSERT INTO waiting_answers (account_id, call_id, option_position) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, call_id) DO UPDATE SET option_position = excluded.option_position
        """
    )
    private static let answer = SQL(
        "SELECT option_position FROM waiting_answers WHERE account_id = $1 AND call_id = $2"
    )
    private static let answers = SQL(
        "SELECT call_id, option_position FROM waiting_answers WHERE account_id = $1 ORDER BY call_id"
    )
    private static let dropAnswer = SQL("DELETE FROM waiting_answers WHERE account_id = $1 AND call_id = $2")
    private static let dropAnswers = SQL("DELETE FROM waiting_answers WHERE account_id = $1")
    private static let setOrigin = SQL("INSERT INTO sign_up_origins (account_id, path) VALUES ($1, $2)")
    private static let origin = SQL("SELECT path FROM sign_up_origins WHERE account_id = $1")
    private static let dropOrigin = SQL("DELETE FROM sign_up_origins WHERE account_id = $1")

    public static func setAnswer(_ option: Int64, to call: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(setAnswer, .int(account), .int(call), .int(option))
    }

    public static func answer(to call: Int64, by account: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(answer, .int(account), .int(call)) { $0.int(0) }
    }

    public static func answers(
        by account: Int64,
        _ connection: Connection
    ) throws -> [(call: Int64, option: Int64)] {
        try connection.query(answers, .int(account)) { ($0.int(0), $0.int(1)) }
    }

    /// Returns false where none waited.
    public static func dropAnswer(to call: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(dropAnswer, .int(account), .int(call)) > 0
    }

    public static func setOrigin(_ path: String, of account: Int64, _ connection: Connection) throws {
        try connection.execute(setOrigin, .int(account), .text(path))
    }

    public static func origin(of account: Int64, _ connection: Connection) throws -> String? {
        try connection.first(origin, .int(account)) { $0.text(0) }
    }

    /// Nothing of an account waits any more.
    public static func drop(of account: Int64, _ connection: Connection) throws {
        try connection.execute(dropAnswers, .int(account))
        try connection.execute(dropOrigin, .int(account))
    }
}
