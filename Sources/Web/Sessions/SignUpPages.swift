// /auth/sign_up: somebody makes an account.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let signUpPages: [AuthPages.Route] = [
    .init(method: .get, path: "/auth/sign_up", handler: askForAccount),
    .init(method: .post, path: "/auth/sign_up", handler: makeAccount),
]

@Sendable private func askForAccount(_ visit: Visit) async throws -> PageAnswer {
    let back = LocalPath.checked(visit.query["return_to"])
    if visit.session != nil { return .redirect(back) }
    return visit.formPage(visit.pages.signUp(try await signUpPage(visit, back)))
}

@Sendable private func makeAccount(_ visit: Visit) async throws -> PageAnswer {
    // The address of the form carries it on.
    let back = LocalPath.checked(visit.query["return_to"])
    var page = try await signUpPage(visit, back)
    page.username = visit.form["username"] ?? ""
    page.email = visit.form["email"] ?? ""
    page.agreement = visit.form["agreement"] == "true"
    func again(_ status: HTTPResponse.Status) -> PageAnswer { visit.formPage(visit.pages.signUp(page), status: status) }
    if let refusal = visit.refusal(of: .signUp) {
        page.errors.form = refusal.sentence
        return again(refusal.status)
    }
    let wish = NewAccount(
        username: page.username,
        email: page.email,
        password: visit.form["password"] ?? "",
        agreement: page.agreement,
        address: visit.address
    )
    do {
        let created = try await visit.services.signUp(wish, from: back == "/" ? nil : back)
        return visit.beginning(try await visit.services.beginSession(created.account.id), at: back)
    } catch ServiceError.invalidFields(let problems) {
        page.errors = SignUpPage.Errors(problems)
        return again(.unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        page.errors.form = sentence + "."
        return again(.forbidden)
    }
}

private func signUpPage(_ visit: Visit, _ back: String) async throws -> SignUpPage {
    let texts = try await visit.services.instanceTexts()
    return SignUpPage(
        frame: visit.frame(returnTo: back),
        csrf: visit.formProof,
        rules: texts.rules.map { ($0.text, $0.hint) },
        hasTerms: texts.terms(at: visit.services.clock.now()).current != nil,
        passwordMinimum: visit.services.limits.passwordCharacters.lowerBound
    )
}

extension SignUpPage.Errors {
    /// One sentence for each field, of the first problem with it.
    init(_ problems: [FieldError]) {
        func sentence(_ field: String, _ subject: String) -> String? {
            problems.first { $0.field == field }.map { "\(subject) \($0.description)." }
        }
        self.init(
            username: sentence("username", "The username"),
            email: sentence("email", "The e-mail address"),
            password: sentence("password", "The password"),
            agreement: sentence("agreement", "This")
        )
    }
}
