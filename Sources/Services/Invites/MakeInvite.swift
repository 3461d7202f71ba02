// Somebody makes an invite, looks at theirs, and ends one.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Those that ended are shown for so long.
    private static let endedDays: Int64 = 30
    /// As many as are shown to who made them.
    private static let shownInvites = 200

    /// Whether somebody may let others in now.
    public func mayInvite(_ account: Int64) async throws -> Bool {
        let mode = site.invites
        return try await database.read { try Services.inviter(account, mode, $0) }
    }

    /// - Parameters:
    ///   - uses: how often it is good; one of `Invite.offeredUses`.
    ///   - seconds: for how long; one of `Invite.offeredSeconds`.
    ///   - comment: whom it is for; only its maker reads it.
    ///
    /// Throws `ServiceError.forbidden` for who may not invite, `.invalid` for what is not offered and for too many at a time.
    public func makeInvite(
        by account: Int64,
        uses: Int64?,
        seconds: Int64?,
        comment: String = ""
    ) async throws -> Invite {
        guard Invite.offeredUses.contains(uses), Invite.offeredSeconds.contains(seconds) else {
            throw ServiceError.invalid("Please choose from what is offered")
        }
        let comment = AppRules.withoutControls(comment).trimmed
        guard comment.count <= Invite.commentCharacters else { throw ServiceError.invalid("The note is too long") }
        let (mode, code) = (site.invites, RandomToken.make(length: 20))
        return try await change { change in
            guard try Services.inviter(account, mode, change.connection) else { throw ServiceError.notAllowed }
            let most = Invite.mostOpen
            guard try InviteQueries.open(of: account, at: change.now, limit: most, change.connection).count < most
            else {
                throw ServiceError.invalid("You have too many invites: end one first")
            }
            var invite = Invite(
                code: code,
                accountID: account,
                comment: comment,
                mostUses: uses,
                createdAt: change.now,
                expiresAt: seconds.map { change.now + .seconds($0) }
            )
            invite.id = try InviteQueries.insert(invite, change.connection)
            return invite
        }
    }

    /// What somebody has made: those that let in before those that are over, the newest of each first.
    public func invites(of account: Int64) async throws -> [Invite] {
        let now = clock.now()
        return try await database.read {
            try InviteQueries.invites(of: account, at: now, limit: Services.shownInvites, $0)
        }
    }

    /// Nobody comes in by it any more. One that is over stays so. Throws `ServiceError.notFound` for one of somebody else.
    public func endInvite(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard try !InviteQueries.end(id, of: account, at: change.now, change.connection) else { return }
            guard try InviteQueries.isOwn(id, of: account, change.connection) else { throw ServiceError.notFound }
        }
    }

    public func forgetInvites() async throws {
        try await change { change in
            let before = change.now - .seconds(Services.endedDays * 86_400)
            try InviteQueries.forget(endedBefore: before, limit: 1000, change.connection)
        }
    }

    /// Whether somebody may let others in, as of a read.
    static func inviter(_ account: Int64, _ mode: InviteMode, _ connection: Connection) throws -> Bool {
        guard let user = try UserQueries.user(account, connection) else { return false }
        return InvitePolicy.mayInvite(user, isHidden: try isHidden(account, connection), mode)
    }
}
