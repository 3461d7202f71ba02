// /moderation/sign-ups/id: somebody who waits to be let in.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func showSignUp(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    if let over = try await request.decidedSignUp(.gone) { return over }
    return .page(request.pages.page(try await request.signUp(moderator)))
}

@Sendable func decideAboutSignUp(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    if let over = try await request.decidedSignUp(.conflict) { return over }
    guard let id = request.pathID(2) else { return request.goneCase }
    return try await request.decide({ try await request.signUp(moderator) }) {
        let words = request.form["text"] ?? ""
        switch request.form["do"] {
        case "approve": try await request.services.approveSignUp(id, words: words, by: moderator)
        case "reject": try await request.services.rejectSignUp(id, words: words, by: moderator)
        default: throw ServiceError.invalid("Please choose what is to be done")
        }
        return try await request.services.undecidedSignUps(limit: 1).first?.caseURL ?? "/moderation"
    }
}

extension FormRequest {
    /// What is said of a sign-up that does not wait any more: who let them in, or that it is gone. Nil for one that waits.
    fileprivate func decidedSignUp(_ status: HTTPResponse.Status) async throws -> PageAnswer? {
        guard let id = pathID(2) else { return goneCase }
        guard try await services.undecidedSignUp(id) == nil else { return nil }
        guard let act = try await services.decision(aboutSignUp: id) else { return goneCase }
        let people = try await deskPeople([act.moderator.accountID].compactMap { $0 })
        return message(people.decided(by: act.moderator, at: act.createdAt), "", status: status, back: "/moderation")
    }

    fileprivate func signUp(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let signUp = try await services.undecidedSignUp(id),
            let account = try await services.accounts.account(id, evenSecret: true)?.account
        else { throw ServiceError.notFound }
        let refusal = try await services.moderationRefusal(of: id, by: moderator)
        let since = localized("Waits since {date}.", ["date": TimeView(signUp.confirmedAt).short])
        return CasePage(
            frame: frame(returnTo: path),
            path: path,
            title: localized("Sign-ups"),
            account: AccountView(account, site),
            email: signUp.maskedEmail,
            facts: [since],
            plea: signUp.reason.isEmpty ? nil : signUp.reason,
            history: try await deskHistory(of: id),
            decision: refusal.map { .none(errorWords($0.sentence)) } ?? .signUp(sendsMail: services.sendsMail)
        )
    }
}

extension UndecidedSignUp {
    var caseURL: String { "/moderation/sign-ups/\(accountID)" }

    /// As much of the address as helps to judge, and too little to write to: `a…@mail.example`.
    var maskedEmail: String {
        let parts = email.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return "…" }
        return "\(parts[0].prefix(1))…@\(parts[1])"
    }
}
