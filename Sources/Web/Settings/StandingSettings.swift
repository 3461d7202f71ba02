// /settings/standing: what moderators have decided about somebody, also for whom they have suspended.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let standingPages: [AuthPages.Route] = [
    .init(
        method: .get,
        path: "/settings/standing",
        handler: showStanding,
        isForNewcomers: true,
        isForSuspended: true
    ),
    .init(
        method: .post,
        path: "/settings/standing",
        handler: takeAppeal,
        isForNewcomers: true,
        isForSuspended: true,
        words: written("text")
    ),
]

@Sendable private func showStanding(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.page(try await request.standing(session)))
}

@Sendable private func takeAppeal(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard request.hasSessionProof else {
        var page = try await request.standing(session)
        page.giveBack(request.form["text"] ?? "", request.form["appeal"].flatMap { Int64($0) }, request.notYetTaken)
        return .page(request.pages.page(page), status: .unprocessableContent)
    }
    guard let action = request.form["appeal"].flatMap({ Int64($0) }) else { throw ServiceError.notFound }
    let text = request.form["text"] ?? ""
    do {
        try await request.services.appeal(action, text, by: session.accountID)
        return .seeOther("/settings/standing")
    } catch ServiceError.invalid(let sentence) {
        var page = try await request.standing(session)
        let words = errorWords(sentence)
        page.giveBack(text, action, words)
        return .page(request.pages.page(page), status: .unprocessableContent)
    }
}

extension StandingPage {
    /// The words of an appeal in their place, with what is wrong.
    fileprivate mutating func giveBack(_ text: String, _ action: Int64?, _ sentence: String) {
        if let place = lines.firstIndex(where: { $0.id == action && $0.appealUntil != nil }) {
            (lines[place].error, lines[place].draft) = (sentence, text)
        } else {
            error = sentence
        }
    }
}

extension FormRequest {
    fileprivate func standing(_ session: Session) async throws -> StandingPage {
        let sanctions = try await services.sanctions(of: session.accountID)
        let rules = try await services.rules(Set(sanctions.flatMap(\.action.ruleIDs)).sorted())
        let posts = try await services.statuses.statuses(Set(sanctions.flatMap(\.action.statusIDs)).sorted())
        let now = services.clock.now()
        var page = StandingPage(
            frame: frame(returnTo: path),
            isSuspended: session.isSuspended,
            isFrozen: session.user.isFrozen,
            lines: sanctions.map { sanction in
                let action = sanction.action
                var line = StandingPage.Line(
                    id: action.id,
                    kind: action.kind,
                    at: TimeView(milliseconds: action.createdAt.milliseconds),
                    state: action.state,
                    rules: rules.filter { action.ruleIDs.contains($0.id) }.map(\.text),
                    text: action.text,
                    posts: session.isSuspended
                        ? [] : action.statusIDs.filter { posts[$0] != nil }.map { "/@\(viewer?.username ?? "")/\($0)" },
                    appeal: sanction.appeal
                )
                if sanction.canBeAppealed(at: now) {
                    line.appealUntil = TimeView(milliseconds: sanction.appealUntil.milliseconds)
                }
                return line
            },
            reports: try await ownReports(of: session.accountID)
        )
        // All others take these back where they stand.
        if session.isSuspended { try await listOwn(session.accountID, on: &page) }
        return page
    }

    private func listOwn(_ account: Int64, on page: inout StandingPage) async throws {
        page.answered = try await services.answeredCalls(by: account, limit: 100).map { call, own in
            StandingPage.Answered(call: call.id, tag: call.tag.display, posts: own.posts.count)
        }
        page.posts = try await services.newestPosts(of: account, limit: 40).map { post in
            let (status, most) = (post.status, 200)
            let text = status.text.count > most ? "\(status.text.prefix(most))…" : status.text
            let at = TimeView(milliseconds: status.createdAt.milliseconds)
            return StandingPage.OwnPost(id: status.id, at: at, text: text)
        }
    }

    /// What somebody reported, the newest first, and what became of it.
    private func ownReports(of account: Int64) async throws -> [StandingPage.OwnReport] {
        let bounds = PageBounds(limit: 20)
        var reports: [Report] = []
        for isResolved in [false, true] {
            reports += try await services.reports(.init(isResolved: isResolved, accountID: account), bounds).items
        }
        let people = try await services.accounts.accounts(reports.map(\.targetID))
        return reports.sorted { $0.id > $1.id }.compactMap { report in
            guard let target = people[report.targetID]?.account else { return nil }
            return StandingPage.OwnReport(
                handle: "@\(target.acct)",
                at: TimeView(milliseconds: report.createdAt.milliseconds),
                outcome: report.outcome
            )
        }
    }
}

extension Report {
    fileprivate var outcome: String {
        guard resolvedAt != nil else { return localized("A moderator has not decided yet.") }
        return hasMeasure
            ? localized("Something was done about it. Thank you for taking the time.")
            : localized("It does not break the rules of this server, so nothing more was done.")
    }
}

extension ModerationAction {
    /// Whether it holds, to the person; nil for what was done once.
    fileprivate var state: String? {
        if let undoneAt {
            return localized("Taken back on {date}", ["date": TimeView(milliseconds: undoneAt.milliseconds).date])
        }
        if let until {
            return localized(
                "It ends by itself on {date}",
                ["date": TimeView(milliseconds: until.milliseconds).short]
            )
        }
        return kind.opposite == nil ? nil : localized("It lasts until a moderator takes it back")
    }
}
