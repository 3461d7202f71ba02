// What is pressed under a post: favourite, boost, bookmark, pin, mute the thread, vote. One form on a page serves all its posts, and
// each button says by its value what is to be done with which: `favourite.115…`.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let statusForms: [AuthPages.Route] = [
    .init(
        method: .post,
        path: "/statuses",
        handler: takeAct,
        takesBack: { StatusAct($0["do"] ?? "").map { [.unfavourite, .unboost].contains($0.name) } ?? false },
        arranges: {
            StatusAct($0["do"] ?? "").map { [.bookmark, .unbookmark, .mute, .unmute].contains($0.name) } ?? false
        }
    )
]

/// What a button asks for.
struct StatusAct: Equatable {
    enum Name: String {
        case favourite, unfavourite, boost, unboost, bookmark, unbookmark, pin, unpin, mute, unmute, hide, unhide,
            approve, vote
        case keepOut = "keep_out"
    }

    var name: Name
    var status: Int64

    /// Nil for what no button of ours says.
    init?(_ value: String) {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = Name(rawValue: String(parts[0])), let id = Int64(parts[1]), id > 0 else {
            return nil
        }
        (self.name, status) = (name, id)
    }
}

@Sendable private func takeAct(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.form["return_to"])
    guard let session = request.session else { return request.toSignIn(back: back) }
    guard request.hasSessionProof, let act = StatusAct(request.form["do"] ?? "") else {
        return request.failure(.unprocessableContent)
    }
    let shown: Int64
    do {
        shown = try await request.perform(act, by: session.user)
    } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
        return request.message(
            localized("That was not possible."),
            errorWords(sentence),
            status: .unprocessableContent,
            back: back
        )
    }
    if request.wantsPart { return try await request.part(of: shown, session) }
    return .seeOther(back.contains("#") ? back : "\(back)#post-\(act.status)")
}

extension FormRequest {
    /// Returns what is to be shown then: of a boost that was taken back, the post that it showed.
    fileprivate func perform(_ act: StatusAct, by user: User) async throws -> Int64 {
        let (id, account) = (act.status, user.accountID)
        switch act.name {
        case .favourite: _ = try await services.favouriteStatus(id, by: account)
        case .unfavourite: _ = try await services.unfavouriteStatus(id, by: account)
        case .boost: _ = try await services.reblogStatus(id, visibility: user.defaultVisibility, by: account)
        case .unboost: return try await services.unreblogStatus(id, by: account)
        case .bookmark: _ = try await services.setBookmark(true, on: id, by: account)
        case .unbookmark: _ = try await services.setBookmark(false, on: id, by: account)
        case .pin: try await services.pinStatus(id, by: account)
        case .unpin: try await services.unpinStatus(id, by: account)
        case .mute: try await services.setThreadMute(true, of: id, by: account)
        case .unmute: try await services.setThreadMute(false, of: id, by: account)
        case .hide: try await services.hideReply(id, by: account)
        case .unhide: try await services.unhideReply(id, by: account)
        case .approve: try await services.approveReply(id, by: account, evenUnasked: true)
        case .keepOut: try await services.keepReplyOut(id, by: account)
        case .vote: try await vote(in: id, by: account)
        }
        return id
    }

    /// What was chosen is named by the post, so that several polls may stand on a page.
    private func vote(in status: Int64, by account: Int64) async throws {
        let choices = form.all("choice-\(status)").compactMap { Int64($0) }
        guard let poll = try await services.statuses.status(status)?.poll, !poll.isOfCall else {
            throw ServiceError.notFound
        }
        guard !choices.isEmpty else { throw ServiceError.invalid("Choose an answer first") }
        try await services.vote(in: poll.id, for: choices, by: account)
    }

    /// The post as it is now, for a script that puts parts of it in place of the old ones.
    func part(of id: Int64, _ session: Session) async throws -> PageAnswer {
        let viewer = try await services.viewer(session.accountID)
        let views = try await services.statusViews([id], for: viewer)
        guard let view = views.list([id], in: .own).first else { throw ServiceError.notFound }
        return .part(pages.status(view, form["place"] == "focus" ? .focus : .list))
    }
}
