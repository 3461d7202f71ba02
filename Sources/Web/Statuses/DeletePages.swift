// /statuses/id/delete: asked before an own post is deleted, with the way to write it again instead.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let deleteForms: [AuthPages.Route] = [
    .init(method: .get, path: "/statuses/:id/delete", handler: askToDeleteStatus),
    .init(method: .post, path: "/statuses/:id/delete", handler: takeStatusDeletion, takesBack: { _ in true }),
]

/// The question.
struct DeletePage: PageModel {
    static let template = "delete-status"

    var frame: Frame
    var csrf: String
    var id: Int64
    var status: StatusView
    var canRedraft: Bool
    var returnTo: String

    var fields: Fields {
        Fields([
            "csrf": .text(csrf),
            "action": .href("/statuses/\(id)/delete"),
            "redraftURL": .link(canRedraft ? "/statuses/\(id)/redraft" : nil),
            "returnTo": .text(returnTo),
            "backURL": .href(returnTo),
            "about": .one(QuotedView.post(status).fields),
        ]).merging(Head(title: localized("Delete this post?")).fields(in: frame))
    }
}

@Sendable private func askToDeleteStatus(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let cached = try await request.ownStatus(of: session.accountID)
    let viewer = try await request.services.viewer(session.accountID)
    let views = try await request.services.statusViews([cached.status.id], for: viewer)
    guard let view = views.list([cached.status.id], in: .own).first else { throw ServiceError.notFound }
    let page = DeletePage(
        frame: request.frame(),
        csrf: session.formProof,
        id: cached.status.id,
        status: view,
        canRedraft: cached.poll?.isOfCall != true,
        // The page of the post itself will be gone.
        returnTo: request.cameFrom.flatMap { $0.hasPrefix(view.url) ? nil : $0 } ?? "/home"
    )
    return .page(request.pages.page(page))
}

@Sendable private func takeStatusDeletion(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    let back = LocalPath.checked(request.form["return_to"])
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    do {
        _ = try await request.services.deleteStatus(id, by: session.accountID, deletingMedia: true)
    } catch ServiceError.notFound {
        // Pressed twice, or one of somebody else's.
        guard try await request.services.statuses.status(id) == nil else { throw ServiceError.notFound }
    }
    return PageAnswer.seeOther(back).setting(.said("deleted", isSecure: request.site.isSecure))
}

extension FormRequest {
    /// The own post that the address names as `/statuses/5/…`; throws `.notFound` for those of others.
    func ownStatus(of account: Int64) async throws -> CachedStatus {
        guard let id = pathID(1), let cached = try await services.statuses.status(id),
            cached.status.accountID == account, cached.status.reblogOfID == nil
        else { throw ServiceError.notFound }
        return cached
    }
}
