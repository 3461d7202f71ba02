// /statuses/id/report and /accounts/id/report: telling the moderators of a post or of somebody.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let reportForms: [AuthPages.Route] = ["/statuses/:id/report", "/accounts/:id/report"].flatMap { path in
    [
        .init(method: .get, path: path, handler: askForReport),
        .init(method: .post, path: path, handler: takeReport, arranges: { _ in true }, words: written("comment")),
    ] as [AuthPages.Route]
}

private var reasons: [(value: String, name: String)] {
    [
        (value: "violation", name: localized("It breaks a rule of this server")),
        (value: "spam", name: localized("It is spam")),
        (value: "legal", name: localized("It is against the law")), (value: "other", name: localized("Something else")),
    ]
}

private struct Subject {
    var author: Account
    var status: Int64?
}

extension FormRequest {
    /// Whom and what the address names, as far as who reports may see it.
    fileprivate func subject(_ session: Session) async throws -> Subject {
        guard let id = pathID(1) else { throw ServiceError.notFound }
        guard path.hasPrefix("/statuses/") else {
            guard let account = try await services.accounts.account(id)?.account, !account.isSuspended else {
                throw ServiceError.notFound
            }
            return Subject(author: account)
        }
        let read = try await services.statuses.statuses([id])
        let viewer = try await services.viewer(session.accountID)
        guard let status = try await services.status(id, among: read, seenBy: viewer),
            let author = try await services.accounts.account(status.status.accountID)?.account
        else { throw ServiceError.notFound }
        return Subject(author: author, status: id)
    }

    fileprivate func reportPage(_ subject: Subject) async throws -> FormPage {
        var inputs: [FormPage.Input] = [
            .init("category", localized("What is wrong"), .choice(reasons), value: form["category"] ?? "violation")
        ]
        inputs += try await services.instanceTexts().rules.map { rule in
            FormPage.Input("rule-\(rule.id)", rule.text, .tick, value: form["rule-\(rule.id)"] ?? "")
        }
        inputs.append(
            .init(
                "comment",
                localized("What the moderators should know"),
                .area(rows: 4),
                value: form["comment"] ?? "",
                hint: localized(
                    "At most {most} characters. You can leave it empty.",
                    ["most": Words.number(Report.commentCharacters)]
                )
            )
        )
        var page = settings(
            subject.status == nil
                ? localized("Report {handle}", ["handle": "@\(subject.author.acct)"])
                : localized("Report a post by {handle}", ["handle": "@\(subject.author.acct)"]),
            [
                localized("Only the moderators of this server read this. Who is reported is not told by whom."),
                localized("To see nothing more of somebody at once, mute or block them on their profile."),
            ],
            localized("Send the report"),
            inputs
        )
        page.links = [.init(cameFrom ?? "/home", localized("Go back"), localized("Send nothing."))]
        return page
    }
}

@Sendable private func askForReport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let subject = try await request.subject(session)
    guard subject.author.id != session.accountID else { throw ServiceError.notFound }
    return .page(request.pages.form(try await request.reportPage(subject)))
}

@Sendable private func takeReport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let subject = try await request.subject(session)
    let page = try await request.reportPage(subject)
    var isSent = false
    let answer = try await request.answer(page, asks: false) {
        let draft = ReportDraft(
            targetID: subject.author.id,
            statusIDs: subject.status.map { [$0] } ?? [],
            ruleIDs: request.form.names(startingWith: "rule-").compactMap { Int64($0.dropFirst(5)) },
            comment: request.form["comment"] ?? "",
            category: request.form["category"].flatMap { Report.Category(name: $0) }
        )
        _ = try await request.services.report(draft, by: session.accountID)
        isSent = true
        return ""
    }
    guard isSent else { return answer }
    let done = MessagePage(
        frame: request.frame(),
        title: localized("Your report is sent."),
        text: localized("The moderators will look at it. Thank you for taking the time."),
        action: .init(label: localized("Back to your timeline"), url: "/home")
    )
    return .page(request.pages.message(done))
}
