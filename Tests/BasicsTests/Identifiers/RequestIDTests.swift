// Names of requests.

import Basics
import Testing

@Suite("Names of requests")
struct RequestIDTests {
    @Test("a hundred thousand, made by many tasks at once, are all different, and none tells how many there were")
    func unique() async {
        let names = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<12_500).map { _ in RequestID.make() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(names).count == 100_000)
        let letters = Set("abcdefghijklmnopqrstuvwxyz234567")
        #expect(names.allSatisfy { $0.count == 12 && $0.allSatisfy(letters.contains) })
        // Neighbours have as much in common as any two: the same letter in a place once in 32.
        let equal = zip(names, names.dropFirst()).reduce(0) { $0 + zip($1.0, $1.1).count { $0 == $1 } }
        #expect((30_000...45_000).contains(equal))
    }
}
