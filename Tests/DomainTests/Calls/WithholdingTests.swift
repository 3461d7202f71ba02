import Domain
import Testing

@Suite("Withholding and recognising answers")
struct WithholdingTests {
    @Test("a figure from 1 to 9 is withheld, and what it could be worked out from")
    func figures() {
        let large = Withholding(spoke: [100, 50], silent: [30, 20], unspecified: 40)
        #expect(large.rows.map(\.people) == [130, 70])
        #expect(large.rows.map(\.silent) == [30, 20])
        #expect(large.unspecified == 40)
        // The first who answers is nobody's business: the total is 1, so no zero may be shown beside it.
        let first = Withholding(spoke: [0, 0], silent: [1, 0], unspecified: 0)
        #expect(first.rows.map(\.people) == [nil, nil])
        #expect(first.rows.map(\.silent) == [nil, nil])
        #expect(first.rows.map(\.spoke) == [0, 0])
        let spoken = Withholding(spoke: [3, 200, 100], silent: [0, 0, 0], unspecified: 0)
        #expect(spoken.rows[0].people == nil && spoken.rows[0].spoke == nil)
        #expect(spoken.rows[1].people == 200)
        // A sum of 0 says that its parts are 0: it is no cover for another.
        let covered = Withholding(spoke: [5, 0, 60], silent: [20, 0, 70], unspecified: 30)
        #expect(covered.rows[0].spoke == nil)
        #expect(Withholding(spoke: [], silent: [], unspecified: 0).rows.isEmpty)
    }

    /// All tables that say the same as what is shown.
    private static func tables(
        _ shown: Withholding,
        spoke: Int64,
        silent: Int64
    ) -> [(spoke: [Int64], silent: [Int64], unspecified: Int64)] {
        var found: [(spoke: [Int64], silent: [Int64], unspecified: Int64)] = []
        func fill(_ rows: [(Int64, Int64)], _ spokeLeft: Int64, _ silentLeft: Int64) {
            guard rows.count < shown.rows.count else {
                guard silentLeft == 0, shown.unspecified == nil || shown.unspecified == spokeLeft else { return }
                found.append((rows.map(\.0), rows.map(\.1), spokeLeft))
                return
            }
            let row = shown.rows[rows.count]
            for spoke in 0...spokeLeft where row.spoke == nil || row.spoke == spoke {
                for silent in 0...silentLeft where row.silent == nil || row.silent == silent {
                    if let people = row.people, people != spoke + silent { continue }
                    fill(rows + [(spoke, silent)], spokeLeft - spoke, silentLeft - silent)
                }
            }
        }
        fill([], spoke, silent)
        return found
    }

    private static func expectSafe(_ spoke: [Int64], _ silent: [Int64], _ unspecified: Int64, below least: Int64) {
        let shown = Withholding(spoke: spoke, silent: silent, unspecified: unspecified, below: least)
        let tables = tables(shown, spoke: spoke.reduce(unspecified, +), silent: silent.reduce(0, +))
        let isSmall = { (value: Int64) in 0 < value && value < least }
        func expectSafe(_ value: Int64, _ shown: Int64?, _ others: Set<Int64>) {
            if isSmall(value) {
                #expect(shown == nil && others.count > 1, "\(spoke) \(silent) \(unspecified)")
            } else {
                #expect(shown == nil || shown == value)
            }
        }
        for row in spoke.indices {
            let figures = shown.rows[row]
            expectSafe(spoke[row], figures.spoke, Set(tables.map { $0.spoke[row] }))
            expectSafe(silent[row], figures.silent, Set(tables.map { $0.silent[row] }))
            expectSafe(spoke[row] + silent[row], figures.people, Set(tables.map { $0.spoke[row] + $0.silent[row] }))
        }
        expectSafe(unspecified, shown.unspecified, Set(tables.map(\.unspecified)))
    }

    @Test("no small figure can be worked out: every table of two answers", arguments: Int64(0)...4)
    func everyTable(_ unspecified: Int64) {
        for number in 0..<Int64(625) {
            let cells = [number % 5, number / 5 % 5, number / 25 % 5, number / 125]
            Self.expectSafe([cells[0], cells[1]], [cells[2], cells[3]], unspecified, below: 3)
        }
    }

    @Test("no small figure can be worked out: some tables of three answers", arguments: UInt64(0)..<100)
    func someTables(_ seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
        let next = { () -> Int64 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return max(0, Int64((state >> 33) % 7) - 2)
        }
        Self.expectSafe([next(), next(), next()], [next(), next(), next()], next(), below: 3)
    }

    @Test("as many answers as there may be, and large figures, take no time")
    func large() {
        let spoke = (0..<Int64(10)).map { $0 % 3 == 0 ? $0 : 1_000_000_000 * $0 }
        let shown = Withholding(spoke: spoke, silent: spoke.reversed(), unspecified: 7)
        #expect(shown.rows.count == 10)
        #expect(shown.unspecified == nil)
    }

    @Test("a text names an answer where it has its words, and only one")
    func options() {
        let options = ["Me too", "I stand with you"]
        #expect(CallAnswer.option(in: "ME TOO!!! #MeToo", among: options) == 0)
        #expect(CallAnswer.option(in: "I stand, with you.", among: options) == 1)
        #expect(CallAnswer.option(in: "me too, and I stand with you", among: options) == -1)
        #expect(CallAnswer.option(in: "some tooth", among: options) == -1)
        #expect(CallAnswer.option(in: "#metoo", among: options) == -1)
        #expect(CallAnswer.option(in: "私も です", among: ["私も", "そばにいます"]) == 0)
        #expect(CallAnswer.option(in: "私も辛かった", among: ["私も", "そばにいます"]) == 0)
        #expect(CallAnswer.option(in: "Yes, often!", among: ["Yes", "Yes, often"]) == 1)
        #expect(CallAnswer.option(in: "yes", among: ["Yes", "Yes, often"]) == 0)
        #expect(CallAnswer.option(in: "", among: ["", "!"]) == -1)
    }
}
