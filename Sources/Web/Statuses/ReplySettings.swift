// /statuses/id/replies: who may reply to an own post, and what its author hears of it.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let replySettings: [AuthPages.Route] = [
    .init(method: .get, path: "/statuses/:id/replies", handler: askForReplies),
    .init(method: .post, path: "/statuses/:id/replies", handler: takeReplies),
]

@Sendable private func askForReplies(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let cached = try await request.ownStatus(of: session.accountID)
    return .page(
        request.pages.form(replyPage(request, cached, cached.status.replyPolicy, cached.status.mutesInteractions))
    )
}

@Sendable private func takeReplies(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let cached = try await request.ownStatus(of: session.accountID)
    let isMuted = request.form["mutes_interactions"] == "true"
    let policy = request.form["reply_policy"].flatMap(ReplyPolicy.init(name:))
    let page = replyPage(request, cached, policy ?? cached.status.replyPolicy, isMuted)
    return try await request.answer(page, asks: false) {
        guard let policy else { throw ServiceError.invalid("Please choose what is to be done") }
        let (id, account) = (cached.status.id, session.accountID)
        try await request.services.setInteractionPolicy(replies: policy, of: id, by: account)
        try await request.services.muteInteractions(isMuted, of: id, by: account)
        return localized("Saved.")
    }
}

private func replyPage(
    _ request: FormRequest,
    _ cached: CachedStatus,
    _ policy: ReplyPolicy,
    _ isMuted: Bool
) -> FormPage {
    var paragraphs = [
        localized(
            "This holds for the post and for all that is said below it. Replies that are there stay; each of them can be hidden."
        )
    ]
    if cached.isCall {
        paragraphs.append(
            localized(
                "While your call is open, everyone can answer it, whatever stands here. It holds for what is said below the answers, "
                    + "and for all once the call is closed."
            )
        )
    }
    var page = request.settings(
        localized("Replies and notifications"),
        paragraphs,
        localized("Save"),
        [
            .init(
                "reply_policy",
                localized("Who can reply"),
                .choice(ReplyPolicy.offered.map { ($0.name, $0.choice) }),
                value: policy.name
            ),
            .init(
                "mutes_interactions",
                localized("Do not tell me of favourites and boosts of this post"),
                .tick,
                value: isMuted ? "true" : ""
            ),
        ]
    )
    page.links = [
        .init("/replies", localized("Waiting replies"), localized("What waits below your posts for your approval.")),
        .init("/hidden_replies", localized("Hidden replies"), localized("What you have hidden below your posts.")),
    ]
    return page
}

extension ReplyPolicy {
    /// As an author chooses it.
    var choice: String {
        switch self {
        case .everyone: localized("Everyone")
        case .followers: localized("Those who follow you, and those named")
        case .followed: localized("Those you follow, and those named")
        case .mentioned: localized("Only those named")
        case .followersOrApproved: localized("Those who follow you, and those named; others once you approve")
        case .followedOrApproved: localized("Those you follow, and those named; others once you approve")
        case .mentionedOrApproved: localized("Those named; others once you approve")
        case .nobody: localized("Nobody but you")
        }
    }

    /// In the order in which they narrow.
    static let offered: [ReplyPolicy] = [
        .everyone, .followersOrApproved, .followedOrApproved, .mentionedOrApproved, .followers, .followed, .mentioned,
        .nobody,
    ]

    /// As others read it; nil for everyone.
    var words: String? {
        switch self {
        case .everyone: nil
        case .followers: localized("Only followers and those named can reply")
        case .followed: localized("Only those its author follows or names can reply")
        case .mentioned: localized("Only those named can reply")
        case .followersOrApproved, .followedOrApproved, .mentionedOrApproved:
            localized("Some replies need the author’s approval")
        case .nobody: localized("Nobody can reply")
        }
    }
}
