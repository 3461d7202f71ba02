// /moderation/held/id and /moderation/appeals/id: a post that waits, and an appeal.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func showHeld(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    if let over = try await request.decidedHeld(.gone) { return over }
    return .page(request.pages.page(try await request.held(moderator)))
}

@Sendable func decideAboutHeld(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    if let over = try await request.decidedHeld(.conflict) { return over }
    guard let id = request.pathID(2) else { return request.goneCase }
    return try await request.decide({ try await request.held(moderator) }) {
        switch request.form["do"] {
        case "approve": _ = try await request.services.approveHeldStatus(id, by: moderator)
        case "reject": try await request.services.rejectHeldStatus(id, request.filledOptions, by: moderator)
        default: throw ServiceError.invalid("Please choose what is to be done")
        }
        return "/moderation"
    }
}

@Sendable func showAppeal(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    do {
        return .page(request.pages.page(try await request.appeal(moderator)))
    } catch ServiceError.notFound {
        return request.goneCase
    }
}

@Sendable func decideAboutAppeal(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    guard let id = request.pathID(2) else { return request.goneCase }
    do {
        let page = try await request.appeal(moderator)
        if case .none(let sentence) = page.decision {
            var page = page
            page.error = sentence
            return .page(request.pages.page(page), status: .conflict)
        }
    } catch ServiceError.notFound {
        return request.goneCase
    }
    return try await request.decide({ try await request.appeal(moderator) }) {
        guard ["grant", "refuse"].contains(request.form["do"]) else {
            throw ServiceError.invalid("Please choose what is to be done")
        }
        try await request.services.decideAppeal(
            id,
            isGranted: request.form["do"] == "grant",
            answer: request.form["text"] ?? "",
            by: moderator
        )
        return "/moderation"
    }
}

extension FormRequest {
    /// What is said of a post that does not wait any more: who decided, or that its author took it back. Nil for one that waits.
    fileprivate func decidedHeld(_ status: HTTPResponse.Status) async throws -> PageAnswer? {
        guard let id = pathID(2) else { return goneCase }
        guard try await services.heldStatus(forModerators: id) == nil else { return nil }
        guard let act = try await services.decision(aboutHeld: id) else { return goneCase }
        let people = try await deskPeople([act.moderator.accountID].compactMap { $0 })
        return message(people.decided(by: act.moderator, at: act.createdAt), "", status: status, back: "/moderation")
    }

    fileprivate func held(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let held = try await services.heldStatus(forModerators: id),
            let author = try await services.accounts.account(held.status.status.accountID, evenSecret: true)?.account
        else { throw ServiceError.notFound }
        let refusal = try await services.moderationRefusal(of: author.id, by: moderator)
        var page = CasePage(
            frame: frame(returnTo: path),
            path: path,
            title: localized("Held posts"),
            account: AccountView(author, site),
            facts: [held.words.map { localized($0) }.joined(separator: " · ")],
            posts: try await deskPosts([held.status]),
            history: try await deskHistory(of: author.id),
            decision: refusal.map { .none(errorWords($0.sentence)) } ?? .held(canBePublished: held.canBePublished)
        )
        page.rules = try await services.instanceTexts().rules.map { ($0.id, $0.text) }
        page.subjects = try await deskSubjects(of: [held.status])
        return page
    }

    fileprivate func appeal(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let sanction = try await services.sanction(id), let appeal = sanction.appeal,
            let target = sanction.action.targetID,
            let account = try await services.accounts.account(target, evenSecret: true)?.account
        else { throw ServiceError.notFound }
        let action = sanction.action
        let people = try await deskPeople([action.moderator.accountID, appeal.decision?.by].compactMap { $0 })
        let rules = try await services.rules(action.ruleIDs).map(\.text)
        let refusal = try await services.moderationRefusal(of: target, by: moderator)
        var decision = refusal.map { CasePage.Decision.none(errorWords($0.sentence)) } ?? .appeal
        if let decided = appeal.decision {
            let by = decided.by.map { Moderator.account($0) } ?? .commandLine
            decision = .none(people.decided(by: by, at: decided.at))
        }
        let head = [action.kind.words, people.name(action.moderator), TimeView(action.createdAt).short]
        return CasePage(
            frame: frame(returnTo: path),
            path: path,
            title: localized("Appeals"),
            account: AccountView(account, site),
            facts: [head.joined(separator: " · ")] + rules + [action.text, action.note].filter { !$0.isEmpty },
            plea: appeal.text,
            posts: try await deskPosts(action.statusIDs),
            history: try await deskHistory(of: target),
            decision: decision
        )
    }
}
