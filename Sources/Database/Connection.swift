// What a read or write closure holds: the ways to run SQL.

/// A connection, inside of one `read` or `write` closure; kept beyond it, every call throws `.closed`.
///
/// A row closure may run other statements. Argument values never appear in errors.
public final class Connection {
    enum Backend {
        case sqlite(SQLiteConnection)
        case postgres(PostgresConnection)
    }

    /// The engine behind, for the few queries that differ.
    public let engine: Engine
    /// Statements run in this closure so far, for tests of N+1.
    public private(set) var statementCount = 0
    let backend: Backend
    private let counters: Counters
    private var isUsable = false
    private var closing = ClosingStatements()

    init(_ backend: Backend, counters: Counters) {
        self.backend = backend
        self.counters = counters
        switch backend {
        case .sqlite: engine = .sqlite
        case .postgres: engine = .postgres
        }
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: SQL, _ arguments: Value...) throws -> Int {
        try run(sql, arguments) { _ in true }
    }

    /// Runs a statement whose outcome nobody needs. On PostgreSQL it goes out with the next one that is waited for, or with the
    /// commit, in one round trip, and its error comes from there.
    public func executeLater(_ sql: SQL, _ arguments: Value...) throws {
        switch backend {
        case .sqlite: try run(sql, arguments) { _ in true }
        case .postgres(let connection):
            try prepareToRun(sql)
            try connection.runLater(sql, arguments)
        }
    }

    /// Runs an INSERT at the end of the transaction, behind those of all closures that share it; before a statement that names its
    /// table, and before one that deletes. Errors come from there.
    ///
    /// For what is dear to write in turn with other tables: SQLite has the index of words flushed by every statement that may have
    /// to be undone by itself (https://sqlite.org/vtab.html#xsavepoint).
    public func executeLast(_ sql: SQL, _ arguments: Value...) throws {
        guard isUsable else { throw DatabaseError.closed }
        sql.close()
        closing.append(sql, arguments)
    }

    /// Adds amounts, those arguments whose parameters are written `{sum $n}`, to the counters of one row, which must be `.int`.
    ///
    /// It is written as by `executeLast`: once for all closures that share the transaction and add to the same row, so that nobody
    /// waits for the row longer than that.
    public func add(_ sql: SQL, _ arguments: Value...) throws {
        guard isUsable else { throw DatabaseError.closed }
        sql.close()
        closing.add(sql, arguments)
    }

    /// All rows, each made into a `T`.
    public func query<T>(_ sql: SQL, _ arguments: Value..., row: (Row) throws -> T) throws -> [T] {
        var rows: [T] = []
        try run(sql, arguments) {
            rows.append(try row($0))
            return true
        }
        return rows
    }

    /// The first row, or nil. A statement that changes rows runs to its end all the same.
    public func first<T>(_ sql: SQL, _ arguments: Value..., row: (Row) throws -> T) throws -> T? {
        var first: T?
        try run(sql, arguments) {
            if first == nil { first = try row($0) }
            return false
        }
        return first
    }

    /// Each row in turn until `row` returns false. On PostgreSQL the whole result is in memory: bound it with LIMIT.
    public func forEach(_ sql: SQL, _ arguments: Value..., row: (Row) throws -> Bool) throws {
        try run(sql, arguments, row: row)
    }

    /// Runs a script of statements apart from the cache, tokens resolved: the DDL of migrations. Not within a query.
    public func executeScript(_ text: String) throws { _ = try rowsChanged(by: text) }

    /// Runs a script and returns how many rows it changed, those in the own tables of virtual ones included; always 0 on
    /// PostgreSQL.
    public func rowsChanged(by text: String) throws -> Int {
        try countStatement()
        switch backend {
        case .sqlite(let connection): return try connection.runScript(text)
        case .postgres(let connection):
            try connection.runScript(text)
            return 0
        }
    }

    @discardableResult
    private func run(_ sql: SQL, _ arguments: [Value], row: (Row) throws -> Bool) throws -> Int {
        try prepareToRun(sql)
        switch backend {
        case .sqlite(let connection): return try connection.run(sql, arguments, row: row)
        case .postgres(let connection): return try connection.run(sql, arguments, row: row)
        }
    }

    /// To be called before a script, or rows that are copied. Throws outside of the closure.
    func countStatement() throws {
        guard isUsable else { throw DatabaseError.closed }
        statementCount += 1
        if !closing.isEmpty { try writeLast() }
    }

    private func prepareToRun(_ sql: SQL) throws {
        guard isUsable else { throw DatabaseError.closed }
        statementCount += 1
        if !closing.isEmpty, closing.concern(sql) { try writeLast() }
    }

    /// Writes what waits for the end; to be called before a commit.
    func writeLast() throws {
        guard !closing.isEmpty else { return }
        let statements = closing.take()
        counters.ran(statements: statements.count)
        for (sql, arguments) in statements {
            switch backend {
            case .sqlite(let connection): try connection.run(sql, arguments) { _ in true }
            case .postgres(let connection): try connection.runLater(sql, arguments)
            }
        }
    }

    /// Forgets what waits for the end; to be called after a rollback.
    func dropLast() { closing = ClosingStatements() }

    /// Opens the connection for one closure.
    func use<T>(_ body: () throws -> T) rethrows -> T {
        statementCount = 0
        isUsable = true
        defer {
            isUsable = false
            counters.ran(statements: statementCount)
        }
        return try body()
    }
}
