// /settings/archive: all that somebody has written, in one file.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

private func archivePage(_ visit: Visit, _ archive: ArchiveRecord?) -> FormPage {
    var page = visit.settings(
        "Your archive",
        [
            "All that you have written here, also what was for few or for one, with its pictures, films and sounds, and what "
                + "you favourited and bookmarked: one ZIP file in the form of Mastodon's archives. You can ask for it once a "
                + "week, and fetch it for a week."
        ],
        "Ask for your archive",
        []
    )
    page.links = [.init("/settings", "All settings", "Go back.")]
    guard let archive else { return page }
    let posts = Words.count(Int(clamping: archive.posts), "post", "posts")
    switch archive.state {
    case .making:
        page.paragraphs.append("Your archive is being made: \(posts) so far. You need not wait for it.")
        if archive.createdAt + Services.archivePatience > visit.services.clock.now() { page.button = nil }
    case .failed: page.error = "\(archive.reason ?? "The archive could not be made"). You can ask for it again."
    case .ready:
        page.button = nil
        let made = "Made on \(archive.createdAt.isoDate): \(posts), \(size(archive.bytes))."
        page.links.insert(.init("/settings/archive/download", "Fetch your archive", made), at: 0)
    }
    return page
}

/// In kilobytes or megabytes, rounded up.
private func size(_ bytes: Int64) -> String {
    bytes < 1 << 20 ? "\((bytes + 1023) >> 10) KB" : "\((bytes + (1 << 20) - 1) >> 20) MB"
}

@Sendable func showArchive(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let archive = try await visit.services.archive(of: session.accountID)
    let answer = PageAnswer.page(visit.pages.form(archivePage(visit, archive)))
    return archive?.state == .making ? answer.refreshing(seconds: 5) : answer
}

@Sendable func askForArchive(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let archive = try await visit.services.archive(of: session.accountID)
    var isAsked = false
    let answer = try await visit.answer(archivePage(visit, archive), asks: false) {
        try await visit.services.askForArchive(by: session.accountID)
        isAsked = true
        return ""
    }
    return isAsked ? .redirect(visit.path) : answer
}

@Sendable func sendArchive(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    do {
        let (path, archive) = try await visit.services.archiveFile(of: session.accountID)
        let name = "archive-\(archive.createdAt.isoDate)-\(visit.viewer?.username ?? "account").zip"
        var answer = PageAnswer.download(name, type: "application/zip")
        answer.file = path
        return answer
    } catch ServiceError.notFound {
        return visit.message(
            "There is no archive here.",
            "It may be older than a week, or lie on another machine of this server.",
            status: .notFound
        )
    }
}
