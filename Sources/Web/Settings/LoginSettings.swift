// /settings/password, /settings/email and /settings/delete: what asks for the present password.

internal import Domain
internal import HTTPTypes
internal import Services

private func passwordPage(_ visit: Visit) -> FormPage {
    let least = visit.services.limits.passwordCharacters.lowerBound
    return visit.settings(
        "Password",
        [
            "With a new password you stay signed in here, and are signed out everywhere else. Apps lose their access: sign in "
                + "there again."
        ],
        "Set the new password",
        [
            .currentPassword,
            .init(
                "password",
                "Your new password",
                .line(type: "password", autocomplete: "new-password"),
                hint: "At least \(least) characters. A few words in a row are good.",
                isRequired: true
            ),
        ]
    )
}

@Sendable func askForNewPassword(_ visit: Visit) async throws -> PageAnswer {
    guard visit.session != nil else { return visit.toSignIn }
    return .page(visit.pages.form(passwordPage(visit)))
}

@Sendable func takeNewPassword(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    return try await visit.answer(passwordPage(visit)) {
        try await visit.services.changePassword(
            of: session.accountID,
            from: visit.form["current_password"] ?? "",
            to: visit.form["password"] ?? "",
            keeping: session.token,
            at: visit.address
        )
        return "Your password is changed. Everybody else who was signed in to your account is signed out."
    }
}

private func emailPage(_ visit: Visit, _ session: Session) -> FormPage {
    visit.settings(
        "E-mail address",
        ["You sign in with this address. Nobody else sees it. It is now \(session.user.email)."],
        "Set the new address",
        [
            .init(
                "email",
                "Your new e-mail address",
                .line(type: "email", autocomplete: "email"),
                value: visit.form["email"] ?? "",
                isRequired: true
            ),
            .currentPassword,
        ]
    )
}

@Sendable func askForNewEmail(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    return .page(visit.pages.form(emailPage(visit, session)))
}

@Sendable func takeNewEmail(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    var page = emailPage(visit, session)
    page.paragraphs = ["You sign in with this address. Nobody else sees it."]
    return try await visit.answer(page) {
        let isPending = try await visit.services.changeEmail(
            of: session.accountID,
            to: visit.form["email"] ?? "",
            password: visit.form["current_password"] ?? "",
            at: visit.address
        )
        guard !visit.isUnconfirmed else {
            return "An e-mail with a link is sent to the new address. Sign in with that one from now on."
        }
        return isPending
            ? "An e-mail with a link is sent to the new address. It counts as soon as you open the link; until then everything stays as it is."
            : "Your e-mail address is changed. Sign in with the new one from now on."
    }
}

private func deletionPage(_ visit: Visit) -> FormPage {
    var page = visit.settings(
        "Leave",
        [
            "This deletes your account. At once nobody sees your profile and your posts any more, and nothing of you is "
                + "counted. Then everything you have written, all your favourites, bookmarks, follows and lists are erased for "
                + "good, which can take some minutes.",
            "Nothing of it can be brought back. Only your username is remembered, so that nobody else can pose as you.",
            "What others quoted or copied stays with them.",
        ],
        "Delete my account for good",
        [.currentPassword]
    )
    page.links.insert(
        .init("/settings/export", "Take your data along", "Do this first: afterwards it is too late."),
        at: 0
    )
    return page
}

@Sendable func askToDelete(_ visit: Visit) async throws -> PageAnswer {
    guard visit.session != nil else { return visit.toSignIn }
    return .page(visit.pages.form(deletionPage(visit)))
}

@Sendable func takeDeletion(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    var isGone = false
    let answer = try await visit.answer(deletionPage(visit)) {
        try await visit.services.deleteAccount(
            session.accountID,
            password: visit.form["current_password"] ?? "",
            at: visit.address
        )
        isGone = true
        return ""
    }
    guard isGone else { return answer }
    var frame = visit.frame()
    (frame.viewer, frame.csrf) = (nil, nil)
    let page = MessagePage(
        frame: frame,
        title: "Good-bye",
        text: "Your account is closed, and what you have written here is being erased. Be well."
    )
    return PageAnswer.page(visit.pages.message(page)).setting(visit.sessionCookie("", seconds: 0))
}
