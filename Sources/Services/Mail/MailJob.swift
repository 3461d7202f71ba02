// A letter that is to be written: whom it is for and what it is about. Never a secret, and no text but where there is nobody any more
// whom it could be read of.

internal import Basics
internal import Domain
internal import Storage

struct MailJob: Sendable, Equatable {
    static let kind = "mail"

    enum Matter: Sendable, Equatable {
        case link(MailLink.Kind, askedAt: Timestamp)
        case passwordChanged
        /// With the address that was, which stands nowhere else any more.
        case addressChanged(from: String)
        /// A measure against the person, by its row in the log.
        case sanctioned(Int64)
        /// Their appeal against it.
        case appealDecided(Int64)
        case reportDecided(Int64)
        case twoFactor(TwoFactorChange)
        case passkey(PasskeyChange)
        /// By the moderator's act.
        case signUpApproved(Int64)
        case signUpRefused(RefusedSignUp)

        /// Written also by commands, which do not know whether the server that runs sends mail.
        var isOptional: Bool {
            switch self {
            case .sanctioned, .appealDecided, .reportDecided, .twoFactor, .passkey, .signUpApproved, .signUpRefused:
                true
            case .link, .passwordChanged, .addressChanged: false
            }
        }

        /// To somebody who is erased: what the job says of them goes with it, however it ends.
        var isOfNobody: Bool { if case .signUpRefused = self { true } else { false } }
    }

    /// What became of the second factor at sign-in.
    enum TwoFactorChange: String, Sendable, CaseIterable {
        case on = "two_factor_on"
        case off = "two_factor_off"
        case codeUsed = "recovery_code_used"
        case newCodes = "recovery_codes_new"
    }

    enum PasskeyChange: String, Sendable, CaseIterable {
        case added = "passkey_added"
        case removed = "passkey_removed"
        /// Its counter has fallen back.
        case refused = "passkey_refused"
    }

    /// To somebody who is erased already: all that the letter says.
    struct RefusedSignUp: Sendable, Equatable {
        var email: String
        var username: String
        var locale: String
        var refusal: SignUpRefusal
    }

    var account: Int64
    var matter: Matter

    init(account: Int64, matter: Matter) {
        self.account = account
        self.matter = matter
    }

    init?(_ text: String) {
        guard let json = try? JSONValue.parse(Array(text.utf8)), let account = json.integer("account") else {
            return nil
        }
        switch json["matter"]?.string {
        case "link":
            guard let kind = json.integer("kind").flatMap(MailLink.Kind.init), let moment = json.integer("asked_at")
            else { return nil }
            matter = .link(kind, askedAt: Timestamp(milliseconds: moment))
        case "password_changed": matter = .passwordChanged
        case "address_changed":
            guard let email = json["from"]?.string else { return nil }
            matter = .addressChanged(from: email)
        case let name? where TwoFactorChange(rawValue: name) != nil:
            guard let change = TwoFactorChange(rawValue: name) else { return nil }
            matter = .twoFactor(change)
        case let name? where PasskeyChange(rawValue: name) != nil:
            guard let change = PasskeyChange(rawValue: name) else { return nil }
            matter = .passkey(change)
        case "sign_up_refused":
            guard let letter = RefusedSignUp(json) else { return nil }
            matter = .signUpRefused(letter)
        case let name?:
            guard let id = json.integer("id") else { return nil }
            switch name {
            case "sanctioned": matter = .sanctioned(id)
            case "appeal_decided": matter = .appealDecided(id)
            case "report_decided": matter = .reportDecided(id)
            case "sign_up_approved": matter = .signUpApproved(id)
            default: return nil
            }
        case nil: return nil
        }
        self.account = account
    }

    var text: String {
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("account")
        json.int(account)
        switch matter {
        case .link(let kind, let askedAt):
            json.field("matter", "link")
            json.key("kind")
            json.int(kind.rawValue)
            json.key("asked_at")
            json.int(askedAt.milliseconds)
        case .passwordChanged: json.field("matter", "password_changed")
        case .addressChanged(let email):
            json.field("matter", "address_changed")
            json.field("from", email)
        case .sanctioned(let id): json.matter("sanctioned", id)
        case .appealDecided(let id): json.matter("appeal_decided", id)
        case .reportDecided(let id): json.matter("report_decided", id)
        case .twoFactor(let change): json.field("matter", change.rawValue)
        case .passkey(let change): json.field("matter", change.rawValue)
        case .signUpApproved(let id): json.matter("sign_up_approved", id)
        case .signUpRefused(let letter):
            json.field("matter", "sign_up_refused")
            letter.write(to: &json)
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension MailJob.RefusedSignUp {
    init?(_ json: JSONValue) {
        guard let email = json["email"]?.string, let username = json["username"]?.string,
            let locale = json["locale"]?.string,
            let cause = json["cause"]?.string.flatMap(SignUpRefusal.Cause.init(rawValue:))
        else { return nil }
        let refusal = SignUpRefusal(cause: cause, words: json["words"]?.string ?? "")
        self.init(email: email, username: username, locale: locale, refusal: refusal)
    }

    func write(to json: inout JSONWriter) {
        json.field("email", email)
        json.field("username", username)
        json.field("locale", locale)
        json.field("cause", refusal.cause.rawValue)
        json.field("words", refusal.words)
    }
}

extension JSONWriter {
    fileprivate mutating func matter(_ name: StaticString, _ id: Int64) {
        field("matter", "\(name)")
        key("id")
        int(id)
    }
}

extension JSONValue {
    fileprivate func integer(_ key: String) -> Int64? {
        if case .number(let text) = self[key] { Int64(text) } else { nil }
    }
}

extension Change {
    mutating func enqueueMail(_ matter: MailJob.Matter, to account: Int64) throws {
        // One host for all of them, so that the mail server gets few connections at once.
        try enqueue(
            JobDraft(kind: MailJob.kind, payload: MailJob(account: account, matter: matter).text, host: "mail")
        )
    }

    /// Has a link sent to an address. Throws `ServiceError.invalid` where one was sent too short a time ago.
    mutating func enqueueLink(_ kind: MailLink.Kind, to email: EmailAddress, of account: Int64) throws {
        if let last = try MailLinkQueries.link(kind, of: account, connection), now < last.nextAskAt {
            throw ServiceError.invalid(
                "An e-mail was sent to you just now. Please look for it, and wait a little before you ask for another"
            )
        }
        try MailLinkQueries.ask(kind, of: account, email: email, at: now, connection)
        try enqueueMail(.link(kind, askedAt: now), to: account)
    }
}
