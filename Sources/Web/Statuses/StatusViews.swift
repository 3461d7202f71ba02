// Statuses as one reader may see them on pages: what is hidden from the reader is never made into a view.

internal import Basics
internal import Domain
internal import Services

/// What is needed to show a list of statuses, read beforehand.
struct StatusViews: Sendable {
    let site: Site
    let viewer: Viewer
    let statuses: [Int64: CachedStatus]
    let accounts: [Int64: CachedAccount]
    let parts: StatusParts
    /// What who is signed in has done with the statuses; nil for strangers.
    var flags: [Int64: InteractionFlags]?
    /// What who is signed in does not want to see.
    var filters: ReaderFilters?
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
    ///
    /// - Parameters:
    ///   - context: where the reader's filters look; they hide or cover what they find.
    ///   - anchored: each stands under an anchor of its own; in one list of a page only.
    func list(
        _ ids: [Int64],
        in place: Place,
        filtering context: FilterContexts = [],
        anchored: Bool = false
    ) -> [StatusView] {
        ids.compactMap { id in
            guard let cached = statuses[id], var view = view(cached, in: place) else { return nil }
            let found = matches(cached, in: context)
            guard !found.contains(where: { $0.action == .hide }) else { return nil }
            view.filteredBy = found.first?.title
            view.entry = anchored ? String(id) : nil
            view.actions?.entry = id
            return view
        }
    }

    /// The reader's filters that look there and find something in what a status or boost shows; none in what is the reader's own.
    private func matches(_ cached: CachedStatus, in context: FilterContexts) -> [ContentFilter] {
        let original = cached.status.reblogOfID.flatMap { statuses[$0] }
        let shown = original ?? cached
        guard let filters, !context.isEmpty, shown.status.accountID != viewer.accountID else { return [] }
        return filters.matches(shown, reblog: original.map { _ in cached.status.id }).map(\.filter)
            .filter { !$0.contexts.isDisjoint(with: context) }
    }

    /// A status, or nil when the reader may not see it there.
    ///
    /// - Parameters:
    ///   - below: the status that the page is about, for `depth`.
    ///   - onPage: statuses that stand on the same page under their anchors.
    func view(
        _ cached: CachedStatus,
        in place: Place,
        below: Status? = nil,
        onPage: Set<Int64> = []
    ) -> StatusView? {
        guard shows(cached, in: place), let author = accounts[cached.status.accountID]?.account else { return nil }
        guard let original = cached.status.reblogOfID else { return view(cached, author, below, onPage) }
        guard let shown = statuses[original], let writer = accounts[shown.status.accountID]?.account else { return nil }
        var view = view(shown, writer, below, onPage)
        view.boostedBy = AccountView(author, site)
        return view
    }

    /// A post within another one, which the reader was found to be allowed to see.
    func quoted(_ cached: CachedStatus, by author: Account) -> StatusView {
        view(cached, author, nil, [], isQuoted: true)
    }

    /// `StatusPolicy` by way of `Viewer`, and nothing by accounts that are suspended.
    private func shows(_ cached: CachedStatus, in place: Place) -> Bool {
        let listed = if case .own = place { false } else { true }
        guard viewer.sees(cached, among: statuses, listed: listed) else { return false }
        let authors =
            [cached.status.accountID]
            + (cached.status.reblogOfID.flatMap { statuses[$0]?.status.accountID }.map { [$0] } ?? [])
        return authors.allSatisfy { id in
            guard let account = accounts[id]?.account, !account.isSuspended else { return false }
            guard case .publicPlace = place, account.isSilenced else { return true }
            return viewer.knows(id)
        }
    }

