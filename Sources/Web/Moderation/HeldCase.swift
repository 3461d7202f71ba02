// /moderation/held/id and /moderation/appeals/id: a post that waits, and an appeal.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

@Sendable func showHeld(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    return .page(request.pages.page(try await request.held(moderator)))
}

@Sendable func decideAboutHeld(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    guard let id = request.pathID(2) else { throw ServiceError.notFound }
    guard try await request.services.heldStatus(forModerators: id) != nil else {
        guard let decided = try await request.whoDecided(aboutHeld: id) else { throw ServiceError.notFound }
        return request.message(decided, "", status: .conflict, back: "/moderation")
    }
    var options = ModerationOptions(
        text: (request.form["text"] ?? "").trimmed,
        rules: request.form.names(startingWith: "rule-").compactMap { Int64($0.dropFirst(5)) },
        note: (request.form["note"] ?? "").trimmed
    )
    options.rules = Set(options.rules).sorted()
    let checked = options
    return try await request.answer({ try await request.held(moderator) }) {
        switch request.form["do"] {
        case "approve": _ = try await request.services.approveHeldStatus(id, by: moderator)
        case "reject": try await request.services.rejectHeldStatus(id, checked, by: moderator)
        default: throw ServiceError.invalid("Please choose what is to be done")
        }
        return "/moderation"
    }
}

@Sendable func showAppeal(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    return .page(request.pages.page(try await request.appeal(moderator)))
}

@Sendable func decideAboutAppeal(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    guard let id = request.pathID(2) else { throw ServiceError.notFound }
    let page = try await request.appeal(moderator)
    if case .none(let sentence) = page.decision {
        var page = page
        page.error = sentence
        return .page(request.pages.page(page), status: .conflict)
    }
    return try await request.answer({ try await request.appeal(moderator) }) {
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
    /// Does what a form asks for, and goes on where `body` says; what is wrong stands on the page with what was written.
    fileprivate func answer(
        _ page: () async throws -> CasePage,
        _ body: () async throws -> String
    ) async throws -> PageAnswer {
        func refused(_ sentence: String, _ status: HTTPResponse.Status) async throws -> PageAnswer {
            var page = try await page()
            page.error = sentence
            page.filled.text = form["text"] ?? ""
            page.filled.note = form["note"] ?? ""
            page.filled.rules = Set(form.names(startingWith: "rule-").compactMap { Int64($0.dropFirst(5)) })
            return .page(pages.page(page), status: status)
        }
        guard hasSessionProof else {
            return try await refused(
                localized("This form was open for too long. Please send it again."),
                .unprocessableContent
            )
        }
        do {
            return .seeOther(try await body())
        } catch ServiceError.forbidden(let sentence) {
            return try await refused(errorWords(sentence), .forbidden)
        } catch ServiceError.invalid(let sentence) {
            return try await refused(errorWords(sentence), .unprocessableContent)
        }
    }

    /// Who has published or dropped a post that waited.
    fileprivate func whoDecided(aboutHeld id: Int64) async throws -> String? {
        for kind in [ModerationAction.Kind.approveHeld, .rejectHeld] {
            let acts = try await services.moderationLog(.init(kind: kind), PageBounds(limit: 200)).items
            guard let act = acts.first(where: { $0.statusIDs.contains(id) }) else { continue }
            return try await deskPeople([act.moderator.accountID].compactMap { $0 })
                .decided(by: act.moderator, at: act.createdAt)
        }
        return nil
    }

    fileprivate func held(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let held = try await services.heldStatus(forModerators: id),
            let author = try await services.accounts.account(held.status.status.accountID)?.account
        else { throw ServiceError.notFound }
        let refusal = try await services.moderationRefusal(of: author.id, by: moderator)
        var page = CasePage(
            frame: frame(returnTo: path),
            path: path,
            title: localized("Held posts"),
            account: AccountView(author, site),
            facts: [held.kinds.joined(separator: " · ")],
            posts: try await deskPosts([held.status]),
            history: try await deskHistory(of: author.id),
            decision: refusal.map { .none(errorWords($0.sentence)) } ?? .held
        )
        page.rules = try await services.instanceTexts().rules.map { ($0.id, $0.text) }
        return page
    }

    fileprivate func appeal(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let sanction = try await services.sanction(id), let appeal = sanction.appeal,
            let target = sanction.action.targetID,
            let account = try await services.accounts.account(target)?.account
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
