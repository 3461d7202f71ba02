// /api/v1/interaction_requests: replies that wait for the account's approval, in GoToSocial's form. The id is that of the reply.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func interactionRequestRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/interaction_requests", .user(.readNotifications)) { request in
        let account = try request.accountID()
        let bounds = try request.page(limit: 40, most: 80)
        let status = try request.parameters.id("status_id")
        // Favourites and reblogs need no approval here.
        guard try request.parameters.bool("replies") != false else { return .json(try await request.list([])) }
        let page = try await request.services.replyRequests(for: account, below: status, bounds)
        return .json(try await request.list(page.items)).linking(page, request, previous: "min_id")
    }
    table.get("/api/v1/interaction_requests/:id", .user(.readNotifications)) { request in
        try await request.interactionRequest(try request.pathID())
    }
    act("authorize") { try await $0.approveReply($1, by: $2) }
    act("reject") { try await $0.keepReplyOut($1, by: $2) }

    func act(
        _ name: String,
        _ perform: @escaping @Sendable (Services, _ reply: Int64, _ account: Int64) async throws -> Void
    ) {
        table.post("/api/v1/interaction_requests/:id/\(name)", .user(.writeStatuses)) { request in
            let id = try request.pathID()
            try await perform(request.services, id, try request.accountID())
            return try await request.interactionRequest(id)
        }
    }
}

extension APIRequest {
    fileprivate func interactionRequest(_ reply: Int64) async throws -> APIResponse {
        let request = try await services.replyRequest(reply, for: try accountID())
        var json = JSONWriter(capacity: 8192)
        let (statuses, entities) = try await shown(in: [request])
        guard InteractionRequestEntity(request, statuses)?.write(entities, to: &json) == true else {
            throw APIError.notFound
        }
        return .json(json)
    }

    fileprivate func list(_ requests: [ReplyRequest]) async throws -> JSONWriter {
        var json = JSONWriter(capacity: 6144 * requests.count + 16)
        let (statuses, entities) = try await shown(in: requests)
        json.beginArray()
        for request in requests { _ = InteractionRequestEntity(request, statuses)?.write(entities, to: &json) }
        json.endArray()
        return json
    }

    /// What is asked about, and what it answers, as far as the account may see it.
    private func shown(in requests: [ReplyRequest]) async throws -> ([Int64: CachedStatus], StatusEntities) {
        let read = try await services.statuses.statuses(requests.flatMap { [$0.replyID, $0.targetID] })
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        let seen = read.filter { viewer.sees($0.value, among: read, listed: false) }
        return (seen, try await entities(seen))
    }
}

/// A reply that waits, or waited, for the viewer.
private struct InteractionRequestEntity {
    let request: ReplyRequest
    let reply: CachedStatus
    let target: CachedStatus

    init?(_ request: ReplyRequest, _ statuses: [Int64: CachedStatus]) {
        guard let reply = statuses[request.replyID], let target = statuses[request.targetID] else { return nil }
        (self.request, self.reply, self.target) = (request, reply, target)
    }

    /// Returns false, and writes nothing, where an author is gone.
    func write(_ entities: StatusEntities, to json: inout JSONWriter) -> Bool {
        guard let author = entities.accounts[reply.status.accountID], !author.account.isSuspended,
            entities.accounts[target.status.accountID] != nil
        else { return false }
        json.beginObject()
        json.field("id", id: request.replyID)
        json.field("type", "reply")
        json.field("created_at", reply.status.createdAt)
        json.key("account")
        AccountEntity.write(author, entities.site, to: &json)
        json.key("status")
        entities.write(target, to: &json)
        json.key("reply")
        entities.write(reply, to: &json)
        // One that was let in and hidden later is out again.
        let isOut = request.state == .keptOut || reply.status.hiddenBy == request.accountID
        if let moment = request.decidedAt {
            if isOut { json.field("rejected_at", moment) } else { json.field("accepted_at", moment) }
        }
        json.endObject()
        return true
    }
}
