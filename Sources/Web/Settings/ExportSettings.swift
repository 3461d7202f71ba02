// /settings/export: lists to take along.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func showExports(_ visit: Visit) async throws -> PageAnswer {
    guard visit.session != nil else { return visit.toSignIn }
    let words: [TakeoutKind: (String, String)] = [
        .follows: ("Whom you follow", "With their reblogs, notifications and languages."),
        .lists: ("Your lists", "Each with who is in it."),
        .blocks: ("Whom you block", "One address a line."),
        .mutes: ("Whom you mute", "And whether their notifications are hidden."),
        .domains: ("Servers you block", "One name a line."),
        .bookmarks: ("Your bookmarks", "One address of a post a line."),
    ]
    let page = FormPage(
        frame: visit.frame(returnTo: visit.path),
        title: "Take your data along",
        paragraphs: ["These are files of comma-separated values, as Mastodon and other servers read them."],
        links: TakeoutKind.allCases.compactMap { kind in
            words[kind].map { FormPage.Link("/settings/export/\(kind.rawValue).csv", $0.0, $0.1) }
        } + [
            .init("/settings/archive", "Your archive", "All that you have written, with its pictures, in one file."),
            .init("/settings", "All settings", "Go back."),
        ]
    )
    return .page(visit.pages.form(page))
}

@Sendable func sendExport(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let name = visit.path.split(separator: "/").last ?? ""
    guard name.hasSuffix(".csv"), let kind = TakeoutKind(rawValue: String(name.dropLast(4))) else {
        throw ServiceError.notFound
    }
    var answer = PageAnswer.download("\(kind.rawValue).csv", type: "text/csv; charset=utf-8")
    answer.html = try await visit.services.export(kind, of: session.accountID)
    return answer
}