    private func view(
        _ cached: CachedStatus,
        _ author: Account,
        _ below: Status?,
        _ onPage: Set<Int64>,
        isQuoted: Bool = false
    ) -> StatusView {
        let status = cached.status
        let counters = cached.counters
        let url = site.path(of: status, by: author)
        let content = status.quote == nil ? status.content : ContentHTML.withoutQuoteParagraph(status.content)
        var view = StatusView(
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
            attachments: cached.media.enumerated().map { index, media in
                let hasPage = status.isLocal && media.kind == .image
                return AttachmentView(media, site, pageURL: hasPage ? "\(url)/media/\(index + 1)" : nil)
            },
            poll: parts.poll(of: cached, for: isQuoted ? nil : viewer.accountID),
            call: parts.call(of: cached),
            quote: quote(in: cached, isShallow: isQuoted),
            card: cached.media.isEmpty && status.quote == nil ? parts.card(of: cached, site) : nil,
            emojis: status.isLocal ? EmojiPictures(site) : EmojiPictures(cached.remoteEmojis, site),
            now: parts.now
        )
        view.replyWords = status.replyPolicy.words
        view.isKeptOut = status.hiddenBy != nil
        if status.isUnapproved, status.accountID == viewer.accountID, let approver = status.hiddenBy {
            view.approver = accounts[approver].map { AccountView($0.account, site) }
        }
        if status.isLocal, status.editedAt != nil { view.historyURL = url + "/history" }
        if let flags, let reader = viewer.accountID, let relations = viewer.relations, !isQuoted {
            view.actions = StatusActions(
                cached,
                entry: status.id,
                reader,
                relations.standing(to: author.id),
                flags[status.id] ?? []
            )
            if status.isUnapproved, status.hiddenBy == reader {
                view.actions?.approval = status.approval
            } else {
                view.actions?.hiding = hiding(status, reader)
            }
        }
        return view
    }

    /// What the reader can do about a reply below a post of theirs.
    private func hiding(_ status: Status, _ reader: Int64) -> StatusAct.Name? {
        if let who = status.hiddenBy { return who == reader ? .unhide : nil }
        let above = status.threadPath.ids.compactMap { statuses[$0]?.status }
        return StatusPolicy.canHide(status, among: above, by: reader) ? .hide : nil
    }

    /// Whom a status answers; with a link only where the reader may follow it.
    private func replyTarget(_ status: Status, _ onPage: Set<Int64>) -> ReplyTarget? {
        guard let id = status.inReplyToAccountID, let account = accounts[id]?.account, !account.isSuspended else {
            return nil
        }
        guard let parent = status.inReplyToID else { return ReplyTarget(handle: account.acct, url: nil) }
        if onPage.contains(parent) { return ReplyTarget(handle: account.acct, url: "#post-\(parent)") }
        guard let cached = statuses[parent], shows(cached, in: .own),
            let author = accounts[cached.status.accountID]?.account
        else { return ReplyTarget(handle: account.acct, url: nil) }
        var target = ReplyTarget(handle: account.acct, url: site.path(of: cached.status, by: author))
        target.isForFew = !cached.status.visibility.isOpen
        return target
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
        known: [Int64: CachedStatus] = [:]
    ) async throws -> StatusViews {
        var cached = known
        let missing =
            ids.filter { cached[$0] == nil } + known.values.compactMap(\.quotedID).filter { cached[$0] == nil }
        if !missing.isEmpty { cached.merge(try await statuses.statuses(missing)) { first, _ in first } }
        let parts = try await statusParts(of: Array(cached.values), for: viewer.accountID)
        let parents = cached.values.compactMap(\.status.inReplyToID).filter { cached[$0] == nil }
        if !parents.isEmpty { cached.merge(try await statuses.statuses(parents)) { first, _ in first } }
        var people: Set<Int64> = []
        for status in cached.values {
            people.insert(status.status.accountID)
            if let answered = status.status.inReplyToAccountID { people.insert(answered) }
            if status.status.isUnapproved, let approver = status.status.hiddenBy { people.insert(approver) }
        }
        var flags: [Int64: InteractionFlags]?
        if let reader = viewer.accountID {
            let shown = cached.values.filter { $0.status.reblogOfID == nil }.map(\.status.id)
            let done = try await interactions.flags(of: reader, on: shown)
            flags = Dictionary(zip(shown, done)) { first, _ in first }
        }
        var reading: ReaderFilters?
        if let reader = viewer.accountID { reading = try await filters.filters(of: reader) }
        return StatusViews(
            site: site,
            viewer: viewer,
            statuses: cached,
            accounts: try await accounts.accounts(Array(people), for: viewer.accountID),
            parts: parts,
            flags: flags,
            filters: reading,
            concernSensitiveCall: try await concernSensitiveCall(Array(cached.keys))
        )
    }
}

extension CachedStatus {
    fileprivate var quotedID: Int64? { status.quote?.quotedID }
}

extension Services {
    /// Somebody who is signed in, as who looks.
    func viewer(_ account: Int64) async throws -> Viewer {
        Viewer(accountID: account, relations: try await relations.relations(of: account))
    }
}
