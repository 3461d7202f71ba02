// A moderator lets somebody in who has said why they would like to join, or does not.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Sign-ups that nobody has decided about go after so long.
    public static let undecidedDays = 30
    private static let forgottenAtOnce = 10
    /// Characters of the words in the letter.
    public static let signUpWordsLimit = 1000

    /// Those who have confirmed their address and wait for a moderator, the longest waiting first.
    public func undecidedSignUps(limit: Int) async throws -> [UndecidedSignUp] {
        let now = clock.now()
        return try await database.read { try SignUpQueries.undecided(before: now + .seconds(1), limit: limit, $0) }
    }

    /// Nil for an account that does not wait for a moderator.
    public func undecidedSignUp(_ account: Int64) async throws -> UndecidedSignUp? {
        try await database.read { try SignUpQueries.undecided(account, $0) }
    }

    /// Who decided about somebody who does not wait any more, and when; nil where nobody did, and where the account is gone.
    public func decision(aboutSignUp account: Int64) async throws -> ModerationAction? {
        try await database.read { try ModerationActionQueries.approval(of: account, $0) }
    }

    /// Lets somebody in, and writes to them. Who has yet to confirm their address is in as soon as they have, and has
    /// the letter then.
    ///
    /// Throws `ServiceError.notFound` for an account that is none of this server, `.forbidden` for one that is approved already and
    /// where `moderator` may not act on it, `.invalid` for too many words.
    ///
    /// - Parameter words: go into the letter.
    public func approveSignUp(_ account: Int64, words: String = "", by moderator: Moderator) async throws {
        let words = try checked(words)
        try await change { change in
            let user = try change.undecided(account, by: moderator)
            guard try SignUpQueries.approve(account, change.connection) else { throw ServiceError.notAllowed }
            let action = try change.log(.approveAccount, by: moderator) { ($0.targetID, $0.text) = (account, words) }
            guard user.confirmedAt != nil else { return change.recordLoginChanged(of: account) }
            try change.letIn(account)
            try change.enqueueMail(.signUpApproved(action), to: account)
        }
    }

    /// Erases somebody who waits to be let in, at once and wholly, and writes to them. The name is free again. The log says that it was
    /// done, and not of whom.
    ///
    /// Throws as `approveSignUp`.
    public func rejectSignUp(_ account: Int64, words: String = "", by moderator: Moderator) async throws {
        let words = try checked(words)
        try await change { change in
            let user = try change.undecided(account, by: moderator)
            try change.log(.rejectAccount, by: moderator) { _ in }
            try change.turnAway(user, .init(cause: .rejected, words: words))
        }
        try await removeFiles()
    }

    /// Erases those about whom nobody has decided for a long time, a few at a time, and writes to them.
    public func forgetUndecided() async throws {
        try await change { change in
            let before = change.now - .seconds(Int64(Services.undecidedDays) * 86_400)
            let limit = Services.forgottenAtOnce
            for signUp in try SignUpQueries.undecided(before: before, limit: limit, change.connection) {
                guard let user = try UserQueries.locked(signUp.accountID, change.connection), !user.isApproved,
                    !user.isDisabled
                else { continue }
                try change.turnAway(user, .init(cause: .undecided))
            }
        }
    }

    private func checked(_ words: String) throws -> String {
        let words = AppRules.withoutControls(words, keepingLines: true)
        guard words.unicodeScalars.count <= Services.signUpWordsLimit else {
            throw ServiceError.invalid("The words are too long")
        }
        return words
    }
}

/// Why somebody was not let in.
struct SignUpRefusal: Sendable, Equatable {
    enum Cause: String, Sendable {
        case rejected
        /// Nobody has decided for a long time.
        case undecided
    }

    var cause: Cause
    /// Of the moderator, to them.
    var words = ""
}

extension Change {
    /// The login of somebody who is not approved; it stays so until this transaction ends. Throws `ServiceError.notFound`, `.forbidden`.
    fileprivate func undecided(_ account: Int64, by moderator: Moderator) throws -> User {
        guard let user = try UserQueries.locked(account, connection), !user.isDisabled else {
            throw ServiceError.notFound
        }
        try require(moderator, mayActOn: account)
        guard !user.isApproved else { throw ServiceError.notAllowed }
        return user
    }

    /// Erases somebody who was not let in, and writes to them where their address is known to be theirs.
    fileprivate mutating func turnAway(_ user: User, _ refusal: SignUpRefusal) throws {
        if user.confirmedAt != nil, let name = try AccountQueries.details(user.accountID, connection)?.account.username
        {
            let letter = MailJob.RefusedSignUp(email: user.email, username: name, locale: user.locale, refusal: refusal)
            try enqueueMail(.signUpRefused(letter), to: user.accountID)
        }
        try erase(newcomer: user.accountID)
    }
}
