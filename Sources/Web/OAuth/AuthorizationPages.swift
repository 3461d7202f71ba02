// /oauth/authorize: somebody is asked whether an app may act for them (RFC 6749, 4.1).

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let authorizationPages: [AuthPages.Route] = [
    .init(method: .get, path: "/oauth/authorize", handler: askForConsent, isForNewcomers: true),
    .init(method: .post, path: "/oauth/authorize", handler: takeConsent, isForNewcomers: true),
    .init(method: .get, path: "/oauth/authorize/native", handler: showCode, isForNewcomers: true),
]

private let path = "/oauth/authorize"

/// The parameters that make up the request, as apps send them and as the form brings them back.
private let parameters = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method",
]

@Sendable private func askForConsent(_ request: FormRequest) async throws -> PageAnswer {
    // Who waits for a moderator can let no app in; here they read that it is so.
    if let user = request.session?.user, !user.isApproved { return .redirect("/auth/confirmation") }
    // Before anybody signs in for an app that is not what it says.
    switch try await checked(request, request.query) {
    case .refused(let answer): return answer
    case .sound(let wanted):
        let forcesLogin = request.query["force_login"].map { ["true", "1", "t"].contains($0.lowercased()) } ?? false
        guard let account = request.viewer, !forcesLogin else {
            // Without force_login, or the way back would lead in a circle.
            let back = "\(path)?\(request.query.query(without: ["force_login"]))"
            let force = forcesLogin ? "force_login=true&" : ""
            return .redirect("/auth/sign_in?\(force)return_to=\(PercentEncoding.encode(back))")
        }
        let proof = ConsentPage.HiddenField(name: "csrf", value: request.session?.formProof ?? "")
        let fields = parameters.compactMap { name in
            request.query[name].map { ConsentPage.HiddenField(name: name, value: $0) }
        }
        let page = ConsentPage(
            frame: request.frame(),
            account: AccountView(account, request.site),
            appName: wanted.app.name,
            appWebsite: wanted.app.website,
            redirectURI: wanted.isOutOfBand ? nil : wanted.redirectURI,
            scopes: wanted.scopes.split(separator: " ").map(String.init),
            hidden: fields + [proof]
        )
        var answer = PageAnswer.page(request.pages.consent(page))
        answer.redirectsToApps = true
        return answer
    }
}

@Sendable private func takeConsent(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session, request.hasSessionProof else { return request.failure(.unprocessableContent) }
    // The form is only what a browser sent: all is checked again.
    switch try await checked(request, request.form) {
    case .refused(let answer): return answer
    case .sound(let wanted):
        do {
            switch request.form["decision"] {
            case "approve":
                let code = try await request.services.approveAuthorization(wanted, by: session.accountID)
                guard wanted.isOutOfBand else { return .redirect(wanted.address(code: code)) }
                let client = PercentEncoding.encode(wanted.app.clientID)
                return .redirect("\(path)/native?code=\(code)&client_id=\(client)")
            case "deny": return answer(wanted.denial, request)
            default: return request.failure(.unprocessableContent)
            }
        } catch let failure as AuthorizationFailure {
            return answer(failure, request)
        }
    }
}

/// For apps that cannot be called back: the code, to be copied.
@Sendable private func showCode(_ request: FormRequest) async throws -> PageAnswer {
    guard request.session != nil, let code = request.query["code"], PageCookie.isSecret(code) else {
        return request.failure(.notFound)
    }
    let app = try await request.services.app(clientID: request.query["client_id"] ?? "")
    return .page(
        request.pages.authorizationCode(
            CodePage(
                frame: request.frame(),
                code: code,
                appName: app?.name ?? localized("the app"),
                minutes: Services.codeMinutes
            )
        )
    )
}

private enum Checked {
    case sound(AuthorizationRequest)
    case refused(PageAnswer)
}

private func checked(_ request: FormRequest, _ fields: FormFields) async throws -> Checked {
    let query = AuthorizationQuery(
        responseType: fields["response_type"],
        clientID: fields["client_id"],
        redirectURI: fields["redirect_uri"],
        scope: fields["scope"],
        state: fields["state"],
        codeChallenge: fields["code_challenge"],
        codeChallengeMethod: fields["code_challenge_method"]
    )
    do {
        return .sound(try await request.services.beginAuthorization(query))
    } catch let failure as AuthorizationFailure {
        return .refused(answer(failure, request))
    }
}

private func answer(_ failure: AuthorizationFailure, _ request: FormRequest) -> PageAnswer {
    switch failure {
    case .sentBack(_, let address): .redirect(address)
    case .shown(let sentence): request.message(localized("This app was not connected."), sentence, status: .badRequest)
    }
}
