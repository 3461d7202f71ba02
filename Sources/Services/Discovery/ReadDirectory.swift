// The directory: people who chose to be found, in an order that is reckoned once a minute.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// How many people the directory shows.
    private static let directorySize = 10_000

    /// Ids of discoverable accounts, without those that the viewer has blocked, muted, or been blocked by.
    public func directory(
        _ order: DirectoryOrder,
        local: Bool,
        limit: Int,
        offset: Int,
        for viewer: Int64?
    ) async throws -> [Int64] {
        let all = try await discoverable(order)
        var relations: ReaderRelations?
        if let viewer { relations = try await self.relations.relations(of: viewer) }
        var found: [Int64] = []
        var left = offset
        // Read in pieces, since who is from here has to be looked up.
        var rest = all[...]
        while !rest.isEmpty, found.count < limit {
            let piece = rest.prefix(200)
            rest = rest.dropFirst(200)
            let cached = try await accounts.accounts(Array(piece))
            for id in piece {
                guard let account = cached[id]?.account, !local || account.isLocal, account.isDiscoverable == true,
                    !account.isSuspended, !account.isSilenced, relations?.hides(id) != true
                else { continue }
                if left > 0 {
                    left -= 1
                } else if found.count < limit {
                    found.append(id)
                }
            }
        }
        return found
    }

    func discoverable(_ order: DirectoryOrder) async throws -> [Int64] {
        try await directoryCache.value(for: order) { [database] in
            try await database.read { try DiscoveryQueries.discoverable(order, limit: Services.directorySize, $0) }
        }
    }
}
