// /@name/id/media/n: one picture of a post with its description, for whoever may see the post.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    func picture(_ request: PageRequest) async throws -> PageAnswer {
        let (kept, author) = try await status(request)
        let written = request.pathText("place")
        guard let place = Int(written), kept.media.indices.contains(place - 1), kept.media[place - 1].kind == .image
        else { throw ServiceError.notFound }
        let post = "/@\(author.username)/\(kept.status.id)"
        let path = "\(post)/media/\(place)"
        guard request.pathText("name") == author.username, request.pathText("id") == String(kept.status.id),
            written == String(place)
        else { return .moved(to: path) }
        let places = kept.media.indices.filter { kept.media[$0].kind == .image }.map { $0 + 1 }
        let number = (places.firstIndex(of: place) ?? 0) + 1
        let status = kept.status
        let isWarned = !status.spoilerText.allSatisfy(\.isWhitespace)
        let around = [status.id] + (status.inReplyToID.map { [$0] } ?? [])
        let page = PicturePage(
            frame: request.reader.frame.leavable(try await services.concernSensitiveCall(around)),
            author: AccountView(author, services.site),
            postURL: post,
            picture: AttachmentView(kept.media[place - 1], services.site, pageURL: path),
            number: number,
            count: places.count,
            previousURL: places.last { $0 < place }.map { "\(post)/media/\($0)" },
            nextURL: places.first { $0 > place }.map { "\(post)/media/\($0)" },
            warning: isWarned
                ? localized("Content warning: {text}", ["text": status.spoilerText])
                : status.isSensitive ? localized("Sensitive picture") : nil
        )
        return self.page(renderer.picture(page), page.frame)
    }
}
