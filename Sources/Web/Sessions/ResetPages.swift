// /auth/password: somebody has forgotten their password, and chooses another one by a link in their mail.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let resetPages: [AuthPages.Route] = [
    .init(method: .get, path: askPath, handler: askForAddress, isForUnconfirmed: true),
    .init(method: .post, path: askPath, handler: takeAddress, isForUnconfirmed: true),
    .init(method: .get, path: choosePath, handler: askForPassword, isForUnconfirmed: true),
    .init(method: .post, path: choosePath, handler: takePassword, isForUnconfirmed: true),
]

private let askPath = "/auth/password/new"
private let choosePath = "/auth/password/edit"

private let toSignIn = FormPage.Link("/auth/sign_in", "Sign in", "If you remember it after all.")

// MARK: Asking for a link

private func addressPage(_ visit: Visit) -> FormPage {
    guard visit.services.sendsMail else {
        let contact = visit.site.contactEmail
        let whom = contact.isEmpty ? "Ask the people who run it" : "Write to \(contact)"
        return FormPage(
            frame: visit.frame(),
            title: "Forgot your password?",
            paragraphs: [
                "This server does not send e-mail, so you cannot choose another password here by yourself.",
                "\(whom): they can give you a new one.",
            ],
            links: [.init("/about", "About this server", "Who runs it."), toSignIn]
        )
    }
    return FormPage(
        frame: visit.frame(),
        title: "Forgot your password?",
        paragraphs: [
            "Tell us the e-mail address of your account. We send you a link with which you can choose a new password."
        ],
        csrf: visit.formProof,
        action: askPath,
        button: "Send me a link",
        inputs: [
            .init(
                "email",
                "Your e-mail address",
                .line(type: "email", autocomplete: "email"),
                value: visit.form["email"] ?? "",
                isRequired: true
            )
        ],
        links: [toSignIn]
    )
}

@Sendable private func askForAddress(_ visit: Visit) async throws -> PageAnswer {
    visit.formPage(visit.pages.form(addressPage(visit)))
}

@Sendable private func takeAddress(_ visit: Visit) async throws -> PageAnswer {
    var page = addressPage(visit)
    guard visit.services.sendsMail else { return visit.formPage(visit.pages.form(page), status: .forbidden) }
    if let refusal = visit.refusal(of: .mail) {
        page.error = refusal.sentence
        return visit.formPage(visit.pages.form(page), status: refusal.status)
    }
    do {
        try await visit.services.askForReset(visit.form["email"] ?? "")
    } catch ServiceError.invalidFields(let problems) {
        page.mark(problems)
        return visit.formPage(visit.pages.form(page), status: .unprocessableContent)
    } catch ServiceError.tooManyAttempts {
        page.error = "A link was asked for several times already. Please look into your mail, or wait half an hour."
        return visit.formPage(visit.pages.form(page), status: .tooManyRequests)
    }
    // The same for every address: nobody learns here who has an account.
    let sent = MessagePage(
        frame: visit.frame(),
        title: "Look into your mail",
        text:
            "If there is an account with this address, an e-mail is on its way. The link in it is good for an hour. If none comes "
            + "within some minutes, look among what was sorted out as spam.",
        action: .init(label: "Sign in", url: "/auth/sign_in")
    )
    return .page(visit.pages.message(sent))
}

// MARK: Choosing a password

private func passwordPage(_ visit: Visit, _ secret: String, _ owner: LinkOwner) -> FormPage {
    let least = visit.services.limits.passwordCharacters.lowerBound
    return FormPage(
        frame: visit.frame(),
        title: "Choose a new password",
        paragraphs: [
            "For @\(owner.username). All browsers and apps that are signed in lose their access: sign in there again."
        ],
        csrf: visit.formProof,
        action: "\(choosePath)?reset_password_token=\(PercentEncoding.encode(secret))",
        button: "Set the new password",
        inputs: [
            .init(
                "password",
                "Your new password",
                .line(type: "password", autocomplete: "new-password"),
                hint: "At least \(least) characters. A few words in a row are good.",
                isRequired: true
            )
        ]
    )
}

@Sendable private func askForPassword(_ visit: Visit) async throws -> PageAnswer {
    let secret = visit.query["reset_password_token"] ?? ""
    guard let owner = try await visit.services.owner(of: secret, .password) else { return tooLate(visit) }
    return visit.formPage(visit.pages.form(passwordPage(visit, secret, owner)))
}

@Sendable private func takePassword(_ visit: Visit) async throws -> PageAnswer {
    let secret = visit.query["reset_password_token"] ?? ""
    guard let owner = try await visit.services.owner(of: secret, .password) else { return tooLate(visit) }
    var page = passwordPage(visit, secret, owner)
    if let refusal = visit.refusal(of: .signIn) {
        page.error = refusal.sentence
        return visit.formPage(visit.pages.form(page), status: refusal.status)
    }
    do {
        try await visit.services.resetPassword(
            by: secret,
            to: visit.form["password"] ?? "",
            at: visit.address
        )
    } catch ServiceError.notFound {
        return tooLate(visit)
    } catch ServiceError.invalidFields(let problems) {
        page.mark(problems)
        return visit.formPage(visit.pages.form(page), status: .unprocessableContent)
    }
    let done = MessagePage(
        frame: visit.strangerFrame,
        title: "Your password is changed.",
        text: "Everybody who was signed in to your account is signed out. Sign in with the new password.",
        action: .init(label: "Sign in", url: "/auth/sign_in")
    )
    return .page(visit.pages.message(done))
}

private func tooLate(_ visit: Visit) -> PageAnswer {
    let page = MessagePage(
        frame: visit.frame(),
        title: "This link is not good any more.",
        text:
            "It was used already, it is older than an hour, or a newer one is in your mail. You can ask for another one.",
        action: .init(label: "Ask for another link", url: askPath)
    )
    return .page(visit.pages.message(page), status: .notFound)
}
