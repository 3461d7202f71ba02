// /settings/archive: all that somebody has written, in one file.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

private func archivePage(_ request: FormRequest, _ archive: ArchiveRecord?) -> FormPage {
    var page = request.settings(
        localized("Your archive"),
        [
            localized(
                "All that you have written here, also what was for few or for one, with its pictures, videos and audio, and what "
                    + "you favourited and bookmarked: one ZIP file in the form of Mastodon's archives. You can ask for it once a "
                    + "week, and fetch it for a week."
            )
        ],
        localized("Ask for your archive"),
        []
    )
    page.links = [.init("/settings", localized("All settings"), localized("Go back."))]
    guard let archive else { return page }
    let posts = Words.count(Int(clamping: archive.posts), "post", "posts")
    switch archive.state {
    case .making:
        page.paragraphs.append(
            localized("Your archive is being made: {posts} so far. You need not wait for it.", ["posts": posts])
        )
        if archive.createdAt + Services.archivePatience > request.services.clock.now() { page.button = nil }
    case .failed:
        page.error =
            localized(
                "{reason}. You can ask for it again.",
                ["reason": archive.reason ?? localized("The archive could not be made")]
            )
    case .ready:
        page.button = nil
        let made = localized(
            "Made on {date}: {posts}, {size}.",
            ["date": archive.createdAt.isoDate, "posts": posts, "size": size(archive.bytes)]
        )
        page.links.insert(.init("/settings/archive/download", localized("Fetch your archive"), made), at: 0)
    }
    return page
}

/// In kilobytes or megabytes, rounded up.
private func size(_ bytes: Int64) -> String {
    bytes < 1 << 20 ? "\((bytes + 1023) >> 10) KB" : "\((bytes + (1 << 20) - 1) >> 20) MB"
}

@Sendable func showArchive(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let archive = try await request.services.archive(of: session.accountID)
    let answer = PageAnswer.page(request.pages.form(archivePage(request, archive)))
    return archive?.state == .making ? answer.refreshing(seconds: 5) : answer
}

@Sendable func askForArchive(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let archive = try await request.services.archive(of: session.accountID)
    var isAsked = false
    let answer = try await request.answer(archivePage(request, archive), asks: false) {
        try await request.services.askForArchive(by: session.accountID)
        isAsked = true
        return ""
    }
    return isAsked ? .redirect(request.path) : answer
}

@Sendable func sendArchive(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    do {
        let (path, archive) = try await request.services.archiveFile(of: session.accountID)
        let name = "archive-\(archive.createdAt.isoDate)-\(request.viewer?.username ?? "account").zip"
        var answer = PageAnswer.download(name, type: "application/zip")
        answer.file = path
        return answer
    } catch ServiceError.notFound {
        return request.message(
            localized("There is no archive here."),
            localized("It may be older than a week, or lie on another machine of this server."),
            status: .notFound
        )
    }
}
