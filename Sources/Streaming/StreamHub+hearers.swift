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
            switch event {
            case .statusPosted(let entry, let tagIDs, _), .statusDeleted(let entry, let tagIDs):
                return state.mayHear(entry, isTagged: !tagIDs.isEmpty)
            case .notified(let account, _), .userChanged(let account): return state.readers[account] != nil
            case .relationshipChanged(let account, let target):
                return state.readers[account] != nil || state.readers[target] != nil
            case .tokenRevoked(let hash): return state.perToken[hash] != nil
            case .statusEdited, .pollChanged: return true
            default: return false
            }
        }
    }

    /// The home timelines that take a status, by the rules of the home timeline.
    public func homes(taking status: StreamedStatus) -> [Home] {
        state.withLock { state in
            state.homes(of: status.entry) { reader in
                HomeFeedPolicy.belongs(
                    status.entry,
                    reader: reader,
                    isMentioned: status.mentioned.contains(reader.accountID)
                )
            }
        }
    }

    /// The home timelines that may have taken what is now gone.
    public func homes(losing entry: TimelineEntry) -> [Home] {
        state.withLock { $0.homes(of: entry) { _ in true } }
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
    fileprivate func mayHear(_ entry: TimelineEntry, isTagged: Bool) -> Bool {
        if readers[entry.accountID] != nil || followers[entry.accountID] != nil { return true }
        // Whoever listens to neither home nor tag listens to something public.
        return (entry.isInPublicTimeline || isTagged) && !topics.isEmpty
    }

    fileprivate func homes(
        of entry: TimelineEntry,
        where takes: (ReaderRelations) -> Bool
    ) -> [StreamHub<Piece>.Home] {
        var accounts = followers[entry.accountID] ?? []
        accounts.insert(entry.accountID)
        return accounts.compactMap { account in
            guard let listeners = topics[.home(account)], let relations = readers[account]?.relations, takes(relations)
            else { return nil }
            return StreamHub<Piece>.Home(accountID: account, listeners: Array(listeners.values))
        }
    }
}
