// Which trends are over, as far as this process can know it.

/// Tags that were seen as trends. After a start the first looks know less than the last ones before it: what was decided about a
/// trend, and its span, must not end because this process has not seen it yet.
struct TrendSightings: Sendable {
    /// Looks in a row without a tag, a minute in all, after which one that was never seen here is over, too.
    private static let patience = 12

    private var current: Set<Int64> = []
    private var seen: Set<Int64> = []
    private var missed: [Int64: Int] = [:]

    /// Takes in a look.
    ///
    /// - Parameters:
    ///   - current: the trends of now, whether listed or held.
    ///   - kept: tags of which something is kept that ends with their trend.
    /// - Returns: tags that became trends with this look, or are none any more.
    mutating func look(_ current: Set<Int64>, kept: Set<Int64>) -> Set<Int64> {
        defer { self.current = current }
        missed = kept.subtracting(current).reduce(into: [:]) { $0[$1] = missed[$1, default: 0] + 1 }
        seen = seen.union(current).intersection(current.union(kept))
        return current.symmetricDifference(self.current)
    }

    func isOver(_ tag: Int64) -> Bool {
        !current.contains(tag) && (seen.contains(tag) || missed[tag, default: 0] >= Self.patience)
    }
}
