// What is told of each event, and to whom.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Logging
internal import NIOCore
internal import Services
internal import Streaming

extension Streams {
    func write(_ event: DomainEvent, _ rhythm: inout PollRhythm) async throws {
        if let (entry, tagIDs, mentioned) = event.posted { return try await tell(of: entry, tagIDs, mentioned) }
        if let (entry, tagIDs) = event.withdrawn { return try await withdraw(entry, tagIDs) }
        // Whoever listens does not learn that a reply is kept out: nothing they see has changed.
        if case .replyKeptOut = event { return }
        if let id = event.changedStatus { return try await tellEdit(id) }
        if let (account, target) = event.changedRelationship {
            for account in [account, target] { await refresh(account) }
            return
        }
        if let account = event.moderatedAccount {
            await showOut(account)
            return try await withdraw(statusesOf: account)
        }
        switch event {
        case .notified(let account, let notification): try await tell(notification, to: account)
        case .pollChanged(let poll): rhythm.change(poll)
        case .listChanged(let account, let list):
            await renew(list: list)
            await refresh(account)
        case .tagChoiceChanged(let account, _), .domainBlockChanged(let account, _): await refresh(account)
        case .notificationsMerged(let account):
            // Mastodon's payload, which says nothing.
            var message = StreamMessage("notifications_merged", Array("1".utf8))
            message.tell(hub.listeners(to: [.notifications(account)]))
        case .filtersChanged(let account):
            var message = StreamMessage("filters_changed", nil)
            message.tell(hub.listeners(to: [.settings(account)]))
        case .conversationChanged(let account, let conversation):
            try await tell(conversation: conversation, to: account)
        case .announcementPublished, .announcementDeleted, .announcementReaction: try await announce(event)
        case .tokenRevoked(let hash): for subscriber in hub.subscribers(withToken: hash) { subscriber.end(.notAllowed) }
        case .userChanged(let account): await showOut(account)
        case .eventsMissed:
            for account in hub.accounts {
                await refresh(account)
                await showOut(account)
            }
            for list in hub.lists { await renew(list: list) }
        default: break
        }
    }

    private func tell(of entry: TimelineEntry, _ tagIDs: [Int64], _ mentioned: [Int64]) async throws {
        let cached = try await services.statuses.statuses([entry.id])
        guard let status = cached[entry.id] else { return }
        let streamed = StreamedStatus(
            entry,
            isLocal: status.status.isLocal,
            domain: try await domain(of: status),
            hasMedia: !status.media.isEmpty,
            tags: tagIDs.isEmpty ? [] : status.tags,
            tagIDs: tagIDs,
            mentioned: mentioned
        )
        try await tell("update", of: status, among: cached, streamed)
    }

    private func withdraw(_ entry: TimelineEntry, _ tagIDs: [Int64]) async throws {
        var message = StreamMessage(deleted: entry.id)
        for home in hub.homes(losing: entry, tagIDs: tagIDs) { message.tell(home.listeners) }
        message.tell(hub.listeners(losing: entry, tags: try await services.names(ofTags: tagIDs)))
    }

    /// Ends the connections of an account that may listen no more.
    private func showOut(_ account: Int64) async {
        for subscriber in hub.subscribers(of: account) {
            do {
                if try await !mayListen(subscriber) { subscriber.end(.notAllowed) }
            } catch {
                end([subscriber], error)
            }
        }
    }

    /// Learns anew what a reader has decided, if it listens.
    private func refresh(_ account: Int64) async {
        guard hub.listens(account) else { return }
        do {
            hub.know(try await services.relations.relations(of: account))
        } catch {
            end(hub.subscribers(of: account), error)
        }
    }

    private func renew(list: Int64) async {
        do {
            try await refresh(list: list)
        } catch {
            end(hub.listeners(to: [.list(list)]).map(\.subscriber), error)
        }
    }

    /// Ends connections of which it could not be asked what they may hear now: their apps come again.
    private func end(_ subscribers: [StreamSubscriber<ByteBuffer>], _ error: any Error) {
        logger.warning("Streams end, since it could not be read what they may hear: \(error)")
        for subscriber in subscribers { subscriber.end(.goingAway) }
    }

    private func domain(of status: CachedStatus) async throws -> String {
        guard !status.status.isLocal else { return "" }
        return try await services.accounts.account(status.status.accountID)?.account.domain ?? ""
    }

    /// Whether what a connection came with still holds.
    func mayListen(_ subscriber: StreamSubscriber<ByteBuffer>) async throws -> Bool {
        guard let grant = try await services.grants.grant(hash: subscriber.tokenHash) else { return false }
        return (try? grant.checkLogin()) != nil
    }

