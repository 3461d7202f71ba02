// The two forms of a call's page: answering silently, and taking an answer back. Both are sent to the page's own address, so that
// none says who did what.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let callForms: [AuthPages.Route] = [
    .init(method: .post, path: "/calls/:id", handler: takeCallForm, isForUnconfirmed: true)
]

@Sendable private func takeCallForm(_ visit: Visit) async throws -> PageAnswer {
    let parts = visit.path.split(separator: "/")
    guard parts.count == 2, let id = Int64(parts[1]), id > 0 else { throw ServiceError.notFound }
    guard let session = visit.session else {
        // Signed out in another window: the page asks to sign in, and leads back.
        return .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode("/calls/\(id)"))")
    }
    guard visit.hasSessionProof else { return visit.failure(.unprocessableContent) }
    do {
        let done = try await change(id, visit, session.user)
        // Back to the call by GET, so that loading the page again sends nothing again.
        var answer = PageAnswer.redirect("/calls/\(id)#figures")
        answer.status = .seeOther
        return answer.setting(.said(done?.word, isSecure: visit.site.isSecure))
    } catch ServiceError.invalid(let sentence) {
        return visit.message("That was not counted.", sentence + ".", status: .unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        return visit.message("That was not counted.", sentence + ".", status: .forbidden)
    }
}

/// Does what a form asks; nil for one that said nothing.
private func change(_ id: Int64, _ visit: Visit, _ user: User) async throws -> CallPage.Done? {
    switch visit.form["do"] {
    case "answer":
        guard let answer = visit.form["answer"].flatMap({ Int($0) }) else { return nil }
        try await visit.movement.answer(id, answer, user)
        return .answered
    case "withdraw":
        let deleted = try await visit.movement.withdraw(id, visit.form["delete_posts"] == "true", user)
        return .withdrawn(deletedPosts: deleted.count)
    default: return nil
    }
}

extension CallPage.Done {
    /// How the form's answer hands it to the next page.
    var word: String {
        switch self {
        case .answered: "1"
        case .withdrawn(let posts): "0.\(posts)"
        }
    }

    init?(word: String) {
        let parts = word.split(separator: ".", maxSplits: 1)
        switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }) {
        case ("1", nil): self = .answered
        case ("0", let posts?) where posts >= 0: self = .withdrawn(deletedPosts: posts)
        default: return nil
        }
    }
}
