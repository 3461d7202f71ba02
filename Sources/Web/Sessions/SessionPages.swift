// /auth/sign_in and /auth/sign_out.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let sessionPages: [AuthPages.Route] = [
    .init(method: .get, path: "/auth/sign_in", handler: askForPassword, isForNewcomers: true),
    .init(method: .post, path: "/auth/sign_in", handler: takePassword, isForNewcomers: true, isForSuspended: true),
    .init(method: .post, path: "/auth/sign_out", handler: signOut, isForNewcomers: true, isForSuspended: true),
]

@Sendable private func askForPassword(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.query["return_to"])
    // Who is here already goes on, unless an app wants another account (`force_login`).
    if request.session != nil, request.query["force_login"] != "true" { return .redirect(back) }
    return request.formPage(request.pages.signIn(try await signInPage(request, back)))
}

@Sendable private func takePassword(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.form["return_to"])
    var page = try await signInPage(request, back)
    page.login = request.form["login"] ?? ""
    if let refusal = request.refusal(of: .signIn) {
        page.error = refusal.sentence
        return request.formPage(request.pages.signIn(page), status: refusal.status)
    }
    do {
        let new = try await request.services.signIn(
            login: page.login,
            password: request.form["password"] ?? "",
            from: request.address,
            browser: request.browser
        )
        return try await request.beginning(new, at: back)
    } catch let needed as SecondFactorNeeded {
        return request.askingForCode(needed, back: back)
    } catch ServiceError.forbidden(let sentence) {
        page.error = errorWords(sentence)
        return request.formPage(request.pages.signIn(page), status: .unprocessableContent)
    } catch ServiceError.tooManyAttempts {
        page.error =
            localized(
                "These were too many attempts. Please wait an hour, then try again, or choose another password by a link in your mail."
            )
        return request.formPage(request.pages.signIn(page), status: .tooManyRequests)
    }
}

@Sendable private func signOut(_ request: FormRequest) async throws -> PageAnswer {
    // Signed out already, in another window.
    guard let session = request.session else { return .redirect("/") }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    try await request.services.signOut(session.token)
    try await request.endPush()
    return PageAnswer.redirect("/").setting(request.sessionCookie("", seconds: 0))
        .setting(.push(nil, isSecure: request.site.isSecure))
}

func signInPage(_ request: FormRequest, _ back: String) async throws -> SignInPage {
    // When an app waits behind it, say which.
    var app: String?
    if back.hasPrefix("/oauth/authorize?"), let client = FormFields(String(back.dropFirst(17)))["client_id"] {
        app = try await request.services.app(clientID: client)?.name
    }
    return SignInPage(frame: request.frame(returnTo: back), csrf: request.formProof, returnTo: back, appName: app)
}

extension FormRequest {
    /// Sends somebody on with the cookie of a new session: to where newcomers wait, unless an app waits for them. What this
    /// browser was to somebody else ends.
    func beginning(_ new: NewSession, at path: String) async throws -> PageAnswer {
        if let session { try await services.signOut(session.token) }
        try await endPush(unlessOf: new.accountID)
        let path = new.isSuspended ? "/settings/standing" : path
        let isAnywhere = new.isSuspended || !new.isNewcomer || path.hasPrefix("/oauth/authorize?")
        var answer = PageAnswer.redirect(isAnywhere ? path : "/auth/confirmation")
            .setting(sessionCookie(new.token, seconds: Services.sessionDays * 86_400))
        answer.reader = new.accountID
        if pendingSignIn != nil { answer = answer.setting(.pending(nil, isSecure: site.isSecure)) }
        if let browser = new.browser {
            answer = answer.setting(
                PageCookie(
                    name: PageCookie.browser(isSecure: site.isSecure),
                    value: browser,
                    seconds: Services.knownBrowserDays * 86_400,
                    isSecure: site.isSecure
                )
            )
        }
        return answer
    }

    func sessionCookie(_ value: String, seconds: Int) -> PageCookie {
        PageCookie(name: site.sessionCookie, value: value, seconds: seconds, isSecure: site.isSecure)
    }
}
