// Finding calls, and who answered them out loud.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// A call. Throws `ServiceError.notFound` where the id names none; who may see it is asked of its status.
    public func call(_ id: Int64) async throws -> Call {
        guard let call = try await database.read({ try CallQueries.calls([id], $0)[id] }) else {
            throw ServiceError.notFound
        }
        return call
    }

    /// Public calls, newest first.
    public func calls(_ request: PageBounds) async throws -> (page: Page<Int64>, calls: [Call]) {
        let unlisted = try await unlisted()
        return try await database.read { connection in
            let ids = try CallQueries.list(request, connection)
            let calls = try CallQueries.calls(ids, connection)
            // By what was read, so that what is left out does not end the list.
            let page = Page(
                items: ids.filter { !unlisted.contains(.call($0)) },
                newest: ids.first,
                oldest: ids.last,
                isFull: ids.count >= request.limit
            )
            return (page, page.items.compactMap { calls[$0] })
        }
    }

    /// Ids of the newest public calls of a tag that are open.
    public func openCalls(ofTag tag: Int64) async throws -> [Int64] {
        let (now, unlisted) = (clock.now(), try await unlisted())
        return try await database.read { try CallQueries.newest(ofTag: tag, at: now, limit: 5, $0) }
            .filter { !unlisted.contains(.call($0)) }
    }

    /// Whether one of these statuses is a sensitive call, answers one, or has the tag of one.
    public func concernSensitiveCall(_ statuses: [Int64]) async throws -> Bool {
        try await database.read { try CallQueries.concernSensitiveCall(statuses, $0) }
    }

    /// A call that the viewer may see. Throws `ServiceError.notFound` for all others.
    public func call(_ id: Int64, for viewer: Int64?) async throws -> Call {
        let kept = try await statuses.statuses([id])
        var seer = Viewer.anonymous
        if let viewer { seer = Viewer(accountID: viewer, relations: try await relations.relations(of: viewer)) }
        guard let status = kept[id], seer.sees(status, among: kept, listed: false),
            try await accounts.account(status.status.accountID, for: viewer)?.account.isSuspended == false
        else { throw ServiceError.notFound }
        return try await call(id)
    }

    /// Those of some calls that the viewer may see, in one read.
    public func calls(_ ids: [Int64], for viewer: Int64?) async throws -> [Int64: Call] {
        let kept = try await statuses.statuses(ids)
        var seer = Viewer.anonymous
        if let viewer { seer = Viewer(accountID: viewer, relations: try await relations.relations(of: viewer)) }
        let authors = try await accounts.accounts(Array(Set(kept.values.map(\.status.accountID))), for: viewer)
        let seen = ids.filter { id in
            guard let status = kept[id], seer.sees(status, among: kept, listed: false) else { return false }
            return authors[status.status.accountID]?.account.isSuspended == false
        }
        return seen.isEmpty ? [:] : try await database.read { try CallQueries.calls(seen, $0) }
    }

    /// Statuses that answer a call by people who chose to be discoverable: the newest, and the most supported.
    public func voices(ofCall call: Int64, limit: Int) async throws -> (newest: [Int64], supported: [Int64]) {
        let voices = try await database.read { try AnswerQueries.voices(of: call, among: 1000, $0) }
        let supported = voices.filter { $0.support > 0 }
            .sorted { ($0.support, $0.status) > ($1.support, $1.status) }
        return (voices.prefix(limit).map(\.status), supported.prefix(limit).map(\.status))
    }
}
