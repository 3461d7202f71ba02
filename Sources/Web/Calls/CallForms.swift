// The two forms of a call's page: answering silently, and taking an answer back.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let callForms: [AuthPages.Route] = [
    .init(method: .post, path: "/calls/:id/answer", handler: answerCall),
    .init(method: .post, path: "/calls/:id/withdraw", handler: withdrawAnswer),
]

@Sendable private func answerCall(_ visit: Visit) async throws -> PageAnswer {
    try await change(visit) { id, user in
        guard let answer = visit.form["answer"].flatMap({ Int($0) }) else { return nil }
        try await visit.movement.answer(id, answer, user)
        return "done=answered"
    }
}

@Sendable private func withdrawAnswer(_ visit: Visit) async throws -> PageAnswer {
    try await change(visit) { id, user in
        let deleted = try await visit.movement.withdraw(id, visit.form["delete_posts"] == "true", user)
        return "done=withdrawn" + (deleted.isEmpty ? "" : "&deleted=\(deleted.count)")
    }
}

/// Does what a form asks and leads back to the call, so that loading the page again sends nothing again.
///
/// - Parameter body: the query of the way back; nil for a form that said nothing.
private func change(_ visit: Visit, _ body: (Int64, User) async throws -> String?) async throws -> PageAnswer {
    let parts = visit.path.split(separator: "/")
    guard parts.count == 3, let id = Int64(parts[1]), id > 0 else { throw ServiceError.notFound }
    guard let session = visit.session else {
        // Signed out in another window: the page asks to sign in, and leads back.
        return .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode("/calls/\(id)"))")
    }
    guard visit.hasSessionProof else { return visit.failure(.unprocessableContent) }
    do {
        let done = try await body(id, session.user)
        return .redirect("/calls/\(id)" + (done.map { "?\($0)" } ?? "") + "#answer")
    } catch ServiceError.invalid(let sentence) {
        return visit.message("That was not counted.", sentence + ".", status: .unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        return visit.message("That was not counted.", sentence + ".", status: .forbidden)
    }
}
