// /moderation: the desk of moderators; for everybody else there is no such page.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let moderationPages: [AuthPages.Route] = [
    .init(method: .get, path: "/moderation", handler: showQueue),
    .init(method: .get, path: "/moderation/people/:id", handler: showPerson),
    .init(method: .post, path: "/moderation/people/:id", handler: decideAboutPerson, words: written("text", "note")),
    .init(method: .get, path: "/moderation/people/:id/files/:file", handler: showFile),
    .init(method: .get, path: "/moderation/held/:id", handler: showHeld),
    .init(method: .post, path: "/moderation/held/:id", handler: decideAboutHeld, words: written("text", "note")),
    .init(method: .get, path: "/moderation/sign-ups/:id", handler: showSignUp),
    .init(method: .post, path: "/moderation/sign-ups/:id", handler: decideAboutSignUp, words: written("text")),
    .init(method: .get, path: "/moderation/appeals/:id", handler: showAppeal),
    .init(method: .post, path: "/moderation/appeals/:id", handler: decideAboutAppeal, words: written("text", "note")),
    .init(method: .get, path: "/moderation/accounts", handler: findAccounts),
    .init(method: .get, path: "/moderation/log", handler: showLog),
    .init(method: .get, path: "/moderation/log.csv", handler: sendLog),
]

extension FormRequest {
    /// Who moderates. Throws `ServiceError.notFound` for everybody else.
    func moderator() throws -> Moderator {
        guard let session, !session.isSuspended, !session.user.isFrozen,
            ModerationPolicy.rank(of: session.user.role) != nil
        else {
            throw ServiceError.notFound
        }
        return .account(session.accountID)
    }

    /// Open reports that are looked at to find who is next.
    private static let mostReports = 200
    private static let mostHeld = 40

    /// Where the queue goes on, after what was decided about `account`.
    func nextPlace(after account: Int64?) async throws -> String {
        let next = try await services.openReports(limit: Self.mostReports).first { group in
            group.target != account && group.target != session?.accountID
                && !group.reports.contains { report in
                    report.assignedTo.map { $0 != session?.accountID } ?? false
                }
        }
        return next.map { "/moderation/people/\($0.target)" } ?? "/moderation"
    }

    fileprivate func queue() async throws -> QueuePage {
        // Nobody reads who reported them.
        let groups = try await services.openReports(limit: Self.mostReports).filter { $0.target != session?.accountID }
        let held = try await services.heldLines(limit: Self.mostHeld)
        let appeals = try await services.openAppeals(limit: Self.mostHeld)
        let signUps = try await services.undecidedSignUps(limit: Self.mostHeld)
        let people = try await deskPeople(
            groups.flatMap { group in [group.target] + group.reports.compactMap(\.assignedTo) }
                + held.map(\.accountID) + appeals.compactMap(\.action.targetID)
        )
        return QueuePage(
            frame: frame(returnTo: path),
            reports: groups.map { group in
                let taker = group.reports.compactMap(\.assignedTo).first.map {
                    localized("Taken on by {handle}", ["handle": people.handle($0)])
                }
                let hints = [
                    Words.count(group.reports.count, "report", "reports"),
                    group.reports.first.map { TimeView($0.createdAt).short }, taker,
                ]
                return QueuePage.Line(
                    url: "/moderation/people/\(group.target)",
                    title: people.handle(group.target),
                    hint: hints.compactMap { $0 }.joined(separator: " · "),
                    text: group.reports.first.map { $0.comment.isEmpty ? $0.category.words : $0.comment } ?? ""
                )
            },
            held: held.map { held in
                QueuePage.Line(
                    url: "/moderation/held/\(held.id)",
                    title: people.handle(held.accountID),
                    hint: ([TimeView(held.createdAt).short] + held.words.map { localized($0) }).joined(
                        separator: " · "
                    ),
                    text: String(held.text.prefix(200))
                )
            },
            appeals: appeals.map { sanction in
                QueuePage.Line(
                    url: "/moderation/appeals/\(sanction.action.id)",
                    title: sanction.action.targetID.map { people.handle($0) } ?? "",
                    hint: [sanction.action.kind.words, TimeView(sanction.action.createdAt).short].joined(
                        separator: " · "
                    ),
                    text: String((sanction.appeal?.text ?? "").prefix(200))
                )
            },
            signUps: signUps.map { signUp in
                QueuePage.Line(
                    url: signUp.caseURL,
                    title: "@\(signUp.username)",
                    hint: [TimeView(signUp.confirmedAt).short, signUp.maskedEmail].joined(separator: " · "),
                    text: String(signUp.reason.prefix(200))
                )
            }
        )
    }
}

@Sendable private func showQueue(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    return .page(request.pages.page(try await request.queue()))
}

/// A picture of somebody who is suspended: at no other address, and for moderators alone.
@Sendable private func showFile(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    guard let account = request.pathID(2), let file = request.pathID(4) else { throw ServiceError.notFound }
    let picture = try await request.services.hiddenPicture(file, of: account)
    var answer = PageAnswer(status: .ok, headers: [.contentType: picture.type, .cacheControl: "private, no-store"])
    (answer.bytes, answer.isInert) = (picture.bytes, true)
    return answer
}

extension TimeView {
    init(_ moment: Timestamp) { self.init(milliseconds: moment.milliseconds) }
}
