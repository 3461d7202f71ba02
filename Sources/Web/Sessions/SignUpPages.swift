// /auth/sign_up and /invite/CODE: somebody makes an account.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Localization
internal import Services

let signUpPages: [AuthPages.Route] = [
    .init(method: .get, path: "/auth/sign_up", handler: askForAccount),
    .init(method: .post, path: "/auth/sign_up", handler: makeAccount),
    .init(method: .get, path: "/invite/:code", handler: showInvite),
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
    page.birth = (request.form["birth_day"] ?? "", request.form["birth_month"] ?? "", request.form["birth_year"] ?? "")
    func again(_ status: HTTPResponse.Status) -> PageAnswer {
        var answer = request.formPage(request.pages.signUp(page), status: status)
        // Neither a password nor a date of birth is kept anywhere.
        answer.mayBePutAside = page.password.isEmpty && page.minAge == 0
        return answer
    }
    let isOpen = request.site.registrationsOpen || page.invite != nil
    if isOpen, request.hasFormProof, let sentence = request.trapSentence {
        page.errors.form = sentence
        page.isTrapped = request.fillsTraps
        page.password = request.form["password"] ?? ""
        return again(.unprocessableContent)
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
        inviteCode: page.invite?.code,
        dateOfBirth: page.minAge > 0 ? isoDate(page.birth) : nil,
        agreement: page.agreement,
        address: request.address
    )
    do {
        let created = try await request.services.signUp(wish, from: back == "/" ? nil : back)
        let new = try await request.services.beginSession(created.account.id)
        return try await request.beginning(new, at: back)
    } catch ServiceError.invalidFields(let problems) {
        page.errors = SignUpPage.Errors(problems)
        page.errors.birth = birthSentence(problems, page.minAge)
        return again(.unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        page.errors.form = errorWords(sentence)
        return again(.forbidden)
    }
}

/// The page with an invite; or what an app asks of it: its code and where this server is found, as in Mastodon.
@Sendable private func showInvite(_ request: FormRequest) async throws -> PageAnswer {
    let code = String(request.path.split(separator: "/").last ?? "")
    let state = try await request.services.inviteState(code)
    if request.acceptsJSON { return inviteJSON(code, state, request.site) }
    if request.session != nil { return .redirect("/") }
    guard case .open = state else {
        let page = MessagePage(
            frame: request.frame(),
            title: localized("This invite no longer works."),
            text: localized(
                "It was used up, it has ended, or the link is not whole. Ask whoever gave it to you for another one."
            ),
            action: request.site.registrationsOpen
                ? .init(label: localized("Sign up without an invite"), url: "/auth/sign_up") : nil
        )
        return .page(request.pages.message(page), status: .notFound)
    }
    return request.formPage(request.pages.signUp(try await signUpPage(request, "/", invite: code)))
}

private func inviteJSON(_ code: String, _ state: InviteState, _ site: Site) -> PageAnswer {
    var json = JSONWriter(capacity: 128)
    json.beginObject()
    var status = HTTPResponse.Status.ok
    switch state {
    case .open:
        json.field("invite_code", code)
        json.field("instance_api_url", site.url + "/api/v2/instance")
    case .ended:
        status = .unauthorized
        json.field("error", "This invite is not valid")
    case .unknown:
        status = .notFound
        json.field("error", "Record not found")
    }
    json.endObject()
    return PageAnswer(
        status: status,
        headers: [.contentType: "application/json; charset=utf-8"],
        html: String(decoding: json.bytes, as: UTF8.self)
    )
}

private func signUpPage(_ request: FormRequest, _ back: String, invite: String? = nil) async throws -> SignUpPage {
    let texts = try await request.services.instanceTexts()
    var page = SignUpPage(
        frame: request.frame(returnTo: back),
        csrf: request.formProof,
        rules: texts.rules.map { ($0.text, $0.hint) },
        hasTerms: texts.terms(at: request.services.clock.now()).current != nil,
        passwordMinimum: request.services.limits.passwordCharacters.lowerBound
    )
    page.minAge = request.site.minAge
    let code = invite ?? request.form["invite"] ?? request.query["invite"] ?? ""
    if !code.isEmpty, case .open(let inviter) = try await request.services.inviteState(code) {
        page.invite = (code, AccountView(inviter, request.site))
        // Every way back to the form keeps it.
        page.frame.signUpURL += (back == "/" ? "?" : "&") + "invite=\(code)"
    } else if !code.isEmpty {
        page.closedMessage = localized("This invite no longer works.")
    }
    page.asksReason = request.site.asksReason && page.invite == nil
    // A form that comes back is as old as it was.
    let isKnown = request.opened != nil
    page.opened = isKnown ? request.form["opened"] ?? "" : request.services.formTimer.stamp(for: request.formSecret)
    return page
}

/// What was typed as one date, in any of the digits that people write; empty where nothing was. What is no number stays wrong.
private func isoDate(_ birth: (day: String, month: String, year: String)) -> String {
    let parts = [(birth.year, 4), (birth.month, 2), (birth.day, 2)].map { text, digits in
        let plain = text.trimmed.map { $0.wholeNumberValue.map(String.init) ?? String($0) }.joined()
        return String(repeating: "0", count: max(0, digits - plain.count)) + plain
    }
    return [birth.day, birth.month, birth.year].allSatisfy({ $0.trimmed.isEmpty }) ? "" : parts.joined(separator: "-")
}

private func birthSentence(_ problems: [FieldError], _ years: Int) -> String? {
    guard let problem = problems.first(where: { $0.field == "date_of_birth" }) else { return nil }
    return switch problem.code {
    case "ERR_BLANK": localized("Please fill this in.")
    case "ERR_BELOW_LIMIT":
        localized("You have to be {number} years old to have an account here.", ["number": Words.number(years)])
    default: localized("This is not a day of the calendar. Write it in numbers, like 30, 4 and 2001.")
    }
}

extension FormRequest {
    /// When the form was made; nil where it does not say so.
    fileprivate var opened: Timestamp? { services.formTimer.moment(of: form["opened"], for: formSecret) }

    /// Whether what nobody sees was filled in.
    fileprivate var fillsTraps: Bool { ["website", "confirm_password"].contains { !(form[$0] ?? "").isEmpty } }

    /// What somebody reads whose form looks as if a program had sent it; nil for all others. Programs of people's own fill in forms as
    /// well, and some people are quick: nothing is lost, and the same form is taken when it comes again.
    fileprivate var trapSentence: String? {
        if fillsTraps {
            return localized(
                "A field that should stay empty was filled in, perhaps by your browser or password manager. Please empty it, and send the form again."
            )
        }
        guard services.formTimer.isTooSoon(opened) else { return nil }
        return localized(
            "That was very quick, so we ask once more whether you are a person. Nothing is lost: wait a few seconds, and send the form again."
        )
    }
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
