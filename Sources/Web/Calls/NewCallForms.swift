// /calls/new: a call in five minutes. It is looked at before it is published, with what its tag has been so far.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let newCallForms: [AuthPages.Route] = [
    .init(method: .get, path: "/calls/new", handler: askForCall),
    .init(method: .post, path: "/calls/new", handler: takeCall, recover: giveBack),
]

extension FormRequest {
    fileprivate func callPage(_ form: CallForm, _ session: Session) throws -> NewCallPage {
        guard let viewer else { throw ServiceError.notFound }
        return NewCallPage(
            frame: frame(returnTo: "/calls/new"),
            form: form,
            csrf: session.formProof,
            author: AccountView(viewer, site),
            ownLanguage: session.user.defaultLanguage ?? Language.normalise(session.user.locale),
            limits: services.limits
        )
    }

    /// The form as it came, for somebody whose session is over.
    fileprivate func callAgain(_ sentence: String, _ status: HTTPResponse.Status, asksForCode: Bool) -> PageAnswer {
        var page = NewCallPage(frame: strangerFrame, form: CallForm(form), csrf: formProof, limits: services.limits)
        page.error = sentence
        (page.login, page.writer) = (form["login"] ?? "", writer)
        (page.asksToSignIn, page.asksForCode) = (!asksForCode, asksForCode)
        return formPage(pages.page(page), status: status)
    }

    /// What people should know of a tag before they take it for a call.
    fileprivate func words(ofTag written: String) async throws -> [String] {
        guard let tag = TagName(written) else { return [] }
        guard let magnitude = try await movement.tagMagnitude(tag), magnitude.people > 0 else {
            return [
                localized("Nobody has used {tag} here yet: it begins with your call.", ["tag": "#\(tag.display)"])
            ]
        }
        let people = Words.count(magnitude.people, "person", "people")
        var what = ["tag": "#\(magnitude.tag.display)", "people": people]
        what["date"] = magnitude.since.map { TimeView(milliseconds: $0.milliseconds).date }
        var words = [
            magnitude.since == nil
                ? localized("{tag} has been used here by {people}.", what)
                : localized("{tag} has been used here by {people} since {date}.", what)
        ]
        words.append(localized("Only what is posted from now on answers your call."))
        let calls = try await movement.callsOfTag(magnitude.tag.id)
        if !calls.isEmpty {
            words.append(
                Words.count(
                    calls.count,
                    "other open call has this tag: a post with it answers all of them. Another tag keeps yours apart.",
                    "other open calls have this tag: a post with it answers all of them. Another tag keeps yours apart."
                )
            )
        }
        return words
    }
}

@Sendable private func askForCall(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var form = CallForm()
    form.tag = String(ProfileLine.line(request.query["tag"] ?? "").drop { $0 == "#" })
    var page = try request.callPage(form, session)
    page.tagWords = try await request.words(ofTag: form.tag)
    return .page(request.pages.page(page))
}

@Sendable private func takeCall(_ request: FormRequest) async throws -> PageAnswer {
    if let session = request.session { return try await makeCall(request, session) }
    let sentence = localized("You are not signed in any more. What you wrote is still here: sign in, and go on.")
    let signIn = try await request.signInAgain(sentence) { request.callAgain($0, $1, asksForCode: $2) }
    switch signIn {
    case .refused(let answer): return answer
    case .begun(let session, let cookies):
        var signedIn = request
        signedIn.session = session
        signedIn.viewer = try await request.services.accounts.account(session.accountID, for: session.accountID)?
            .account
        return try await makeCall(signedIn, session, hasJustSignedIn: true).taking(cookiesOf: cookies)
    }
}

private func makeCall(
    _ request: FormRequest,
    _ session: Session,
    hasJustSignedIn: Bool = false
) async throws -> PageAnswer {
    var form = CallForm(request.form)
    if request.form["do"] == "more" { form.rows = min(form.rows + 2, CallForm.mostRows) }
    var page = try request.callPage(form, session)
    func again(_ status: HTTPResponse.Status = .ok) -> PageAnswer { .page(request.pages.page(page), status: status) }
    guard hasJustSignedIn || request.hasSessionProof else {
        page.error = localized("This form was open for too long. What you wrote is still here: please send it again.")
        return again(.unprocessableContent)
    }
    guard request.form["do"] != "more" else { return again() }
    let now = request.services.clock.now()
    var draft = form.draft(at: now)
    if let problem = draft.problem(at: now) ?? form.problem(request.services.limits) {
        page.error = errorWords(problem)
        return again(.unprocessableContent)
    }
    guard request.form["do"] == "publish" else {
        page.isPreviewed = true
        page.tagWords = try await request.words(ofTag: form.tag)
        return again()
    }
    draft.network = request.services.network(of: request.address)
    do {
        let call = try await request.services.postCall(draft, by: session.user)
        return .seeOther("/calls/\(call.id)")
    } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
        page.error = errorWords(sentence)
        return again(.unprocessableContent)
    }
}

/// The form again, where something failed that nobody could know of.
@Sendable private func giveBack(_ request: FormRequest, _ status: HTTPResponse.Status) async -> PageAnswer? {
    guard let session = request.session, var page = try? request.callPage(CallForm(request.form), session) else {
        return nil
    }
    page.error = localized("That did not work just now. What you wrote is still here: please try again in a minute.")
    return .page(request.pages.page(page), status: status)
}
