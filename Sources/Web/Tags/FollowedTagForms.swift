// Tags that one follows: the button on a tag's page, and /followed_tags.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let followedTagForms: [AuthPages.Route] = [
    .init(method: .post, path: "/tags/:name", handler: takeButton),
    .init(method: .get, path: "/followed_tags", handler: showTags),
    .init(method: .post, path: "/followed_tags", handler: takeTag, words: written("tag")),
]

@Sendable private func takeButton(_ request: FormRequest) async throws -> PageAnswer {
    let written = request.path.dropFirst("/tags/".utf8.count)
    guard let tag = TagName.parse(pathSegment: PercentEncoding.decode(String(written))) else {
        throw ServiceError.notFound
    }
    let back = "/tags/\(PercentEncoding.encode(tag.name))"
    guard let session = request.session else { return request.toSignIn(back: back) }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    do {
        if request.form["do"] == "unfollow" {
            try await request.services.unfollowTag(tag, by: session.accountID)
        } else {
            try await request.services.followTag(tag, by: session.accountID)
        }
    } catch ServiceError.invalid(let sentence) {
        return request.message(
            localized("That was not possible."),
            errorWords(sentence),
            status: .unprocessableContent,
            back: back
        )
    }
    return .seeOther(back)
}

private func tagsPage(_ request: FormRequest, _ session: Session) async throws -> FormPage {
    let most = PageBounds(limit: request.services.limits.followedTags)
    let tags = try await request.services.followedTags(by: session.accountID, most).items
    var page = request.settings(
        localized("Followed tags"),
        [localized("Public posts with these tags stand in your home timeline, whoever wrote them.")],
        localized("Follow this tag"),
        [.init("tag", localized("Another tag"), .text, value: request.form["tag"] ?? "", isRequired: true)]
    )
    page.links = tags.map {
        .init(
            "/tags/\(PercentEncoding.encode($0.name))",
            "#\($0.name)",
            localized("Open it to see its posts, or to unfollow it.")
        )
    }
    return page
}

@Sendable private func showTags(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.form(try await tagsPage(request, session)))
}

@Sendable private func takeTag(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var isDone = false
    let answer = try await request.answer(try await tagsPage(request, session), asks: false) {
        let written = String(ProfileLine.line(request.form["tag"] ?? "").drop { $0 == "#" })
        guard let tag = TagName.parse(pathSegment: written) else { throw ServiceError.invalid("That is not a tag") }
        try await request.services.followTag(tag, by: session.accountID)
        isDone = true
        return ""
    }
    return isDone ? .seeOther("/followed_tags") : answer
}
