// Who moderates, as of this transaction, and the row that each of their acts leaves.

internal import Basics
internal import Domain
internal import Storage

extension Change {
    /// How far somebody's word reaches now. Throws `ServiceError.notAllowed` for who does not moderate, or not any more.
    @discardableResult
    func rank(of moderator: Moderator) throws -> ModeratorRank {
        guard case .account(let id) = moderator else { return .owner }
        guard let user = try Services.enteringUser(id, connection), !user.isFrozen,
            let rank = ModerationPolicy.rank(of: user.role)
        else {
            throw ServiceError.notAllowed
        }
        return rank
    }

    /// Throws `ServiceError.forbidden` unless the moderator may act on this account now.
    @discardableResult
    func require(_ moderator: Moderator, mayActOn target: Int64) throws -> ModeratorRank {
        let rank = try rank(of: moderator)
        let role = try UserQueries.user(target, connection)?.role
        if let refusal = ModerationPolicy.refusal(moderator, rank, on: target, role: role) {
            throw ServiceError.forbidden(refusal.sentence)
        }
        return rank
    }

    /// Writes what is done into the log. Returns the id of the row.
    @discardableResult
    func log(_ kind: ModerationAction.Kind, by moderator: Moderator, _ fill: (inout ModerationAction) -> Void) throws
        -> Int64
    {
        var action = ModerationAction(moderator: moderator, kind: kind, createdAt: now)
        fill(&action)
        return try ModerationActionQueries.insert(action, connection)
    }
}
