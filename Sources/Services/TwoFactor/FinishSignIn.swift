// Somebody whose password was right gives the code as well, and gets a session.

internal import Basics
internal import Database
internal import Storage

extension Services {
    /// Throws `ServiceError.notFound` where too much time has passed since the password, or it was changed meanwhile;
    /// `.invalidFields` for a wrong code (`code`), `.tooManyAttempts` after too many.
    ///
    /// - Parameters:
    ///   - pending: what `signIn` threw.
    ///   - code: from the app, or a recovery code; each is taken once.
    ///   - browser: what this browser was given when somebody signed in with it before.
    public func finishSignIn(
        _ pending: String,
        code: String,
        browser: String? = nil
    ) async throws -> NewSession {
        guard let pending = PendingSignIn(pending) else { throw ServiceError.notFound }
        let account = pending.account
        let (hash, found) = try await database.write { connection in
            (
                try LoginQueries.passwordHash(of: account, connection),
                try TwoFactorQueries.row(of: account, connection)
            )
        }
        guard let hash, let row = found, pending.isGood(at: clock.now(), row, passwordHash: hash, twoFactorKeys) else {
            throw ServiceError.notFound
        }
        // Who knows the password and guesses codes does not lock out the owner at a browser of theirs. Before a code was asked for
        // the password alone made browsers known, as many as whoever had it wanted: those do not count.
        let known = knownBrowsers.name(
            in: browser,
            account: account,
            passwordHash: hash,
            madeAfter: row.confirmedAt
        )
        try await proveSecondFactor(row, by: code, counting: known ?? "account \(account)", isSignIn: true)
        var session = try await beginSession(account)
        session.browser = knownBrowsers.value(account: account, passwordHash: hash)
        return session
    }

    /// Takes a code that is right, once. Throws `ServiceError.invalidFields` for one that is not, `.tooManyAttempts` after too many.
    ///
    /// - Parameter subject: under what wrong codes are counted.
    func proveSecondFactor(
        _ row: TwoFactorRow,
        by typed: String,
        counting subject: String,
        isSignIn: Bool = false
    ) async throws {
        let guess = try Guess("second factor \(subject)", self)
        guard let factor = SecondFactor(typed) else { throw ServiceError.wrongCode }
        let secret = try secret(in: row)
        let (keys, sendsMail) = (twoFactorKeys, sendsMail)
        let isRight = try await change { change in
            switch factor {
            case .time(let code):
                guard let step = TimeCode(secret: secret).step(of: code, at: change.now, after: row.lastStep) else {
                    return false
                }
                return try TwoFactorQueries.advance(row, to: step, change.connection)
            case .recovery(let code):
                let hash = keys.hash(code, of: row.accountID)
                guard try TwoFactorQueries.takeCode(hash: hash, of: row.accountID, change.connection) else {
                    return false
                }
                if isSignIn, sendsMail { try change.enqueueMail(.twoFactor(.codeUsed), to: row.accountID) }
                return true
            }
        }
        guard isRight else { throw ServiceError.wrongCode }
        guess.wasRight()
    }

    /// Throws `ServiceError.forbidden` where it was sealed with another key than this server has.
    func secret(in row: TwoFactorRow) throws -> [UInt8] {
        guard let secret = twoFactorKeys.open(row.sealedSecret, for: Services.place(of: row.accountID)) else {
            throw ServiceError.forbidden(
                "This server cannot check codes at the moment. Please write to the people who run it."
            )
        }
        return secret
    }

    static func place(of account: Int64) -> String { "secret of \(account)" }
}

extension ServiceError {
    static let wrongCode = ServiceError.invalidFields([
        FieldError(
            "code",
            .invalid,
            "code is not right: codes of the app change every 30 seconds, and each code works once"
        )
    ])
}
