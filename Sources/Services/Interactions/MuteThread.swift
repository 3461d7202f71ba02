// Muting a thread: no more notifications of what is said in it.

internal import Domain
internal import Storage

extension Services {
    /// Mutes the thread of a status, or ends that.
    public func setThreadMute(_ isMuted: Bool, of id: Int64, by account: Int64) async throws {
        let status = try await isMuted ? visibleOriginal(id, for: account).status : original(id).status
        let conversation = status.conversationID
        let wasThere = try await change { change in
            if isMuted {
                try InteractionQueries.muteThread(conversation, by: account, change.connection)
            } else {
                guard try InteractionQueries.unmuteThread(conversation, by: account, change.connection) else {
                    return false
                }
            }
            change.record(.threadMuteChanged(account: account, conversation: conversation))
            return true
        }
        if !wasThere { _ = try await visibleOriginal(id, for: account) }
    }
}
