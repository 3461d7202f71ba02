// /settings/sessions: browsers that are signed in and apps with access, each to be ended.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let sessionSettings: [AuthPages.Route] = [
    .init(method: .get, path: "/settings/sessions", handler: showLogins),
    .init(method: .post, path: "/settings/sessions", handler: endLogin),
]

/// The lists.
struct LoginsPage: PageModel {
    static let template = "logins"

    struct Line: Sendable {
        var title: String
        var said: String
        /// What the form is told; nil for the browser that is used just now.
        var act: String?
    }

    var frame: Frame
    var csrf: String
    var sessions: [Line]
    var apps: [Line]

    var fields: Fields {
        func fields(_ line: Line) -> Fields {
            Fields(["title": .text(line.title), "said": .text(line.said), "act": .text(line.act)])
        }
        return Fields([
            "csrf": .text(csrf),
            "sessions": .many(sessions.map(fields)),
            "hasApps": .flag(!apps.isEmpty),
            "apps": .many(apps.map(fields)),
        ]).merging(Head(title: localized("Browsers and apps")).fields(in: frame))
    }
}

@Sendable private func showLogins(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let (sessions, apps) = try await request.services.logins(of: session.accountID)
    let page = LoginsPage(
        frame: request.frame(returnTo: "/settings/sessions"),
        csrf: session.formProof,
        sessions: sessions.map { open in
            let isThis = request.services.isSession(open, of: session.token)
            return LoginsPage.Line(
                title: isThis ? localized("This browser") : localized("A browser"),
                said: localized(
                    "Signed in since {since}, until {end} at the latest.",
                    [
                        "since": TimeView(milliseconds: open.createdAt.milliseconds).short,
                        "end": TimeView(milliseconds: open.expiresAt.milliseconds).date,
                    ]
                ),
                act: isThis ? nil : "session.\(Base64URL.encode(open.hash))"
            )
        },
        apps: apps.map { app in
            let scopes = app.scopes.split(separator: " ").map(String.init)
            let may = ScopeWords.sentences(for: scopes).map(\.text).joined(separator: "; ")
            return LoginsPage.Line(
                title: app.name,
                said: localized(
                    "Since {since}. It can: {may}.",
                    ["may": may, "since": TimeView(milliseconds: app.createdAt.milliseconds).short]
                ),
                act: "app.\(app.id)"
            )
        }
    )
    return .page(request.pages.page(page))
}

@Sendable private func endLogin(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    let parts = (request.form["do"] ?? "").split(separator: ".", maxSplits: 1)
    switch (parts.first, parts.dropFirst().first) {
    case ("session", let written?):
        guard let hash = Base64URL.decode(String(written)) else { return request.failure(.unprocessableContent) }
        try await request.services.endSession(hash: Array(hash), of: session.accountID)
    case ("app", let written?):
        guard let id = Int64(written) else { return request.failure(.unprocessableContent) }
        try await request.services.endAccess(id, of: session.accountID)
    default: return request.failure(.unprocessableContent)
    }
    return .seeOther("/settings/sessions")
}
