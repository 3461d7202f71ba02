// Who uses the web pages: known by a secret in a cookie, of which only the hash is stored.

public import Basics
internal import Database
public import Domain
internal import Storage

/// A session that is valid now.
public struct Session: Sendable, Equatable {
    /// The secret of the cookie.
    public let token: String
    public let user: User
    /// Its account is suspended: it reads why, appeals, exports and leaves, and nothing else.
    public var isSuspended = false
    /// Its person has hidden their account: they read and arrange what is theirs, and say nothing to others meanwhile.
    public var isDeactivated = false
    public var accountID: Int64 { user.accountID }
    /// Whether its person has not been let in yet; until then little can be done.
    public var isNewcomer: Bool { user.isNewcomer }
    /// Goes into the forms of this session.
    public var formProof: String { FormProof.make(for: token, account: accountID) }
}

/// A session that begins.
public struct NewSession: Sendable, Equatable {
    public let token: String
    public let accountID: Int64
    public let expiresAt: Timestamp
    /// Whether its person has not been let in yet; until then little can be done.
    public let isNewcomer: Bool
    /// Whether the login's e-mail address is confirmed.
    public let isConfirmed: Bool
    /// Its account is suspended, and does little but read why.
    public var isSuspended = false
    /// For a cookie that says that this browser is known, where a password was given.
    public var browser: String?
}

extension Site {
    /// The name of the cookie that holds the secret of a session. Over HTTPS its prefix keeps sibling hosts from planting one
    /// (RFC 6265bis, 4.1.3.2).
    public var sessionCookie: String { isSecure ? "__Host-chorus_session" : "chorus_session" }
}

extension Services {
    /// How long a browser is known, in days.
    public static let knownBrowserDays = KnownBrowsers.days

    /// How long a session lasts, in days.
    public static let sessionDays = 30

    /// The session of a cookie; nil when it is forged, over or signed out, or its account may not enter (any more).
    ///
    /// - Parameter evenSuspended: also that of a suspended account, for the few pages that are for its person.
    public func session(_ token: String, evenSuspended: Bool = false) async throws -> Session? {
        // 256 bits in base64url.
        guard token.utf8.count == 43 else { return nil }
        let (hash, now) = (GrantCache.hash(token), clock.now())
        guard
            let found = try await database.read({ try SessionQueries.user(tokenHash: hash, now: now, $0) }),
            !found.user.isDisabled, evenSuspended || !found.isSuspended
        else { return nil }
        let session = Session(
            token: token,
            user: found.user,
            isSuspended: found.isSuspended,
            isDeactivated: found.isDeactivated
        )
        if !session.isNewcomer { presence.note(session.accountID, at: now) }
        return session
    }

    /// Whether an account of this server may use it.
    static func mayEnter(_ accountID: Int64, _ connection: Connection) throws -> Bool {
        try enteringUser(accountID, connection) != nil
    }

    /// The login of somebody who may sign in, if only to read why their account is suspended, or that it waits for a moderator.
    static func knownUser(_ accountID: Int64, _ connection: Connection) throws -> User? {
        guard let user = try UserQueries.user(accountID, connection), !user.isDisabled else { return nil }
        return user
    }

    static func isSuspended(_ accountID: Int64, _ connection: Connection) throws -> Bool {
        try AccountQueries.details(accountID, connection)?.account.isSuspended ?? true
    }

    /// Whether nobody is shown anything of an account.
    static func isHidden(_ accountID: Int64, _ connection: Connection) throws -> Bool {
        try AccountQueries.details(accountID, connection)?.account.isHidden ?? true
    }

    /// The login of an account that may use this server: it is neither disabled, nor unapproved, nor suspended.
    static func enteringUser(_ accountID: Int64, _ connection: Connection) throws -> User? {
        guard let user = try knownUser(accountID, connection), user.isApproved, try !isSuspended(accountID, connection)
        else { return nil }
        return user
    }
}
