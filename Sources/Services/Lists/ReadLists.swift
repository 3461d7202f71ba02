// The lists of an account, and who is on them. What is read of a list again and again is in `ListCache`.

internal import Database
public import Domain
internal import Storage

/// One of an account's lists, for somebody who may be put on it.
public struct ListChoice: Sendable {
    public var list: AccountList
    public var isOn: Bool
}

extension Services {
    /// All lists of an account.
    public func lists(of owner: Int64) async throws -> [AccountList] {
        try await database.read { try ListQueries.lists(of: owner, $0) }
    }

    /// Those of an account's lists that somebody is on.
    public func lists(of owner: Int64, with member: Int64) async throws -> [AccountList] {
        try await database.read { try ListQueries.lists(of: owner, with: member, $0) }
    }

    /// All lists of an account, and which of them somebody is on.
    public func listChoices(of owner: Int64, for member: Int64) async throws -> [ListChoice] {
        try await database.read { try Services.listChoices(of: owner, for: member, $0) }
    }

    static func listChoices(of owner: Int64, for member: Int64, _ connection: Connection) throws -> [ListChoice] {
        try ListQueries.lists(of: owner, marking: member, connection).map { ListChoice(list: $0.list, isOn: $0.isOn) }
    }

    /// One page of who is on a list, the last added first.
    public func members(ofList list: Int64, _ bounds: PageBounds) async throws -> Page<Int64> {
        let rows = try await database.read { try ListQueries.members(of: list, bounds, $0) }
        return Page(rows: rows, bounds: bounds)
    }
}
