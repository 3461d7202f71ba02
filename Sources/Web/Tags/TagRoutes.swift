// /tags/name: how large a tag is, and posts with it by people who chose to be found.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    /// Most supported posts shown.
    static let supportedLength = 3
    /// Calls shown at the top of a tag.
    private static let callsAtTag = 3

    func tag(_ request: PageRequest) async throws -> PageAnswer {
        let written = request.pathText("name")
        guard let tag = TagName.parse(pathSegment: written) else { throw ServiceError.notFound }
        let (path, place) = ("/tags/\(PercentEncoding.encode(tag.name))", request.place)
        guard written.utf8.elementsEqual(tag.name.utf8) else {
            return .moved(to: path + place.query)
        }
        return try await cached(.tag(tag.name, place), request) { try await self.tag(tag, place, path, request.reader) }
    }

    private func tag(_ tag: TagName, _ place: ListPlace, _ path: String, _ reader: PageReader) async throws
        -> PageAnswer
    {
        let read = try await services.tagTimeline(tag, place.bounds(showing: Pages.listLength))
        let slice = ListSlice(read.items, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let magnitude = try await movement.tagMagnitude(tag)
        var name = magnitude?.tag.display
        if name == nil { name = try await services.displayName(of: tag) }
        var shown = Shown(newest: slice.ids, olderURL: slice.olderURL)
        if place == .newest, let id = magnitude?.tag.id { shown = try await voices(id, path, slice) }
        let views = try await services.statusViews(shown.newest + shown.supported, for: reader.viewer)
        let asked = try await self.asked(of: magnitude?.tag.id)
        let isSensitive = views.concernSensitiveCall || asked.contains { $0.call.isSensitive }
        var page = TagPage(
            frame: reader.frame.leavable(isSensitive),
            name: name ?? tag.name,
            magnitude: magnitude,
            calls: place == .newest ? Array(asked.prefix(Pages.callsAtTag)) : [],
            supported: views.voices(shown.supported),
            statuses: views.voices(shown.newest, anchored: true),
            hasPosts: !read.items.isEmpty,
            canonicalURL: services.site.tagURL(tag.name),
            pictureURL: magnitude == nil ? nil : pictureURL(path),
            newerURL: slice.newerURL,
            olderURL: shown.olderURL
        )
        let measures = try await services.measures(onTag: tag)
        page.moderation = ModeratorsWords(measures, path: "/moderation\(path)", reader.frame)
        page.isIndexable = !measures.contains { $0.kind == .unlist }
        page.isForModerators = reader.session.map { $0.user.role != .user } ?? false
        if let relations = reader.viewer.relations {
            page.isFollowed = magnitude.map { relations.followsTag(among: [$0.tag.id]) } ?? false
        }
        var answer = self.page(renderer.tag(page), page.frame).linking(feed: page.canonicalURL + Pages.feedEnding)
        answer.runsScripts = true
        // Whoever has hidden their account sees posts that nobody else does.
        let posts = page.supported + page.statuses
        let isPrivate = page.frame.isHidden || page.isFollowed == true
        answer.isOpen = answer.isOpen || !isPrivate && posts.allSatisfy(\.isForEverybody)
        return answer
    }

    private struct Shown: Sendable {
        var newest: [Int64]
        var supported: [Int64] = []
        var olderURL: String?
    }

    /// The first page: newest voices, however far down they are, and those that others supported.
    private func voices(_ tag: Int64, _ path: String, _ slice: ListSlice) async throws -> Shown {
        let voices = try await movement.voicesOfTag(tag, Pages.listLength)
        guard let last = voices.newest.last else { return Shown(newest: [], olderURL: slice.olderURL) }
        let older = try await services.timelines.tag(tag, PageBounds(maxID: last, limit: 1))
        return Shown(
            newest: voices.newest,
            supported: Array(voices.supported.prefix(Pages.supportedLength)),
            olderURL: older.items.isEmpty ? nil : "\(path)?max_id=\(last)"
        )
    }

    /// The calls with a tag, those that most people answered first: anybody may make one, and what nobody answers should not stand at the
    /// top of a tag that others made large.
    func asked(of tag: Int64?) async throws -> [CallLine] {
        guard let tag else { return [] }
        let lines = try await lines(of: Array(try await movement.callsOfTag(tag).prefix(20)), for: nil)
        return lines.sorted { $0.people > $1.people }
    }
}

extension StatusViews {
    /// Those whose authors chose to be found, in that order.
    func voices(_ ids: [Int64], anchored: Bool = false) -> [StatusView] {
        list(
            ids.filter { id in
                statuses[id].flatMap { accounts[$0.status.accountID]?.account.isDiscoverable } ?? false
            },
            in: .publicPlace,
            filtering: .public,
            anchored: anchored
        )
    }
}
