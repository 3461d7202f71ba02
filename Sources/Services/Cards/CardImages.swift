// The pictures of cards: made small and kept here, since one that is shown from elsewhere would tell it who reads; gone when
// no status has the card any more.

internal import Basics
internal import Domain
internal import Media
internal import Storage

extension Services {
    /// Whatever a server calls it: what it is, the bytes say.
    private static let pictureTypes = FileFormat.allCases.filter(\.isImage).flatMap(\.types) + ["*/*"]

    /// The picture at an address, made small and stored; nil where there is none that can be shown. Throws
    /// `MediaError.busy` where it can be tried again soon.
    func cardImage(at url: String?, _ fetchPage: PageFetch) async throws -> CardImage? {
        guard let url, let workshop = media else { return nil }
        do {
            let most = limits.media.cardImageBytes
            // The byte too many tells that there are more.
            let page = try await fetchPage(url, Services.pictureTypes, most + 1)
            guard page.body.count <= most, FileFormat.sniff(page.body)?.isImage == true else { return nil }
            let file = try IncomingFile(page.body, in: workshop.arriving)
            return try await workshop.working { folder in
                let made = try await workshop.processor.thumbnail(file.path, for: 0, in: folder)
                let kept = try await workshop.keep(nil, preview: made.file, in: "cards")
                return kept.preview.map { CardImage(path: $0, size: made.size, blurhash: made.blurhash) }
            }
        } catch is FetchRefusal {
            return nil
        } catch let error as MediaError {
            // A card without a picture is better than none.
            if case .storage = error { workshop.report("A card stays without its picture: \(error)") }
            if case .busy = error { throw error }
            return nil
        }
    }

    /// Lets go of pictures a day after the last status has let go of their cards.
    public func purgeCardImages() async throws {
        let before = clock.now() - .seconds(limits.media.looseSeconds)
        while true {
            let looked = try await change { change -> Int in
                let (looked, dropped) = try CardQueries.dropImages(
                    releasedBefore: before,
                    limit: 100,
                    change.connection
                )
                for id in dropped { change.record(.cardChanged(id: id)) }
                return looked
            }
            guard looked == 100 else { break }
        }
        try await removeFiles()
    }
}
