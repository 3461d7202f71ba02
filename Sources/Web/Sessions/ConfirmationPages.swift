// /auth/confirmation: somebody opens the link that proves their e-mail address, or waits for it, or for a moderator.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let confirmationPages: [AuthPages.Route] = [
    .init(method: .get, path: path, handler: askToConfirm, isForNewcomers: true),
    .init(method: .post, path: path, handler: confirm, isForNewcomers: true),
]

private let path = "/auth/confirmation"

/// A button and not the link alone: programs that look into people's mail open each link, and would confirm what nobody wished.
@Sendable private func askToConfirm(_ request: FormRequest) async throws -> PageAnswer {
    guard let secret = request.query["confirmation_token"] else { return try await waiting(request) }
    guard let owner = try await request.services.owner(of: secret, .address) else { return tooLate(request) }
    return request.formPage(request.pages.form(confirmationPage(request, secret, owner)))
}

@Sendable private func confirm(_ request: FormRequest) async throws -> PageAnswer {
    guard let secret = request.query["confirmation_token"] else { return try await sendAgain(request) }
    guard let owner = try await request.services.owner(of: secret, .address) else { return tooLate(request) }
    guard request.hasFormProof else {
        var page = confirmationPage(request, secret, owner)
        page.error = localized(
            "Your browser keeps no cookies, or this page was open for too long. Please press the button again."
        )
        return request.formPage(request.pages.form(page), status: .unprocessableContent)
    }
    let awaited: Awaited
    do {
        awaited = try await request.services.confirmAddress(by: secret)
    } catch ServiceError.notFound {
        return tooLate(request)
    } catch ServiceError.invalidFields {
        return request.message(
            localized("This address has an account already."),
            localized(
                "Somebody else here has confirmed it before you. If that is you too, sign in with it; else choose another one."
            ),
            status: .conflict
        )
    }
    if awaited.isUndecided {
        let page = MessagePage(
            frame: request.frame(),
            title: localized("Your address is confirmed."),
            text: undecidedWords(sending: owner.email),
            action: .init(label: localized("Go on"), url: path)
        )
        return .page(request.pages.message(page))
    }
    let page = MessagePage(
        frame: request.frame(),
        title: localized("Your address is confirmed."),
        text: localized(
            "Letters reach you at {email}. Welcome, {handle}.",
            ["handle": "@\(owner.username)", "email": owner.email]
        )
            + (awaited.answers > 0 ? " " + localized("The answer that waited for this is counted.") : ""),
        action: wayBack(request, awaited.path)
    )
    return .page(request.pages.message(page))
}

/// To where somebody was when they signed up; the letter may have been opened in another browser, which has no session.
private func wayBack(_ request: FormRequest, _ path: String?) -> MessagePage.Action? {
    let path = path.map { LocalPath.checked($0) }.flatMap { $0 == "/" ? nil : $0 }
    guard request.session != nil else {
        let back = path.map { "?return_to=\(PercentEncoding.encode($0))" } ?? ""
        return .init(label: localized("Sign in"), url: "/auth/sign_in" + back)
    }
    return path.map { .init(label: backWords($0), url: $0) }
}

private func backWords(_ path: String) -> String {
    path.hasPrefix("/calls/") ? localized("Back to the call") : localized("Back to where you were")
}

private func confirmationPage(_ request: FormRequest, _ secret: String, _ owner: LinkOwner) -> FormPage {
    FormPage(
        frame: request.frame(),
        title: localized("Confirm your address"),
        paragraphs: [
            localized(
                "{email} is to be the e-mail address of {handle}.",
                ["handle": "@\(owner.username)", "email": owner.email]
            )
        ],
        csrf: request.formProof,
        action: "\(path)?confirmation_token=\(PercentEncoding.encode(secret))",
        button: localized("Confirm this address")
    )
}

