import CPostgres
final class PostgresConnection {
    func run(_ sql: SQL, _ arguments: [Value], row: (Row) throws -> Bool) throws -> Int { throw DatabaseError.closed }
    func runScript(_ text: String) throws { throw DatabaseError.closed }
}
final class PostgresServer: Sendable {
    init(url: String, count: Int, mailbox: Mailbox, _ configuration: Database.Configuration, _ counters: Counters) {}
    func waitUntilFinished() async {}
}
