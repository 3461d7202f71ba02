// Muting a thread: no more notifications of what is said in it.

internal import Domain
internal import Storage

extension Services {
    /// Mutes the thread of a status, or ends that.
    public func setThreadMute(_ isMuted: Bool, of id: Int64, by account: Int64) async throws {
        let conversation = try await visibleOriginal(id, for: account).status.conversationID
        try await change { change in
            if isMuted {
                try InteractionQueries.muteThread(conversation, by: account, change.connection)
            } else {
                try InteractionQueries.unmuteThread(conversation, by: account, change.connection)
            }
            change.tell(.threadMuteChanged(account: account, conversation: conversation))
        }
    }
}
