// Lists of statuses for one viewer: what may be seen is read, and written.

internal import Basics
internal import Domain
internal import Services

extension APIRequest {
    /// Reads what shows the statuses `ids` and what they reblog, whatever the viewer may see.
    func entities(_ cached: [Int64: CachedStatus]) async throws -> StatusEntities {
        // One look at each, field by field: a copy of a status would count references of all its texts.
        var (authors, shown, cardIDs): ([Int64], [Int64], [Int64]) = ([], [], [])
        var (calls, bounded): ([Int64], [Status]) = ([], [])
        var asked: [Poll] = []
        // Most statuses look the same to everybody but for the flags.
        var needsRelations = false
        authors.reserveCapacity(cached.count)
        shown.reserveCapacity(cached.count)
        for (id, status) in cached {
            authors.append(status.status.accountID)
            if status.status.reblogOfID == nil { shown.append(id) }
            if let card = status.status.cardID { cardIDs.append(card) }
            if let poll = status.poll { asked.append(poll) }
            if status.isCall { calls.append(id) }
            if status.status.replyPolicy != .everyone { bounded.append(status.status) }
            needsRelations = needsRelations || status.status.quote != nil || status.status.quotePolicy == .followers
        }
        let cards = try await services.cards.cards(cardIDs)
        authors += cards.values.compactMap(\.card.authorID)
        let accounts = try await services.accounts.accounts(authors, for: viewerID)
        var flags: [Int64: InteractionFlags]?
        var filters: ReaderFilters?
        var replyAccess: [Int64: ReplyAccess] = [:]
        if let viewerID {
            filters = try await services.filters.filters(of: viewerID)
            let done = try await services.interactions.flags(of: viewerID, on: shown)
            flags = Dictionary(uniqueKeysWithValues: zip(shown, done))
            replyAccess = try await services.replyAccess(to: bounded, by: viewerID)
        }
        return StatusEntities(
            site: site,
            statuses: cached,
            accounts: accounts,
            flags: flags,
            filters: filters?.isEmpty == false ? filters : nil,
            viewerID: viewerID,
            polls: try await polls(asked),
            cards: cards,
            calls: try await services.magnitudes(ofCalls: calls),
            relations: needsRelations ? try await relations() : nil,
            replyAccess: replyAccess
        )
    }

    /// A list of statuses as JSON, in the order of `ids`, without those that the viewer may not see (or, where
    /// `listed`, wants not to see).
    func statusList(_ ids: [Int64], listed: Bool = true) async throws -> APIResponse {
        var json = JSONWriter(capacity: 2560 * ids.count + 16)
        try await writeStatuses(ids, listed: listed, to: &json)
        return .json(json)
    }

    /// The same for the home timeline, from which the viewer's filters take what they shall hide.
    func homeList(_ ids: [Int64]) async throws -> APIResponse {
        var json = JSONWriter(capacity: 2560 * ids.count + 16)
        try await writeStatuses(ids, to: &json, hiding: .home) { $0.sees($1, among: $2, listed: true) }
        return .json(json)
    }

    /// The statuses of one account as JSON.
    func profileList(_ ids: [Int64]) async throws -> APIResponse {
        var json = JSONWriter(capacity: 2560 * ids.count + 16)
        try await writeStatuses(ids, to: &json) { $0.seesOnProfile($1, among: $2) }
        return .json(json)
    }

    func writeStatuses(_ ids: [Int64], listed: Bool = true, to json: inout JSONWriter) async throws {
        try await writeStatuses(ids, to: &json) { $0.sees($1, among: $2, listed: listed) }
    }

    private func writeStatuses(
        _ ids: [Int64],
        to json: inout JSONWriter,
        hiding context: FilterContexts = [],
        where sees: (Viewer, CachedStatus, [Int64: CachedStatus]) -> Bool
    ) async throws {
        let cached = try await services.statuses.statuses(ids)
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        let entities = try await entities(cached)
        json.beginArray()
        for id in ids {
            guard let status = cached[id], sees(viewer, status, cached) else { continue }
            let found = entities.matches(status)
            let isHidden = found.contains { $0.filter.action == .hide && !$0.filter.contexts.isDisjoint(with: context) }
            guard !isHidden || status.status.accountID == viewerID else { continue }
            entities.write(status, to: &json, filtered: found)
        }
        json.endArray()
    }

    /// One status that the viewer may see; 404 for all others.
    func visibleStatus(_ id: Int64) async throws -> CachedStatus {
        let cached = try await services.statuses.statuses([id])
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        guard let status = try await services.status(id, among: cached, seenBy: viewer) else { throw APIError.notFound }
        return status
    }

    /// One status as JSON, as it now is.
    func statusAnswer(_ id: Int64, extra: (inout JSONWriter) -> Void = { _ in }) async throws -> APIResponse {
        let cached = try await services.statuses.statuses([id])
        guard let status = cached[id] else { throw APIError.notFound }
        return try await statusAnswer(status, among: cached, extra: extra)
    }

    /// A status that was just written.
    func statusAnswer(_ status: CachedStatus) async throws -> APIResponse {
        var cached = [status.status.id: status]
        if let quoted = status.status.quote?.quotedID {
            cached.merge(try await services.statuses.statuses([quoted])) { first, _ in first }
        }
        return try await statusAnswer(status, among: cached)
    }

    func statusAnswer(
        _ status: CachedStatus,
        among cached: [Int64: CachedStatus],
        extra: (inout JSONWriter) -> Void = { _ in }
    ) async throws -> APIResponse {
        var json = JSONWriter(capacity: 3072)
        let entities = try await entities(cached)
        guard entities.write(status, to: &json, extra: extra) else { throw APIError.notFound }
        return .json(json)
    }
}
