// Conversations follow the direct statuses of which they are made.

internal import Domain
internal import Storage

extension Change {
    /// Puts a direct status into the conversations of the people here whom it is for.
    ///
    /// - Parameter mentioned: everybody it mentions; for an edit, what it mentioned already is in `known`.
    mutating func converse(_ status: Status, mentioned: [Mention], known: [Mention] = []) throws {
        guard status.visibility == .direct else { return }
        let everybody = mentioned.map(\.accountID)
        var here = Set(mentioned.filter { $0.domain.isEmpty && !known.contains($0) }.map(\.accountID))
        if status.isLocal, known.isEmpty { here.insert(status.accountID) }
        // In one order for all transactions.
        for account in here.sorted() {
            let isOwn = account == status.accountID
            if !isOwn {
                let standing = try RelationshipQueries.standing(
                    of: account,
                    to: status.accountID,
                    now: now,
                    connection
                )
                guard standing.isDisjoint(with: [.blocks, .isBlocked, .mutes]) else { continue }
            }
            let id = try ConversationQueries.add(
                status: status.id,
                ofThread: status.conversationID,
                to: account,
                with: Conversation.participants(author: status.accountID, mentioned: everybody, for: account),
                isUnread: !isOwn,
                connection
            )
            record(.conversationChanged(account: account, conversation: id))
        }
    }

    /// Takes a direct status out of all conversations, before it is deleted.
    mutating func endTalk(of status: Status) throws {
        guard status.visibility == .direct else { return }
        for (id, account) in try ConversationQueries.remove(status: status.id, connection) {
            record(.conversationChanged(account: account, conversation: id))
        }
    }
}
