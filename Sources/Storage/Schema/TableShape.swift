// The tables of a database as they are, and how all their rows are read and written.

public import Database

/// A table and its columns, the same on both engines.
public struct TableShape: Sendable, Equatable {
    public struct Column: Sendable, Equatable {
        public var name: String
        public var kind: ColumnKind

        public init(name: String, kind: ColumnKind) { (self.name, self.kind) = (name, kind) }
    }

    public var name: String
    public var columns: [Column]

    public init(name: String, columns: [Column]) { (self.name, self.columns) = (name, columns) }

    /// How its rows are copied.
    public func copy(on engine: Engine) -> TableCopy {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let kinds = columns.map(\.kind)
        switch engine {
        case .sqlite:
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            return TableCopy(
                read: "SELECT \(names) FROM \"\(name)\"",
                write: "INSERT INTO \"\(name)\" (\(names)) VALUES (\(marks))",
                kinds: kinds
            )
        case .postgres:
            return TableCopy(
                read: "COPY \"\(name)\" (\(names)) TO STDOUT",
                write: "COPY \"\(name)\" (\(names)) FROM STDIN",
                kinds: kinds
            )
        }
    }
}

/// A column that no backup can hold.
public struct UnknownColumn: Error, Sendable, CustomStringConvertible {
    public let description: String
}

public enum SchemaQueries {
    /// Tables that are made of others: the indexes of search, each engine's own, and what the migrator writes.
    private static let derived = ["status_search", "account_search", "schema_migrations"]

    /// The tables that hold what people said and did, by name.
    public static func tables(_ connection: Connection) throws -> [TableShape] {
        try names(connection)
            .filter { name in !derived.contains { name == $0 || name.hasPrefix("\($0)_") } }
            .map { TableShape(name: $0, columns: try columns(of: $0, connection)) }
    }

    /// Whether there is nothing at all.
    public static func isEmpty(_ connection: Connection) throws -> Bool { try names(connection).isEmpty }

    private static func names(_ connection: Connection) throws -> [String] {
        let text =
            switch connection.engine {
            case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            case .postgres:
                """
                SELECT relname FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)
                AND relkind IN ('r', 'p')
                """
            }
        // Sorted here: the engines do not agree on the order of letters.
        return try connection.query(text: text) { $0.text(0) }.sorted()
    }

    private static func columns(of table: String, _ connection: Connection) throws -> [TableShape.Column] {
        let text =
            switch connection.engine {
            case .sqlite: "SELECT name, type FROM pragma_table_info('\(table)')"
            case .postgres:
                """
                SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = CAST('"\(table)"' AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """
            }
        return try connection.query(text: text) { row in
            guard let kind = kind(of: row.text(1)) else {
                throw UnknownColumn(
                    description: "\(table).\(row.text(0)) is a column of type \(row.text(1)), which backups do not know"
                )
            }
            return TableShape.Column(name: row.text(0), kind: kind)
        }
    }

    private static func kind(of type: String) -> ColumnKind? {
        switch type.lowercased() {
        case "bigint", "integer", "smallint": .int
        case "text": .text
        case "boolean": .bool
        case "bytea", "blob": .blob
        case "double precision": .double
        default: nil
        }
    }

    /// The last number given out by each table that counts up, which may be of a row that is gone.
    public static func sequences(_ connection: Connection) throws -> [String: Int64] {
        switch connection.engine {
        case .sqlite:
            let rows = try connection.query(text: "SELECT name, seq FROM sqlite_sequence") { ($0.text(0), $0.int(1)) }
            return Dictionary(rows) { max($0, $1) }
        case .postgres:
            var last: [String: Int64] = [:]
            for sequence in try countingTables(connection) {
                let text = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM \(sequence.name)"
                last[sequence.table] = try connection.query(text: text) { $0.int(0) }.first
            }
            return last.filter { $0.value > 0 }
        }
    }

    /// Has each table that counts up go on after these numbers.
    static func setSequences(_ last: [String: Int64], _ connection: Connection) throws {
        switch connection.engine {
        case .sqlite:
            try connection.executeScript("DELETE FROM sqlite_sequence")
            for (table, number) in last where number > 0 {
                try connection.executeScript("INSERT INTO sqlite_sequence (name, seq) VALUES ('\(table)', \(number))")
            }
        case .postgres:
            for sequence in try countingTables(connection) {
                guard let number = last[sequence.table], number > 0 else { continue }
                _ = try connection.query(text: "SELECT setval('\(sequence.name)', \(number))") { _ in }
            }
        }
    }

    private static func countingTables(_ connection: Connection) throws -> [(table: String, name: String)] {
        try connection.query(
            text: """
                SELECT table_name, pg_get_serial_sequence('"' || table_name || '"', column_name)
                FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'
                """
        ) { ($0.text(0), $0.text(1)) }
    }
}
