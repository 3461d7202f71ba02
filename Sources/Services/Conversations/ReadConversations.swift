// Conversations: read, marked, put away.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page of an account's conversations, those with the newest last status first.
    public func conversations(of account: Int64, _ request: PageBounds) async throws -> Page<Conversation> {
        try await database.read {
            Page(
                rows: try ConversationQueries.list(of: account, request, $0).map { ($0.lastStatusID, $0) },
                bounds: request
            )
        }
    }

    /// One of an account's conversations; nil where it has none of that id.
    public func conversation(_ id: Int64, of account: Int64) async throws -> Conversation? {
        try await database.read { try ConversationQueries.conversation(id, of: account, $0) }
    }

    /// Marks a conversation as read or unread, and returns it.
    public func setConversation(unread isUnread: Bool, _ id: Int64, of account: Int64) async throws -> Conversation {
        try await change { change in
            guard try ConversationQueries.setUnread(isUnread, id, of: account, change.connection),
                let conversation = try ConversationQueries.conversation(id, of: account, change.connection)
            else { throw ServiceError.notFound }
            change.record(.conversationChanged(account: account, conversation: id))
            return conversation
        }
    }

    /// Takes a conversation off the account's list; its statuses stay, and a new one begins it anew.
    public func deleteConversation(_ id: Int64, of account: Int64) async throws {
        try await change { change in
            guard try ConversationQueries.delete(id, of: account, change.connection) else {
                throw ServiceError.notFound
            }
            change.record(.conversationChanged(account: account, conversation: id))
        }
    }
}
