// /@name.rss and /tags/name.rss: what strangers see on the pages, for feed readers.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    static let feedEnding = ".rss"

    /// Public posts of a person, without answers to others and without what they boosted, as Mastodon's feeds.
    func accountFeed(_ request: PageRequest) async throws -> PageAnswer {
        let name = String(request.pathText("name").dropLast(Pages.feedEnding.count))
        guard Username.isValid(name), let id = try await services.accounts.id(username: name, domain: ""),
            let cached = try await services.accounts.account(id)
        else { throw ServiceError.notFound }
        let (account, site) = (cached.account, services.site)
        guard !account.isSuspended else { throw PageError.gone }
        guard !account.isSilenced else { throw ServiceError.notFound }
        guard name == account.username else { return .moved(to: "/@\(account.username)\(Pages.feedEnding)") }
        return try await rendered.answer(.accountFeed(id)) {
            let page = try await self.services.statuses(
                of: id,
                for: .anonymous,
                includesReplies: false,
                includesReblogs: false,
                PageBounds(limit: Pages.listLength)
            )
            let view = AccountView(account, site)
            return Feed(
                title: view.name,
                description: "Public posts from @\(account.username)@\(site.domain)",
                url: site.profileURL(account.username),
                feedURL: site.profileURL(account.username) + Pages.feedEnding,
                image: site.stillAvatarURL(of: account),
                items: try await self.items(page.items, in: .own) { $0.status.visibility == .public }
            ).answer
        }
    }

    /// Public posts with a tag, by people who chose to be found, as its page shows them.
    func tagFeed(_ request: PageRequest) async throws -> PageAnswer {
        let written = String(request.pathText("name").dropLast(Pages.feedEnding.count))
        guard let tag = TagName.parse(pathSegment: written) else { throw ServiceError.notFound }
        let site = services.site
        guard written.utf8.elementsEqual(tag.name.utf8) else {
            return .moved(to: "/tags/\(PercentEncoding.encode(tag.name))\(Pages.feedEnding)")
        }
        return try await rendered.answer(.tagFeed(tag.name)) {
            let page = try await self.services.tagTimeline(tag, PageBounds(limit: Pages.listLength))
            let items = try await self.items(page.items, in: .publicPlace, onlyFound: true) { _ in true }
            return Feed(
                title: "#\(tag.display)",
                description: "Public posts tagged #\(tag.display)",
                url: site.tagURL(tag.name),
                feedURL: site.tagURL(tag.name) + Pages.feedEnding,
                image: nil,
                items: items
            ).answer
        }
    }

    private func items(
        _ ids: [Int64],
        in place: StatusViews.Place,
        onlyFound: Bool = false,
        where isWanted: (CachedStatus) -> Bool
    ) async throws -> [Feed.Item] {
        let views = try await services.statusViews(ids, for: .anonymous)
        let cards = try await services.cards.cards(ids.compactMap { views.statuses[$0]?.status.cardID })
        return ids.compactMap { id in
            guard let cached = views.statuses[id], isWanted(cached), views.view(cached, in: place) != nil,
                let author = views.accounts[cached.status.accountID]?.account,
                !onlyFound || author.isDiscoverable == true
            else { return nil }
            return item(cached, by: author, views, cached.status.cardID.flatMap { cards[$0]?.card })
        }
    }

    private func item(_ cached: CachedStatus, by author: Account, _ views: StatusViews, _ card: PreviewCard?)
        -> Feed.Item
    {
        let (site, status) = (services.site, cached.status)
        return Feed.Item(
            url: site.statusURL(status.id, by: author.username),
            author: "@\(author.username)@\(site.domain)",
            createdAt: status.createdAt,
            html: FeedText(cached, quoted: views.quoted(by: status), card: card, site).html,
            tags: cached.tags,
            media: cached.media.compactMap { media in
                guard let path = media.path, let (type, size) = services.fileFacts(of: path) else { return nil }
                return Feed.Medium(
                    url: site.mediaURL(path),
                    type: type,
                    size: size ?? 0,
                    kind: String(type.prefix { $0 != "/" }),
                    description: media.description ?? "",
                    isSensitive: status.isSensitive
                )
            }
        )
    }
}

extension PageRequest {
    /// Neither a username nor a tag has a full stop.
    var wantsFeed: Bool { pathText("name").hasSuffix(Pages.feedEnding) }
}

extension PageAnswer {
    /// Says where the same is as RSS (RFC 8288).
    func linking(feed: String) -> PageAnswer {
        var answer = self
        if let link = HTTPField.Name("Link") {
            answer.headers[link] = "<\(feed)>; rel=\"alternate\"; type=\"application/rss+xml\""
        }
        return answer
    }
}
