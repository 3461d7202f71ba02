// Closing a call.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Ends a call: nobody can answer it any more; taking back stays possible. Only its author may. Doing it again changes
    /// nothing.
    public func closeCall(_ id: Int64, by account: Int64) async throws -> Call {
        let call = try await call(id)
        guard call.accountID == account else { throw ServiceError.notAllowed }
        let sender = try await sender(ofStatus: id)
        try await change { change in
            guard try CallQueries.close(id, at: change.now, change.connection) else { return }
            try PollQueries.close(call.pollID, at: change.now, change.connection)
            change.record(.pollChanged(call.pollID))
            try change.record(.statusEdited(id: id, account: account), sentBy: sender)
        }
        return try await self.call(id)
    }
}
