import Domain
import Testing

@Suite("Withholding and recognising answers")
struct WithholdingTests {
    @Test("figures from 1 to 9 are withheld, and a second one where the first could be worked out")
    func figures() {
        #expect(Withholding.apply([100, 50, 0]) == [100, 50, 0])
        #expect(Withholding.apply([100, 3, 50]) == [100, nil, nil])
        #expect(Withholding.apply([100, 3, 4]) == [100, nil, nil])
        #expect(Withholding.apply([9, 0]) == [nil, 0])
        #expect(Withholding.apply([10, 10]) == [10, 10])
        #expect(Withholding.apply([]) == [])
    }

    @Test("no withheld cell can be worked out from sums of its row or column", arguments: 0..<500)
    func table(_ seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
        let next = { (most: UInt64) -> Int64 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % most)
        }
        let count = Int(next(4)) + 2
        let spoke = (0..<count).map { _ in next(3) == 0 ? next(12) : next(200) }
        let silent = (0..<count).map { _ in next(3) == 0 ? next(12) : next(200) }
        let shown = Withholding.apply(spoke: spoke, silent: silent)
        for (row, figures) in shown.enumerated() {
            for (value, shown) in [(spoke[row], figures.spoke), (silent[row], figures.silent)] {
                if let shown { #expect(shown == value && (value == 0 || value >= 10)) }
            }
            if let people = figures.people { #expect(people == 0 || people >= 10) }
            if figures.people != nil { #expect((figures.spoke == nil) == (figures.silent == nil)) }
        }
        // The totals of both columns are shown: a hidden cell is never alone, unless all others are 0.
        for (column, values) in [(shown.map(\.spoke), spoke), (shown.map(\.silent), silent)] {
            let hidden = column.indices.filter { column[$0] == nil }
            if hidden.count == 1 {
                #expect(values.indices.allSatisfy { $0 == hidden[0] || values[$0] == 0 })
            }
        }
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
        #expect(CallAnswer.option(in: "", among: ["", "!"]) == -1)
    }
}
