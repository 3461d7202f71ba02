// Related tags, reckoned from a sample of the newest uses of a tag: a bounded number of rows for a tag of any size.

internal import Database
internal import Domain
internal import Storage

extension RelatedTags {
    /// Uses that are looked at.
    private static let sampleSize = 1000
    /// The most tags of each kind.
    private static let most = 10

    init(of tag: Int64, _ connection: Connection) throws {
        self.init()
        let uses = try MagnitudeQueries.recentUses(of: tag, limit: Self.sampleSize, connection)
        var first: [Int64: Int64] = [:]
        for use in uses { first[use.account] = use.firstAt }
        samplePosts = Int64(uses.count)
        samplePeople = Int64(first.count)
        var (together, before, after): ([Int64: Int64], [Int64: Int64], [Int64: Int64]) = ([:], [:], [:])
        for other in try MagnitudeQueries.tags(ofStatuses: uses.map(\.status), connection) where other != tag {
            together[other, default: 0] += 1
        }
        for use in try MagnitudeQueries.tags(ofPeople: Array(first.keys), connection) where use.tag != tag {
            guard let own = first[use.account] else { continue }
            if use.firstAt < own { before[use.tag, default: 0] += 1 }
            if use.firstAt > own { after[use.tag, default: 0] += 1 }
        }
        let kinds = [together, before, after].map { counts in
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.most)
        }
        let names = try MagnitudeQueries.names(of: kinds.flatMap { $0.map(\.key) }, connection)
        let related = kinds.map { kind in
            kind.compactMap { id, count in
                names[id].map { Related(name: $0.name, display: $0.display, count: count) }
            }
        }
        (self.together, self.before, self.after) = (related[0], related[1], related[2])
    }
}
