// What this server writes to people, and nothing else: three links and two notes.

internal import Basics
internal import Domain

struct MailText: Sendable, Equatable {
    var subject: String
    var text: String

    private init(_ subject: String, _ paragraphs: [String], _ site: Site) {
        self.subject = subject
        text = (paragraphs + ["\(site.title)\n\(site.url)"]).joined(separator: "\n\n")
    }

    /// A link to confirm the address of a new account.
    static func welcome(_ username: String, link: String, _ site: Site) -> MailText {
        MailText(
            "Confirm your e-mail address",
            [
                "Hello @\(username),",
                "your account is nearly ready. Open this link within two days, so that we know that e-mail reaches you:",
                link,
                "If you did not sign up here, ignore this e-mail: unless the link is opened, the account is deleted "
                    + "within a week.",
            ],
            site
        )
    }

    /// A link to confirm another address.
    static func newAddress(_ username: String, link: String, _ site: Site) -> MailText {
        MailText(
            "Confirm your new e-mail address",
            [
                "Hello @\(username),",
                "you would like to use this address from now on. Open this link within two days, and it is yours:",
                link,
                "If you do not know what this is about, ignore this e-mail: unless the link is opened, nothing changes.",
            ],
            site
        )
    }

    /// A link to choose a password.
    static func newPassword(_ username: String, link: String, _ site: Site) -> MailText {
        MailText(
            "Choose a new password",
            [
                "Hello @\(username),",
                "somebody, hopefully you, has asked for a new password. This link works for an hour, and once:",
                link,
                "If it was not you, there is nothing to do: your password stays as it is.",
            ],
            site
        )
    }

    static func passwordChanged(_ username: String, _ site: Site) -> MailText {
        MailText(
            "Your password was changed",
            [
                "Hello @\(username),",
                "your password was changed just now, and all other browsers and all apps have lost their access.",
                "If this was you, all is well. If it was not, choose a new one: \(site.url)/auth/password/new",
                site.help,
            ],
            site
        )
    }

    /// To the address that was.
    static func addressChanged(_ username: String, _ site: Site) -> MailText {
        MailText(
            "Your e-mail address was changed",
            [
                "Hello @\(username),",
                "your account has another e-mail address from now on. This is the last e-mail to this one.",
                "If this was you, all is well. If it was not, somebody knows your password.",
                site.help,
            ],
            site
        )
    }
}

extension Site {
    fileprivate var help: String {
        contactEmail.isEmpty
            ? "The people who run this server can help: \(url)/about"
            : "The people who run this server can help: \(contactEmail)"
    }
}
