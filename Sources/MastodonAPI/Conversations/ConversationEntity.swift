// Conversation as apps read it.

internal import Basics
internal import Domain
internal import Services

/// Everything needed to write some conversations, read beforehand.
struct ConversationEntities: Sendable {
    let accounts: [Int64: CachedAccount]
    let statuses: StatusEntities
    /// Last statuses that the viewer may see.
    let visible: [Int64: CachedStatus]

    /// Whether there is anybody left in it whom the viewer may know of.
    func shows(_ conversation: Conversation) -> Bool {
        conversation.participants.isEmpty || conversation.participants.contains { accounts[$0] != nil }
    }

    func write(_ conversation: Conversation, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: conversation.id)
        json.field("unread", conversation.isUnread)
        json.array("accounts") { json in
            // Who writes to nobody talks to themselves: apps show somebody.
            let shown = conversation.participants.isEmpty ? [conversation.accountID] : conversation.participants
            for id in shown {
                if let account = accounts[id] { AccountEntity.write(account, statuses.site, to: &json) }
            }
        }
        json.key("last_status")
        if visible[conversation.lastStatusID].map({ statuses.write($0, to: &json) }) != true { json.null() }
        json.endObject()
    }
}

extension APIRequest {
    /// Reads what shows these conversations.
    func entities(_ conversations: [Conversation]) async throws -> ConversationEntities {
        let people = Set(conversations.flatMap { $0.participants + [$0.accountID] })
        let cached = try await services.statuses.statuses(conversations.map(\.lastStatusID))
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        return ConversationEntities(
            accounts: try await services.accounts.accounts(Array(people), for: viewerID),
            statuses: try await entities(cached),
            visible: cached.filter { viewer.sees($0.value, among: cached, listed: false) }
        )
    }
}
