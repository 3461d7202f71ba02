// Writing and sending one letter, as a job: tried again while the mail server is away, given up when it says never.

internal import Basics
internal import Database
internal import Domain
public import Jobs
internal import Localization
internal import Storage

extension Services {
    /// Whether this server writes to people: then an address has to be confirmed before it counts.
    public var sendsMail: Bool { mail != nil }

    public func handleMail(_ handlers: inout JobHandlers) {
        handlers.handle(
            MailJob.kind,
            attempts: 15,
            timeout: .seconds(400),
            keepsGivenUp: { MailJob($0.payload)?.matter.isOfNobody != true }
        ) { [self] job in try await deliverMail(job) }
        handlers.handle(Services.resetJob) { [self] job in try await sendReset(to: job.payload) }
        handlers.handle(Services.endAccessJob) { [self] job in
            guard let account = Int64(job.payload) else { throw JobRefused("\(job.payload) is not an account") }
            try await endAccess(of: account)
        }
    }

    private func deliverMail(_ job: Job) async throws {
        guard let wish = MailJob(job.payload) else { throw JobRefused("the job cannot be read") }
        guard let mail else {
            if wish.matter.isOptional { return }
            throw JobRefused("mailing is switched off")
        }
        guard let letter = try await write(wish, mail) else { return }
        let message = MailMessage(
            id: "job\(job.id)",
            to: letter.to,
            subject: letter.text.subject,
            text: letter.text.text,
            date: clock.now()
        )
        do {
            try await mail.send(message)
        } catch let failure as MailFailure where failure.isFinal {
            throw JobRefused(failure.description)
        }
    }

    /// The letter, if it is still of use. A link is good from this moment on.
    private func write(_ wish: MailJob, _ mail: MailContext) async throws -> (to: EmailAddress, text: MailText)? {
        let site = site
        if case .signUpRefused(let letter) = wish.matter {
            let localizer = Localizer.of(InterfaceLanguage(tag: letter.locale) ?? .en)
            return EmailAddress.validate(letter.email).map { email in
                (
                    email,
                    Localizer.$current.withValue(localizer) { .signUpRefused(letter.username, letter.refusal, site) }
                )
            }
        }
        return try await change { change in
            guard let user = try UserQueries.user(wish.account, change.connection), !user.isDisabled,
                let name = try AccountQueries.details(wish.account, change.connection)?.account.username
            else { return nil }
            func letter(_ to: String, _ text: @autoclosure () -> MailText) -> (to: EmailAddress, text: MailText)? {
                EmailAddress.validate(to).map { ($0, Localizer.$current.withValue(user.localizer, operation: text)) }
            }
            switch wish.matter {
            case .passwordChanged: return letter(user.email, .passwordChanged(name, site))
            case .addressChanged(let email): return letter(email, .addressChanged(name, site))
            case .sanctioned(let id):
                guard let action = try ModerationActionQueries.actions([id], change.connection)[id] else { return nil }
                let rules = try InstanceTextQueries.rules(action.ruleIDs, change.connection).map(\.text)
                return letter(user.email, .sanctioned(name, action, rules: rules, site))
            case .appealDecided(let id):
                guard let decision = try AppealQueries.appeals([id], change.connection)[id]?.decision else {
                    return nil
                }
                return letter(user.email, .appealDecided(name, decision, site))
            case .reportDecided(let id):
                guard let report = try ReportQueries.report(id, change.connection), report.resolvedAt != nil,
                    let target = try AccountQueries.details(report.targetID, change.connection)?.account
                else { return nil }
                return letter(user.email, .reportDecided(name, report, about: target.acct, site))
            case .twoFactor(let what):
                let left = try TwoFactorQueries.countCodes(of: wish.account, change.connection)
                return letter(user.email, .twoFactor(what, name, codesLeft: left, site))
            case .passkey(let what): return letter(user.email, .passkey(what, name, site))
            case .signUpApproved(let id):
                let words = try ModerationActionQueries.actions([id], change.connection)[id]?.text ?? ""
                return letter(user.email, .signUpApproved(name, words: words, site))
            // Written above.
            case .signUpRefused: return nil
            case .link(let kind, let askedAt):
                guard let link = try MailLinkQueries.link(kind, of: wish.account, change.connection),
                    link.askedAt == askedAt
                else { return nil }
                let secret = mail.secret(of: link)
                try MailLinkQueries.arm(
                    link,
                    hash: GrantCache.hash(secret),
                    until: change.now + kind.lifetime,
                    change.connection
                )
                switch kind {
                case .password:
                    return letter(link.email, .newPassword(name, link: site.passwordLink(secret), site))
                case .address where user.confirmedAt == nil:
                    return letter(link.email, .welcome(name, link: site.addressLink(secret), site))
                case .address:
                    return letter(link.email, .newAddress(name, link: site.addressLink(secret), site))
                }
            }
        }
    }
}

extension Site {
    // The addresses that Mastodon's letters lead to.

    fileprivate func addressLink(_ secret: String) -> String {
        "\(url)/auth/confirmation?confirmation_token=\(secret)"
    }

    fileprivate func passwordLink(_ secret: String) -> String {
        "\(url)/auth/password/edit?reset_password_token=\(secret)"
    }
}
