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
    /// Steps in the database, by name, that are not among this program's.
    case unknown([String])
    /// Steps that the database lacks, by name.
    case notMigrated([String])

    public var description: String {
        switch self {
        case .unknown(let names):
            """
            The database has schema \(names.joined(separator: ", ")), which this program does not know: install the newer \
            Chorus that made it.
            """
        case .notMigrated(let names):
            "The database lacks schema \(names.joined(separator: ", ")): run `chorus migrate`."
        }
    }
}

/// Applies in order whichever migrations a database lacks, each in the transaction that records it: what was made at the
/// same time by different people may come in any order.
public enum Migrator {
    static let migrations: [Migration] = [
        M0001.migration, M0002.migration, M0003.migration, M0004.migration, M0005.migration, M0006.migration,
        M0007.migration, M0008.migration, M0009.migration, M0010.migration, M0011.migration, M0012.migration,
        M0013.migration, M0014.migration, M0015.migration, M0016.migration, M0019.migration, M0020.migration,
        M0021.migration, M0022.migration, M0024.migration, M0025.migration, M0026.migration, M0027.migration,
        M0028.migration, M0030.migration, M0031.migration, M0033.migration, M0034.migration, M0037.migration,
        M0038.migration, M0039.migration, M0040.migration, M0041.migration, M0042.migration,
        M0043.migration, M0044.migration, M0045.migration, M0047.migration,
        M0048.migration,
        M0049.migration,
        M0050.migration,
        M0051.migration,
        M0052.migration,
        M0053.migration,
        M0054.migration,
        M0056.migration,
    ]

    /// The schema this program needs.
    public static var newest: Int64 { migrations.map(\.version).max() ?? 0 }

    /// How many steps lead there.
    public static var count: Int { migrations.count }

    private static let applied = SQL("SELECT version, name FROM schema_migrations ORDER BY version")
    private static let record = SQL("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)")
    /// Held until the commit (https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS); the number is Chorus's own.
    private static let oneAtATime = "SELECT pg_advisory_xact_lock(7216839150)"
    private static let bookkeeping = """
        CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)
        """

    /// Applies what is missing and returns the names of what was applied.
    ///
    /// Throws `SchemaError.unknown` before anything is changed.
    @discardableResult
    public static func migrate(_ database: Database) async throws -> [String] {
        try await database.write { connection in
            try begin(connection)
            return try applyMissing(connection)
        }
    }

    private static func begin(_ connection: Connection) throws {
        // Nodes that start at once wait for the first: `IF NOT EXISTS` alone fails for all others.
        if connection.engine == .postgres { try connection.executeScript(oneAtATime) }
        try connection.executeScript(bookkeeping)
    }

    /// Applies what is missing, within a transaction, and returns the names.
    static func applyMissing(_ connection: Connection) throws -> [String] {
        let missing = try missing(connection)
        for migration in missing { try apply(migration, connection) }
        return missing.map(\.name)
    }

    private static func apply(_ migration: Migration, _ connection: Connection) throws {
        try connection.executeScript(migration.script)
        try migration.afterwards?(connection)
        try connection.execute(record, .int(migration.version), .text(migration.name))
    }

    // MARK: Another database's schema

    /// What was applied to a database: names by number. Throws `DatabaseError.failed` where there is no schema.
    public static func applied(_ connection: Connection) throws -> [Int64: String] {
        Dictionary(try connection.query(applied) { ($0.int(0), $0.text(1)) }) { $1 }
    }

    /// Throws `SchemaError.unknown` where these are not all among this program's.
    public static func check(_ schema: [Int64: String]) throws {
        let known = Set(migrations.map(\.version))
        let unknown = schema.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
        guard unknown.isEmpty else { throw SchemaError.unknown(unknown) }
    }

    /// Gives an empty database just these, as another had them.
    static func apply(_ schema: [Int64: String], _ connection: Connection) throws {
        try check(schema)
        try begin(connection)
        for migration in migrations.sorted(by: { $0.version < $1.version }) where schema[migration.version] != nil {
            try apply(migration, connection)
        }
    }

    /// Throws `SchemaError` unless the schema is the one this program needs.
    public static func check(_ database: Database) async throws {
        let names: [String]
        do {
            names = try await database.read { try missing($0).map(\.name) }
        } catch DatabaseError.failed {
            // No table of migrations yet: nothing was ever applied.
            names = migrations.map(\.name)
        }
        guard names.isEmpty else { throw SchemaError.notMigrated(names) }
    }

    /// What the database lacks, in order. Throws `SchemaError.unknown` where it has what this program does not know.
    private static func missing(_ connection: Connection) throws -> [Migration] {
        let there = try connection.query(applied) { (version: $0.int(0), name: $0.text(1)) }
        let known = Set(migrations.map(\.version))
        let unknown = there.filter { !known.contains($0.version) }.map(\.name)
        guard unknown.isEmpty else { throw SchemaError.unknown(unknown) }
        let versions = Set(there.map(\.version))
        return migrations.filter { !versions.contains($0.version) }.sorted { $0.version < $1.version }
    }
}