    /// A status as it now is: after an edit, or when its numbers have changed.
    func tellEdit(_ id: Int64) async throws {
        let cached = try await services.statuses.statuses([id])
        guard let status = cached[id], let author = try await services.accounts.account(status.status.accountID) else {
            return
        }
        let isCounted = !author.account.isSilenced && !author.account.isHidden
        let tagIDs = hub.followsTags ? try await services.tags(listing: id) : []
        let streamed = StreamedStatus(
            TimelineEntry(status.status, reblogged: status.status.reblogOfID.flatMap { cached[$0]?.status }),
            isLocal: status.status.isLocal,
            domain: author.account.domain,
            hasMedia: !status.media.isEmpty,
            tags: isCounted && status.status.visibility == .public ? status.tags : [],
            tagIDs: tagIDs,
            mentioned: status.mentions.map(\.accountID)
        )
        try await tell("status.update", of: status, among: cached, streamed)
    }

    private func tell(
        _ event: StaticString,
        of status: CachedStatus,
        among cached: [Int64: CachedStatus],
        _ streamed: StreamedStatus
    ) async throws {
        try await tellEverybody(event, of: status, among: cached, hub.listeners(showing: streamed))
        for home in hub.homes(taking: streamed) {
            guard let listener = home.listeners.first,
                let grant = try await services.grants.grant(hash: listener.subscriber.tokenHash)
            else { continue }
            let entities = try await APIRequest(services, for: grant).entities(cached)
            let found = entities.matches(status)
            let isHidden = found.contains { $0.filter.action == .hide && $0.filter.contexts.contains(.home) }
            guard !isHidden || status.status.accountID == home.accountID else { continue }
            var json = JSONWriter(capacity: 3072)
            guard entities.write(status, to: &json, filtered: found) else { continue }
            var message = StreamMessage(event, json.bytes)
            message.tell(home.listeners)
        }
    }

    /// Tells those who listen to what is the same for everybody: one text for all, and one more for each whose filters find
    /// something in it.
    private func tellEverybody(
        _ event: StaticString,
        of status: CachedStatus,
        among cached: [Int64: CachedStatus],
        _ listeners: [StreamHub<ByteBuffer>.Listener]
    ) async throws {
        guard !listeners.isEmpty else { return }
        let entities = try await APIRequest(services, for: nil).entities(cached)
        func message(_ found: [FilterMatch]) -> StreamMessage? {
            var json = JSONWriter(capacity: 3072)
            let isWritten = entities.write(status, to: &json) { json in
                guard !found.isEmpty else { return }
                json.array("filtered") { json in found.forEach { FilterEntity.write($0, to: &json) } }
            }
            return isWritten ? StreamMessage(event, json.bytes) : nil
        }
        guard var shared = message([]) else { return }
        var own: [Int64: StreamMessage] = [:]
        for account in Set(listeners.map(\.subscriber.accountID)) {
            let filters = try await services.filters.filters(of: account)
            guard !filters.isEmpty else { continue }
            let found = filters.matches(status)
            if !found.isEmpty { own[account] = message(found) }
        }
        for listener in listeners {
            if own[listener.subscriber.accountID]?.tell([listener]) == nil { shared.tell([listener]) }
        }
    }

    private func tell(conversation id: Int64, to account: Int64) async throws {
        let listeners = hub.listeners(to: [.conversations(account)])
        guard let listener = listeners.first,
            let grant = try await services.grants.grant(hash: listener.subscriber.tokenHash),
            let conversation = try await services.conversation(id, of: account)
        else { return }
        var json = JSONWriter(capacity: 4096)
        try await APIRequest(services, for: grant).entities([conversation]).write(conversation, to: &json)
        var message = StreamMessage("conversation", json.bytes)
        message.tell(listeners)
    }

    private func announce(_ event: DomainEvent) async throws {
        let listeners = hub.listeners(to: [.server])
        guard !listeners.isEmpty else { return }
        var json = JSONWriter(capacity: 1024)
        let name: StaticString
        switch event {
        case .announcementPublished(let id):
            let all = try await services.allAnnouncements()
            guard let announcement = all.first(where: { $0.id == id }) else { return }
            let view = AnnouncementView(announcement: announcement, isRead: false, reactions: [], own: [])
            AnnouncementEntity.write(view, services.site, to: &json)
            name = "announcement"
        case .announcementDeleted(let id):
            var message = StreamMessage("announcement.delete", Array(String(id).utf8))
            return message.tell(listeners)
        case .announcementReaction(let id, let reaction, let count):
            json.beginObject()
            json.field("name", reaction)
            json.field("count", count)
            json.field("announcement_id", id: id)
            if let emoji = services.site.emojis[reaction] {
                json.field("url", services.site.emojiURL(emoji))
                json.field("static_url", services.site.emojiURL(emoji, still: true))
            }
            json.endObject()
            name = "announcement.reaction"
        default: return
        }
        var message = StreamMessage(name, json.bytes)
        message.tell(listeners)
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
        guard try await APIRequest(services, for: grant).entities([record]).write(record, to: &json) else { return }
        var message = StreamMessage("notification", json.bytes)
        message.tell(listeners)
    }
}

extension APIRequest {
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
