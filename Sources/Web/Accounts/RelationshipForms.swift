// What is pressed about somebody: follow, mute, block, note, lists, answers to requests. One form on a page serves all who are on it, and
// each button says by its value what is to be done with whom: `follow.12`.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let relationshipForms: [AuthPages.Route] = [
    .init(
        method: .post,
        path: "/accounts",
        handler: takeAct,
        takesBack: { RelationshipAct($0["do"] ?? "")?.name == .unfollow },
        arranges: { RelationshipAct($0["do"] ?? "")?.name.isPrivate ?? false },
        words: { RelationshipAct($0["do"] ?? "")?.name == .note ? ["note"] : [] }
    )
]

/// What a button asks for.
struct RelationshipAct: Equatable {
    enum Name: String {
        case follow, unfollow, notify, unnotify, showboosts, hideboosts, mute, unmute, block, unblock
        case remove, accept, reject, note, lists, hear, ignore

        /// Nobody else sees it, or it keeps others away.
        var isPrivate: Bool {
            switch self {
            case .mute, .unmute, .block, .unblock, .remove, .reject, .note, .lists, .hear, .ignore: true
            case .follow, .unfollow, .notify, .unnotify, .showboosts, .hideboosts, .accept: false
            }
        }
    }

    var name: Name
    var target: Int64

    /// Nil for what no button of ours says.
    init?(_ value: String) {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = Name(rawValue: String(parts[0])), let id = Int64(parts[1]), id > 0 else {
            return nil
        }
        (self.name, target) = (name, id)
    }
}

@Sendable private func takeAct(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.form["return_to"])
    guard let session = request.session else { return request.toSignIn(back: back) }
    guard let act = RelationshipAct(request.form["do"] ?? "") else { return request.failure(.unprocessableContent) }
    guard request.hasSessionProof else {
        return act.name == .note
            ? try await request.noteAgain(act.target, back: back, request.notYetTaken)
            : request.failure(.unprocessableContent)
    }
    do {
        try await request.perform(act, by: session.accountID)
    } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
        if act.name == .note { return try await request.noteAgain(act.target, back: back, errorWords(sentence)) }
        return request.message(
            localized("That was not possible."),
            errorWords(sentence),
            status: .unprocessableContent,
            back: back
        )
    }
    return .seeOther(back)
}

extension FormRequest {
    /// A note about somebody, as it was written, with what is to be said of it.
    fileprivate func noteAgain(_ target: Int64, back: String, _ sentence: String) async throws -> PageAnswer {
        guard let account = try await services.accounts.account(target)?.account else { throw ServiceError.notFound }
        var page = settings(
            localized("Your note about this account"),
            ["@\(account.acct)", localized("Your note, for you alone")],
            localized("Save the note"),
            [.init("note", localized("Your note about this account"), .area(rows: 4), value: form["note"] ?? "")]
        )
        page.error = sentence
        page.hidden = [("do", "note.\(target)"), ("return_to", back)]
        page.links = [.init(back, localized("Go back"), localized("Without a change."))]
        return .page(pages.form(page), status: .unprocessableContent)
    }

    fileprivate func perform(_ act: RelationshipAct, by account: Int64) async throws {
        let target = act.target
        switch act.name {
        case .follow: _ = try await services.followAccount(target, by: account)
        case .unfollow: _ = try await services.unfollowAccount(target, by: account)
        case .notify: _ = try await services.followAccount(target, by: account, FollowWishes(notify: true))
        case .unnotify: _ = try await services.followAccount(target, by: account, FollowWishes(notify: false))
        case .showboosts: _ = try await services.followAccount(target, by: account, FollowWishes(showReblogs: true))
        case .hideboosts: _ = try await services.followAccount(target, by: account, FollowWishes(showReblogs: false))
        case .mute:
            _ = try await services.muteAccount(
                target,
                by: account,
                hidesNotifications: form["notifications"] != "keep",
                seconds: form["seconds"].flatMap { Int64($0) } ?? 0
            )
        case .unmute: _ = try await services.unmuteAccount(target, by: account)
        case .block: _ = try await services.blockAccount(target, by: account)
        case .unblock: _ = try await services.unblockAccount(target, by: account)
        case .remove: _ = try await services.removeFromFollowers(target, of: account)
        case .accept: _ = try await services.acceptFollowRequest(of: target, by: account)
        case .reject: _ = try await services.rejectFollowRequest(of: target, by: account)
        case .note: _ = try await services.setAccountNote(form["note"] ?? "", about: target, by: account)
        case .lists: try await setLists(of: target, by: account)
        // Of these the number is that of a request to be heard.
        case .hear: try await services.acceptNotificationRequests([target], of: account, all: true)
        case .ignore: try await services.dismissNotificationRequests([target], of: account, all: true)
        }
    }

    /// Puts somebody on the lists that are ticked, and takes them off the others.
    private func setLists(of target: Int64, by account: Int64) async throws {
        let wanted = Set(form.all("list").compactMap { Int64($0) })
        for choice in try await services.listChoices(of: account, for: target) {
            let list = choice.list.id
            guard wanted.contains(list) != choice.isOn else { continue }
            if wanted.contains(list) {
                try await services.addToList(list, [target], by: account)
            } else {
                try await services.removeFromList(list, [target], by: account)
            }
        }
    }
}
