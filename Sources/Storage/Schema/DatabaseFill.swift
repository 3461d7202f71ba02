// Filling an empty database with all rows of another: what slows that down or forbids it is taken away first, and put back
// and checked at the end.

public import Database

/// An empty database of a given schema that takes rows. `begin`, `Connection.copyIn` for each table, `end`, all in one
/// transaction (or, on SQLite, on a file that is being filled).
public struct DatabaseFill: Sendable {
    /// The tables to be filled, by name.
    public let tables: [String: TableShape]
    /// What makes foreign keys and indexes again.
    private let statements: [String]

    /// Makes the tables that these migrations make. Throws `SchemaError.unknown` for one that this program does not know.
    public static func begin(schema: [Int64: String], _ connection: Connection) throws -> DatabaseFill {
        try Migrator.apply(schema, connection)
        let tables = try SchemaQueries.tables(connection)
        let aside = try setAside(connection)
        for statement in aside.map(\.drop) { try connection.executeScript(statement) }
        // What migrations have written is in the other database as well.
        for table in tables { try connection.executeScript("DELETE FROM \"\(table.name)\"") }
        return DatabaseFill(
            tables: Dictionary(tables.map { ($0.name, $0) }) { first, _ in first },
            statements: aside.map(\.make)
        )
    }

    /// Puts back what `begin` has taken away, checks it, and brings the schema up to date.
    ///
    /// - Parameter sequences: the last number given out by each table that counts up.
    /// - Returns: names of the migrations that were applied.
    public func end(sequences: [String: Int64], _ connection: Connection) throws -> [String] {
        // Indexes first: foreign keys are checked by them.
        for statement in statements.reversed() { try connection.executeScript(statement) }
        if connection.engine == .sqlite {
            let broken = try connection.query(text: "PRAGMA foreign_key_check") { ($0.text(0), $0.text(2)) }.first
            if let broken {
                throw DatabaseError.constraint("a row of \(broken.0) refers to one of \(broken.1) that is not there")
            }
        }
        try SchemaQueries.setSequences(sequences, connection)
        let applied = try Migrator.applyMissing(connection)
        try AccountSearchQueries.fillAgain(connection)
        // Posts are indexed by the server while it runs.
        try SearchWorkQueries.add(SearchWorkQueries.everybody, connection)
        return applied
    }

    /// What is dropped, in this order, and made again, in the opposite one.
    private static func setAside(_ connection: Connection) throws -> [(drop: String, make: String)] {
        switch connection.engine {
        case .sqlite:
            return try connection.query(
                text: "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            ) {
                ("DROP INDEX \"\($0.text(0))\"", $0.text(1))
            }
        case .postgres:
            let keys = try connection.query(
                text: """
                    SELECT CAST(CAST(conrelid AS regclass) AS text), quote_ident(conname), pg_get_constraintdef(oid)
                    FROM pg_constraint
                    WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) ORDER BY 1, 2
                    """
            ) { row in
                (
                    "ALTER TABLE \(row.text(0)) DROP CONSTRAINT \(row.text(1))",
                    "ALTER TABLE \(row.text(0)) ADD CONSTRAINT \(row.text(1)) \(row.text(2))"
                )
            }
            let indexes = try connection.query(
                text: """
                    SELECT CAST(CAST(i.indexrelid AS regclass) AS text), pg_get_indexdef(i.indexrelid)
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE c.relnamespace = CAST(current_schema() AS regnamespace)
                        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
                    ORDER BY 1
                    """
            ) { ("DROP INDEX \($0.text(0))", $0.text(1)) }
            return keys + indexes
        }
    }
}
