// Somebody chooses another password: all other browsers and all apps have no access any more. Passkeys stay.

public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Sets a new password, ends all other sessions, and takes away the access of all apps.
    ///
    /// Throws `ServiceError.invalidFields` for a wrong present password (`current_password`) or one that cannot be chosen
    /// (`password`).
    ///
    /// - Parameter session: the secret of the session that stays; nil for none.
    public func changePassword(
        of account: Int64,
        from current: String,
        to new: String,
        keeping session: String?,
        at address: ClientAddress? = nil
    ) async throws {
        let proved = try await prove(account, by: current, at: address)
        let problems = NewAccount.passwordProblems(new, limits.passwordCharacters)
        guard problems.isEmpty else { throw ServiceError.invalidFields(problems) }
        let hash = try await passwords.hash(new, for: address)
        let (cached, sendsMail) = (session.map(GrantCache.hash) ?? [], sendsMail)
        try await change { change in
            try change.requireUnchanged(proved, of: account)
            try LoginQueries.setPassword(hash, of: account, change.connection)
            try change.endAccess(of: account, exceptSession: cached)
            if sendsMail { try change.enqueueMail(.passwordChanged, to: account) }
        }
    }

    /// Checks the present password and returns what is stored of it. Throws `ServiceError.tooManyAttempts` after too many
    /// wrong ones: who sits at somebody's open browser is not the owner yet.
    func prove(_ account: Int64, by password: String, at address: ClientAddress?) async throws -> String {
        let guess = try Guess("account \(account)", self)
        let stored = try await database.write { try LoginQueries.passwordHash(of: account, $0) }
        guard password.unicodeScalars.count <= limits.passwordCharacters.upperBound,
            try await passwords.verify(password, against: stored, for: address), let stored
        else {
            throw ServiceError.invalidFields([.init("current_password", .invalid, "is not your present password")])
        }
        guess.wasRight()
        return stored
    }
}

extension Change {
    /// Throws where the password was changed since it was checked.
    func requireUnchanged(_ proved: String, of account: Int64) throws {
        guard try LoginQueries.passwordHash(of: account, connection) == proved else {
            throw ServiceError.invalidFields([.init("current_password", .invalid, "was changed just now")])
        }
    }

    /// Ends all sessions of an account, the access of all apps, its passkeys, and what links in its mail are good for.
    ///
    /// - Parameter kept: the hash of a session in which its owner asks for this, empty for one that is not known: that session and the
    ///   passkeys stay. Nil where it may be somebody else who has them.
    mutating func endAccess(of account: Int64, exceptSession kept: [UInt8]? = nil) throws {
        if kept == nil { _ = try PasskeyQueries.deleteAll(of: account, connection) }
        for token in try LoginQueries.endAccess(of: account, exceptSession: kept ?? [], connection) {
            record(.tokenRevoked(hash: token))
        }
        try MailLinkQueries.drop(of: account, connection)
        record(.userChanged(account: account))
    }
}
