// The forms of a call's page: answering silently, taking an answer back, and another end of the call by who made it. All are sent to
// the page's own address, so that none says who did what.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let callForms: [AuthPages.Route] = [
    .init(
        method: .post,
        path: "/calls/:id",
        handler: takeCallForm,
        isForNewcomers: true,
        takesBack: { $0["do"] == "withdraw" },
        words: { $0["do"] == "help" ? ["resource-", "phone-", "url-", "country-"] : [] }
    )
]

@Sendable private func takeCallForm(_ request: FormRequest) async throws -> PageAnswer {
    let parts = request.path.split(separator: "/")
    guard parts.count == 2, let id = Int64(parts[1]), id > 0 else { throw ServiceError.notFound }
    guard let session = request.session else {
        // Signed out in another window: the page asks to sign in, and leads back.
        return .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode("/calls/\(id)"))")
    }
    guard request.hasSessionProof else {
        return request.form["do"] == "help"
            ? try await request.helpAgain(id, session, request.notYetTaken) : request.failure(.unprocessableContent)
    }
    do {
        let done = try await change(id, request, session.user)
        if session.isSuspended { return .seeOther("/settings/standing") }
        // Back to the call by GET, so that loading the page again sends nothing again: to what was done, with the number below it.
        // The address says nothing of an answer.
        var answer = PageAnswer.redirect("/calls/\(id)#figures")
        answer.status = .seeOther
        return answer.setting(.said(done?.word, isSecure: request.site.isSecure))
    } catch ServiceError.invalid(let sentence) {
        if request.form["do"] == "help" { return try await request.helpAgain(id, session, errorWords(sentence)) }
        return request.message(request.refusedTitle, errorWords(sentence), status: .unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        return request.message(request.refusedTitle, errorWords(sentence), status: .forbidden)
    }
}

/// Does what a form asks; nil for one that said nothing.
private func change(_ id: Int64, _ request: FormRequest, _ user: User) async throws -> CallPage.Done? {
    switch request.form["do"] {
    case "answer":
        guard let answer = request.form["answer"].flatMap({ Int($0) }) else { return nil }
        try await request.movement.answer(id, answer, user)
        return .answered
    case "withdraw":
        let deleted = try await request.movement.withdraw(id, request.form["delete_posts"] == "true", user)
        return .withdrawn(deletedPosts: deleted.count)
    case "close":
        guard !request.isNewcomer else { throw ServiceError.notAllowed }
        try await request.movement.close(id, user.accountID)
        return .closed
    case "help":
        guard !request.isNewcomer else { throw ServiceError.notAllowed }
        try await request.movement.setResources(id, CallForm(request.form).saidResources, user.accountID)
        return .helped
    case "extend":
        guard !request.isNewcomer else { throw ServiceError.notAllowed }
        guard let end = request.form["closes_at"].flatMap({ Timestamp(iso8601: $0) }) else { return nil }
        try await request.movement.extend(id, end, user)
        return .extended
    default: return nil
    }
}

extension FormRequest {
    /// Help lines of a call, as they were written, with what is to be said of them; for who made it.
    fileprivate func helpAgain(_ call: Int64, _ session: Session, _ sentence: String) async throws -> PageAnswer {
        guard try await movement.call(call, session.accountID).accountID == session.accountID else {
            throw ServiceError.notFound
        }
        let written = CallForm(form)
        var page = settings(localized("Your call’s help lines"), [], localized("Save the help lines"), [])
        page.error = sentence
        page.hidden = [("do", "help"), ("rows", String(written.rows))]
        for (place, line) in written.resources.enumerated() {
            let number = place + 1
            page.hidden.append(("language-\(number)", line.language))
            let title = localized("Help line {number}", ["number": Words.number(number)])
            page.inputs += [
                .init("resource-\(number)", "\(title): \(localized("Name|of a help line"))", .text, value: line.name),
                .init("country-\(number)", localized("Country, two letters"), .text, value: line.country),
                .init(
                    "phone-\(number)",
                    localized("Telephone"),
                    .line(type: "tel", autocomplete: "off"),
                    value: line.phone
                ),
                .init(
                    "url-\(number)",
                    localized("Page|address"),
                    .line(type: "url", autocomplete: "off"),
                    value: line.url
                ),
            ]
        }
        page.links = [.init("/calls/\(call)", localized("Go back"), localized("Without a change."))]
        return .page(pages.form(page), status: .unprocessableContent)
    }

    /// The title of the page for a form of a call that was refused.
    fileprivate var refusedTitle: String {
        switch form["do"] {
        case "extend": localized("The end of the call was not changed.")
        case "close": localized("The call was not closed.")
        case "help": localized("The help lines were not changed.")
        default: localized("That was not counted.")
        }
    }
}

extension CallPage.Done {
    /// How the form's answer hands it to the next page.
    var word: String {
        switch self {
        case .answered: "1"
        case .withdrawn(let posts): "0.\(posts)"
        case .extended: "2"
        case .closed: "3"
        case .helped: "4"
        }
    }

    init?(word: String) {
        let parts = word.split(separator: ".", maxSplits: 1)
        switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }) {
        case ("1", nil): self = .answered
        case ("2", nil): self = .extended
        case ("3", nil): self = .closed
        case ("4", nil): self = .helped
        case ("0", let posts?) where posts >= 0: self = .withdrawn(deletedPosts: posts)
        default: return nil
        }
    }
}
