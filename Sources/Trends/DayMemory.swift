// How many people a tag had on each of the last 35 days: what grows too slowly for any window to see is compared with last week and
// last month.

/// People of each day, on the average over its hours, the latest first; a byte each as in `WeekMemory`.
struct DayMemory: Sendable, Equatable {
    static let size = 35
    private(set) var days: [UInt8] = []

    init() {}

    /// Nil for more days than are kept.
    init?(days: [UInt8]) {
        guard days.count <= Self.size else { return nil }
        self.days = days
    }

    mutating func remember(_ people: Float) {
        days.insert(WeekMemory.code(people), at: 0)
        if days.count > Self.size { days.removeLast() }
    }

    /// People a day in the last seven days, in the seven before, and in all weeks before the last; nil in the first two weeks.
    var means: (week: Float, weekBefore: Float, month: Float)? {
        guard days.count >= 14 else { return nil }
        let mean = { (range: Range<Int>) in
            self.days[range].reduce(0) { $0 + WeekMemory.people($1) } / Float(range.count)
        }
        return (mean(0..<7), mean(7..<14), mean(7..<days.count))
    }

    /// People a day that half of the days do not exceed, and that one in seven does: two days of a fortnight that are
    /// out of the usual change nothing. Nil in the first two weeks.
    var middleAndHigh: (middle: Float, high: Float)? {
        guard days.count >= 14 else { return nil }
        let falling = days.sorted(by: >)
        return (WeekMemory.people(falling[days.count / 2]), WeekMemory.people(falling[days.count / 7]))
    }
}
