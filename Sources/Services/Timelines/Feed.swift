// The newest part of one timeline in memory: ids in order, and how far it has caught up.

internal import Domain
internal import Storage
internal import Synchronization

/// Ids of a timeline, oldest first, at most `capacity`. What is older than the first one is in the database only.
struct Feed: Sendable {
    static let capacity = 400
    /// How many of the newest a reblog must not repeat.
    static let reblogDistance = 40

    struct Item: Sendable {
        var id: Int64
        var shownID: Int64
        var accountID: Int64
    }

    private(set) var items: [Item] = []
    /// Place in the `TimelineLog` up to which changes are in.
    var position: Int
    /// Whether the timeline has nothing older than the first item.
    var reachesStart: Bool
    let repeatsReblogs: Bool

    /// - Parameter entries: newest first, as read from the database.
    init(entries: [TimelineEntry], position: Int, reachesStart: Bool, repeatsReblogs: Bool) {
        self.position = position
        self.reachesStart = reachesStart
        self.repeatsReblogs = repeatsReblogs
        for entry in entries.reversed() { insert(entry) }
    }

    /// Puts an entry where its id belongs. Ids mostly come in order; commits of several connections may not.
    mutating func insert(_ entry: TimelineEntry) {
        var place = items.count
        while place > 0, items[place - 1].id > entry.id { place -= 1 }
        if place > 0, items[place - 1].id == entry.id { return }
        if !reachesStart, place == 0, !items.isEmpty { return }
        if entry.reblogOfID != nil, !repeatsReblogs {
            let near = items[max(0, place - Feed.reblogDistance)..<place]
            if near.contains(where: { $0.shownID == entry.shownID }) { return }
        }
        items.insert(Item(id: entry.id, shownID: entry.shownID, accountID: entry.accountID), at: place)
        if items.count > Feed.capacity {
            items.removeFirst(items.count - Feed.capacity * 3 / 4)
            reachesStart = false
        }
    }

    mutating func remove(_ id: Int64) {
        if let place = items.lastIndex(where: { $0.id == id }) { items.remove(at: place) }
    }

    /// A page, newest first; nil when it reaches further back than the feed.
    func page(_ request: PageRequest) -> [Item]? {
        // A lower bound below the oldest kept item would miss what lies between.
        if let oldest = items.first?.id {
            if request.minID != nil, request.above < oldest, !reachesStart { return nil }
        } else if !reachesStart {
            return nil
        }
        if request.isAscending {
            var start = items.count
            while start > 0, items[start - 1].id > request.above { start -= 1 }
            var end = start
            while end < items.count, items[end].id < request.below, end - start < request.limit { end += 1 }
            return items[start..<end].reversed()
        }
        var end = items.count
        while end > 0, items[end - 1].id >= request.below { end -= 1 }
        var start = end
        while start > 0, end - start < request.limit, items[start - 1].id > request.above { start -= 1 }
        let stoppedAtStart = start == 0 && end - start < request.limit
        if stoppedAtStart, !reachesStart { return nil }
        return items[start..<end].reversed()
    }
}
