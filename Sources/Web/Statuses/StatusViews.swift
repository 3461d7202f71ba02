// Statuses as one reader may see them on pages: what is hidden from the reader is never made into a view.

internal import Basics
internal import Domain
internal import Services

/// What is needed to show a list of statuses, read beforehand.
struct StatusViews: Sendable {
    let site: Site
    let viewer: Viewer
    let statuses: [Int64: KeptStatus]
    let accounts: [Int64: KeptAccount]
    let parts: StatusParts
    /// One of them is a sensitive call, or answers one, or has its tag: the page can be left quickly.
    let concernSensitiveCall: Bool

    /// Where statuses stand.
    enum Place: Sendable {
        /// By itself, at its own address.
        case own
        /// In a list about a person or a post.
        case list
        /// Where anybody looks (front page, tags): without accounts that the moderators limited.
        case publicPlace
    }

    /// Those of `ids` that the reader may see there, in that order.
    func list(_ ids: [Int64], in place: Place) -> [StatusView] {
        ids.compactMap { id in statuses[id].flatMap { view($0, in: place) } }
    }

    /// A status, or nil when the reader may not see it there.
    ///
    /// - Parameters:
    ///   - below: the status that the page is about, for `depth`.
    ///   - onPage: statuses that stand on the same page under their anchors.
    func view(
        _ kept: KeptStatus,
        in place: Place,
        below: Status? = nil,
        onPage: Set<Int64> = []
    ) -> StatusView? {
        guard shows(kept, in: place), let author = accounts[kept.status.accountID]?.account else { return nil }
        guard let original = kept.status.reblogOfID else { return view(kept, author, below, onPage) }
        guard let shown = statuses[original], let writer = accounts[shown.status.accountID]?.account else { return nil }
        var view = view(shown, writer, below, onPage)
        view.boostedBy = AccountView(author, site)
        return view
    }

    /// A post within another one, which the reader was found to be allowed to see.
    func quoted(_ kept: KeptStatus, by author: Account) -> StatusView { view(kept, author, nil, [], isQuoted: true) }

    /// `StatusPolicy` by way of `Viewer`, and nothing by accounts that are suspended.
    private func shows(_ kept: KeptStatus, in place: Place) -> Bool {
        let listed = if case .own = place { false } else { true }
        guard viewer.sees(kept, among: statuses, listed: listed) else { return false }
        let authors =
            [kept.status.accountID]
            + (kept.status.reblogOfID.flatMap { statuses[$0]?.status.accountID }.map { [$0] } ?? [])
        return authors.allSatisfy { id in
            guard let account = accounts[id]?.account, !account.isSuspended else { return false }
            guard case .publicPlace = place, account.isSilenced else { return true }
            return viewer.knows(id)
        }
    }

    private func view(
        _ kept: KeptStatus,
        _ author: Account,
        _ below: Status?,
        _ onPage: Set<Int64>,
        isQuoted: Bool = false
    ) -> StatusView {
        let status = kept.status
        let counters = kept.counters
        let url = site.path(of: status, by: author)
        let content = status.quote == nil ? status.content : ContentHTML.withoutQuoteParagraph(status.content)
        return StatusView(
            id: String(status.id),
            url: url,
            author: AccountView(author, site),
            content: SafeHTML(sanitised: content),
            language: status.language,
            spoilerText: status.spoilerText,
            sensitive: status.isSensitive,
            createdAt: TimeView(milliseconds: status.createdAt.milliseconds),
            editedAt: status.editedAt.map { TimeView(milliseconds: $0.milliseconds) },
            visibility: StatusView.Visibility(status.visibility),
            repliesCount: Int(clamping: counters.replies),
            reblogsCount: Int(clamping: counters.reblogs),
            favouritesCount: Int(clamping: counters.favourites),
            quotesCount: Int(clamping: counters.quotes),
            inReplyTo: replyTarget(status, onPage),
            depth: below.map { max(0, status.threadPath.depth - $0.threadPath.depth) } ?? 0,
            attachments: kept.media.enumerated().map { index, media in
                let hasPage = status.isLocal && media.kind == .image
                return AttachmentView(media, site, pageURL: hasPage ? "\(url)/media/\(index + 1)" : nil)
            },
            poll: parts.poll(of: kept),
            call: parts.call(of: kept),
            quote: quote(in: kept, isShallow: isQuoted),
            card: kept.media.isEmpty && status.quote == nil ? parts.card(of: kept, site) : nil,
            emojis: EmojiPictures(site),
            now: parts.now
        )
    }

    /// Whom a status answers; with a link only where the reader may follow it.
    private func replyTarget(_ status: Status, _ onPage: Set<Int64>) -> ReplyTarget? {
        guard let id = status.inReplyToAccountID, let account = accounts[id]?.account, !account.isSuspended else {
            return nil
        }
        guard let parent = status.inReplyToID else { return ReplyTarget(handle: account.acct, url: nil) }
        if onPage.contains(parent) { return ReplyTarget(handle: account.acct, url: "#post-\(parent)") }
        guard let kept = statuses[parent], shows(kept, in: .own), let author = accounts[kept.status.accountID]?.account
        else { return ReplyTarget(handle: account.acct, url: nil) }
        return ReplyTarget(handle: account.acct, url: site.path(of: kept.status, by: author))
    }
}

extension Viewer {
    /// Follows the account, or is it: a limited one is shown to these.
    func knows(_ account: Int64) -> Bool {
        guard let standing = relations?.standing(to: account) else { return false }
        return !standing.isDisjoint(with: [.isSelf, .follows])
    }
}

extension StatusView.Visibility {
    init(_ visibility: Visibility) {
        switch visibility {
        case .public: self = .public
        case .unlisted: self = .unlisted
        case .private: self = .private
        case .direct: self = .direct
        }
    }
}

extension Services {
    /// Reads what shows the statuses `ids`: what they reblog, quote and answer, what stands within them, and everybody in
    /// them; one read for each kind.
    ///
    /// - Parameter known: statuses that were read already.
    func statusViews(
        _ ids: [Int64],
        for viewer: Viewer,
        known: [Int64: KeptStatus] = [:]
    ) async throws -> StatusViews {
        var kept = known
        let missing = ids.filter { kept[$0] == nil } + known.values.compactMap(\.quotedID).filter { kept[$0] == nil }
        if !missing.isEmpty { kept.merge(try await statuses.statuses(missing)) { first, _ in first } }
        let parts = try await statusParts(of: Array(kept.values))
        let parents = kept.values.compactMap(\.status.inReplyToID).filter { kept[$0] == nil }
        if !parents.isEmpty { kept.merge(try await statuses.statuses(parents)) { first, _ in first } }
        var people: Set<Int64> = []
        for status in kept.values {
            people.insert(status.status.accountID)
            if let answered = status.status.inReplyToAccountID { people.insert(answered) }
        }
        return StatusViews(
            site: site,
            viewer: viewer,
            statuses: kept,
            accounts: try await accounts.accounts(Array(people)),
            parts: parts,
            concernSensitiveCall: try await concernSensitiveCall(Array(kept.keys))
        )
    }
}

extension KeptStatus {
    fileprivate var quotedID: Int64? { status.quote?.quotedID }
}
