// /auth/passkey: signing in with a passkey, by a form that Assets/passkey.js fills in.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let passkeyPages: [AuthPages.Route] = [
    .init(method: .post, path: path, handler: takePasskey, isForNewcomers: true, isForSuspended: true),
    .init(
        method: .post,
        path: "\(path)/challenge",
        handler: giveChallenge,
        isForNewcomers: true,
        isForSuspended: true
    ),
]

private let path = "/auth/passkey"

/// Asked for when somebody presses the button: a page may be open for longer than a challenge is good.
@Sendable private func giveChallenge(_ request: FormRequest) async throws -> PageAnswer {
    guard request.hasFormProof else { return request.failure(.unprocessableContent) }
    return .part(request.services.passkeyChallenge(in: request.formSecret))
}

@Sendable private func takePasskey(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.form["return_to"])
    var page = try await signInPage(request, back)
    if let refusal = request.refusal(of: .signIn) {
        page.error = refusal.sentence
        return request.formPage(request.pages.signIn(page), status: refusal.status)
    }
    let answer = PasskeyAnswer(
        id: request.form["credential"] ?? "",
        clientData: request.form["client_data"] ?? "",
        authenticatorData: request.form["authenticator_data"] ?? "",
        signature: request.form["signature"] ?? "",
        userHandle: request.form["user_handle"] ?? ""
    )
    guard !answer.id.isEmpty else {
        page.error = localized("A passkey needs JavaScript here. Please sign in with your password.")
        return request.formPage(request.pages.signIn(page), status: .unprocessableContent)
    }
    do {
        let new = try await request.services.signIn(passkey: answer, in: request.formSecret)
        return try await request.beginning(new, at: back)
    } catch ServiceError.forbidden(let sentence) {
        page.error = errorWords(sentence)
        return request.formPage(request.pages.signIn(page), status: .unprocessableContent)
    } catch ServiceError.tooManyAttempts {
        page.error = localized("These were too many attempts. Please wait an hour, then try again.")
        return request.formPage(request.pages.signIn(page), status: .tooManyRequests)
    }
}
