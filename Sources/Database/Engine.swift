// Which database engine stands behind a `Database`; SQL tokens and value bindings differ by it.

/// The two engines Chorus runs on: SQLite embedded in the process, or a PostgreSQL server shared by several nodes.
public enum Engine: Sendable, CaseIterable {
    /// One file in the data folder, opened through GRDB.
    case sqlite
    /// A server reached through libpq.
    case postgres
}
