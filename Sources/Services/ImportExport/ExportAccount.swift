// What somebody takes along: lists as CSV with the columns that Mastodon writes and reads.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    private static let exportPage = 500

    /// A CSV file (RFC 4180), UTF-8.
    public func export(_ kind: ImportKind, of account: Int64) async throws -> String {
        var lines = kind.isHeaded ? [kind.columns] : []
        switch kind {
        case .follows:
            try await forEach(.following, of: account) { other, relation in
                let languages = relation.languages?.joined(separator: ", ") ?? ""
                lines.append([address(other), "\(relation.showingReblogs)", "\(relation.notifying)", languages])
            }
        case .blocks: try await forEach(.blocks, of: account) { other, _ in lines.append([address(other)]) }
        case .mutes:
            try await forEach(.mutes, of: account) { other, relation in
                lines.append([address(other), "\(relation.mutingNotifications)"])
            }
        case .lists:
            let lists = try await database.read { connection in
                try ListQueries.lists(of: account, connection).map { list in
                    (list.title, try ListQueries.members(of: list.id, connection))
                }
            }
            for (title, members) in lists {
                let kept = try await accounts.accounts(members)
                for member in members { if let found = kept[member] { lines.append([title, address(found.account)]) } }
            }
        case .domains:
            let domains = try await database.read { try ExportQueries.blockedDomains(of: account, $0) }
            lines = domains.map { [$0] }
        case .bookmarks: try await forEach(.bookmark, of: account) { lines.append([$1]) }
        }
        return lines.map(CSV.line).joined()
    }

    /// With the domain, also of an account from here.
    func address(_ account: Account) -> String {
        account.isLocal ? "\(account.username)@\(site.domain)" : account.acct
    }

    /// Everybody in a list of an account, the last first. What `body` takes out of the list changes nothing in this.
    func forEach(
        _ list: RelationshipList,
        of account: Int64,
        _ body: (_ other: Account, Relationship) async throws -> Void
    ) async throws {
        var request = PageBounds(limit: Services.exportPage)
        while true {
            let (page, now) = (request, clock.now())
            let (rows, relations) = try await database.read { connection in
                let rows = try RelationshipQueries.list(list, of: account, page, connection)
                let relations = try RelationshipQueries.relationships(
                    of: account,
                    to: rows.map(\.item),
                    now: now,
                    connection
                )
                return (rows, Dictionary(relations.map { ($0.targetID, $0) }) { first, _ in first })
            }
            let kept = try await accounts.accounts(rows.map(\.item))
            for row in rows {
                guard let found = kept[row.item]?.account else { continue }
                try await body(found, relations[row.item] ?? Relationship(targetID: row.item))
            }
            guard rows.count == request.limit, let oldest = rows.last?.cursor else { return }
            request.maxID = oldest
        }
    }

    /// What an account bookmarked or favourited, the last first, each with its ActivityPub id.
    func forEach(
        _ kind: InteractionKind,
        of account: Int64,
        _ body: (_ status: Int64, _ uri: String) async throws -> Void
    ) async throws {
        var request = PageBounds(limit: Services.exportPage)
        while true {
            let page = request
            let (rows, found) = try await database.read { connection in
                let rows = try InteractionQueries.statuses(kind, by: account, page, connection)
                return (rows, try ArchiveQueries.addresses(of: rows.map(\.item), connection))
            }
            for row in rows {
                guard let address = found[row.item] else { continue }
                try await body(row.item, uri(of: address))
            }
            guard rows.count == request.limit, let oldest = rows.last?.cursor else { return }
            request.maxID = oldest
        }
    }

    func uri(of status: StatusAddress) -> String { status.uri ?? site.statusURI(status.id, by: status.username) }
}
