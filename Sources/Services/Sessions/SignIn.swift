// Somebody proves who they are and gets a session.

public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Throws `ServiceError.forbidden` with one and the same sentence for an unknown login and a wrong password, in the same
    /// time, so that nobody learns who is here; who knows the password is told when the account is closed to them.
    ///
    /// Throws `.tooManyAttempts` after too many wrong passwords at this login, whether or not anybody has it. After as many
    /// at all logins of one account together, the right one is answered as a wrong one too.
    ///
    /// Throws `SecondFactorNeeded` where the password was right and a code is asked for as well: `finishSignIn` takes it.
    ///
    /// - Parameters:
    ///   - login: an e-mail address or a username, also with an `@` before it.
    ///   - address: where the attempt comes from.
    ///   - browser: what this browser was given when somebody signed in with it before.
    public func signIn(
        login: String,
        password: String,
        from address: ClientAddress? = nil,
        browser: String? = nil
    ) async throws -> NewSession {
        let refusal = ServiceError.forbidden("The e-mail address or username, or the password, is wrong.")
        let login = login.trimmed
        let name = login.hasPrefix("@") ? String(login.dropFirst()) : login
        // Longer ones cannot have been chosen and are not worth hashing; other bytes are no key to look for.
        guard password.unicodeScalars.count <= limits.passwordCharacters.upperBound,
            Username.isValid(name) || EmailAddress.validate(name) != nil
        else { throw refusal }
        let found = try await database.read { connection in
            try UserQueries.credentials(login: name, connection).map {
                Credentials(
                    account: $0.accountID,
                    hash: $0.passwordHash,
                    twoFactor: try TwoFactorQueries.row(of: $0.accountID, connection)
                )
            }
        }
        // The count of a browser that is known is its own: strangers who guess do not lock its owner out.
        let known = found.flatMap { knownBrowsers.name(in: browser, account: $0.account, passwordHash: $0.hash) }
        let account = known == nil ? found?.account : nil
        let guess = try Guess(known ?? "login \(name.lowercased())", of: account, self)
        let isRight: Bool
        do {
            let hash = guess.isCompared ? found?.hash : nil
            isRight = try await passwords.verify(password, against: hash, for: address)
        } catch {
            // Nothing was tried: the server is busy.
            guess.wasRight()
            throw error
        }
        guard isRight, let found else { throw refusal }
        guess.wasRight()
        if let row = found.twoFactor, row.confirmedAt != nil {
            let pending = PendingSignIn.make(at: clock.now(), row, passwordHash: found.hash, twoFactorKeys)
            throw SecondFactorNeeded(pending: pending)
        }
        var session = try await beginSession(found.account)
        session.browser = knownBrowsers.value(account: found.account, passwordHash: found.hash)
        return session
    }

    /// A session for an account that has just proved itself, by its password or by signing up.
    /// Throws `ServiceError.forbidden` for one that is closed. One that is suspended has a session to read why.
    public func beginSession(_ accountID: Int64) async throws -> NewSession {
        let token = RandomToken.make()
        let hash = GrantCache.hash(token)
        return try await change { change in
            guard let user = try Services.knownUser(accountID, change.connection) else {
                throw ServiceError.forbidden(
                    "This account is closed. Please ask the people who run this server."
                )
            }
            let end = change.now + .seconds(86_400 * Services.sessionDays)
            try SessionQueries.insert(
                tokenHash: hash,
                accountID: accountID,
                createdAt: change.now,
                expiresAt: end,
                change.connection
            )
            return NewSession(
                token: token,
                accountID: accountID,
                expiresAt: end,
                isNewcomer: user.isNewcomer,
                isConfirmed: user.confirmedAt != nil,
                isSuspended: try Services.isSuspended(accountID, change.connection)
            )
        }
    }

    private struct Credentials: Sendable {
        let account: Int64
        let hash: String
        let twoFactor: TwoFactorRow?
    }
}
