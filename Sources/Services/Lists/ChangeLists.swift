// Making, changing and deleting lists.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Makes a list. Throws `.invalid` without a title, and beyond the most that one may have.
    public func createList(_ changes: ListChanges, by account: Int64) async throws -> AccountList {
        var list = changes.applied(to: AccountList(id: 0, ownerID: account, title: ""))
        list.title = ProfileLine.line(list.title)
        if let problem = ListChanges.problem(list) { throw ServiceError.invalid(problem) }
        let (wished, most) = (list, limits.lists)
        return try await change { change in
            try CounterQueries.lock([account], change.connection)
            guard try ListQueries.count(of: account, change.connection) < most else {
                throw ServiceError.invalid("You have reached the maximum number of lists")
            }
            var list = wished
            list.id = try ListQueries.insert(list, at: change.now, change.connection)
            change.record(.listChanged(account: account, list: list.id))
            return list
        }
    }

    /// Changes title, replies policy or exclusiveness of an own list.
    public func updateList(_ id: Int64, _ changes: ListChanges, by account: Int64) async throws -> AccountList {
        try await change { change in
            let old = try change.ownList(id, of: account)
            var list = changes.applied(to: old)
            list.title = ProfileLine.line(list.title)
            if let problem = ListChanges.problem(list) { throw ServiceError.invalid(problem) }
            guard list != old else { return list }
            try ListQueries.update(list, change.connection)
            change.record(.listChanged(account: account, list: id))
            return list
        }
    }

    public func deleteList(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard try ListQueries.delete(id, of: account, change.connection) else { throw ServiceError.notFound }
            change.record(.listChanged(account: account, list: id))
        }
    }

    /// An own list as it is stored. Throws `.notFound` for those of others as for none.
    public func list(_ id: Int64, of account: Int64) async throws -> ListMembers {
        guard let list = try await lists.members(of: id), list.list.ownerID == account else {
            throw ServiceError.notFound
        }
        return list
    }
}

extension Change {
    func ownList(_ id: Int64, of account: Int64) throws -> AccountList {
        guard let list = try ListQueries.list(id, connection), list.ownerID == account else {
            throw ServiceError.notFound
        }
        return list
    }

    /// Takes somebody who is no longer followed out of the lists of `account`.
    mutating func leaveLists(of account: Int64, _ member: Int64) throws {
        for list in try ListQueries.removeFromAll(member, of: account, connection) {
            record(.listChanged(account: account, list: list))
        }
    }
}
