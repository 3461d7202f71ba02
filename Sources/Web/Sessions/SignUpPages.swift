// /auth/sign_up: somebody makes an account.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Localization
internal import Services

let signUpPages: [AuthPages.Route] = [
    .init(method: .get, path: "/auth/sign_up", handler: askForAccount),
    .init(method: .post, path: "/auth/sign_up", handler: makeAccount),
]

@Sendable private func askForAccount(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.query["return_to"])
    if request.session != nil { return .redirect(back) }
    return request.formPage(request.pages.signUp(try await signUpPage(request, back)))
}

@Sendable private func makeAccount(_ request: FormRequest) async throws -> PageAnswer {
    // The address of the form carries it on.
    let back = LocalPath.checked(request.query["return_to"])
    var page = try await signUpPage(request, back)
    page.username = request.form["username"] ?? ""
    page.email = request.form["email"] ?? ""
    page.agreement = request.form["agreement"] == "true"
    page.reason = request.form["reason"] ?? ""
    func again(_ status: HTTPResponse.Status) -> PageAnswer {
        request.formPage(request.pages.signUp(page), status: status)
    }
    if let refusal = request.refusal(of: .signUp) {
        page.errors.form = refusal.sentence
        return again(refusal.status)
    }
    let wish = NewAccount(
        username: page.username,
        email: page.email,
        password: request.form["password"] ?? "",
        // English may only be what is left where a browser asks for something else: that is no choice.
        locale: Localizer.current.language == .en ? nil : Localizer.current.language.code,
        reason: page.asksReason ? page.reason : nil,
        agreement: page.agreement,
        address: request.address
    )
    do {
        let created = try await request.services.signUp(wish, from: back == "/" ? nil : back)
        let new = try await request.services.beginSession(created.account.id)
        return try await request.beginning(new, at: back)
    } catch ServiceError.invalidFields(let problems) {
        page.errors = SignUpPage.Errors(problems)
        return again(.unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        page.errors.form = errorWords(sentence)
        return again(.forbidden)
    }
}

private func signUpPage(_ request: FormRequest, _ back: String) async throws -> SignUpPage {
    let texts = try await request.services.instanceTexts()
    var page = SignUpPage(
        frame: request.frame(returnTo: back),
        csrf: request.formProof,
        rules: texts.rules.map { ($0.text, $0.hint) },
        hasTerms: texts.terms(at: request.services.clock.now()).current != nil,
        passwordMinimum: request.services.limits.passwordCharacters.lowerBound
    )
    page.asksReason = request.site.asksReason
    return page
}

extension SignUpPage.Errors {
    /// One sentence for each field, of the first problem with it.
    init(_ problems: [FieldError]) {
        func sentence(_ field: String, _ subject: String) -> String? {
            problems.first { $0.field == field }?.words(subject)
        }
        self.init(
            username: sentence("username", "The username"),
            email: sentence("email", "The e-mail address"),
            password: sentence("password", "The password"),
            agreement: sentence("agreement", "This"),
            reason: sentence("reason", "The reason")
        )
    }
}
