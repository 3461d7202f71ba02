// /settings/export: lists to take along.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func showExports(_ request: FormRequest) async throws -> PageAnswer {
    guard request.session != nil else { return request.toSignIn }
    let words: [ImportKind: (String, String)] = [
        .follows: (localized("Whom you follow"), localized("With their boosts, notifications and languages.")),
        .lists: (localized("Your lists"), localized("Each with who is in it.")),
        .blocks: (localized("Whom you block"), localized("One address a line.")),
        .mutes: (localized("Whom you mute"), localized("And whether their notifications are hidden.")),
        .domains: (localized("Servers you block"), localized("One name a line.")),
        .bookmarks: (localized("Your bookmarks"), localized("One address of a post a line.")),
    ]
    let page = FormPage(
        frame: request.frame(returnTo: request.path),
        title: localized("Take your data along"),
        paragraphs: [localized("These are files of comma-separated values, as Mastodon and other servers read them.")],
        links: ImportKind.allCases.compactMap { kind in
            words[kind].map { FormPage.Link("/settings/export/\(kind.rawValue).csv", $0.0, $0.1) }
        } + [
            .init(
                "/settings/archive",
                localized("Your archive"),
                localized("All that you have written, with its pictures, in one file.")
            ),
            .init("/settings", localized("All settings"), localized("Go back.")),
        ]
    )
    return .page(request.pages.form(page))
}

@Sendable func sendExport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let name = request.path.split(separator: "/").last ?? ""
    guard name.hasSuffix(".csv"), let kind = ImportKind(rawValue: String(name.dropLast(4))) else {
        throw ServiceError.notFound
    }
    var answer = PageAnswer.download("\(kind.rawValue).csv", type: "text/csv; charset=utf-8")
    answer.html = try await request.services.export(kind, of: session.accountID)
    return answer
}
