// Another end for a call.

public import Basics
public import Domain
internal import Storage

extension Services {
    /// Has a call end at another moment, also one whose time is over; one that its author closed stays closed. Only its author may.
    ///
    /// - Parameter end: a year from now where nil.
    public func extendCall(_ id: Int64, to end: Timestamp? = nil, by account: Int64) async throws -> Call {
        let call = try await call(id)
        guard call.accountID == account else { throw ServiceError.notAllowed }
        let end = end ?? clock.now() + Call.usualTime
        if let problem = CallDraft.problem(ofEnd: end, at: clock.now()) { throw ServiceError.invalid(problem) }
        let sender = try await sender(ofStatus: id)
        try await change { change in
            guard try CallQueries.setEnd(end, of: id, change.connection) else { throw ServiceError.callIsClosed }
            try PollQueries.setEnd(end, of: call.pollID, change.connection)
            change.record(.pollChanged(call.pollID))
            try change.record(.statusEdited(id: id, account: account), sentBy: sender)
        }
        return try await self.call(id)
    }
}
