// /auth/confirmation: somebody opens the link that proves their e-mail address, or waits for it.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let confirmationPages: [AuthPages.Route] = [
    .init(method: .get, path: path, handler: askToConfirm, isForUnconfirmed: true),
    .init(method: .post, path: path, handler: confirm, isForUnconfirmed: true),
]

private let path = "/auth/confirmation"

/// A button and not the link alone: programs that look into people's mail open each link, and would confirm what nobody wished.
@Sendable private func askToConfirm(_ visit: Visit) async throws -> PageAnswer {
    guard let secret = visit.query["confirmation_token"] else { return waiting(visit) }
    guard let owner = try await visit.services.owner(of: secret, .address) else { return tooLate(visit) }
    return visit.formPage(visit.pages.form(confirmationPage(visit, secret, owner)))
}

@Sendable private func confirm(_ visit: Visit) async throws -> PageAnswer {
    guard let secret = visit.query["confirmation_token"] else { return try await sendAgain(visit) }
    guard let owner = try await visit.services.owner(of: secret, .address) else { return tooLate(visit) }
    guard visit.hasFormProof else {
        var page = confirmationPage(visit, secret, owner)
        page.error = "Your browser keeps no cookies, or this page was open for too long. Please press the button again."
        return visit.formPage(visit.pages.form(page), status: .unprocessableContent)
    }
    do {
        try await visit.services.confirmAddress(by: secret)
    } catch ServiceError.notFound {
        return tooLate(visit)
    } catch ServiceError.invalidFields {
        return visit.message(
            "This address has an account already.",
            "Somebody else here has confirmed it before you. If that is you too, sign in with it; else choose another one.",
            status: .conflict
        )
    }
    let page = MessagePage(
        frame: visit.frame(),
        title: "Your address is confirmed.",
        text: "Letters reach you at \(owner.email). Welcome, @\(owner.username).",
        action: visit.session == nil ? .init(label: "Sign in", url: "/auth/sign_in") : nil
    )
    return .page(visit.pages.message(page))
}

private func confirmationPage(_ visit: Visit, _ secret: String, _ owner: LinkOwner) -> FormPage {
    FormPage(
        frame: visit.frame(),
        title: "Confirm your address",
        paragraphs: ["\(owner.email) is to be the e-mail address of @\(owner.username)."],
        csrf: visit.formProof,
        action: "\(path)?confirmation_token=\(PercentEncoding.encode(secret))",
        button: "Confirm this address"
    )
}

private func tooLate(_ visit: Visit) -> PageAnswer {
    let page = MessagePage(
        frame: visit.frame(),
        title: "This link is not good any more.",
        text:
            "It was used already, it is older than two days, or a newer one is in your mail. Signed in, you can have another "
            + "one sent.",
        action: .init(label: "Go on", url: path)
    )
    return .page(visit.pages.message(page), status: .notFound)
}

// MARK: Waiting for it

private func waitingPage(_ visit: Visit, _ session: Session) -> FormPage {
    FormPage(
        frame: visit.frame(returnTo: path),
        title: "Look into your mail",
        paragraphs: [
            "An e-mail is on its way to \(session.user.email). Open the link in it, and your account is ready.",
            "Nothing there after some minutes? Look among what was sorted out as spam, then have it sent again.",
        ],
        csrf: session.formProof,
        action: path,
        button: "Send it again",
        links: [
            .init("/settings/email", "Use another address", "If this one is not right."),
            .init("/settings/delete", "Leave", "If you did not mean to make an account."),
        ]
    )
}

private func waiting(_ visit: Visit) -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    // Done already, in another window.
    guard visit.isUnconfirmed, visit.services.sendsMail else {
        return visit.isUnconfirmed
            ? visit.message(
                "Your address is not confirmed.",
                "This server sends no mail at the moment. Ask the people who run it: they can confirm it for you.",
                status: .forbidden
            ) : .redirect("/")
    }
    return .page(visit.pages.form(waitingPage(visit, session)))
}

private func sendAgain(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    guard visit.isUnconfirmed, visit.services.sendsMail else { return waiting(visit) }
    var page = waitingPage(visit, session)
    guard visit.admit(.mail) else {
        page.error = "Too many e-mails were asked for. Please wait a few minutes, then try again."
        return .page(visit.pages.form(page), status: .tooManyRequests)
    }
    return try await visit.answer(page, asks: false) {
        try await visit.services.sendConfirmation(again: session.accountID)
        return "It is on its way again. Links in earlier e-mails no longer work."
    }
}
