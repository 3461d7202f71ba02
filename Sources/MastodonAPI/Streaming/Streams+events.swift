// What is told of each event, and to whom.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import NIOCore
internal import Services
internal import Streaming

extension Streams {
    func write(_ event: DomainEvent, _ rhythm: inout PollRhythm) async throws {
        switch event {
        case .statusPosted(let entry, let tagIDs, let mentioned):
            let kept = try await services.statuses.statuses([entry.id])
            guard let status = kept[entry.id] else { return }
            let streamed = StreamedStatus(
                entry,
                isLocal: status.status.isLocal,
                tags: tagIDs.isEmpty ? [] : status.tags,
                mentioned: mentioned
            )
            try await tell("update", of: status, among: kept, streamed)
        case .statusEdited(let id): try await tellEdit(id)
        case .statusDeleted(let entry, let tagIDs):
            var message = StreamMessage(deleted: entry.id)
            for home in hub.homes(losing: entry) { message.tell(home.listeners) }
            message.tell(hub.listeners(losing: entry, tags: try await services.names(ofTags: tagIDs)))
        case .notified(let account, let notification): try await tell(notification, to: account)
        case .pollChanged(let poll): rhythm.change(poll)
        case .relationshipChanged(let account, let target):
            for account in [account, target] where hub.listens(account) {
                hub.know(try await services.relations.relations(of: account))
            }
        case .tokenRevoked(let hash): for subscriber in hub.subscribers(withToken: hash) { subscriber.end(.notAllowed) }
        case .userChanged(let account):
            for subscriber in hub.subscribers(of: account) where try await !mayListen(subscriber) {
                subscriber.end(.notAllowed)
            }
        default: break
        }
    }

    /// Whether what a connection came with still holds.
    func mayListen(_ subscriber: StreamSubscriber<ByteBuffer>) async throws -> Bool {
        guard let grant = try await services.grants.grant(hash: subscriber.tokenHash) else { return false }
        return (try? grant.checkLogin()) != nil
    }

    /// A status as it now is: after an edit, or when its numbers have changed.
    func tellEdit(_ id: Int64) async throws {
        let kept = try await services.statuses.statuses([id])
        guard let status = kept[id], let author = try await services.accounts.account(status.status.accountID) else {
            return
        }
        let isCounted = !author.account.isSilenced && !author.account.isSuspended
        let streamed = StreamedStatus(
            TimelineEntry(status.status, reblogged: status.status.reblogOfID.flatMap { kept[$0]?.status }),
            isLocal: status.status.isLocal,
            tags: isCounted && status.status.visibility == .public ? status.tags : [],
            mentioned: status.mentions.map(\.accountID)
        )
        try await tell("status.update", of: status, among: kept, streamed)
    }

    private func tell(
        _ event: StaticString,
        of status: KeptStatus,
        among kept: [Int64: KeptStatus],
        _ streamed: StreamedStatus
    ) async throws {
        let listeners = hub.listeners(showing: streamed)
        if !listeners.isEmpty, let bytes = try await entity(status, among: kept, for: nil) {
            var message = StreamMessage(event, bytes)
            message.tell(listeners)
        }
        for home in hub.homes(taking: streamed) {
            guard let listener = home.listeners.first, let bytes = try await entity(status, among: kept, for: listener)
            else { continue }
            var message = StreamMessage(event, bytes)
            message.tell(home.listeners)
        }
    }

    /// A status as JSON: without what depends on the viewer, or with all that it is for a listener.
    private func entity(
        _ status: KeptStatus,
        among kept: [Int64: KeptStatus],
        for listener: StreamHub<ByteBuffer>.Listener?
    ) async throws -> [UInt8]? {
        var grant: Grant?
        if let listener {
            grant = try await services.grants.grant(hash: listener.subscriber.tokenHash)
            guard grant != nil else { return nil }
        }
        var json = JSONWriter(capacity: 3072)
        guard try await APICall(services, for: grant).entities(kept).write(status, to: &json) else { return nil }
        return json.bytes
    }

    private func tell(_ notification: Int64, to account: Int64) async throws {
        let listeners = hub.listeners(to: [.notifications(account)])
        guard let listener = listeners.first,
            let grant = try await services.grants.grant(hash: listener.subscriber.tokenHash)
        else { return }
        let record: NotificationRecord
        do {
            record = try await services.notification(notification, of: account)
        } catch ServiceError.notFound {
            // Withdrawn meanwhile.
            return
        }
        let relations = try await services.relations.relations(of: account)
        guard !relations.hidesNotifications(from: record.fromAccountID) else { return }
        var json = JSONWriter(capacity: 4096)
        guard try await APICall(services, for: grant).entities([record]).write(record, to: &json) else { return }
        var message = StreamMessage("notification", json.bytes)
        message.tell(listeners)
    }
}

extension APICall {
    /// No request, but a look at entities as one with a token would have it.
    init(_ services: Services, for grant: Grant?) {
        self.init(
            services: services,
            grant: grant,
            parameters: Parameters(),
            path: "",
            query: nil,
            headers: [:],
            pathValues: [:]
        )
    }
}
