// Somebody has forgotten their password.

public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// The kinds of the jobs that look who has asked, and that end what somebody had access to.
    static let resetJob = "reset-password"
    static let endAccessJob = "end-access"

    /// Has a link sent to whoever has this address. It costs the same and ends the same for an address that nobody has: who
    /// it is of is looked up later, by a job. Throws `ServiceError.invalidFields` for what is no address, `.forbidden` where
    /// no mail is sent.
    public func askForReset(_ written: String) async throws {
        guard sendsMail else { throw ServiceError.forbidden("This server sends no mail") }
        guard let email = EmailAddress.validate(written.trimmed) else {
            throw ServiceError.invalidFields([.init("email", .invalid, "is not an e-mail address")])
        }
        let key = RateKey.hash(GrantCache.hash("reset \(email.folded)"))
        guard limiter.check(.resets, key, now: clock.now())?.isAllowed != false else {
            throw ServiceError.tooManyAttempts
        }
        try await change { change in
            try change.enqueue(JobDraft(kind: Services.resetJob, payload: email.written, key: email.folded))
        }
    }

    /// Sends the link, if somebody has the address and may enter, and none was sent just now.
    func sendReset(to written: String) async throws {
        guard let email = EmailAddress.validate(written) else { return }
        do {
            try await change { change in
                guard
                    let account = try UserQueries.credentials(login: email.folded, change.connection)?.accountID,
                    let user = try Services.knownUser(account, change.connection),
                    // Not what was typed: another spelling may be the address of somebody else.
                    let own = EmailAddress.validate(user.email)
                else { return }
                try change.enqueueLink(.password, to: own, of: account)
            }
        } catch ServiceError.invalid {
            // Sent a short time ago.
        }
    }

    /// Sets a new password by a link, and ends all sessions, the access of all apps and all passkeys: who comes this way may not know
    /// who else has the account. That the link has arrived confirms the address too.
    ///
    /// Throws `ServiceError.notFound` for a link that is not good (any more), `.invalidFields` for a password that cannot be
    /// chosen, which leaves the link good.
    public func resetPassword(by secret: String, to new: String, at address: ClientAddress? = nil) async throws {
        let problems = NewAccount.passwordProblems(new, limits.passwordCharacters)
        guard problems.isEmpty else { throw ServiceError.invalidFields(problems) }
        // Before the hash, which is dear.
        guard try await owner(of: secret, .password) != nil else { throw ServiceError.notFound }
        let hash = try await passwords.hash(new, for: address)
        try await change { change in
            let secret = GrantCache.hash(secret)
            guard let link = try MailLinkQueries.take(.password, hash: secret, now: change.now, change.connection),
                let email = EmailAddress.validate(link.email),
                let user = try UserQueries.locked(link.accountID, change.connection), !user.isDisabled,
                EmailAddress.validate(user.email)?.folded == email.folded
            else { throw ServiceError.notFound }
            try LoginQueries.setPassword(hash, of: user.accountID, change.connection)
            if user.confirmedAt == nil { try change.confirm(user, as: email) }
            try change.endAccess(of: user.accountID)
            try change.enqueueMail(.passwordChanged, to: user.accountID)
        }
    }

    /// Sets a password for somebody, as an admin. What has access now is ended by the server that runs, within seconds.
    /// Throws `ServiceError.notFound`, `.invalidFields`.
    ///
    /// - Parameter password: nil to have one made.
    /// - Returns: the password that was made.
    public func setPassword(_ password: String?, of username: String) async throws -> String? {
        let generated = password == nil ? RandomToken.make(length: 20) : nil
        let problems = NewAccount.passwordProblems(password ?? generated ?? "", limits.passwordCharacters)
        guard problems.isEmpty else { throw ServiceError.invalidFields(problems) }
        let hash = try await passwords.hash(password ?? generated ?? "")
        try await change { change in
            let account = try change.login(named: username)
            try LoginQueries.setPassword(hash, of: account, change.connection)
            try change.endAccess(of: account)
            // Once more for what began meanwhile, by the server, which also sends a letter about it.
            try change.enqueue(JobDraft(kind: Services.endAccessJob, payload: "\(account)", key: "\(account)"))
        }
        return generated
    }

    /// Ends what had access with the password before, and the passkeys, and says so.
    func endAccess(of account: Int64) async throws {
        let sendsMail = sendsMail
        try await change { change in
            guard try UserQueries.user(account, change.connection) != nil else { return }
            try change.endAccess(of: account)
            if sendsMail { try change.enqueueMail(.passwordChanged, to: account) }
        }
    }
}

extension Change {
    /// The account of somebody with a login here. Throws `ServiceError.notFound` for a name that nobody has.
    func login(named username: String) throws -> Int64 {
        guard Username.isValid(username),
            let account = try AccountQueries.id(username: username, domain: "", connection),
            try UserQueries.user(account, connection) != nil
        else { throw ServiceError.notFound }
        return account
    }
}
