// What this server writes to people, and nothing else: three links and some notes; in the language that is spoken (`User.localizer`).

internal import Basics
internal import Domain
internal import Localization

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
            localized("Confirm your e-mail address"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized(
                    "your account is nearly ready. Open this link within two days, so that we know that e-mail reaches you:"
                ),
                link,
                localized(
                    "If you did not sign up here, ignore this e-mail: unless the link is opened, the account is deleted "
                        + "within a week."
                ),
            ],
            site
        )
    }

    /// To somebody whom a moderator has let in.
    static func signUpApproved(_ username: String, words: String, _ site: Site) -> MailText {
        MailText(
            localized("Welcome: your account is ready"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized(
                    "a moderator has read why you would like to join, and has let you in. You can sign in now: {address}",
                    ["address": "\(site.url)/auth/sign_in"]
                ),
            ] + (words.isEmpty ? [] : [localized("A moderator wrote: {text}", ["text": words])]),
            site
        )
    }

    /// To somebody who was not let in, and of whom nothing is kept.
    static func signUpRefused(_ username: String, _ refusal: SignUpRefusal, _ site: Site) -> MailText {
        let sentences =
            switch refusal.cause {
            case .rejected:
                [
                    localized(
                        "thank you for wishing to join. The people who look after this server have decided not to let you in this time."
                    ),
                    localized(
                        "Nothing of your sign-up is kept: not your name, not your reason, and after this e-mail not your address."
                    ),
                ]
            case .undecided:
                [
                    localized(
                        "thank you for wishing to join. Nobody here found the time to decide about it within a month, and we are sorry."
                    ),
                    localized(
                        "Nothing of your sign-up is kept. If you would still like to join, you are welcome to sign up again."
                    ),
                ]
            }
        return MailText(
            localized("About your sign-up"),
            [localized("Hello {handle},", ["handle": "@\(username)"])] + sentences
                + (refusal.words.isEmpty ? [] : [localized("A moderator wrote: {text}", ["text": refusal.words])]),
            site
        )
    }

    /// A link to confirm another address.
    static func newAddress(_ username: String, link: String, _ site: Site) -> MailText {
        MailText(
            localized("Confirm your new e-mail address"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized(
                    "you would like to use this address from now on. Open this link within two days, and it is yours:"
                ),
                link,
                localized(
                    "If you do not know what this is about, ignore this e-mail: unless the link is opened, nothing changes."
                ),
            ],
            site
        )
    }

    /// A link to choose a password.
    static func newPassword(_ username: String, link: String, _ site: Site) -> MailText {
        MailText(
            localized("Choose a new password"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized(
                    "somebody, hopefully you, has asked for a new password. This link works for an hour, and once:"
                ),
                link,
                localized("If it was not you, there is nothing to do: your password stays as it is."),
            ],
            site
        )
    }

    static func passwordChanged(_ username: String, _ site: Site) -> MailText {
        MailText(
            localized("Your password was changed"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized(
                    "your password was changed just now, and all other browsers and all apps have lost their access."
                ),
                localized(
                    "If this was you, all is well. If it was not, choose a new one: {address}",
                    ["address": "\(site.url)/auth/password/new"]
                ),
                site.help,
            ],
            site
        )
    }

    /// What a moderator did, why, until when, and what can be done about it.
    static func sanctioned(
        _ username: String,
        _ action: ModerationAction,
        rules: [String],
        _ site: Site
    ) -> MailText {
        var paragraphs = [
            localized("Hello {handle},", ["handle": "@\(username)"]), action.kind.sentenceToPerson,
        ]
        if !rules.isEmpty {
            paragraphs.append(([localized("These rules are concerned:")] + rules).joined(separator: "\n"))
        }
        if !action.text.isEmpty { paragraphs.append(localized("A moderator wrote: {text}", ["text": action.text])) }
        if let end = action.until {
            paragraphs.append(localized("It ends by itself on {date}", ["date": end.dayAndTime]))
        }
        paragraphs.append(
            localized(
                "What you can do, and how you can appeal, is written here: {address}",
                ["address": "\(site.url)/settings/standing"]
            )
        )
        return MailText(localized("A moderator has decided something about your account"), paragraphs, site)
    }

    static func appealDecided(_ username: String, _ decision: Appeal.Decision, _ site: Site) -> MailText {
        MailText(
            localized("Your appeal is decided"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                decision.isGranted
                    ? localized("Your appeal is granted. What was done is undone.")
                    : localized("Your appeal is not granted. What was done stays."),
                localized("A moderator wrote: {text}", ["text": decision.answer]), "\(site.url)/settings/standing",
            ],
            site
        )
    }

    /// To who reported.
    static func reportDecided(_ username: String, _ report: Report, about acct: String, _ site: Site) -> MailText {
        MailText(
            localized("Your report is decided"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized("you reported {handle}. A moderator has looked at it.", ["handle": "@\(acct)"]),
                report.hasMeasure
                    ? localized("Something was done about it. Thank you for taking the time.")
                    : localized("It does not break the rules of this server, so nothing more was done."),
            ],
            site
        )
    }

    /// To the address that was.
    static func addressChanged(_ username: String, _ site: Site) -> MailText {
        MailText(
            localized("Your e-mail address was changed"),
            [
                localized("Hello {handle},", ["handle": "@\(username)"]),
                localized("your account has another e-mail address from now on. This is the last e-mail to this one."),
                localized("If this was you, all is well. If it was not, somebody knows your password."),
                site.help,
            ],
            site
        )
    }
}

