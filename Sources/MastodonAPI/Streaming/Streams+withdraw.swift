// Somebody was suspended, or has hidden their account: what they wrote goes from the screens of those who listen, as if it was deleted.

internal import Basics
internal import Domain
internal import Services
internal import Streaming

extension Streams {
    /// The newest statuses of an account that may still be on a screen.
    private static let withdrawn = 200
    /// The newest boosts of each.
    private static let withdrawnBoosts = 100

    /// Tells that the statuses of an account that is hidden now, and the boosts of them, are gone. Should the account come back, apps
    /// have them when they ask again.
    func withdraw(statusesOf account: Int64) async throws {
        guard try await services.accounts.account(account, evenSecret: true)?.account.isHidden == true else { return }
        let entries = try await services.newestEntries(
            of: account,
            limit: Streams.withdrawn,
            boosts: Streams.withdrawnBoosts
        )
        let kept = try await services.statuses.statuses(entries.map(\.id))
        for entry in entries {
            let tags = (kept[entry.id]?.tags ?? []).compactMap(TagName.parse(pathSegment:))
            let tagIDs = hub.followsTags ? try await services.tagIDs(of: tags) : []
            var message = StreamMessage(deleted: entry.id)
            for home in hub.homes(losing: entry, tagIDs: tagIDs) { message.tell(home.listeners) }
            message.tell(hub.listeners(losing: entry, tags: tags.map(\.name)))
        }
    }
}
