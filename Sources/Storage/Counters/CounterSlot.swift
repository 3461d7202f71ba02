// Which of several rows one account counts in, so that transactions do not wait for each other's counts.

public import Database

public enum CounterSlot {
    /// On PostgreSQL one of 8, by the moment the account was made; SQLite has one writer at a time and needs but one.
    public static func of(_ account: Int64, _ connection: Connection) -> Int64 {
        // The low 16 bits of a snowflake are node and sequence, which are nearly always 0.
        connection.engine == .postgres ? (account >> 16 ^ account) & 7 : 0
    }
}
