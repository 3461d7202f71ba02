// The cache of prepared statements, apart from any engine.
import Testing

@testable import Database

@Suite("Statement cache")
struct StatementCacheTests {
    @Test("when full, the statement unused for longest goes, but none in use")
    func leastRecentlyUsed() {
        var cache = StatementCache<String>(limit: 2)
        var discarded: [String] = []
        for (index, name) in ["a", "b"].enumerated() {
            cache.insert(name, at: index) { discarded.append($0) }
            cache.giveBack(index)
        }
        guard case .found("a") = cache.take(0) else {
            Issue.record("a is gone")
            return
        }
        guard case .inUse = cache.take(0) else {
            Issue.record("a is given twice")
            return
        }
        cache.insert("c", at: 7) { discarded.append($0) }
        #expect(discarded == ["b"])
        cache.insert("d", at: 3) { discarded.append($0) }
        #expect(discarded == ["b"] && cache.count == 3)
        cache.removeAll { discarded.append($0) }
        #expect(Set(discarded) == ["a", "b", "c", "d"] && cache.count == 0)
    }
}
