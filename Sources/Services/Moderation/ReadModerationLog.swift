// The log of what moderators did, and accounts as moderators look for them.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page of the log, the newest first.
    public func moderationLog(
        _ filter: ModerationActionFilter,
        _ bounds: PageBounds
    ) async throws -> Page<ModerationAction> {
        let actions = try await database.read { try ModerationActionQueries.list(filter, bounds, $0) }
        return Page(rows: actions.map { ($0.id, $0) }, bounds: bounds)
    }

    /// Who has decided about a held post, and when, among the newest decisions; nil for none of these.
    public func decision(aboutHeld id: Int64) async throws -> ModerationAction? {
        for kind in [ModerationAction.Kind.approveHeld, .rejectHeld] {
            let acts = try await moderationLog(.init(kind: kind), PageBounds(limit: 1000)).items
            if let act = acts.first(where: { $0.statusIDs.contains(id) }) { return act }
        }
        return nil
    }

    /// Accounts by the beginnings of their names, by their address, or by the e-mail address of their login; also suspended ones.
    public func accountsForModerators(_ text: String, limit: Int) async throws -> [Int64] {
        let text = text.trimmed
        let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
        guard !name.isEmpty, name.utf8.count <= 320 else { return [] }
        let site = site
        return try await database.read { connection in
            var found: [Int64] = []
            if let email = EmailAddress.validate(name),
                let login = try UserQueries.credentials(login: email.written, connection)
            {
                found.append(login.accountID)
            }
            let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
            if let username = parts.first {
                let domain = parts.count == 2 && !site.isOwn(parts[1].lowercased()) ? parts[1].lowercased() : ""
                if let id = try AccountQueries.id(username: username, domain: domain, connection) { found.append(id) }
            }
            found += try AccountSearchQueries.searchAll(name, limit: limit, connection)
            var known: Set<Int64> = []
            return Array(found.filter { known.insert($0).inserted }.prefix(limit))
        }
    }

    /// One page of the accounts that fit, the newest first; also of people who have not been let in yet.
    public func accountsForModerators(
        _ filter: AdminAccountFilter,
        _ bounds: PageBounds
    ) async throws -> Page<Int64> {
        let ids = try await database.read { try AdminAccountQueries.list(filter, bounds, $0) }
        return Page(rows: ids.map { ($0, $0) }, bounds: bounds)
    }

    /// Whether all files of an account are shown as sensitive by a moderator.
    public func isSensitized(_ account: Int64) async throws -> Bool {
        try await database.read { try StatusMarkQueries.sensitizedAt(account, $0) != nil }
    }

    /// Why a moderator may not act on an account; nil where they may.
    public func moderationRefusal(of account: Int64, by moderator: Moderator) async throws -> ModerationRefusal? {
        try await database.read { connection in
            guard let id = moderator.accountID else { return nil }
            guard let rank = try UserQueries.user(id, connection).flatMap({ ModerationPolicy.rank(of: $0.role) }) else {
                return .rank
            }
            let role = try UserQueries.user(account, connection)?.role
            return ModerationPolicy.refusal(moderator, rank, on: account, role: role)
        }
    }

    public func user(_ account: Int64) async throws -> User? {
        try await database.read { try UserQueries.user(account, $0) }
    }

    /// A post that waits for a moderator; nil where it does not.
    public func heldStatus(forModerators id: Int64) async throws -> HeldStatus? {
        guard let account = try await database.read({ try HeldQueries.held(id, $0)?.accountID }) else { return nil }
        return try await heldStatus(id, of: account)
    }

    /// A measure with its appeal.
    public func sanction(_ id: Int64) async throws -> Sanction? {
        try await database.read { connection in
            guard let action = try ModerationActionQueries.actions([id], connection)[id], action.kind.isSanction else {
                return nil
            }
            return Sanction(action: action, appeal: try AppealQueries.appeals([id], connection)[id])
        }
    }
}
