// Who is to hear of what happened.

public import Domain
internal import Synchronization

extension StreamHub {
    /// The listeners of one account.
    public struct Home: Sendable {
        public let accountID: Int64
        public let listeners: [Listener]
    }

    /// Whether anybody at all is there to hear of an event. Asked for every event, before anything is done about it.
    public func concerns(_ event: DomainEvent) -> Bool {
        state.withLock { state in
            guard !state.members.isEmpty else { return false }
            if let (entry, tagIDs, _) = event.posted { return state.mayHear(entry, tagIDs) }
            if let (entry, tagIDs) = event.withdrawn { return state.mayHear(entry, tagIDs) }
            if let (account, target) = event.changedRelationship {
                return state.readers[account] != nil || state.readers[target] != nil
            }
            if event.changedStatus != nil || event.moderatedAccount != nil { return true }
            switch event {
            case .notified(let account, _), .userChanged(let account), .notificationsMerged(let account),
                .filtersChanged(let account), .conversationChanged(let account, _), .listChanged(let account, _),
                .tagChoiceChanged(let account, _), .domainBlockChanged(let account, _):
                return state.readers[account] != nil
            case .tokenRevoked(let hash): return state.perToken[hash] != nil
            case .eventsMissed, .pollChanged, .announcementPublished, .announcementDeleted, .announcementReaction:
                return true
            default: return false
            }
        }
    }

    /// The home timelines and lists that take a status, by the rules of each, together for each reader.
    public func homes(taking status: StreamedStatus) -> [Home] {
        state.withLock { state in
            state.homes(of: status.entry, status.tagIDs) { reader in
                HomeFeedPolicy.belongs(
                    status.entry,
                    reader: reader,
                    isMentioned: status.mentioned.contains(reader.accountID),
                    hasFollowedTag: reader.followsTag(among: status.tagIDs)
                )
            } lists: { list, reader in
                ListFeedPolicy.belongs(status.entry, list: list, reader: reader)
            }
        }
    }

    /// The home timelines and lists that may have taken what is now gone.
    public func homes(losing entry: TimelineEntry, tagIDs: [Int64] = []) -> [Home] {
        state.withLock { $0.homes(of: entry, tagIDs, where: { _ in true }, lists: { _, _ in true }) }
    }

    /// Listeners to the streams that are the same for everybody and show a status, without those who hide its people.
    public func listeners(showing status: StreamedStatus) -> [Listener] {
        state.withLock { state in
            var found: [Listener] = []
            for topic in status.openTopics {
                guard let listeners = state.topics[topic] else { continue }
                found.reserveCapacity(found.count + listeners.count)
                for listener in listeners.values {
                    // Who has decided nothing that is known yet has not got an answer to its subscription yet either.
                    guard let reader = state.readers[listener.subscriber.accountID]?.relations else { continue }
                    if OpenStreamPolicy.shows(status, to: reader) { found.append(listener) }
                }
            }
            return found
        }
    }

    /// Listeners to all streams that may have shown what is now gone.
    ///
    /// - Parameter tags: folded names of the tags whose timelines showed it.
    public func listeners(losing entry: TimelineEntry, tags: [String]) -> [Listener] {
        var topics: [StreamTopic] = []
        if entry.isInPublicTimeline {
            for origin in StreamTopic.Origin.allCases {
                for onlyMedia in [false, true] { topics.append(.publicTimeline(origin, onlyMedia: onlyMedia)) }
            }
        }
        for tag in tags { topics += [.tag(tag, isLocal: false), .tag(tag, isLocal: true)] }
        return listeners(to: topics)
    }

    public func listeners(to topics: [StreamTopic]) -> [Listener] {
        state.withLock { state in topics.flatMap { state.topics[$0].map { Array($0.values) } ?? [] } }
    }
}

extension StreamHub.State {
    fileprivate func mayHear(_ entry: TimelineEntry, _ tagIDs: [Int64]) -> Bool {
        if readers[entry.accountID] != nil || followers[entry.accountID] != nil { return true }
        if listsByMember[entry.accountID] != nil { return true }
        // Whoever listens to neither home nor list listens to something public.
        return (entry.isInPublicTimeline || !tagIDs.isEmpty) && !topics.isEmpty
    }

    fileprivate func homes(
        of entry: TimelineEntry,
        _ tagIDs: [Int64],
        where takes: (ReaderRelations) -> Bool,
        lists takesList: (ListMembers, ReaderRelations) -> Bool
    ) -> [StreamHub<Piece>.Home] {
        var accounts = followers[entry.accountID] ?? []
        accounts.insert(entry.accountID)
        for tag in tagIDs { accounts.formUnion(tagFollowers[tag] ?? []) }
        var found: [Int64: [StreamHub<Piece>.Listener]] = [:]
        for account in accounts {
            guard let listeners = topics[.home(account)], let relations = readers[account]?.relations, takes(relations)
            else { continue }
            found[account] = Array(listeners.values)
        }
        for id in listsByMember[entry.accountID] ?? [] {
            guard let list = lists[id], let listeners = topics[.list(id)],
                let relations = readers[list.list.ownerID]?.relations, takesList(list, relations)
            else { continue }
            found[list.list.ownerID, default: []] += Array(listeners.values)
        }
        return found.map { StreamHub<Piece>.Home(accountID: $0.key, listeners: $0.value) }
    }
}
