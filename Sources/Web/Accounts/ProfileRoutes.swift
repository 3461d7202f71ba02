// /@name: an account and what it posted, a page at a time.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    /// Posts on one page of a list.
    static let listLength = 20

    /// The profile with some of what its account posts.
    func profile(_ request: PageRequest, _ part: ProfilePart) async throws -> PageAnswer {
        try await profile(request, part, tag: nil)
    }

    /// `/@name/tagged/tag`: what an account has posted with a tag, such as one that it features.
    func taggedPosts(_ request: PageRequest) async throws -> PageAnswer {
        guard let tag = TagName.parse(pathSegment: request.pathText("tag")) else { throw ServiceError.notFound }
        return try await profile(request, .replies, tag: tag)
    }

    private func profile(_ request: PageRequest, _ part: ProfilePart, tag: TagName?) async throws -> PageAnswer {
        let cached = try await account(request)
        let account = cached.account
        let ending = tag.map { "/tagged/\(PercentEncoding.encode($0.name))" } ?? part.ending
        let path = "/@\(account.username)\(ending)"
        guard request.pathText("name") == account.username else {
            return .moved(to: path + request.place.query)
        }
        guard !account.isSuspended else {
            return .page(renderer.profile(profilePage(cached, .suspended, request.reader)), status: .gone)
        }
        let place = request.place
        if let tag {
            return try await profile(cached, .replies, tag: tag, place, path, request.reader)
        }
        return try await self.cached(.profile(account.id, part, place), request) {
            try await self.profile(cached, part, tag: nil, place, path, request.reader)
        }
    }

    private func profile(
        _ cached: CachedAccount,
        _ part: ProfilePart,
        tag: TagName?,
        _ place: ListPlace,
        _ path: String,
        _ reader: PageReader
    ) async throws -> PageAnswer {
        let (account, viewer) = (cached.account, reader.viewer)
        let standing: ProfilePage.Standing = account.isSilenced && !viewer.knows(account.id) ? .limited : .normal
        var page = profilePage(cached, standing, reader)
        page.relationship = try await relationship(to: account, reader)
        page.isOwn = account.id == viewer.accountID
        if case .limited = standing { return self.page(renderer.profile(page), reader.frame) }
        let read = try await services.statuses(
            of: account.id,
            for: viewer,
            includesReplies: part != .posts,
            includesReblogs: part != .media,
            tag: tag,
            onlyMedia: part == .media,
            place.bounds(showing: Pages.listLength)
        )
        let slice = ListSlice(read.items, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let isFirst = place == .newest && part == .posts
        let pinned = isFirst ? try await services.pinnedStatuses(of: account.id, for: viewer).items : []
        let views = try await services.statusViews(slice.ids + pinned, for: viewer)
        // The account's own page: a mute of the reader's does not empty it.
        page.statuses = views.list(slice.ids, in: .own, filtering: .account, anchored: true)
        page.pinned = views.list(pinned, in: .own)
        page.part = part
        page.tag = tag?.name
        (page.newerURL, page.olderURL) = (slice.newerURL, slice.olderURL)
        page.frame.canBeLeft = views.concernSensitiveCall
        var answer = self.page(renderer.profile(page), page.frame)
        answer.runsScripts = true
        return answer.linking(feed: page.canonicalURL + Pages.feedEnding)
    }

    /// How who is signed in stands to somebody else; nil for strangers and oneself.
    private func relationship(to account: Account, _ reader: PageReader) async throws -> RelationshipView? {
        guard let viewer = reader.viewer.accountID, viewer != account.id else { return nil }
        guard let found = try await services.relationshipAndLists(of: viewer, to: account.id) else { return nil }
        return RelationshipView(relationship: found.relationship, isLocked: account.isLocked, lists: found.lists)
    }

    /// The local account of the path, in any letter case, also as `name@this.server`.
    func account(_ request: PageRequest) async throws -> CachedAccount {
        let parts = request.pathText("name").split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first.map(String.init), Username.isValid(name),
            parts.count == 1 || services.site.isOwn(parts[1].lowercased()),
            let id = try await services.accounts.id(username: name, domain: ""),
            let cached = try await services.accounts.account(id, for: request.reader.viewer.accountID)
        else { throw ServiceError.notFound }
        return cached
    }

    private func profilePage(_ cached: CachedAccount, _ standing: ProfilePage.Standing, _ reader: PageReader)
        -> ProfilePage
    {
        let (account, counters, site) = (cached.account, cached.counters, services.site)
        let lines = account.fields.map { field in
            ProfilePage.Field(
                name: field.name,
                value: SafeHTML(sanitised: cached.html(of: field, site)),
                verifiedAt: field.verifiedAt.map { TimeView(milliseconds: $0.milliseconds) }
            )
        }
        return ProfilePage(
            frame: reader.frame,
            account: AccountView(account, site),
            headerURL: account.header.map { site.pageURL(ofFile: $0.stillPath, .header) },
            note: SafeHTML(sanitised: cached.noteHTML(site)),
            summary: account.note,
            fieldLines: lines,
            joined: TimeView(milliseconds: account.createdAt.milliseconds),
            statusesCount: Int(clamping: counters.statuses),
            followersCount: Int(clamping: counters.followers),
            followingCount: Int(clamping: counters.following),
            locked: account.isLocked,
            indexable: account.isIndexable,
            standing: standing,
            canonicalURL: site.profileURL(account.username)
        )
    }

    /// `/users/name`: the ActivityPub id, for people who follow it.
    func actor(_ request: PageRequest) async throws -> PageAnswer {
        .redirect("/@\(try await account(request).account.username)")
    }
}

/// Which of its posts a profile shows.
public enum ProfilePart: Hashable, Sendable {
    case posts
    /// With answers to others.
    case replies
    /// With pictures, films or sounds.
    case media

    /// What follows the name in the address.
    var ending: String {
        switch self {
        case .posts: ""
        case .replies: "/with_replies"
        case .media: "/media"
        }
    }
}
