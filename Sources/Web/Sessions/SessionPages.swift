// /auth/sign_in and /auth/sign_out.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

let sessionPages: [AuthPages.Route] = [
    .init(method: .get, path: "/auth/sign_in", handler: askForPassword, isForUnconfirmed: true),
    .init(method: .post, path: "/auth/sign_in", handler: takePassword, isForUnconfirmed: true),
    .init(method: .post, path: "/auth/sign_out", handler: signOut, isForUnconfirmed: true),
]

@Sendable private func askForPassword(_ visit: Visit) async throws -> PageAnswer {
    let back = LocalPath.checked(visit.query["return_to"])
    // Who is here already goes on, unless an app wants another account (`force_login`).
    if visit.session != nil, visit.query["force_login"] != "true" { return .redirect(back) }
    return visit.formPage(visit.pages.signIn(try await signInPage(visit, back)))
}

@Sendable private func takePassword(_ visit: Visit) async throws -> PageAnswer {
    let back = LocalPath.checked(visit.form["return_to"])
    var page = try await signInPage(visit, back)
    page.login = visit.form["login"] ?? ""
    if let refusal = visit.refusal(of: .signIn) {
        page.error = refusal.sentence
        return visit.formPage(visit.pages.signIn(page), status: refusal.status)
    }
    do {
        let new = try await visit.services.signIn(
            login: page.login,
            password: visit.form["password"] ?? "",
            from: visit.address,
            browser: visit.browser
        )
        if let old = visit.session { try await visit.services.signOut(old.token) }
        return visit.beginning(new, at: back)
    } catch ServiceError.forbidden(let sentence) {
        page.error = sentence
        return visit.formPage(visit.pages.signIn(page), status: .unprocessableContent)
    } catch ServiceError.tooManyAttempts {
        page.error =
            "These were too many attempts. Please wait an hour, then try again, or choose another password by a link in your mail."
        return visit.formPage(visit.pages.signIn(page), status: .tooManyRequests)
    }
}

@Sendable private func signOut(_ visit: Visit) async throws -> PageAnswer {
    // Signed out already, in another window.
    guard let session = visit.session else { return .redirect("/") }
    guard visit.hasSessionProof else { return visit.failure(.unprocessableContent) }
    try await visit.services.signOut(session.token)
    return PageAnswer.redirect("/").setting(visit.sessionCookie("", seconds: 0))
}

private func signInPage(_ visit: Visit, _ back: String) async throws -> SignInPage {
    // When an app waits behind it, say which.
    var app: String?
    if back.hasPrefix("/oauth/authorize?"), let client = FormFields(String(back.dropFirst(17)))["client_id"] {
        app = try await visit.services.app(clientID: client)?.name
    }
    return SignInPage(frame: visit.frame(returnTo: back), csrf: visit.formProof, returnTo: back, appName: app)
}

extension Visit {
    /// Sends somebody on with the cookie of a new session: to confirm their address first, unless an app waits for them.
    func beginning(_ session: NewSession, at path: String) -> PageAnswer {
        let path = session.isConfirmed || path.hasPrefix("/oauth/authorize?") ? path : "/auth/confirmation"
        var answer = PageAnswer.redirect(path)
            .setting(sessionCookie(session.token, seconds: Services.sessionDays * 86_400))
        if let browser = session.browser {
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
