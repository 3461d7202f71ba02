// /settings/two_factor: having sign-in ask for a code from an app as well.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let twoFactorSettings: [AuthPages.Route] = [
    .init(method: .get, path: overview, handler: showState),
    .init(method: .post, path: overview, handler: begin),
    .init(method: .get, path: setUp, handler: showSecret),
    .init(method: .post, path: setUp, handler: takeFirstCode),
    .init(method: .get, path: shown, handler: showCodes),
    .init(method: .get, path: renewal, handler: askToRenew),
    .init(method: .post, path: renewal, handler: renew),
    .init(method: .get, path: end, handler: askToTurnOff),
    .init(method: .post, path: end, handler: turnOff),
]

private let overview = "/settings/two_factor"
private let setUp = "/settings/two_factor/set_up"
private let shown = "/settings/two_factor/codes"
private let renewal = "/settings/two_factor/new_codes"
private let end = "/settings/two_factor/off"

// MARK: How it stands

var toPasskeys: FormPage.Link {
    .init("/settings/passkeys", localized("Passkeys"), localized("They sign in without a password and without a code."))
}

private func startPage(_ request: FormRequest) -> FormPage {
    var page = request.settings(
        localized("Two-factor sign-in"),
        [
            localized(
                "Signing in then asks for two things: your password, and a code from an app on your phone. Whoever learns your "
                    + "password alone cannot come in."
            ),
            localized("You need an app that shows such codes: an authenticator app, or your password manager."),
            localized("You stay signed in where you are, and apps keep their access."),
        ],
        localized("Set it up"),
        [.currentPassword]
    )
    page.links.insert(toPasskeys, at: 0)
    return page
}

@Sendable private func showState(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let state = try await request.services.twoFactor(of: session.accountID)
    guard let since = state.since else { return .page(request.pages.form(startPage(request))) }
    let page = FormPage(
        frame: request.frame(returnTo: overview),
        title: localized("Two-factor sign-in"),
        paragraphs: [
            localized(
                "It is on since {date}: signing in asks for your password and a code.",
                ["date": TimeView(milliseconds: since.milliseconds).date]
            ),
            Words.sentence(
                state.recoveryCodes,
                one: "{n} recovery code is left.",
                other: "{n} recovery codes are left."
            ),
        ],
        links: [
            .init(
                renewal,
                localized("New recovery codes"),
                localized("If few are left, or somebody else may have seen them.")
            ),
            .init(end, localized("Turn it off"), localized("Signing in then asks for your password alone.")),
            toPasskeys,
            .init("/settings", localized("All settings"), localized("Go back without a change.")),
        ]
    )
    return .page(request.pages.form(page))
}

// MARK: Setting it up

@Sendable private func begin(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var hasBegun = false
    let answer = try await request.answer(startPage(request)) {
        try await request.services.beginTwoFactor(
            of: session.accountID,
            password: request.form["current_password"] ?? "",
            at: request.address
        )
        hasBegun = true
        return ""
    }
    return hasBegun ? .seeOther(setUp) : answer
}

private func secretPage(_ request: FormRequest, _ secret: TwoFactorSecret) -> FormPage {
    var page = request.settings(
        localized("Set up two-factor sign-in"),
        [
            localized(
                "Scan this picture with your authenticator app, or type the key into it. Then type the code that the app shows: it "
                    + "proves that the two understand each other."
            )
        ],
        localized("Turn it on"),
        [.code(hint: localized("Six digits, which change every 30 seconds."))]
    )
    page.links = [.init(overview, localized("Not now"), localized("Nothing changes."))]
    let picture = QRCode(secret.address)?.path
    page.figure = request.pages.authenticator(
        Fields([
            "picture": .one(picture.map { Fields(["size": .text(String($0.size)), "path": .text($0.data)]) }),
            "key": .text(secret.groups.joined(separator: " ")),
            // Ours, and of a scheme that no other address on a page may have.
            "address": .text(secret.address),
        ])
    )
    return page
}

@Sendable private func showSecret(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let secret = try await request.services.pendingTwoFactor(of: session.accountID) else {
        return .redirect(overview)
    }
    return .page(request.pages.form(secretPage(request, secret)))
}

@Sendable private func takeFirstCode(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let secret = try await request.services.pendingTwoFactor(of: session.accountID) else {
        return .seeOther(overview)
    }
    return try await request.answerWithCodes(secretPage(request, secret)) {
        try await request.services.confirmTwoFactor(of: session.accountID, code: request.form["code"] ?? "")
    }
}

// MARK: Recovery codes

