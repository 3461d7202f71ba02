// /@name: an account and what it posted, a page at a time.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

extension Pages {
    /// Posts on one page of a list.
    static let listLength = 20

    /// The profile, without or with answers to others.
    func profile(_ call: PageCall, withReplies: Bool) async throws -> PageAnswer {
        try await profile(call, withReplies: withReplies, tag: nil)
    }

    /// `/@name/tagged/tag`: what an account has posted with a tag, such as one that it features.
    func taggedPosts(_ call: PageCall) async throws -> PageAnswer {
        guard let tag = TagName.parse(pathSegment: call.pathText("tag")) else { throw ServiceError.notFound }
        return try await profile(call, withReplies: true, tag: tag)
    }

    private func profile(_ call: PageCall, withReplies: Bool, tag: TagName?) async throws -> PageAnswer {
        let kept = try await account(call)
        let account = kept.account
        let part = tag.map { "/tagged/\(PercentEncoding.encode($0.name))" } ?? (withReplies ? "/with_replies" : "")
        let path = "/@\(account.username)\(part)"
        guard call.pathText("name") == account.username else {
            return .moved(to: path + call.place.query)
        }
        guard !account.isSuspended else {
            return .page(renderer.profile(profilePage(kept, .suspended, call.reader)), status: .gone)
        }
        let place = call.place
        if let tag {
            return try await profile(kept, withReplies: true, tag: tag, place, path, call.reader)
        }
        return try await self.kept(.profile(account.id, withReplies: withReplies, place), call) {
            try await self.profile(kept, withReplies: withReplies, tag: nil, place, path, call.reader)
        }
    }

    private func profile(
        _ kept: KeptAccount,
        withReplies: Bool,
        tag: TagName?,
        _ place: ListPlace,
        _ path: String,
        _ reader: PageReader
    ) async throws -> PageAnswer {
        let (account, viewer) = (kept.account, reader.viewer)
        let standing: ProfilePage.Standing = account.isSilenced && !viewer.knows(account.id) ? .limited : .normal
        var page = profilePage(kept, standing, reader)
        if case .limited = standing { return self.page(renderer.profile(page), reader.frame) }
        let read = try await services.statuses(
            of: account.id,
            for: viewer,
            includesReplies: withReplies,
            tag: tag,
            place.request(showing: Pages.listLength)
        )
        let slice = ListSlice(read.items, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let isFirst = place == .newest && !withReplies
        let pinned = isFirst ? try await services.pinnedStatuses(of: account.id, for: viewer).items : []
        let views = try await services.statusViews(slice.ids + pinned, for: viewer)
        // The account's own page: a mute of the reader's does not empty it.
        page.statuses = views.list(slice.ids, in: .own)
        page.pinned = views.list(pinned, in: .own)
        page.withReplies = withReplies
        page.tag = tag?.name
        (page.newerURL, page.olderURL) = (slice.newerURL, slice.olderURL)
        page.frame.canBeLeft = views.concernSensitiveCall
        var answer = self.page(renderer.profile(page), page.frame)
        answer.runsScripts = true
        return answer.linking(feed: page.canonicalURL + Pages.feedEnding)
    }

    /// The local account of the path, in any letter case, also as `name@this.server`.
    func account(_ call: PageCall) async throws -> KeptAccount {
        let parts = call.pathText("name").split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first.map(String.init), Username.isValid(name),
            parts.count == 1 || parts[1].lowercased() == services.site.domain,
            let id = try await services.accounts.id(username: name, domain: ""),
            let kept = try await services.accounts.account(id)
        else { throw ServiceError.notFound }
        return kept
    }

    private func profilePage(_ kept: KeptAccount, _ standing: ProfilePage.Standing, _ reader: PageReader) -> ProfilePage
    {
        let (account, counters, site) = (kept.account, kept.counters, services.site)
        let lines = account.fields.map { field in
            ProfilePage.Field(
                name: field.name,
                value: SafeHTML(sanitised: kept.html(of: field, site)),
                verifiedAt: field.verifiedAt.map { TimeView(milliseconds: $0.milliseconds) }
            )
        }
        return ProfilePage(
            frame: reader.frame,
            account: AccountView(account, site),
            headerURL: account.header.map { site.pageURL(ofFile: $0.stillPath) },
            note: SafeHTML(sanitised: kept.noteHTML(site)),
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
    func actor(_ call: PageCall) async throws -> PageAnswer {
        .redirect("/@\(try await account(call).account.username)")
    }
}
