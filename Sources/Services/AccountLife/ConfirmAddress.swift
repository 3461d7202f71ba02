// Somebody proves that mail to an address reaches them.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// Whose link it is.
public struct LinkOwner: Sendable, Equatable {
    public var username: String
    public var email: String
}

/// What waited until an address was confirmed.
public struct Awaited: Sendable, Equatable {
    /// Where its owner came from when they signed up: a path on this server.
    public var path: String?
    /// Answers to calls that count from now on.
    public var answers = 0
    /// A moderator is yet to let them in.
    public var isUndecided = false
}

extension Services {
    /// Logins that are not confirmed go after so long.
    private static let unconfirmedLifetime = Duration.seconds(7 * 86_400)
    private static let forgottenAtOnce = 10

    /// Whose link of a kind a secret is; nil for one that is not good (any more). Uses nothing up.
    public func owner(of secret: String, _ kind: MailLink.Kind) async throws -> LinkOwner? {
        guard secret.utf8.count == 64 else { return nil }
        let (hash, now) = (GrantCache.hash(secret), clock.now())
        return try await database.read { connection in
            guard let link = try MailLinkQueries.link(kind, hash: hash, now: now, connection),
                let account = try AccountQueries.details(link.accountID, connection)?.account
            else { return nil }
            return LinkOwner(username: account.username, email: link.email)
        }
    }

    /// Makes the address of a link the login's. Throws `ServiceError.notFound` for a link that is not good (any more),
    /// `.invalidFields` where somebody else has the address by now.
    ///
    /// Returns what had waited for it.
    @discardableResult
    public func confirmAddress(by secret: String) async throws -> Awaited {
        let hash = GrantCache.hash(secret)
        return try await refusingTaken {
            try await self.change { change in
                guard let link = try MailLinkQueries.take(.address, hash: hash, now: change.now, change.connection),
                    let email = EmailAddress.validate(link.email),
                    let user = try UserQueries.locked(link.accountID, change.connection), !user.isDisabled
                else { throw ServiceError.notFound }
                return try change.confirm(user, as: email)
            }
        }
    }

    /// Where somebody who waits for the letter came from when they signed up; a path on this server.
    public func signUpOrigin(of account: Int64) async throws -> String? {
        try await database.read { try WaitingQueries.origin(of: account, $0) }
    }

    /// Confirms the address of a login as it is: an admin knows that it is right. Throws `ServiceError.notFound`.
    public func confirmAccount(_ username: String) async throws {
        try await change { change in
            guard Username.isValid(username),
                let account = try AccountQueries.id(username: username, domain: "", change.connection),
                let user = try UserQueries.locked(account, change.connection),
                let email = EmailAddress.validate(user.email)
            else { throw ServiceError.notFound }
            try change.confirm(user, as: email)
        }
    }

    /// Sends the link to somebody who waits for it again, to another address where one is given.
    ///
    /// Throws `ServiceError.forbidden` where nothing waits, `.invalid` where one was sent just now, `.invalidFields`.
    public func sendConfirmation(again account: Int64, to written: String? = nil) async throws {
        let email = try written.map { try address($0) }
        try await refusingTaken {
            try await self.change { change in
                guard let user = try UserQueries.locked(account, change.connection), user.confirmedAt == nil else {
                    throw ServiceError.forbidden(
                        "This method is only available while the e-mail is awaiting confirmation"
                    )
                }
                guard let present = EmailAddress.validate(user.email) else { throw ServiceError.notFound }
                if let email, email != present {
                    try LoginQueries.setEmail(email, confirmedAt: nil, of: account, change.connection)
                    change.record(.userChanged(account: account))
                }
                try change.enqueueLink(.address, to: email ?? present, of: account)
            }
        }
    }

    /// An address that can be written to. Throws `ServiceError.invalidFields`.
    func address(_ written: String) throws -> EmailAddress {
        guard let email = EmailAddress.validate(written.trimmed) else {
            throw ServiceError.invalidFields([.init("email", .invalid, "is not an e-mail address")])
        }
        guard !sendsMail || email.isASCII else { throw ServiceError.invalidFields([.emailBeyondASCII]) }
        return email
    }

    /// Forgets old links, and closes accounts whose address was never confirmed, a few at a time. An account that nobody
    /// could confirm stays.
    public func forgetUnconfirmed() async throws {
        guard sendsMail else { return }
        try await change { change in
            let before = change.now - Services.unconfirmedLifetime
            try MailLinkQueries.forget(before: before, limit: 1000, change.connection)
            let limit = Services.forgottenAtOnce
            for account in try MailLinkQueries.unconfirmed(before: before, limit: limit, change.connection) {
                guard try UserQueries.locked(account, change.connection)?.confirmedAt == nil else { continue }
                try change.close(account)
            }
        }
    }
}

extension Change {
    /// Makes an address the login's, as one to which mail arrives.
    ///
    /// - Parameter user: read with its row locked: of an approval at the same time one waits for the other, and lets in.
    @discardableResult
    mutating func confirm(_ user: User, as email: EmailAddress) throws -> Awaited {
        let account = user.accountID
        var awaited = Awaited()
        try LoginQueries.setEmail(email, confirmedAt: user.confirmedAt ?? now, of: account, connection)
        if user.confirmedAt == nil {
            awaited.path = try WaitingQueries.origin(of: account, connection)
            if user.isApproved {
                awaited.answers = try letIn(account)
                if let approval = try ModerationActionQueries.approval(of: account, connection) {
                    try enqueueMail(.signUpApproved(approval.id), to: account)
                }
            } else {
                awaited.isUndecided = true
            }
            // From now on there is somebody to decide about.
            try tellOfSignUp(account, isApproved: user.isApproved)
        } else if user.email != email.written {
            try enqueueMail(.addressChanged(from: user.email), to: account)
        }
        // A link to a password that went to the address before must not be good any more.
        try MailLinkQueries.drop(of: account, connection)
        recordLoginChanged(of: account)
        return awaited
    }

    /// Whether somebody is let in may be another thing from now on, and so whether there is such an account.
    mutating func recordLoginChanged(of account: Int64) {
        record(.userChanged(account: account))
        record(.accountChanged(id: account))
    }

    /// Somebody has confirmed their address and is approved: from now on there is such an account. Returns how many answers of theirs
    /// that waited are counted.
    @discardableResult
    mutating func letIn(_ account: Int64) throws -> Int {
        recordLoginChanged(of: account)
        return try countWaitingAnswers(of: account)
    }
}

extension FieldError {
    static let emailBeyondASCII = FieldError(
        "email",
        .invalid,
        "has characters that this server cannot send to: use an address of plain letters"
    )
}
