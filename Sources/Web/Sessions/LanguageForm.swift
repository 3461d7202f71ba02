// /language: the switch at the foot of every page.

internal import HTTPTypes
internal import Localization
internal import Services

let languageForm: [AuthPages.Route] = [
    .init(method: .post, path: "/language", handler: chooseLanguage, isForNewcomers: true, isForSuspended: true)
]

/// No proof is asked for: a form elsewhere comes without the cookie of a session (it is `Lax`), and changes nothing but words.
@Sendable private func chooseLanguage(_ request: FormRequest) async throws -> PageAnswer {
    guard let language = InterfaceLanguage(rawValue: request.form["language"] ?? "") else {
        return request.failure(.unprocessableContent)
    }
    if let session = request.session {
        try await request.services.setLocale(language.code, of: session.accountID)
    }
    return PageAnswer.redirect(request.cameFrom.map(withoutLanguage) ?? "/")
        .setting(.language(language, isSecure: request.site.isSecure))
}

/// A page that was opened in the language of its address comes back in the one that was chosen.
private func withoutLanguage(_ path: String) -> String {
    let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return path }
    let query = FormFields(String(parts[1]))
    guard query["lang"] != nil else { return path }
    let rest = query.query(without: ["lang"])
    return rest.isEmpty ? String(parts[0]) : "\(parts[0])?\(rest)"
}
