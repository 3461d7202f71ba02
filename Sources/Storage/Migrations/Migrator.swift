// Brings a database to the schema this program knows, and refuses one that is newer.

public import Database

/// One step of the schema, applied once and never changed after it was released.
struct Migration: Sendable {
    let version: Int64
    let name: String
    let script: String
    /// What is made of the data that is there, in the same transaction.
    var afterwards: (@Sendable (Connection) throws -> Void)?
}

/// What can be wrong with the schema as a whole.
public enum SchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    case newerThanProgram(database: Int64, program: Int64)
    case notMigrated(database: Int64, program: Int64)

    public var description: String {
        switch self {
        case .newerThanProgram(let database, let program):
            "The database has schema \(database), but this program knows only up to \(program): install the newer Chorus."
        case .notMigrated(let database, let program):
            "The database has schema \(database) and this program needs \(program): run `chorus migrate`."
        }
    }
}

/// Applies migrations in order, each in the transaction that records it.
public enum Migrator {
    static let migrations: [Migration] = [
        M0001.migration, M0002.migration, M0003.migration, M0004.migration, M0005.migration, M0006.migration,
        M0007.migration, M0008.migration, M0009.migration, M0010.migration, M0011.migration, M0012.migration,
        M0013.migration,
    ]

    /// The schema this program needs.
    public static var newest: Int64 { migrations.map(\.version).max() ?? 0 }

    /// How many steps lead there.
    public static var count: Int { migrations.count }

    private static let applied = SQL("SELECT COALESCE(MAX(version), 0) FROM schema_migrations")
    private static let record = SQL("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)")
    /// Held until the commit (https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS); the number is Chorus's own.
    private static let oneAtATime = "SELECT pg_advisory_xact_lock(7216839150)"
    private static let bookkeeping = """
        CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)
        """

    /// Applies what is missing and returns the names of what was applied.
    ///
    /// Throws `SchemaError.newerThanProgram` before anything is changed.
    @discardableResult
    public static func migrate(_ database: Database) async throws -> [String] {
        try await database.write { connection in
            // Nodes that start at once wait for the first: `IF NOT EXISTS` alone fails for all others.
            if connection.engine == .postgres { try connection.executeScript(oneAtATime) }
            try connection.executeScript(bookkeeping)
            let version = try currentVersion(connection)
            guard version <= newest else {
                throw SchemaError.newerThanProgram(database: version, program: newest)
            }
            let missing = migrations.filter { $0.version > version }.sorted { $0.version < $1.version }
            for migration in missing {
                try connection.executeScript(migration.script)
                try migration.afterwards?(connection)
                try connection.execute(record, .int(migration.version), .text(migration.name))
            }
            return missing.map(\.name)
        }
    }

    /// Throws `SchemaError` unless the schema is the one this program needs.
    public static func check(_ database: Database) async throws {
        let version: Int64
        do {
            version = try await database.read { try currentVersion($0) }
        } catch DatabaseError.failed {
            // No table of migrations yet: nothing was ever applied.
            throw SchemaError.notMigrated(database: 0, program: newest)
        }
        guard version <= newest else { throw SchemaError.newerThanProgram(database: version, program: newest) }
        guard version == newest else { throw SchemaError.notMigrated(database: version, program: newest) }
    }

    private static func currentVersion(_ connection: Connection) throws -> Int64 {
        try connection.first(applied) { $0.int(0) } ?? 0
    }
}
