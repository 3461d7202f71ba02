// /tags/name: the newest public posts with a hashtag, a page at a time.

internal import Basics
internal import Database
internal import Domain
internal import Services
internal import Storage

extension Pages {
    func tag(_ call: PageCall) async throws -> PageAnswer {
        let written = call.pathText("name")
        guard let tag = TagName.parse(pathSegment: written) else { throw ServiceError.notFound }
        let (path, place) = ("/tags/\(PercentEncoding.encode(tag.name))", call.place)
        guard written.utf8.elementsEqual(tag.name.utf8) else {
            return .moved(to: path + place.query)
        }
        return try await kept(.tag(tag.name, place), call) { try await self.tag(tag, place, path, call.reader) }
    }

    private func tag(_ tag: TagName, _ place: ListPlace, _ path: String, _ reader: PageReader) async throws
        -> PageAnswer
    {
        let read = try await services.tagTimeline(tag, place.request(showing: Pages.listLength))
        let slice = ListSlice(read.items, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let name = try await services.database.read { try TagQueries.displayName(tag, $0) }
        let views = try await services.statusViews(slice.ids, for: reader.viewer)
        let page = TagPage(
            frame: reader.frame,
            name: name ?? tag.name,
            statuses: views.list(slice.ids, in: .publicPlace),
            canonicalURL: services.site.tagURL(tag.name),
            newerURL: slice.newerURL,
            olderURL: slice.olderURL
        )
        return self.page(renderer.tag(page), reader)
    }
}
