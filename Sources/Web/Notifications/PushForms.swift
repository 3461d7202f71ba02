// POST /notifications/push: whether this browser is told of notifications while no page is open. Sent by push.js alone.

internal import Domain
internal import HTTPTypes
internal import Services

let pushForms: [AuthPages.Route] = [
    .init(method: .post, path: "/notifications/push", handler: takePush)
]

@Sendable private func takePush(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.failure(.unauthorized) }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    let isSecure = request.site.isSecure
    switch request.form["do"] {
    case "on":
        do {
            let token = try await request.services.subscribeBrowser(
                endpoint: request.form["endpoint"] ?? "",
                publicKey: request.form["p256dh"] ?? "",
                auth: request.form["auth"] ?? "",
                of: session.accountID
            )
            // In place of what this browser had.
            try await request.endPush()
            return PageAnswer.part("").setting(.push(token, isSecure: isSecure))
        } catch ServiceError.invalid {
            return request.failure(.unprocessableContent)
        }
    case "off":
        try await request.endPush()
        return PageAnswer.part("").setting(.push(nil, isSecure: isSecure))
    default: return request.failure(.unprocessableContent)
    }
}

extension FormRequest {
    /// Nobody but `account` is told with this browser any more.
    func endPush(unlessOf account: Int64? = nil) async throws {
        if let pushToken { try await services.unsubscribe(browser: pushToken, unlessOf: account) }
    }
}
