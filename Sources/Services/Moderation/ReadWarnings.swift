// What moderators let people know, for those it was for.

internal import Database
public import Domain
internal import Storage

extension Services {
    public func warnings(_ ids: [Int64]) async throws -> [Int64: AccountWarning] {
        guard !ids.isEmpty else { return [:] }
        return try await database.read { try WarningQueries.warnings(ids, $0) }
    }
}
