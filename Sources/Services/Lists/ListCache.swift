// Lists that are read, with their members, kept in memory.

internal import Basics
internal import Database
public import Domain
internal import Storage

public final class ListCache: Sendable {
    private let database: Database
    private let cached = ReadThroughCache<Int64, ListMembers>(capacity: 2048)

    init(database: Database) { self.database = database }

    /// A list and everybody in it; nil where there is none.
    public func members(of id: Int64) async throws -> ListMembers? {
        if let list = cached.value(for: id) { return list }
        let ticket = cached.ticket(for: id)
        let read = try await database.read { connection -> ListMembers? in
            guard let list = try ListQueries.list(id, connection) else { return nil }
            return ListMembers(list, members: Set(try ListQueries.members(of: id, connection)))
        }
        if let read { cached.store(read, for: id, ticket: ticket) }
        return read
    }

    func forget(_ list: Int64) { cached.invalidate(list) }

    func forgetAll() { cached.invalidateAll() }
}
