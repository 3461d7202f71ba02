// /api/v1/conversations, and the older /api/v1/timelines/direct.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func conversationRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/conversations", .user(.readStatuses)) { call in
        let page = try await call.services.conversations(
            of: try call.accountID(),
            try call.page(limit: 20, most: 40)
        )
        let entities = try await call.entities(page.items)
        var json = JSONWriter(capacity: 4096 * page.items.count + 16)
        json.beginArray()
        for conversation in page.items { entities.write(conversation, to: &json) }
        json.endArray()
        return Answer.json(json).linking(page, call)
    }
    table.delete("/api/v1/conversations/:id", .user(.writeConversations)) { call in
        try await call.services.deleteConversation(try call.pathID(), of: try call.accountID())
        return .empty
    }
    for (name, isUnread) in [("read", false), ("unread", true)] {
        table.post("/api/v1/conversations/:id/\(name)", .user(.writeConversations)) { call in
            let conversation = try await call.services.setConversation(
                unread: isUnread,
                try call.pathID(),
                of: try call.accountID()
            )
            var json = JSONWriter(capacity: 4096)
            try await call.entities([conversation]).write(conversation, to: &json)
            return .json(json)
        }
    }
    // The last status of each conversation, as before there were conversations.
    table.get("/api/v1/timelines/direct", .user(.readStatuses)) { call in
        let page = try await call.services.conversations(
            of: try call.accountID(),
            try call.page(limit: 20, most: 40)
        )
        var answer = try await call.statusList(page.items.map(\.lastStatusID)).linking(page, call)
        answer.headers[.deprecation] = "@1540857600"
        return answer
    }
}
