// Somebody gets an account here: by the command line, the web page or an app.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// A new account with its login.
public struct CreatedAccount: Sendable, Equatable {
    public let account: Account
    public let user: User
    /// The password that was made, where none was given.
    public let generatedPassword: String?
}

extension Services {
    /// Makes an account, confirmed at once. Throws `ServiceError.invalidFields`.
    ///
    /// Whether registrations are open is asked by those who let strangers in: `signUp` and `signUpThroughApp`.
    public func createAccount(_ wish: NewAccount) async throws -> CreatedAccount {
        let prepared = try await prepare(wish)
        return try await refusingTaken { try await self.change { try prepared.insert(&$0) } }
    }

    /// The same for somebody who is not known yet: where mail is sent, they confirm their address first, and where the admin wishes it a
    /// moderator lets them in. Throws `ServiceError.forbidden` when registrations are closed and no invite opens them.
    ///
    /// - Parameter origin: where they came from, a path on this server, to lead back to once their address is confirmed.
    public func signUp(_ wish: NewAccount, from origin: String? = nil) async throws -> CreatedAccount {
        let admission = try await admission(of: wish)
        let prepared = try await prepare(wish, as: admission)
        return try await refusingTaken {
            try await self.change { change in
                let created = try prepared.insert(&change, admission)
                if let origin, created.user.isNewcomer {
                    try WaitingQueries.setOrigin(origin, of: created.account.id, change.connection)
                }
                return created
            }
        }
    }

    /// Checks a wish and hashes its password. Names are looked up before, because a hash is dear and a refusal should
    /// name all that is wrong; what decides are the unique indexes.
    ///
    /// - Parameter admission: how they come in; it says what is asked of them.
    func prepare(_ wish: NewAccount, as admission: Admission = Admission()) async throws -> PreparedAccount {
        let taken = try await database.read { try wish.taken($0) }
        var problems = wish.problems(limits, asksReason: !admission.isApproved) + taken
        problems += wish.birthProblems(admission.minAge, at: clock.now())
        if sendsMail, EmailAddress.validate(wish.email)?.isASCII == false { problems.append(.emailBeyondASCII) }
        guard problems.isEmpty, let email = EmailAddress.validate(wish.email) else {
            throw ServiceError.invalidFields(problems)
        }
        let generated = wish.password == nil ? RandomToken.make(length: 20) : nil
        let hash = try await passwords.hash(wish.password ?? generated ?? "", for: wish.address)
        return PreparedAccount(wish: wish, email: email, passwordHash: hash, generatedPassword: generated)
    }

    /// How a stranger comes in. Throws `ServiceError.forbidden` where they do not. An invite that is over is none, as in Mastodon.
    func admission(of wish: NewAccount) async throws -> Admission {
        var admission = Admission(isConfirmed: !sendsMail, isApproved: !site.asksReason, minAge: site.minAge)
        if let code = wish.inviteCode, case .open = try await inviteState(code) {
            (admission.isApproved, admission.invite) = (true, (code, site.invites))
        }
        guard site.registrationsOpen || admission.invite != nil else { throw ServiceError.registrationsClosed }
        return admission
    }

    /// Says `ERR_TAKEN` when somebody else was faster.
    func refusingTaken<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch DatabaseError.constraint(let what) where what.contains("email_key") {
            throw ServiceError.invalidFields([.emailTaken])
        } catch DatabaseError.constraint(let what) where what.contains("username_key") || what.contains("accounts_name")
        {
            throw ServiceError.invalidFields([.usernameTaken])
        }
    }
}

/// What is known of somebody who is about to be written down.
struct Admission: Sendable {
    /// Mail reaches them, or nobody asks.
    var isConfirmed = true
    /// No moderator has to let them in.
    var isApproved = true
    /// Years that they must be old; 0 where it is not asked.
    var minAge = 0
    /// The code of the invite that lets them in, and who may invite.
    var invite: (code: String, mode: InviteMode)?
}

extension Site {
    /// Whether strangers say why they would like to join, for a moderator to read.
    public var asksReason: Bool { registrations == .approval }
}

/// A wish that was found good, ready to be written.
struct PreparedAccount: Sendable {
    let wish: NewAccount
    let email: EmailAddress
    let passwordHash: String
    let generatedPassword: String?

    /// Writes the account, its counters and its login, and has the link sent that confirms it where it is not.
    func insert(_ change: inout Change, _ admission: Admission = Admission()) throws -> CreatedAccount {
        let inviter = try admission.invite.map { try change.useInvite($0.code, $0.mode) }
        let account = Account(id: change.ids.next(), username: wish.username, createdAt: change.now)
        let user = User(
            accountID: account.id,
            email: email.written,
            role: wish.role,
            locale: wish.locale.flatMap(Language.normalise) ?? "en",
            confirmedAt: admission.isConfirmed ? change.now : nil,
            isApproved: admission.isApproved,
            // What they read in is what they write in, until they say otherwise.
            defaultLanguage: wish.locale.flatMap(Language.normalise),
            createdAt: change.now,
            invitedByID: inviter
        )
        let reason = wish.reason.map { AppRules.withoutControls($0) }.flatMap(\.nonBlank)
        try AccountQueries.insert(account, change.connection)
        try UserQueries.insert(user, email: email, passwordHash: passwordHash, reason: reason, change.connection)
        change.record(.accountChanged(id: account.id))
        if admission.isConfirmed {
            try change.tellOfSignUp(account.id, isApproved: user.isApproved)
        } else {
            try change.enqueueLink(.address, to: email, of: account.id)
        }
        return CreatedAccount(account: account, user: user, generatedPassword: generatedPassword)
    }
}

extension ServiceError {
    static let registrationsClosed = ServiceError.forbidden("Signing up is closed on this server")
}
