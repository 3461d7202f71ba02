// A table that cannot be written for a while: what is then done about it, and what afterwards.

public import Database

/// Does something while a table has another name, so that nothing that names it works.
public func withoutTable(_ table: String, _ database: Database, _ body: () async throws -> Void) async throws {
    try await database.write { try $0.executeScript("ALTER TABLE \(table) RENAME TO \(table)_away") }
    let result: Result<Void, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try await database.write { try $0.executeScript("ALTER TABLE \(table)_away RENAME TO \(table)") }
    try result.get()
}