/// Once: the cookie that brings them is taken away. On a page of its own, for the page that answers a form is remembered for a moment.
@Sendable private func showCodes(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let sealed = request.shownCodes,
        let codes = request.services.recoveryCodes(in: sealed, of: session.accountID)
    else { return .redirect(overview) }
    var page = FormPage(
        frame: request.frame(returnTo: overview),
        title: localized("Your recovery codes"),
        paragraphs: [
            localized(
                "If you ever lose your phone, each of these lets you in once in place of a code from the app. Write them down or print "
                    + "them, and keep them where nobody else looks."
            ),
            localized("They are shown only now."),
        ],
        links: [.init(overview, localized("I have kept them"), localized("Go back to two-factor sign-in."))]
    )
    let items = codes.map { "<li><code>\($0.escapedForHTML())</code></li>" }.joined()
    page.figure = SafeHTML(sanitised: "<ol class=\"codes\" dir=\"ltr\" translate=\"no\">\(items)</ol>")
    return PageAnswer.page(request.pages.form(page)).setting(.codes(nil, isSecure: request.site.isSecure))
}

private func renewalPage(_ request: FormRequest) -> FormPage {
    request.settings(
        localized("New recovery codes"),
        [localized("The recovery codes that you have no longer work then.")],
        localized("Make new codes"),
        [.currentPassword, .code()]
    )
}

@Sendable private func askToRenew(_ request: FormRequest) async throws -> PageAnswer {
    try await request.whereTwoFactorIsOn { .page(request.pages.form(renewalPage(request))) }
}

@Sendable private func renew(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return try await request.answerWithCodes(renewalPage(request)) {
        try await request.services.renewRecoveryCodes(
            of: session.accountID,
            password: request.form["current_password"] ?? "",
            code: request.form["code"] ?? "",
            at: request.address
        )
    }
}

// MARK: Turning it off

private func endPage(_ request: FormRequest) -> FormPage {
    request.settings(
        localized("Turn off two-factor sign-in"),
        [localized("Signing in then asks for your password alone.")],
        localized("Turn it off"),
        [.currentPassword, .code()]
    )
}

@Sendable private func askToTurnOff(_ request: FormRequest) async throws -> PageAnswer {
    try await request.whereTwoFactorIsOn { .page(request.pages.form(endPage(request))) }
}

@Sendable private func turnOff(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var isOff = false
    let answer: PageAnswer
    do {
        answer = try await request.answer(endPage(request)) {
            try await request.services.turnOffTwoFactor(
                of: session.accountID,
                password: request.form["current_password"] ?? "",
                code: request.form["code"] ?? "",
                at: request.address
            )
            isOff = true
            return ""
        }
    } catch ServiceError.notFound {
        // Off already, in another window.
        return .seeOther(overview)
    }
    guard isOff else { return answer }
    var page = MessagePage(
        frame: request.frame(),
        title: localized("Two-factor sign-in is off"),
        text: localized("Signing in asks for your password alone from now on.")
    )
    page.action = .init(label: localized("All settings"), url: "/settings")
    return .page(request.pages.message(page))
}

extension FormPage.Input {
    /// A code from the app, or a recovery code.
    static func code(hint: String? = nil) -> FormPage.Input {
        FormPage.Input(
            "code",
            localized("Code"),
            .line(type: "text", autocomplete: "one-time-code"),
            hint: hint ?? localized("From your app, or one of your recovery codes."),
            isRequired: true
        )
    }
}

extension FormRequest {
    /// The page for who has it on; back to the overview for all others.
    fileprivate func whereTwoFactorIsOn(_ page: () -> PageAnswer) async throws -> PageAnswer {
        guard let session else { return toSignIn }
        return try await services.twoFactor(of: session.accountID).since == nil ? .redirect(overview) : page()
    }

    /// Leads to the codes that a form made, or says on its page what is wrong with it.
    fileprivate func answerWithCodes(_ page: FormPage, _ make: () async throws -> [String]) async throws -> PageAnswer {
        guard let session else { return toSignIn }
        var codes: [String] = []
        let answer: PageAnswer
        do {
            answer = try await self.answer(page) {
                codes = try await make()
                return ""
            }
        } catch ServiceError.notFound {
            // Changed meanwhile, in another window.
            return .seeOther(overview)
        }
        guard !codes.isEmpty else { return answer }
        let sealed = try services.sealed(recoveryCodes: codes, of: session.accountID)
        return PageAnswer.seeOther(shown).setting(.codes(sealed, isSecure: site.isSecure))
    }
}
