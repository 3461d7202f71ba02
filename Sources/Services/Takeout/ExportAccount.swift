// What somebody takes along: lists as CSV with the columns that Mastodon writes and reads.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// The lists that can be taken along; raw values are Mastodon's file names.
public enum AccountExport: String, Sendable, CaseIterable {
    case follows = "following_accounts"
    case lists
    case blocks = "blocked_accounts"
    case mutes = "muted_accounts"
    case domains = "blocked_domains"
    case bookmarks
}

extension Services {
    private static let exportPage = 500

    /// A CSV file (RFC 4180), UTF-8.
    public func export(_ kind: AccountExport, of account: Int64) async throws -> String {
        var lines: [[String]] = []
        switch kind {
        case .follows:
            lines.append(["Account address", "Show boosts", "Notify on new posts", "Languages"])
            try await forEach(.following, of: account) { address, relation in
                let languages = relation.languages?.joined(separator: ", ") ?? ""
                lines.append([address, "\(relation.showingReblogs)", "\(relation.notifying)", languages])
            }
        case .blocks: try await forEach(.blocks, of: account) { address, _ in lines.append([address]) }
        case .mutes:
            lines.append(["Account address", "Hide notifications"])
            try await forEach(.mutes, of: account) { address, relation in
                lines.append([address, "\(relation.mutingNotifications)"])
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
        case .bookmarks: lines = try await bookmarkedURIs(of: account).map { [$0] }
        }
        return lines.map { $0.map(Services.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private func address(_ account: Account) -> String {
        account.isLocal ? "\(account.username)@\(site.domain)" : account.acct
    }

    private func forEach(
        _ list: RelationshipList,
        of account: Int64,
        _ body: (_ address: String, Relationship) -> Void
    ) async throws {
        var request = PageRequest(limit: Services.exportPage)
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
                body(address(found), relations[row.item] ?? Relationship(targetID: row.item))
            }
            guard rows.count == request.limit, let oldest = rows.last?.cursor else { return }
            request.maxID = oldest
        }
    }

    private func bookmarkedURIs(of account: Int64) async throws -> [String] {
        var request = PageRequest(limit: Services.exportPage)
        var uris: [String] = []
        while true {
            let page = request
            let rows = try await database.read {
                try InteractionQueries.statuses(.bookmark, by: account, page, $0)
            }
            let kept = try await statuses.statuses(rows.map(\.item))
            let authors = try await accounts.accounts(kept.values.map(\.status.accountID))
            for row in rows {
                guard let status = kept[row.item]?.status, let author = authors[status.accountID]?.account else {
                    continue
                }
                uris.append(status.uri ?? site.statusURI(status.id, by: author.username))
            }
            guard rows.count == request.limit, let oldest = rows.last?.cursor else { return uris }
            request.maxID = oldest
        }
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"\(field.replacing("\"", with: "\"\""))\""
    }
}
