// /settings/invites: the links by which somebody lets others in.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let inviteSettings: [AuthPages.Route] = [
    .init(method: .get, path: path, handler: showInvites),
    .init(
        method: .post,
        path: path,
        handler: changeInvites,
        takesBack: { $0["do"] == "end" },
        words: written("comment")
    ),
]

private let path = "/settings/invites"

struct InvitesPage: PageModel {
    static let template = "invites"

    var frame: Frame
    var csrf: String
    /// Sign-ups without an invite are closed, or wait for a moderator.
    var registrations: RegistrationMode
    /// Whether another one can be made.
    var mayInvite: Bool
    var invites: [Invite]
    var now: Timestamp
    var url: String
    /// What was filled in.
    var uses = "1"
    var seconds = "604800"
    var comment = ""
    var error: String?

    var fields: Fields {
        var head = Head(title: localized("Invites"))
        head.scripts = [Assets.livingScript]
        return Fields([
            "csrf": .text(csrf),
            "error": .text(error),
            "mayInvite": .flag(mayInvite),
            "isClosed": .flag(registrations == .closed),
            "asksApproval": .flag(registrations == .approval),
            "uses": .many(
                Invite.offeredUses.map { uses in
                    option(uses, Invite.words(uses: uses), self.uses)
                }
            ),
            "ends": .many(
                Invite.offeredSeconds.map { seconds in
                    option(seconds, Invite.words(seconds: seconds), self.seconds)
                }
            ),
            "comment": .text(comment),
            "commentLimit": .text(String(Invite.commentCharacters)),
            "hasInvites": .flag(!invites.isEmpty),
            "invites": .many(invites.map(fields)),
        ]).merging(head.fields(in: frame))
    }

    private func option(_ number: Int64?, _ words: String, _ chosen: String) -> Fields {
        let value = number.map(String.init) ?? ""
        return Fields(["value": .text(value), "words": .text(words), "isChosen": .flag(value == chosen)])
    }

    private func fields(_ invite: Invite) -> Fields {
        let isOver = invite.isOver(at: now)
        return Fields([
            "csrf": .text(csrf),
            "id": .text(String(invite.id)),
            "url": .text("\(url)/invite/\(invite.code)"),
            "comment": .text(invite.comment.isEmpty ? nil : invite.comment),
            "used": .text(usedWords(invite)),
            "end": .text(isOver ? nil : endWords(invite)),
            "isOpen": .flag(!isOver),
        ])
    }

    private func usedWords(_ invite: Invite) -> String {
        guard let most = invite.mostUses else {
            return Words.sentence(
                Int(invite.uses),
                one: "{n} person has signed up with it.",
                other: "{n} people have signed up with it."
            )
        }
        return localized(
            "Used {uses} of {most} times.",
            ["uses": Words.number(Int(invite.uses)), "most": Words.number(Int(most))]
        )
    }

    private func endWords(_ invite: Invite) -> String {
        guard let end = invite.expiresAt else { return localized("It does not end by itself.") }
        return localized("It ends on {date}.", ["date": TimeView(end).short])
    }
}

extension Invite {
    static func words(uses: Int64?) -> String {
        uses.map { Words.count(Int($0), "use", "uses") } ?? localized("No limit")
    }

    static func words(seconds: Int64?) -> String {
        guard let seconds else { return localized("Never|end of an invite") }
        if seconds < 3600 { return Words.count(Int(seconds / 60), "minute", "minutes") }
        if seconds < 86_400 { return Words.count(Int(seconds / 3600), "hour", "hours") }
        return Words.count(Int(seconds / 86_400), "day", "days")
    }
}

@Sendable private func showInvites(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.page(try await request.invites(of: session)))
}

@Sendable private func changeInvites(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    func refused(_ sentence: String) async throws -> PageAnswer {
        var page = try await request.invites(of: session)
        page.uses = request.form["uses"] ?? ""
        page.seconds = request.form["seconds"] ?? ""
        (page.comment, page.error) = (request.form["comment"] ?? "", sentence)
        return .page(request.pages.page(page), status: .unprocessableContent)
    }
    guard request.hasSessionProof else { return try await refused(request.notYetTaken) }
    do {
        switch request.form["do"] {
        case "make":
            _ = try await request.services.makeInvite(
                by: session.accountID,
                uses: try request.number("uses"),
                seconds: try request.number("seconds"),
                comment: request.form["comment"] ?? ""
            )
        case "end":
            guard let id = request.form["invite"].flatMap({ Int64($0) }) else { throw ServiceError.notFound }
            try await request.services.endInvite(id, by: session.accountID)
        default: return request.failure(.unprocessableContent)
        }
        return .seeOther(path)
    } catch ServiceError.invalid(let sentence) {
        return try await refused(errorWords(sentence))
    }
}

extension FormRequest {
    /// Who may not invite finds no such page, unless they moderate or there are invites of theirs from before, to be looked at and ended.
    fileprivate func invites(of session: Session) async throws -> InvitesPage {
        let invites = try await services.invites(of: session.accountID)
        let mayInvite = try await services.mayInvite(session.accountID)
        let moderates = ModerationPolicy.rank(of: session.user.role) != nil
        guard mayInvite || moderates || !invites.isEmpty else { throw ServiceError.notFound }
        return InvitesPage(
            frame: frame(returnTo: path),
            csrf: session.formProof,
            registrations: site.registrations,
            mayInvite: mayInvite,
            invites: invites,
            now: services.clock.now(),
            url: site.url
        )
    }

    /// A choice that may be empty for "none". Throws `ServiceError.invalid` for what is not a number.
    fileprivate func number(_ field: String) throws -> Int64? {
        guard let text = form[field], !text.isEmpty else { return nil }
        guard let number = Int64(text) else { throw ServiceError.invalid("Please choose from what is offered") }
        return number
    }
}
