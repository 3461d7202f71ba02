// What notifications are about besides statuses: what moderators let people know, and what they are told.

internal import Database
public import Domain
internal import Storage

extension Services {
    public func warnings(_ ids: [Int64]) async throws -> [Int64: AccountWarning] {
        guard !ids.isEmpty else { return [:] }
        return try await database.read { try WarningQueries.warnings(ids, $0) }
    }

    public func reports(_ ids: [Int64]) async throws -> [Int64: Report] {
        guard !ids.isEmpty else { return [:] }
        let found = try await database.read { try ReportQueries.reports(ids, $0) }
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }
}