extension MailText {
    /// What became of the second factor at sign-in.
    static func twoFactor(
        _ change: MailJob.TwoFactorChange,
        _ username: String,
        codesLeft left: Int,
        _ site: Site
    ) -> MailText {
        let (subject, sentence) = words(for: change, codesLeft: left)
        let warning = localized(
            "If this was you, all is well. If it was not, choose a new password: {address}",
            ["address": "\(site.url)/auth/password/new"]
        )
        return MailText(
            subject,
            [localized("Hello {handle},", ["handle": "@\(username)"]), sentence, warning, site.help],
            site
        )
    }

    private static func words(
        for change: MailJob.TwoFactorChange,
        codesLeft left: Int
    ) -> (subject: String, sentence: String) {
        switch change {
        case .on:
            (
                localized("Two-factor sign-in is on"),
                localized("from now on, signing in to your account asks for a code from your app as well.")
            )
        case .off:
            (
                localized("Two-factor sign-in is off"),
                localized("from now on, signing in to your account asks for your password alone.")
            )
        case .newCodes:
            (
                localized("You have new recovery codes"),
                localized("new recovery codes were made for your account. Those you had before no longer work.")
            )
        case .codeUsed:
            (
                localized("A recovery code was used"),
                Localizer.current.count(
                    left,
                    one: "somebody has signed in to your account with one of your recovery codes. {n} code is left.",
                    other: "somebody has signed in to your account with one of your recovery codes. {n} codes are left."
                )
            )
        }
    }
}

extension MailText {
    /// What became of somebody's passkeys.
    static func passkey(_ change: MailJob.PasskeyChange, _ username: String, _ site: Site) -> MailText {
        let (subject, sentence) =
            switch change {
            case .added:
                (
                    localized("You have a new passkey"),
                    localized("a passkey was added to your account. It signs in without a password and without a code.")
                )
            case .removed:
                (
                    localized("A passkey was removed"),
                    localized("a passkey of your account was removed. It does not sign in here any more.")
                )
            case .refused:
                (
                    localized("A passkey was refused"),
                    localized(
                        "somebody tried to sign in with a passkey of yours that counts its uses, and its count had gone back. It may have "
                            + "been copied, so nobody was let in."
                    )
                )
            }
        let warning = localized(
            "If this was you, all is well. If it was not, remove what you do not know at {passkeys}, and choose a new password: {address}",
            ["passkeys": "\(site.url)/settings/passkeys", "address": "\(site.url)/auth/password/new"]
        )
        return MailText(
            subject,
            [localized("Hello {handle},", ["handle": "@\(username)"]), sentence, warning, site.help],
            site
        )
    }
}

extension Site {
    fileprivate var help: String {
        localized(
            "The people who run this server can help: {address}",
            ["address": contactEmail.isEmpty ? "\(url)/about" : contactEmail]
        )
    }
}

extension Timestamp {
    /// "2017-10-15 at 21:21 UTC", in words that are the same everywhere.
    var dayAndTime: String { "\(isoDate) \(iso8601.dropFirst(11).prefix(5)) UTC" }
}
