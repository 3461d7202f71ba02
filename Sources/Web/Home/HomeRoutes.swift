// /home, /public/local, /public and /lists/id: what who is signed in reads.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    private enum Timeline: Equatable {
        case home
        case local
        case everywhere
        case list(Int64)

        var isPublic: Bool { self == .local || self == .everywhere }

        var path: String {
            switch self {
            case .home: "/home"
            case .local: "/public/local"
            case .everywhere: "/public"
            case .list(let id): "/lists/\(id)"
            }
        }
    }

    func home(_ request: PageRequest) async throws -> PageAnswer { try await timeline(.home, request) }

    func local(_ request: PageRequest) async throws -> PageAnswer { try await timeline(.local, request) }

    func everywhere(_ request: PageRequest) async throws -> PageAnswer { try await timeline(.everywhere, request) }

    func list(_ request: PageRequest) async throws -> PageAnswer {
        guard let id = request.pathID else { throw ServiceError.notFound }
        return try await timeline(.list(id), request)
    }

    /// `/home/newer?min_id=…`: how many posts are newer than one, at most as many as a page has.
    func newer(_ request: PageRequest) async throws -> PageAnswer {
        guard let relations = request.reader.viewer.relations else { throw ServiceError.notFound }
        let since = request.queryID("min_id") ?? 0
        let bounds = PageBounds(sinceID: since, limit: Pages.listLength)
        let read = try await services.timelines.home(of: relations, bounds)
        var json = JSONWriter()
        json.beginObject()
        json.field("count", read.items.count { $0 > since })
        json.endObject()
        var answer = PageAnswer(status: .ok, headers: [.contentType: "application/json; charset=utf-8"])
        answer.html = String(decoding: json.bytes, as: UTF8.self)
        return answer
    }

    private func timeline(_ timeline: Timeline, _ request: PageRequest) async throws -> PageAnswer {
        guard let session = request.reader.session, let relations = request.reader.viewer.relations else {
            return request.toSignIn
        }
        let length = request.place == .newest ? Pages.firstLength : Pages.listLength
        let bounds = request.place.bounds(showing: length)
        var title = localized("Home")
        let read: Page<Int64>
        switch timeline {
        case .home: read = try await services.timelines.home(of: relations, bounds)
        case .local:
            title = localized("This server")
            read = try await services.timelines.publicTimeline(bounds, from: .local)
        case .everywhere:
            title = localized("All servers")
            read = try await services.timelines.publicTimeline(bounds)
        case .list(let id):
            let members = try await services.list(id, of: session.accountID)
            title = members.list.title
            read = try await services.timelines.list(members, of: relations, bounds)
        }
        let slice = ListSlice(read, at: request.place, showing: length, path: timeline.path)
        guard !slice.isTop else { return .redirect(timeline.path) }
        let views = try await services.statusViews(slice.ids, for: request.reader.viewer)
        var page = TimelinePage(
            frame: request.reader.frame.leavable(views.concernSensitiveCall),
            title: title,
            tabs: try await tabs(around: timeline, titled: title, session.accountID),
            statuses: views.list(
                slice.ids,
                in: timeline.isPublic ? .publicPlace : .list,
                filtering: timeline.isPublic ? .public : .home,
                anchored: true
            ),
            emptyWords: timeline == .home
                ? localized("Follow people and tags, and their posts appear here. “Explore” shows what is going on.")
                : localized("Nothing has been posted here yet."),
            newerURL: slice.newerURL,
            olderURL: slice.olderURL
        )
        if request.place == .newest {
            if timeline == .home {
                page.newerCountURL = "/home/newer?min_id=\(slice.ids.first ?? 0)"
                page.steps = try await firstSteps(session, relations, isEmpty: slice.ids.isEmpty)
            }
            if !session.isNewcomer {
                var form = ComposeForm()
                (form.visibility, form.isSensitive) = (session.user.defaultVisibility, session.user.defaultSensitive)
                form.returnTo = timeline.path
                page.box = try await services.composeBox(form, of: session, isSmall: true)
            }
        }
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        // Nothing of a sensitive call is kept for who reads offline (sw.js; docs/decisions/0007).
        if timeline == .home, request.place == .newest, !page.frame.canBeLeft {
            answer.headers[.chorusOffline] = "keep"
        }
        return answer
    }

    /// Posts on the first page of a timeline: with the form and the styles it is to stay below 60 KB.
    private static let firstLength = 11
    /// How long somebody is new.
    private static let newcomerDays = 30

    /// What somebody new does first, until all of it is done; also where a home is empty later.
    private func firstSteps(
        _ session: Session,
        _ relations: ReaderRelations,
        isEmpty: Bool
    ) async throws -> [TimelinePage.Step] {
        guard let cached = try await services.accounts.account(session.accountID, for: session.accountID) else {
            return []
        }
        let (account, counters) = (cached.account, cached.counters)
        let isNew = account.createdAt + .seconds(Pages.newcomerDays * 86_400) > services.clock.now()
        guard isNew || isEmpty else { return [] }
        let steps = [
            TimelinePage.Step(
                title: localized("Say who you are"),
                hint: localized("A name and a picture. It need not be your real name."),
                url: "/settings/profile",
                isDone: !account.displayName.isEmpty || account.avatar != nil
            ),
            TimelinePage.Step(
                title: localized("Follow people and tags"),
                hint: localized("Their posts appear here, and nobody else decides which."),
                url: "/explore/people",
                isDone: counters.following > 0 || !relations.choices.followedTags.isEmpty
            ),
            TimelinePage.Step(
                title: localized("Post something, or answer a call"),
                hint: localized(
                    "You can also answer a call silently: you are counted, and nobody sees that it was you."
                ),
                url: "/calls",
                // Not by a silent answer: what is done would tell of it to whoever looks at the screen.
                isDone: counters.statuses > 0
            ),
        ]
        return steps.allSatisfy(\.isDone) ? [] : steps
    }

    /// More of each are a page of their own.
    private static let tabsShown = 8

    private func tabs(
        around current: Timeline,
        titled title: String,
        _ account: Int64
    ) async throws -> [TimelinePage.Tab] {
        let most = Pages.tabsShown
        let (lists, tags) = try await services.ownTimelines(of: account, tags: most)
        var tabs = [
            TimelinePage.Tab(label: localized("Home"), url: "/home", isCurrent: current == .home),
            TimelinePage.Tab(label: localized("This server"), url: "/public/local", isCurrent: current == .local),
        ]
        if services.federates || current == .everywhere {
            tabs.append(.init(label: localized("All servers"), url: "/public", isCurrent: current == .everywhere))
        }
        tabs += lists.prefix(most).map {
            TimelinePage.Tab(label: $0.title, url: "/lists/\($0.id)", isCurrent: current == .list($0.id))
        }
        if case .list(let id) = current, !lists.prefix(most).contains(where: { $0.id == id }) {
            tabs.append(TimelinePage.Tab(label: title, url: current.path, isCurrent: true))
        }
        tabs += tags.map {
            TimelinePage.Tab(label: "#\($0.name)", url: "/tags/\(PercentEncoding.encode($0.name))")
        }
        return tabs
    }
}

extension HTTPField.Name {
    /// `keep` where a service worker may keep the page.
    fileprivate static let chorusOffline = HTTPField.Name("X-Chorus-Offline") ?? .server
}
