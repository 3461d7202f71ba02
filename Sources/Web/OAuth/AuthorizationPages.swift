// /oauth/authorize: somebody is asked whether an app may act for them (RFC 6749, 4.1).

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

let authorizationPages: [AuthPages.Route] = [
    .init(method: .get, path: "/oauth/authorize", handler: askForConsent, isForUnconfirmed: true),
    .init(method: .post, path: "/oauth/authorize", handler: takeConsent, isForUnconfirmed: true),
    .init(method: .get, path: "/oauth/authorize/native", handler: showCode, isForUnconfirmed: true),
]

private let path = "/oauth/authorize"

/// The parameters that make up the request, as apps send them and as the form brings them back.
private let parameters = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method",
]

@Sendable private func askForConsent(_ visit: Visit) async throws -> PageAnswer {
    // Before anybody signs in for an app that is not what it says.
    switch try await request(visit, visit.query) {
    case .refused(let answer): return answer
    case .sound(let request):
        let forcesLogin = visit.query["force_login"].map { ["true", "1", "t"].contains($0.lowercased()) } ?? false
        guard let account = visit.viewer, !forcesLogin else {
            // Without force_login, or the way back would lead in a circle.
            let back = "\(path)?\(visit.query.query(without: ["force_login"]))"
            let force = forcesLogin ? "force_login=true&" : ""
            return .redirect("/auth/sign_in?\(force)return_to=\(PercentEncoding.encode(back))")
        }
        let proof = ConsentPage.HiddenField(name: "csrf", value: visit.session?.formProof ?? "")
        let fields = parameters.compactMap { name in
            visit.query[name].map { ConsentPage.HiddenField(name: name, value: $0) }
        }
        let page = ConsentPage(
            frame: visit.frame(),
            account: AccountView(account, visit.site),
            appName: request.app.name,
            appWebsite: request.app.website,
            redirectURI: request.isOutOfBand ? nil : request.redirectURI,
            scopes: request.scopes.split(separator: " ").map(String.init),
            hidden: fields + [proof]
        )
        var answer = PageAnswer.page(visit.pages.consent(page))
        answer.redirectsToApps = true
        return answer
    }
}

@Sendable private func takeConsent(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session, visit.hasSessionProof else { return visit.failure(.unprocessableContent) }
    // The form is only what a browser sent: all is checked again.
    switch try await request(visit, visit.form) {
    case .refused(let answer): return answer
    case .sound(let request):
        do {
            switch visit.form["decision"] {
            case "approve":
                let code = try await visit.services.approveAuthorization(request, by: session.accountID)
                guard request.isOutOfBand else { return .redirect(request.address(code: code)) }
                let client = PercentEncoding.encode(request.app.clientID)
                return .redirect("\(path)/native?code=\(code)&client_id=\(client)")
            case "deny": return answer(request.denial, visit)
            default: return visit.failure(.unprocessableContent)
            }
        } catch let failure as AuthorizationFailure {
            return answer(failure, visit)
        }
    }
}

/// For apps that cannot be called back: the code, to be copied.
@Sendable private func showCode(_ visit: Visit) async throws -> PageAnswer {
    guard visit.session != nil, let code = visit.query["code"], PageCookie.isSecret(code) else {
        return visit.failure(.notFound)
    }
    let app = try await visit.services.app(clientID: visit.query["client_id"] ?? "")
    return .page(
        visit.pages.authorizationCode(
            CodePage(
                frame: visit.frame(),
                code: code,
                appName: app?.name ?? "the app",
                minutes: Services.codeMinutes
            )
        )
    )
}

private enum Checked {
    case sound(AuthorizationRequest)
    case refused(PageAnswer)
}

private func request(_ visit: Visit, _ fields: FormFields) async throws -> Checked {
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
        return .sound(try await visit.services.beginAuthorization(query))
    } catch let failure as AuthorizationFailure {
        return .refused(answer(failure, visit))
    }
}

private func answer(_ failure: AuthorizationFailure, _ visit: Visit) -> PageAnswer {
    switch failure {
    case .sentBack(_, let address): .redirect(address)
    case .shown(let sentence): visit.message("This app was not connected.", sentence, status: .badRequest)
    }
}
