// Replies whose servers ask before they pass them on (GoToSocial's interaction controls): yes with an authorization, or no.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// Somebody elsewhere wishes to reply to a post of this server. Whoever may has their reply taken in with it, if only to wait
    /// for its author's approval.
    func replyRequest(_ activity: Activity, _ sender: Sender) async throws {
        guard let request = activity.id, let object = activity.object?.id,
            let parent = try await services.status(uri: object.text), parent.status.isLocal,
            let note = try await instrumentNote(activity), note.author == sender.actor, note.inReplyTo == object
        else { throw ServiceError.notFound }
        let account = try await services.remoteAccount(uri: sender.actor.text)
        var reply: CachedStatus?
        do {
            reply = try await services.importStatus(note)
        } catch let error as ServiceError where error == .replyRefused {
            // It is told so.
        }
        if let waiting = reply?.status, waiting.approval == .waits {
            // Its author answers it, in their own time.
            if try await services.setReplyRequest(request.text, of: waiting.id) { return }
            reply = try await services.statuses.status(waiting.id)
        }
        // What was taken in for others, as a post of its own, is no reply.
        let isAllowed = reply?.status.inReplyToID == parent.status.id && reply?.status.hiddenBy == nil
        try await answer(
            request,
            .replyRequest,
            note.id,
            parent,
            allowing: isAllowed ? reply.map { .reply($0.status.id) } : nil,
            to: account,
            sender.actor
        )
    }

    /// The word of an author of this server that a reply may stand below their post: as long as it does.
    func replyAuthorization(_ request: DocumentRequest) async throws -> DocumentResponse {
        let account = try await openAccount(request).account
        guard let number = request.id(request.pathText("id")), let reply = try await services.statuses.status(number),
            let uri = reply.status.uri, reply.status.hiddenBy == nil, let object = ObjectID(uri),
            let parent = try await services.statuses.statuses([reply.status.inReplyToID].compactMap { $0 })
                .values.first(where: { $0.status.id == reply.status.inReplyToID }),
            parent.status.accountID == account.id, let target = try await notes().id(of: parent),
            let author = ObjectID(site.uri(of: account)),
            let id = ObjectID(Authorization.reply(number).address(of: author.text))
        else { throw DocumentFailure.notFound }
        let stamp = InteractionStamp(
            id: id,
            kind: .reply,
            author: author,
            interactingObject: object,
            interactionTarget: target
        )
        return .document(stamp.json(), seconds: 60)
    }
}
