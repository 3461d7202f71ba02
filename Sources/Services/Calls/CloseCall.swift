// Closing a call, and finding calls.

internal import Basics
internal import Database
public import Domain
public import Storage

extension Services {
    /// Ends a call: nobody can answer it any more; taking back stays possible. Only its author may. Doing it again changes
    /// nothing.
    public func closeCall(_ id: Int64, by account: Int64) async throws -> Call {
        let call = try await call(id)
        guard call.accountID == account else { throw ServiceError.notAllowed }
        try await change { change in
            guard try CallQueries.close(id, at: change.now, change.connection) else { return }
            try PollQueries.close(call.pollID, at: change.now, change.connection)
            change.tell(.pollChanged(call.pollID))
            change.tell(.statusEdited(id: id))
        }
        return try await self.call(id)
    }

    /// A call. Throws `ServiceError.notFound` where the id names none; who may see it is asked of its status.
    public func call(_ id: Int64) async throws -> Call {
        guard let call = try await database.read({ try CallQueries.calls([id], $0)[id] }) else {
            throw ServiceError.notFound
        }
        return call
    }

    /// Public calls, newest first.
    public func calls(_ request: PageRequest) async throws -> (page: Page<Int64>, calls: [Call]) {
        try await database.read { connection in
            let ids = try CallQueries.list(request, connection)
            let calls = try CallQueries.calls(ids, connection)
            return (Page(rows: ids.map { ($0, $0) }, request: request), ids.compactMap { calls[$0] })
        }
    }

    /// The newest public calls that are open.
    public func openCalls(limit: Int) async throws -> [Call] {
        let now = clock.now()
        let calls = try await calls(PageRequest(limit: min(4 * limit, 100))).calls
        return Array(calls.filter { !$0.isClosed(at: now) }.prefix(limit))
    }

    /// The newest open call of a tag; nil where there is none.
    public func call(ofTag tag: Int64) async throws -> Call? {
        let now = clock.now()
        let call = try await database.read { connection in
            try CallQueries.newest(ofTag: tag, connection).flatMap { try CallQueries.calls([$0], connection)[$0] }
        }
        return call.flatMap { $0.isClosed(at: now) ? nil : $0 }
    }

    /// Statuses that answer a call by people who chose to be discoverable: the newest, and the most supported.
    public func voices(ofCall call: Int64, limit: Int) async throws -> (newest: [Int64], supported: [Int64]) {
        let voices = try await database.read { try AnswerQueries.voices(of: call, among: 1000, $0) }
        let supported = voices.filter { $0.support > 0 }
            .sorted { ($0.support, $0.status) > ($1.support, $1.status) }
        return (voices.prefix(limit).map(\.status), supported.prefix(limit).map(\.status))
    }
}
