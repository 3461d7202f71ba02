// Databases with something in every table, and folders of a test's own.
import Basics
import Database
import Foundation
import Storage
import TestSupport
import Testing

@testable import Backup

enum BackupFixture {
    static let now = Timestamp(seconds: 1_796_000_000)

    /// Runs `body` with a folder that is removed afterwards.
    static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "chorus-backup-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            try await body(folder)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs `body` with a database that has rows in all of its tables.
    static func withFilled(_ engine: TestEngine, _ body: (Database) async throws -> Void) async throws {
        var schema: [Int64: String] = [:]
        try await withDatabase(.sqlite, template: "schema", migrate: { try await Migrator.migrate($0) }) { database in
            schema = try await database.read { try Migrator.applied($0) }
        }
        try await withFilled(engine, schema: schema, body)
    }

    /// The same with an older schema.
    static func withFilled(_ engine: TestEngine, schema: [Int64: String], _ body: (Database) async throws -> Void)
        async throws
    {
        try await withDatabase(engine, template: "empty", configure: { $0.isFilling = true }) { database in
            try await database.write { connection in
                let fill = try DatabaseFill.begin(schema: schema, connection)
                for (_, table) in fill.tables {
                    let lines = (1...3).flatMap { line($0, table.columns.map(\.kind)) }
                    #expect(try connection.copyIn(table.copy(on: connection.engine), lines) == 3)
                }
                _ = try fill.end(sequences: ["notifications": 1000, "follows": 3], connection)
            }
            try await body(database)
        }
    }

    /// One row: all references of the n-th row of a table are to the n-th rows of others.
    private static func line(_ number: Int, _ kinds: [ColumnKind]) -> [UInt8] {
        let fields = kinds.map { kind in
            switch kind {
            case .int: "\(number)"
            case .bool: number == 2 ? "t" : "f"
            case .double: ["0", "0.1", "-1e+300"][number - 1]
            case .text: ["", "it's \"so\" {a,b} 🕊️ é", "\\ta\\n\\\\N\\r\\b\\f\\v\\\\."][number - 1]
            case .blob: ["\\\\x", "\\\\x00ff5c78", "\\\\x0a09"][number - 1]
            }
        }
        return Array((fields.joined(separator: "\t") + "\n").utf8)
    }

    /// All rows of all tables as lines, but for what a restore adds to.
    static func rows(_ database: Database) async throws -> [String: [String]] {
        try await database.read(consistent: true) { connection in
            var rows: [String: [String]] = [:]
            for table in try SchemaQueries.tables(connection) where table.name != "search_work" {
                var lines: [String] = []
                try connection.copyOut(table.copy(on: connection.engine)) {
                    lines.append(String(decoding: $0, as: UTF8.self))
                }
                rows[table.name] = lines.sorted()
            }
            return rows
        }
    }

    static func source(_ database: Database, _ dataDirectory: String) -> BackupSource {
        BackupSource(
            database: database,
            dataDirectory: dataDirectory,
            url: "https://chorus.example",
            settings: "title: \"Chorus\"\n",
            now: { now }
        )
    }

    /// A data folder with a key and two files of media, and one that is being worked on.
    static func makeData(_ folder: String) throws {
        for path in [
            "media/attachments/xk/key/original.jpg", "media/hidden/ab/key/small.webp", "media/in-progress/a.part",
        ] {
            try DiskFile.makeFolder(DiskFile.parent(of: "\(folder)/\(path)"))
            try DiskFile.write(Array("the bytes of \(path)".utf8), to: "\(folder)/\(path)")
        }
        try DiskFile.write([UInt8](repeating: 7, count: 32), to: "\(folder)/push.key")
    }

    /// What is in a folder, as paths, but for what locks it.
    static func files(in folder: String) -> Set<String> {
        Set((FileManager.default.subpaths(atPath: folder) ?? []).filter { $0 != "server.lock" })
    }

    /// Runs `body` with an empty place on this engine, and a way to open the database that is restored into it.
    static func withTarget(
        _ engine: TestEngine,
        _ body: (RestoreTarget, () async throws -> Database) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            switch engine {
            case .sqlite:
                try await body(RestoreTarget(dataDirectory: folder)) {
                    try await .open(.sqlite(path: folder + "/chorus.sqlite"))
                }
            case .postgres:
                try await withDatabase(.postgres, template: "nothing") { database in
                    let name = try await database.read {
                        try $0.query(text: "SELECT current_database()") { $0.text(0) }
                    }[0]
                    let place = configuration(postgres: name)
                    try await body(RestoreTarget(dataDirectory: folder, postgres: place)) { try await .open(place) }
                }
            }
        }
    }
}
