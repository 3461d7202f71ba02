// Who is in a list: those whom its owner follows or asks to follow, and the owner.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// Adds accounts to an own list; all of them, or none.
    ///
    /// Throws `.notFound` for an account that does not exist, `.invalid` for one that is not followed or is in the list.
    public func addToList(_ id: Int64, _ accounts: [Int64], by account: Int64) async throws {
        let known = try await self.accounts.accounts(accounts)
        guard accounts.allSatisfy({ known[$0] != nil }) else { throw ServiceError.notFound }
        try await change { change in
            _ = try change.ownList(id, of: account)
            // No follow ends between the look and the write.
            try CounterQueries.lock([account], change.connection)
            let reachable = try ListQueries.reachable(accounts, by: account, change.connection)
            for member in accounts {
                guard member == account || reachable.contains(member) else {
                    throw ServiceError.invalid("Account must be followed to be added to a list")
                }
                guard try ListQueries.add(member, to: id, change.connection) else {
                    throw ServiceError.isInList
                }
            }
            if !accounts.isEmpty { change.record(.listChanged(account: account, list: id)) }
        }
    }

    /// Takes accounts out of an own list; those who are not in it are passed over.
    public func removeFromList(_ id: Int64, _ accounts: [Int64], by account: Int64) async throws {
        try await change { change in
            _ = try change.ownList(id, of: account)
            guard !accounts.isEmpty else { return }
            try ListQueries.remove(accounts, from: id, change.connection)
            change.record(.listChanged(account: account, list: id))
        }
    }
}

extension ServiceError {
    /// Of somebody who is to be added to a list.
    static let isInList = ServiceError.invalid("Account has already been taken")
}
