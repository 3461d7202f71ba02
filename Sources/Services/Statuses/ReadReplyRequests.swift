// Replies that wait for somebody, as they are read.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// What an account is asked now, the newest reply first.
    ///
    /// - Parameter status: the only one of theirs that it is to be about; nil for all.
    public func replyRequests(
        for account: Int64,
        below status: Int64? = nil,
        _ bounds: PageBounds
    ) async throws -> Page<ReplyRequest> {
        let found = try await database.read { connection in
            guard let status else { return try ReplyRequestQueries.waiting(for: account, bounds, connection) }
            return try ReplyRequestQueries.waiting(below: status, bounds, connection).filter { $0.accountID == account }
        }
        return Page(rows: found.map { (cursor: $0.replyID, item: $0) }, bounds: bounds)
    }

    /// What an account was asked about a reply, also where it has answered.
    ///
    /// Throws `ServiceError.notFound` where it was not asked, or not yet.
    public func replyRequest(_ reply: Int64, for account: Int64) async throws -> ReplyRequest {
        guard let request = try await database.read({ try ReplyRequestQueries.request(reply, of: account, $0) }),
            let status = try await statuses.status(reply)?.status,
            status.hiddenBy == account || request.state == .approved
        else { throw ServiceError.notFound }
        return request
    }

    /// By which activity another server has asked for a reply.
    public func replyRequestURI(of reply: Int64) async throws -> String? {
        try await database.read { try ReplyRequestQueries.requests(of: reply, $0) }.compactMap(\.uri).first
    }

    /// How many replies wait for an account, but no more than `most`.
    public func waitingReplies(for account: Int64, most: Int = 100) async throws -> Int {
        try await database.read { try ReplyRequestQueries.count(for: account, most: most, $0) }
    }
}
