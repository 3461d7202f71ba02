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
    guard let secret = visit.query["confirmation_token"] else { return try await waiting(visit) }
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
    let awaited: Awaited
    do {
        awaited = try await visit.services.confirmAddress(by: secret)
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
        text: "Letters reach you at \(owner.email). Welcome, @\(owner.username)."
            + (awaited.answers > 0 ? " The answer that waited for this is counted." : ""),
        action: wayBack(visit, awaited.path)
    )
    return .page(visit.pages.message(page))
}

/// To where somebody was when they signed up; the letter may have been opened in another browser, which has no session.
private func wayBack(_ visit: Visit, _ path: String?) -> MessagePage.Action? {
    let path = path.map { LocalPath.checked($0) }.flatMap { $0 == "/" ? nil : $0 }
    guard visit.session != nil else {
        let back = path.map { "?return_to=\(PercentEncoding.encode($0))" } ?? ""
        return .init(label: "Sign in", url: "/auth/sign_in" + back)
    }
    return path.map { .init(label: backWords($0), url: $0) }
}

private func backWords(_ path: String) -> String {
    path.hasPrefix("/calls/") ? "Back to the call" : "Back to where you were"
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

private func waitingPage(_ visit: Visit, _ session: Session) async throws -> FormPage {
    let origin = try await visit.services.signUpOrigin(of: session.accountID).map { LocalPath.checked($0) }
    let back = origin.map { path in
        let hint =
            "Read on meanwhile. A silent answer that you give waits, and is counted once your address is confirmed."
        return [FormPage.Link(path, backWords(path), hint)]
    }
    return FormPage(
        frame: visit.frame(returnTo: path),
        title: "Look into your mail",
        paragraphs: [
            "An e-mail is on its way to \(session.user.email). Open the link in it, and your account is ready.",
            "Nothing there after some minutes? Look among what was sorted out as spam, then have it sent again.",
        ],
        csrf: session.formProof,
        action: path,
        button: "Send it again",
        links: (visit.site.isLimited ? [] : back ?? []) + [
            .init("/settings/email", "Use another address", "If this one is not right."),
            .init("/settings/delete", "Leave", "If you did not mean to make an account."),
        ]
    )
}

private func waiting(_ visit: Visit) async throws -> PageAnswer {
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
    return .page(visit.pages.form(try await waitingPage(visit, session)))
}

private func sendAgain(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    guard visit.isUnconfirmed, visit.services.sendsMail else { return try await waiting(visit) }
    var page = try await waitingPage(visit, session)
    guard visit.admit(.mail) else {
        page.error = "Too many e-mails were asked for. Please wait a few minutes, then try again."
        return .page(visit.pages.form(page), status: .tooManyRequests)
    }
    return try await visit.answer(page, asks: false) {
        try await visit.services.sendConfirmation(again: session.accountID)
        return "It is on its way again. Links in earlier e-mails no longer work."
    }
}
