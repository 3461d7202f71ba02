// The newest part of one timeline in memory: ids in order, and how far it has caught up.

internal import Domain
internal import Storage

/// Ids of a timeline, oldest first, at most `capacity`. What is not above `floor` is in the database only.
struct Feed: Sendable {
    /// How many of the newest a reblog must not repeat.
    static let reblogDistance = 40
    /// The floor of a feed that holds the whole timeline.
    static let wholeTimeline: Int64 = -1

    struct Item: Sendable {
        var id: Int64
        var shownID: Int64
    }

    private(set) var items: [Item] = []
    /// Place in the `TimelineLog` up to which changes are in.
    var position: Int
    /// All of the timeline above this id is here.
    private(set) var floor: Int64
    let repeatsReblogs: Bool
    private let capacity: Int
    /// What some reblogs were left out for: when one of these goes, the feed has to be made anew.
    private var repeated: Set<Int64> = []

    /// - Parameter entries: newest first, as read from the database: all that the timeline has above `floor`.
    init(entries: [TimelineEntry], floor: Int64, position: Int, repeatsReblogs: Bool, capacity: Int) {
        self.position = position
        self.floor = floor
        self.repeatsReblogs = repeatsReblogs
        self.capacity = max(capacity, 4)
        for entry in entries.reversed() { insert(entry) }
    }

    /// Puts an entry where its id belongs. Ids mostly come in order; commits of several connections may not.
    mutating func insert(_ entry: TimelineEntry) {
        guard entry.id > floor else { return }
        var place = items.count
        while place > 0, items[place - 1].id > entry.id { place -= 1 }
        if place > 0, items[place - 1].id == entry.id { return }
        if entry.reblogOfID != nil, !repeatsReblogs {
            let near = items[max(0, place - Feed.reblogDistance)..<place]
            if near.contains(where: { $0.shownID == entry.shownID }) {
                repeated.insert(entry.shownID)
                return
            }
        }
        items.insert(Item(id: entry.id, shownID: entry.shownID), at: place)
        if items.count > capacity { shorten() }
    }

    /// Drops the oldest quarter.
    private mutating func shorten() {
        let dropped = items.count - capacity * 3 / 4
        floor = items[dropped - 1].id
        items.removeFirst(dropped)
        repeated.formIntersection(items.map(\.shownID))
    }

    /// Takes an entry out. Returns false when a reblog that was left out for its sake would now have its place.
    mutating func remove(_ id: Int64) -> Bool {
        guard let place = items.lastIndex(where: { $0.id == id }) else { return true }
        return !repeated.contains(items.remove(at: place).shownID)
    }

    func contains(_ id: Int64) -> Bool { items.contains { $0.id == id } }

    /// A page, newest first; nil when it reaches further back than the feed.
    func page(_ request: PageBounds) -> [Item]? {
        let reachesBound = request.above >= floor
        if request.isAscending {
            guard reachesBound else { return nil }
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
        guard end - start == request.limit || reachesBound else { return nil }
        return items[start..<end].reversed()
    }
}
