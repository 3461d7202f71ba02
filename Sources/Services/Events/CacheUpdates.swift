// The one place that says what is kept in memory of this server, and what of it an event makes old.

internal import Domain

/// Everything in memory that follows what happens, here and on other nodes.
struct CacheUpdates: Sendable {
    let accounts: AccountCache
    let statuses: StatusCache
    let relations: RelationsCache
    let interactions: InteractionCache
    let timelines: TimelineStore
    let lists: ListCache
    let filters: FilterCache
    let grants: GrantCache
    let cards: CardCache
    let polls: PollCache
    let trends: TrendStore
    let measures: MeasureCache
    let calls: CallMagnitudes
    let deletions: RecentDeletions

    func handle(_ event: DomainEvent) {
        if event == .eventsMissed { return forgetAll() }
        if let id = event.changedAccount { accounts.forget(id) }
        if let id = event.changedStatus { statuses.forget(id) }
        if let (entry, tagIDs, mentioned) = event.posted {
            timelines.append(TimelineChange(kind: .posted, entry: entry, tagIDs: tagIDs, mentioned: mentioned))
        }
        if let (entry, tagIDs) = event.withdrawn {
            statuses.forget(entry.id)
            timelines.append(TimelineChange(kind: .deleted, entry: entry, tagIDs: tagIDs))
            deletions.note(entry)
        }
        if let (account, target) = event.changedRelationship {
            for account in [account, target] {
                relations.forget(account)
                timelines.forget(homeOf: account)
            }
        }
        if let (account, status) = event.changedInteraction { interactions.forget(status, of: account) }
        if let account = event.moderatedAccount {
            // Others have moved to it, or name it in their profiles.
            accounts.forgetAll()
            timelines.forgetAll()
            deletions.note(account: account)
        }
        // Rare, and a login may have many tokens.
        if event.changedLogin != nil { grants.forgetAll() }
        handleFigures(of: event)
        handleChoices(in: event)
    }

    /// Numbers that stand beside what is in memory.
    private func handleFigures(of event: DomainEvent) {
        switch event {
        case .statusCountersChanged(let id, let counters): statuses.take(counters, of: id)
        case .accountCountersChanged(let id, let counters): accounts.take(counters, of: id)
        case .parentDeleted(let id): statuses.forget(answersTo: id)
        case .statusRetagged(let entry, let added, let removed):
            if !removed.isEmpty {
                timelines.append(TimelineChange(kind: .untagged, entry: entry, tagIDs: removed))
            }
            if !added.isEmpty { timelines.append(TimelineChange(kind: .tagged, entry: entry, tagIDs: added)) }
        case .tagsUsed(let tags, let use, let author, let traits): trends.record(tags, use, author, traits)
        case .tagUnused(let tag, let account, let uses, let lastAt):
            trends.withdraw(tag, account, uses, lastAt: lastAt)
        case .callAnswered(let call, let at, let change): calls.add(change, to: call, at: at)
        case .pollChanged(let poll): polls.forget(poll)
        case .cardChanged(let id): cards.forget(id)
        case .measuresChanged: measures.forgetAll()
        default: break
        }
    }

    /// What people have arranged for themselves.
    private func handleChoices(in event: DomainEvent) {
        switch event {
        case .listChanged(let account, let list):
            lists.forget(list)
            relations.forget(account)
            timelines.forget(list: list)
            timelines.forget(homeOf: account)
        case .tagChoiceChanged(let account, _):
            relations.forget(account)
            timelines.forget(homeOf: account)
        case .domainBlockChanged(let account, _): relations.forget(account)
        case .threadMuteChanged(let account, _): interactions.forget(account)
        case .filtersChanged(let account): filters.forget(account)
        case .tokenRevoked(let hash): grants.forget(hash)
        default: break
        }
    }

    private func forgetAll() {
        accounts.forgetAll()
        statuses.forgetAll()
        relations.forgetAll()
        interactions.forgetAll()
        timelines.forgetAll()
        lists.forgetAll()
        filters.forgetAll()
        grants.forgetAll()
        cards.forgetAll()
        polls.forgetAll()
        deletions.forgetAll()
        measures.forgetAll()
        trends.missed()
    }
}
