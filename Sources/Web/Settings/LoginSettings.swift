// /settings/password, /settings/email and /settings/delete: what asks for the present password.

internal import Domain
internal import HTTPTypes
internal import Services

private func passwordPage(_ request: FormRequest) -> FormPage {
    let least = request.services.limits.passwordCharacters.lowerBound
    var page = request.settings(
        localized("Password"),
        [
            localized(
                "With a new password you stay signed in here, and are signed out everywhere else. Apps lose their access: sign in "
                    + "there again."
            )
        ],
        localized("Set the new password"),
        [
            .currentPassword,
            .init(
                "password",
                localized("Your new password"),
                .line(type: "password", autocomplete: "new-password"),
                hint: passwordHint(least),
                isRequired: true
            ),
        ]
    )
    page.links.insert(toPasskeys, at: 0)
    return page
}

@Sendable func askForNewPassword(_ request: FormRequest) async throws -> PageAnswer {
    guard request.session != nil else { return request.toSignIn }
    return .page(request.pages.form(passwordPage(request)))
}

@Sendable func takeNewPassword(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return try await request.answer(passwordPage(request)) {
        try await request.services.changePassword(
            of: session.accountID,
            from: request.form["current_password"] ?? "",
            to: request.form["password"] ?? "",
            keeping: session.token,
            at: request.address
        )
        return localized("Your password is changed. Everybody else who was signed in to your account is signed out.")
    }
}

private func emailPage(_ request: FormRequest, _ session: Session) -> FormPage {
    request.settings(
        localized("E-mail address"),
        [
            localized(
                "You sign in with this address. Nobody else sees it. It is now {email}.",
                ["email": session.user.email]
            )
        ],
        localized("Set the new address"),
        [
            .init(
                "email",
                localized("Your new e-mail address"),
                .line(type: "email", autocomplete: "email"),
                value: request.form["email"] ?? "",
                isRequired: true
            ),
            .currentPassword,
        ]
    )
}

@Sendable func askForNewEmail(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.form(emailPage(request, session)))
}

@Sendable func takeNewEmail(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var page = emailPage(request, session)
    page.paragraphs = [localized("You sign in with this address. Nobody else sees it.")]
    return try await request.answer(page) {
        let isPending = try await request.services.changeEmail(
            of: session.accountID,
            to: request.form["email"] ?? "",
            password: request.form["current_password"] ?? "",
            at: request.address
        )
        guard session.user.confirmedAt != nil else {
            return localized("An e-mail with a link is sent to the new address. Sign in with that one from now on.")
        }
        return isPending
            ? localized(
                "An e-mail with a link is sent to the new address. It counts as soon as you open the link; until then everything stays as it is."
            )
            : localized("Your e-mail address is changed. Sign in with the new one from now on.")
    }
}

private func deletionPage(_ request: FormRequest) -> FormPage {
    var page = request.settings(
        localized("Leave"),
        [
            localized(
                "This deletes your account. At once nobody sees your profile and your posts any more, and nothing of you is "
                    + "counted. Then everything you have written, all your favourites, bookmarks, follows and lists are erased for "
                    + "good, which can take some minutes."
            ),
            localized(
                "Nothing of it can be brought back. Only your username is remembered, so that nobody else can pose as you."
            ),
            localized("What others quoted or copied stays with them."),
        ],
        localized("Delete my account for good"),
        [.currentPassword]
    )
    page.links.insert(
        .init(
            "/settings/hide",
            localized("Hide for a while"),
            localized("Nobody sees you or your posts until a day you choose. Nothing is deleted.")
        ),
        at: 0
    )
    page.links.insert(
        .init(
            "/settings/export",
            localized("Take your data along"),
            localized("Do this first: afterwards it is too late.")
        ),
        at: 0
    )
    return page
}

@Sendable func askToDelete(_ request: FormRequest) async throws -> PageAnswer {
    guard request.session != nil else { return request.toSignIn }
    return .page(request.pages.form(deletionPage(request)))
}

@Sendable func takeDeletion(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var isGone = false
    let answer = try await request.answer(deletionPage(request)) {
        try await request.services.deleteAccount(
            session.accountID,
            password: request.form["current_password"] ?? "",
            at: request.address
        )
        isGone = true
        return ""
    }
    guard isGone else { return answer }
    var frame = request.frame()
    (frame.viewer, frame.csrf) = (nil, nil)
    let page = MessagePage(
        frame: frame,
        title: localized("Good-bye"),
        text: localized("Your account is closed, and what you have written here is being erased. Be well.")
    )
    var goodbye = PageAnswer.page(request.pages.message(page)).setting(request.sessionCookie("", seconds: 0))
    goodbye.endsSession = true
    return goodbye
}
