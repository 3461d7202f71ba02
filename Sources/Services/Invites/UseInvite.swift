// Somebody comes with an invite.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What became of an invite that somebody came with.
public enum InviteState: Sendable {
    /// It lets in, in the name of this account.
    case open(inviter: Account)
    /// It is over, or who made it may not invite any more.
    case ended
    case unknown
}

extension Services {
    private static let longestCode = 64

    public func inviteState(_ code: String) async throws -> InviteState {
        guard Services.mayBeCode(code) else { return .unknown }
        let (now, mode) = (clock.now(), site.invites)
        return try await database.read { connection in
            guard Services.mayBeCode(code), let invite = try InviteQueries.invite(code: code, connection) else {
                return .unknown
            }
            guard !invite.isOver(at: now), try Services.inviter(invite.accountID, mode, connection),
                let inviter = try AccountQueries.details(invite.accountID, connection)?.account
            else { return .ended }
            return .open(inviter: inviter)
        }
    }

    /// Whether it has the bytes of a code; all else is not looked up.
    fileprivate static func mayBeCode(_ code: String) -> Bool {
        (1...longestCode).contains(code.utf8.count) && RandomToken.mayBe(code)
    }
}

extension Change {
    /// Counts a use of an invite, in the transaction of the sign-up. Returns who lets in. Throws `ServiceError.forbidden` where it is over
    /// by now.
    func useInvite(_ code: String, _ mode: InviteMode) throws -> Int64 {
        guard let invite = try InviteQueries.invite(code: code, connection),
            try Services.inviter(invite.accountID, mode, connection),
            try InviteQueries.use(invite.id, at: now, connection)
        else { throw ServiceError.inviteIsOver }
        return invite.accountID
    }
}

extension ServiceError {
    static let inviteIsOver = ServiceError.forbidden("This invite no longer works")
}
