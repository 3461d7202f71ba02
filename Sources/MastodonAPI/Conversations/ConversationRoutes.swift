// /api/v1/conversations, and the older /api/v1/timelines/direct.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func conversationRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/conversations", .user(.readStatuses)) { request in
        let page = try await request.services.conversations(
            of: try request.accountID(),
            try request.page(limit: 20, most: 40)
        )
        let entities = try await request.entities(page.items)
        var json = JSONWriter(capacity: 4096 * page.items.count + 16)
        json.beginArray()
        for conversation in page.items where entities.shows(conversation) { entities.write(conversation, to: &json) }
        json.endArray()
        return APIResponse.json(json).linking(page, request)
    }
    table.delete("/api/v1/conversations/:id", .user(.writeConversations)) { request in
        try await request.services.deleteConversation(try request.pathID(), of: try request.accountID())
        return .empty
    }
    for (name, isUnread) in [("read", false), ("unread", true)] {
        table.post("/api/v1/conversations/:id/\(name)", .user(.writeConversations)) { request in
            let conversation = try await request.services.setConversation(
                unread: isUnread,
                try request.pathID(),
                of: try request.accountID()
            )
            var json = JSONWriter(capacity: 4096)
            try await request.entities([conversation]).write(conversation, to: &json)
            return .json(json)
        }
    }
    // The last status of each conversation, as before there were conversations.
    table.get("/api/v1/timelines/direct", .user(.readStatuses)) { request in
        let page = try await request.services.conversations(
            of: try request.accountID(),
            try request.page(limit: 20, most: 40)
        )
        var answer = try await request.statusList(page.items.map(\.lastStatusID)).linking(page, request)
        answer.headers[.deprecation] = "@1540857600"
        return answer
    }
}