private func tooLate(_ request: FormRequest) -> PageAnswer {
    let page = MessagePage(
        frame: request.frame(),
        title: localized("This link is not good any more."),
        text:
            localized(
                "It was used already, it is older than two days, or a newer one is in your mail. Signed in, you can have another "
                    + "one sent."
            ),
        action: .init(label: localized("Go on"), url: path)
    )
    return .page(request.pages.message(page), status: .notFound)
}

// MARK: Waiting for a moderator

/// - Parameter email: where the letter goes to; nil where no mail is sent.
private func undecidedWords(sending email: String?) -> String {
    let words = localized(
        "A moderator reads why you would like to join. That can take a day or two; nobody else sees your sign-up."
    )
    guard let email else {
        return words + " " + localized("Look in here again: this page says so once you are let in.")
    }
    return words + " " + localized("An e-mail to {email} tells you what was decided.", ["email": email])
}

private func undecidedPage(_ request: FormRequest, _ session: Session) -> FormPage {
    FormPage(
        frame: request.frame(returnTo: path),
        title: localized("Your sign-up waits for a moderator"),
        paragraphs: [
            undecidedWords(sending: request.services.sendsMail ? session.user.email : nil),
            localized("There is nothing you need to do."),
        ],
        csrf: session.formProof,
        action: path,
        button: nil,
        links: [
            .init("/settings/email", localized("Use another address"), localized("If this one is not right.")),
            .init("/settings/delete", localized("Leave"), localized("If you would rather not join after all.")),
        ]
    )
}

// MARK: Waiting for it

private func waitingPage(_ request: FormRequest, _ session: Session) async throws -> FormPage {
    let isApproved = session.user.isApproved
    let origin = try await request.services.signUpOrigin(of: session.accountID).map { LocalPath.checked($0) }
    let back = origin.map { path in
        let hint =
            isApproved
            ? localized(
                "Read on meanwhile. A silent answer that you give waits, and is counted once your address is confirmed."
            )
            : localized("Read on meanwhile. A silent answer that you give waits, and is counted once you are let in.")
        return [FormPage.Link(path, backWords(path), hint)]
    }
    return FormPage(
        frame: request.frame(returnTo: path),
        title: localized("Look into your mail"),
        paragraphs: [
            isApproved
                ? localized(
                    "An e-mail is on its way to {email}. Open the link in it, and your account is ready.",
                    ["email": session.user.email]
                )
                : localized(
                    "An e-mail is on its way to {email}. Open the link in it; then a moderator reads why you would like to join.",
                    ["email": session.user.email]
                ),
            localized(
                "Nothing there after some minutes? Look among what was sorted out as spam, then have it sent again."
            ),
        ],
        csrf: session.formProof,
        action: path,
        button: localized("Send it again"),
        links: (request.site.isLimited ? [] : back ?? []) + [
            .init("/settings/email", localized("Use another address"), localized("If this one is not right.")),
            .init("/settings/delete", localized("Leave"), localized("If you did not mean to make an account.")),
        ]
    )
}

private func waiting(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    if session.user.confirmedAt != nil, request.isNewcomer {
        return .page(request.pages.form(undecidedPage(request, session)))
    }
    // Done already, in another window.
    guard request.isNewcomer, request.services.sendsMail else {
        return request.isNewcomer
            ? request.message(
                localized("Your address is not confirmed."),
                localized(
                    "This server sends no mail at the moment. Ask the people who run it: they can confirm it for you."
                ),
                status: .forbidden
            ) : .redirect("/")
    }
    return .page(request.pages.form(try await waitingPage(request, session)))
}

private func sendAgain(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard session.user.confirmedAt == nil, request.services.sendsMail else { return try await waiting(request) }
    var page = try await waitingPage(request, session)
    guard request.admit(.mail) else {
        page.error = localized("Too many e-mails were asked for. Please wait a few minutes, then try again.")
        return .page(request.pages.form(page), status: .tooManyRequests)
    }
    return try await request.answer(page, asks: false) {
        try await request.services.sendConfirmation(again: session.accountID)
        return localized("It is on its way again. Links in earlier e-mails no longer work.")
    }
}
