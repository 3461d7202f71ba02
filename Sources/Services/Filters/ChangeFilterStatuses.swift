// Single statuses that filters name.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Adds a status to an own filter. Throws `.notFound` for one that may not be seen.
    public func addStatus(_ status: Int64, toFilter id: Int64, by account: Int64) async throws -> FilterStatus {
        let status = try await visible(status, for: account).status.id
        let filter = try await changeFilter(by: account) { change, limits in
            let filter = try change.ownFilter(id, of: account)
            guard filter.statuses.count < limits.filterParts else {
                throw ServiceError.invalid("Statuses are too many (maximum is \(most: limits.filterParts))")
            }
            guard try FilterQueries.insert(status: status, in: id, change.connection) != nil else {
                throw ServiceError.invalid("Status has already been taken")
            }
            return id
        }
        guard let added = filter.statuses.last else { throw ServiceError.notFound }
        return added
    }

    /// Takes a status out of an own filter, and returns what it was.
    public func deleteFilterStatus(_ id: Int64, by account: Int64) async throws -> FilterStatus {
        let status = try await filterStatus(id, of: account)
        _ = try await changeFilter(by: account) { change, _ in
            guard let owner = try FilterQueries.filter(ofStatus: id, change.connection) else {
                throw ServiceError.notFound
            }
            let filter = try change.ownFilter(owner, of: account)
            try FilterQueries.deleteStatus(id, change.connection)
            return filter.id
        }
        return status
    }

    /// An entry of a status in an own filter.
    public func filterStatus(_ id: Int64, of account: Int64) async throws -> FilterStatus {
        guard let owner = try await database.read({ try FilterQueries.filter(ofStatus: id, $0) }) else {
            throw ServiceError.notFound
        }
        guard let found = try await filter(owner, of: account).statuses.first(where: { $0.id == id }) else {
            throw ServiceError.notFound
        }
        return found
    }
}
