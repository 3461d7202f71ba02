// Home and list timelines from the database: candidates by index, then the rules, until the page is full.

internal import Database
internal import Domain
internal import Storage

extension TimelineStore {
    static func homeEntries(
        of reader: ReaderRelations,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> Loaded {
        try gather(page) { next in
            var candidates = try HomeQueries.candidates(of: reader.accountID, next, connection)
            var tagged: Set<Int64> = []
            if !reader.choices.followedTags.isEmpty {
                let byTag = try HomeQueries.taggedCandidates(of: reader.accountID, next, connection)
                tagged = Set(byTag.map(\.id))
                candidates = merge(candidates, byTag, next)
            }
            let direct = candidates.filter { $0.visibility == .direct && $0.accountID != reader.accountID }.map(\.id)
            let mentioning = try StatusQueries.mentioning(reader.accountID, among: direct, connection)
            let admitted = candidates.filter {
                HomeFeedPolicy.belongs(
                    $0,
                    reader: reader,
                    isMentioned: mentioning.contains($0.id),
                    hasFollowedTag: tagged.contains($0.id)
                )
            }
            return (candidates, admitted)
        }
    }

    static func listEntries(
        of list: ListMembers,
        _ reader: ReaderRelations,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> Loaded {
        try gather(page) { next in
            let candidates = try HomeQueries.candidates(ofList: list.list.id, next, connection)
            return (candidates, candidates.filter { ListFeedPolicy.belongs($0, list: list, reader: reader) })
        }
    }

    /// Two lists that are each the whole of their kind up to the page's limit: what is within the limit of both together,
    /// each once, newest first.
    private static func merge(
        _ some: [TimelineEntry],
        _ others: [TimelineEntry],
        _ page: PageBounds
    ) -> [TimelineEntry] {
        guard !others.isEmpty else { return some }
        let known = Set(some.map(\.id))
        let all = (some + others.filter { !known.contains($0.id) }).sorted { $0.id > $1.id }
        return Array(page.isAscending ? all.suffix(page.limit) : all.prefix(page.limit))
    }

    /// Reads on until the page is full or nothing is left.
    ///
    /// - Parameter read: candidates for a page, and those that the rules admit; both newest first.
    private static func gather(
        _ page: PageBounds,
        _ read: (PageBounds) throws -> (candidates: [TimelineEntry], admitted: [TimelineEntry])
    ) throws -> Loaded {
        var entries: [TimelineEntry] = []
        var next = page
        // Bounded: a reader whose rules hide nearly all gets a short page, with a link to go on.
        for _ in 0..<10 {
            let (candidates, admitted) = try read(next)
            entries = page.isAscending ? admitted + entries : entries + admitted
            if entries.count >= page.limit {
                let isAll = entries.count == page.limit && candidates.count < next.limit
                let kept = page.isAscending ? entries.suffix(page.limit) : entries.prefix(page.limit)
                return Loaded(entries: Array(kept), isAll: isAll)
            }
            guard candidates.count >= next.limit else { return Loaded(entries: entries, isAll: true) }
            if page.isAscending { next.minID = candidates.first?.id } else { next.maxID = candidates.last?.id }
        }
        return Loaded(entries: entries, isAll: false, reached: page.isAscending ? next.minID : next.maxID)
    }
}
