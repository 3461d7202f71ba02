// /@name/followers and /following, /follow_requests, /blocks and /mutes.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    /// People on one page of a list.
    static let peopleShown = 40

    func followers(_ request: PageRequest) async throws -> PageAnswer { try await people(.followers, request) }

    func following(_ request: PageRequest) async throws -> PageAnswer { try await people(.following, request) }

    /// Whom somebody follows, or who follows them, as far as they show it.
    private func people(_ list: RelationshipList, _ request: PageRequest) async throws -> PageAnswer {
        let owner = try await account(request).account
        let part = list == .followers ? "followers" : "following"
        let path = "/@\(owner.username)/\(part)"
        guard request.pathText("name") == owner.username else { return .moved(to: path + request.place.query) }
        guard !owner.isSuspended else { throw PageError.gone }
        let reader = request.reader
        let standing = reader.viewer.relations?.standing(to: owner.id)
        let isShown = CollectionPolicy.canSee(listsOf: owner, standing: standing)
        var page = PeoplePage(
            frame: reader.frame,
            title: list == .followers ? localized("Followers") : localized("Following"),
            owner: AccountView(owner, services.site),
            tabs: [
                .init(
                    label: localized("Followers"),
                    url: "/@\(owner.username)/followers",
                    isCurrent: list == .followers
                ),
                .init(
                    label: localized("Following"),
                    url: "/@\(owner.username)/following",
                    isCurrent: list == .following
                ),
            ],
            lines: [],
            emptyWords: isShown ? localized("Nobody yet.") : localized("This account does not show these lists.")
        )
        if isShown {
            let (rows, slice) = try await rows(list, of: owner.id, request, path)
            guard !slice.isTop else { return .redirect(path) }
            page.lines = try await lines(rows, for: reader)
            (page.newerURL, page.olderURL) = (slice.newerURL, slice.olderURL)
        }
        return self.page(renderer.page(page), page.frame)
    }

    func followRequests(_ request: PageRequest) async throws -> PageAnswer {
        try await own(
            .followRequests,
            localized("Follow requests"),
            localized("They ask to follow you. Who is refused is not told."),
            localized("Nobody is waiting."),
            "/follow_requests",
            request
        ) { id in
            [
                .init(label: localized("Accept"), act: "accept.\(id)", isQuiet: false),
                .init(label: localized("Refuse"), act: "reject.\(id)"),
            ]
        }
    }

    func blocks(_ request: PageRequest) async throws -> PageAnswer {
        try await own(
            .blocks,
            localized("Blocked accounts"),
            localized("Neither of you sees the other, and they are not told."),
            localized("You have blocked nobody."),
            "/blocks",
            request
        ) { [.init(label: localized("Unblock"), act: "unblock.\($0)")] }
    }

    func mutes(_ request: PageRequest) async throws -> PageAnswer {
        try await own(
            .mutes,
            localized("Muted accounts"),
            localized("You see nothing of them in your timelines, and they are not told."),
            localized("You have muted nobody."),
            "/mutes",
            request
        ) { [.init(label: localized("Unmute"), act: "unmute.\($0)")] }
    }

    private func own(
        _ list: RelationshipList,
        _ title: String,
        _ hint: String,
        _ emptyWords: String,
        _ path: String,
        _ request: PageRequest,
        _ buttons: (Int64) -> [PeoplePage.Button]
    ) async throws -> PageAnswer {
        guard let owner = request.reader.viewer.accountID else { return request.toSignIn }
        let (ids, slice) = try await rows(list, of: owner, request, path)
        guard !slice.isTop else { return .redirect(path) }
        let known = try await services.accounts.accounts(ids)
        var page = PeoplePage(frame: request.reader.frame, title: title, hint: hint, lines: [], emptyWords: emptyWords)
        page.lines = ids.compactMap { id in
            guard let account = known[id]?.account, !account.isSuspended else { return nil }
            return .init(account: AccountView(account, services.site), buttons: buttons(id))
        }
        (page.newerURL, page.olderURL) = (slice.newerURL, slice.olderURL)
        return self.page(renderer.page(page), page.frame)
    }

    /// Accounts of a page of a list; it pages by the cursors of the rows.
    private func rows(
        _ list: RelationshipList,
        of owner: Int64,
        _ request: PageRequest,
        _ path: String
    ) async throws -> ([Int64], ListSlice) {
        let place = request.place
        let read = try await services.accounts(in: list, of: owner, place.bounds(showing: Pages.peopleShown))
        let slice = ListSlice(read.map(\.cursor), at: place, showing: Pages.peopleShown, path: path)
        let shown = Set(slice.ids)
        return (read.filter { shown.contains($0.cursor) }.map(\.item), slice)
    }

    /// People with a button to follow them or not.
    func lines(_ ids: [Int64], for reader: PageReader) async throws -> [PeoplePage.Line] {
        let known = try await services.accounts.accounts(ids)
        var relationships: [Int64: Relationship] = [:]
        if let viewer = reader.viewer.accountID {
            let found = try await services.relationships(of: viewer, to: ids.filter { $0 != viewer })
            for relationship in found { relationships[relationship.targetID] = relationship }
        }
        return ids.compactMap { id in
            guard let cached = known[id], !cached.account.isSuspended, reader.viewer.relations?.hides(id) != true else {
                return nil
            }
            var line = PeoplePage.Line(account: AccountView(cached.account, services.site))
            line.said = relationships[id]?.followedBy == true ? localized("Follows you") : nil
            if let relationship = relationships[id], !relationship.blockedBy {
                let view = RelationshipView(relationship: relationship, isLocked: cached.account.isLocked)
                line.buttons = [view.button]
            }
            return line
        }
    }
}
