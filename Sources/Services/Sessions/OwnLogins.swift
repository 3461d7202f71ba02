// Where somebody is signed in, and what apps may act for them: to be seen and ended by themselves.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// More of each are not listed.
    private static let mostLogins = 200

    /// Browsers that are signed in and apps with access, the newest first.
    public func logins(of account: Int64) async throws -> (sessions: [OpenSession], apps: [AppAccess]) {
        let now = clock.now()
        let (sessions, apps) = try await database.read { connection in
            (
                try OwnLoginQueries.sessions(of: account, now: now, limit: Services.mostLogins, connection),
                try OwnLoginQueries.apps(of: account, limit: Services.mostLogins, connection)
            )
        }
        return (sessions.sorted { $0.createdAt > $1.createdAt }, apps.sorted { $0.createdAt > $1.createdAt })
    }

    /// Whether a session that was listed is that of a cookie.
    public func isSession(_ session: OpenSession, of token: String) -> Bool { session.hash == GrantCache.hash(token) }

    /// Signs a browser out. One that is not there, or is somebody else's, is no error.
    public func endSession(hash: [UInt8], of account: Int64) async throws {
        try await change { try OwnLoginQueries.deleteSession(hash: hash, of: account, $0.connection) }
    }

    /// Takes the access of an app away, and ends its open streams.
    public func endAccess(_ token: Int64, of account: Int64) async throws {
        try await change { change in
            guard let hash = try OwnLoginQueries.deleteToken(token, of: account, change.connection) else { return }
            change.record(.tokenRevoked(hash: hash))
        }
    }
}
