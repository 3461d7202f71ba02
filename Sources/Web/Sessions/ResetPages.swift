// /auth/password: somebody has forgotten their password, and chooses another one by a link in their mail.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let resetPages: [AuthPages.Route] = [
    .init(method: .get, path: askPath, handler: askForAddress, isForNewcomers: true, isForSuspended: true),
    .init(method: .post, path: askPath, handler: takeAddress, isForNewcomers: true, isForSuspended: true),
    .init(method: .get, path: choosePath, handler: askForPassword, isForNewcomers: true, isForSuspended: true),
    .init(method: .post, path: choosePath, handler: takePassword, isForNewcomers: true, isForSuspended: true),
]

private let askPath = "/auth/password/new"
private let choosePath = "/auth/password/edit"

private var toSignIn: FormPage.Link {
    FormPage.Link("/auth/sign_in", localized("Sign in"), localized("If you remember it after all."))
}

// MARK: Asking for a link

private func addressPage(_ request: FormRequest) -> FormPage {
    guard request.services.sendsMail else {
        let contact = request.site.contactEmail
        let help =
            contact.isEmpty
            ? localized("Ask the people who run it: they can give you a new one.")
            : localized("Write to {contact}: they can give you a new one.", ["contact": contact])
        return FormPage(
            frame: request.frame(),
            title: localized("Forgot your password?"),
            paragraphs: [
                localized("This server does not send e-mail, so you cannot choose another password here by yourself."),
                help,
            ],
            links: [.init("/about", localized("About this server"), localized("Who runs it.")), toSignIn]
        )
    }
    return FormPage(
        frame: request.frame(),
        title: localized("Forgot your password?"),
        paragraphs: [
            localized(
                "Tell us the e-mail address of your account. We send you a link with which you can choose a new password."
            )
        ],
        csrf: request.formProof,
        action: askPath,
        button: localized("Send me a link"),
        inputs: [
            .init(
                "email",
                localized("Your e-mail address"),
                .line(type: "email", autocomplete: "email"),
                value: request.form["email"] ?? "",
                isRequired: true
            )
        ],
        links: [toSignIn]
    )
}

@Sendable private func askForAddress(_ request: FormRequest) async throws -> PageAnswer {
    request.formPage(request.pages.form(addressPage(request)))
}

@Sendable private func takeAddress(_ request: FormRequest) async throws -> PageAnswer {
    var page = addressPage(request)
    guard request.services.sendsMail else { return request.formPage(request.pages.form(page), status: .forbidden) }
    if let refusal = request.refusal(of: .mail) {
        page.error = refusal.sentence
        return request.formPage(request.pages.form(page), status: refusal.status)
    }
    do {
        try await request.services.askForReset(request.form["email"] ?? "")
    } catch ServiceError.invalidFields(let problems) {
        page.mark(problems)
        return request.formPage(request.pages.form(page), status: .unprocessableContent)
    } catch ServiceError.tooManyAttempts {
        page.error = localized(
            "A link was asked for several times already. Please look into your mail, or wait half an hour."
        )
        return request.formPage(request.pages.form(page), status: .tooManyRequests)
    }
    // The same for every address: nobody learns here who has an account.
    let sent = MessagePage(
        frame: request.frame(),
        title: localized("Look into your mail"),
        text:
            localized(
                "If there is an account with this address, an e-mail is on its way. The link in it is good for an hour. If none comes "
                    + "within some minutes, look among what was sorted out as spam."
            ),
        action: .init(label: localized("Sign in"), url: "/auth/sign_in")
    )
    return .page(request.pages.message(sent))
}

// MARK: Choosing a password

private func passwordPage(_ request: FormRequest, _ secret: String, _ owner: LinkOwner) -> FormPage {
    let least = request.services.limits.passwordCharacters.lowerBound
    return FormPage(
        frame: request.frame(),
        title: localized("Choose a new password"),
        paragraphs: [
            localized(
                "For {handle}. All browsers and apps that are signed in lose their access: sign in there again.",
                ["handle": "@\(owner.username)"]
            )
        ],
        csrf: request.formProof,
        action: "\(choosePath)?reset_password_token=\(PercentEncoding.encode(secret))",
        button: localized("Set the new password"),
        inputs: [
            .init(
                "password",
                localized("Your new password"),
                .line(type: "password", autocomplete: "new-password"),
                hint: passwordHint(least),
                isRequired: true
            )
        ]
    )
}

@Sendable private func askForPassword(_ request: FormRequest) async throws -> PageAnswer {
    let secret = request.query["reset_password_token"] ?? ""
    guard let owner = try await request.services.owner(of: secret, .password) else { return tooLate(request) }
    return request.formPage(request.pages.form(passwordPage(request, secret, owner)))
}

@Sendable private func takePassword(_ request: FormRequest) async throws -> PageAnswer {
    let secret = request.query["reset_password_token"] ?? ""
    guard let owner = try await request.services.owner(of: secret, .password) else { return tooLate(request) }
    var page = passwordPage(request, secret, owner)
    if let refusal = request.refusal(of: .signIn) {
        page.error = refusal.sentence
        return request.formPage(request.pages.form(page), status: refusal.status)
    }
    do {
        try await request.services.resetPassword(
            by: secret,
            to: request.form["password"] ?? "",
            at: request.address
        )
    } catch ServiceError.notFound {
        return tooLate(request)
    } catch ServiceError.invalidFields(let problems) {
        page.mark(problems)
        return request.formPage(request.pages.form(page), status: .unprocessableContent)
    }
    let done = MessagePage(
        frame: request.strangerFrame,
        title: localized("Your password is changed."),
        text: localized("Everybody who was signed in to your account is signed out. Sign in with the new password."),
        action: .init(label: localized("Sign in"), url: "/auth/sign_in")
    )
    return .page(request.pages.message(done))
}

private func tooLate(_ request: FormRequest) -> PageAnswer {
    let page = MessagePage(
        frame: request.frame(),
        title: localized("This link is not good any more."),
        text:
            localized(
                "It was used already, it is older than an hour, or a newer one is in your mail. You can ask for another one."
            ),
        action: .init(label: localized("Ask for another link"), url: askPath)
    )
    return .page(request.pages.message(page), status: .notFound)
}
