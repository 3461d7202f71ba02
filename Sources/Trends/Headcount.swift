// People and what they weigh, all of them and without those in doubt: what each minute and window of a tag holds.

/// Sums over people. Weights are whole thousandths of a person, so that what was added is taken away exactly; in 64 bits,
/// since 32 would overflow at two million people.
struct Headcount: Equatable, Sendable {
    /// People; weight of all; without those who copied a text; and without new accounts too.
    private var lanes: SIMD4<Int64> = .zero

    init() {}

    /// One person.
    init(weight: Int32, isNew: Bool, isCopier: Bool) {
        let weight = Int64(weight)
        lanes = [1, weight, isCopier ? 0 : weight, isCopier || isNew ? 0 : weight]
    }

    var people: Int { Int(lanes[0]) }
    var weight: Double { Double(lanes[1]) / 1000 }
    var withoutCopiers: Double { Double(lanes[2]) / 1000 }
    var withoutDoubt: Double { Double(lanes[3]) / 1000 }

    static func += (sum: inout Headcount, part: Headcount) { sum.lanes &+= part.lanes }
    static func -= (sum: inout Headcount, part: Headcount) { sum.lanes &-= part.lanes }
}
