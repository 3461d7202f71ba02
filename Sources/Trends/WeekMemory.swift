// What a tag had at the same part of the week and of the day, some weeks back: the most people in each window.

/// The most people of the last four weeks, by window and part of the week.
///
/// A window of an hour or less has a part for each hour, one of six hours for each three, one of a day for each six: 420 parts in
/// all, so 1,680 bytes. A number is kept in one byte, a mantissa of four bits as in floating point: exact up to 31, to three
/// percent above, and at most 63,487.
struct WeekMemory: Sendable, Equatable {
    static let weeks = 4
    /// Hours of one part, for each window.
    private static let hours: [Int64] = [1, 1, 3, 6]
    private static let starts: [Int] = [0, 168, 336, 392, 420]
    static let size = 420 * weeks

    /// By window, part and week, the latest week first; empty as long as nothing was worth remembering.
    private(set) var cells: [UInt8] = []

    init() {}

    /// Nil for bytes of another length.
    init?(cells: [UInt8]) {
        guard cells.isEmpty || cells.count == Self.size else { return nil }
        self.cells = cells
    }

    static func part(_ place: Int, _ hour: Int64) -> Int { Int(max(0, hour) / hours[place] % (168 / hours[place])) }

    /// Whether `hour` (since 1970) is the last of its part.
    static func isLast(_ place: Int, _ hour: Int64) -> Bool { (hour + 1) % hours[place] == 0 }

    /// Takes in the most people of a part that has ended.
    ///
    /// - Parameter hour: any hour of that part, counted since 1970.
    mutating func remember(_ people: Float, _ place: Int, _ hour: Int64) {
        if cells.isEmpty {
            // Fewer than three people are news nowhere.
            guard people >= 3 else { return }
            cells = Array(repeating: 0, count: Self.size)
        }
        let start = index(place, Self.part(place, hour))
        for week in (1..<Self.weeks).reversed() { cells[start + week] = cells[start + week - 1] }
        cells[start] = Self.code(people)
    }

    /// What came at this part of the week in two of the last four weeks: the second largest. One week alone makes nothing
    /// usual, and one week without does not make it news again.
    func ofWeek(_ place: Int, _ hour: Int64) -> Float {
        guard !cells.isEmpty else { return 0 }
        let parts = 168 / Int(Self.hours[place])
        let part = Self.part(place, hour)
        let (this, next) = (index(place, part), index(place, (part + 1) % parts))
        // The part before this one has already ended this week; what came in it is not of another week.
        let before = index(place, (part + parts - 1) % parts) + 1
        var largest: (first: UInt8, second: UInt8) = (0, 0)
        for week in 0..<Self.weeks {
            let past = week + 1 < Self.weeks ? cells[before + week] : 0
            let most = max(cells[this + week], cells[next + week], past)
            if most > largest.first {
                largest = (most, largest.first)
            } else if most > largest.second {
                largest.second = most
            }
        }
        return Self.people(largest.second)
    }

    /// What came at this part of the day on three of the last six days, but no more than on one of the last three: a movement of
    /// days past is no rhythm.
    func ofDay(_ place: Int, _ hour: Int64) -> Float {
        guard !cells.isEmpty else { return 0 }
        let hours = Self.hours[place]
        let parts = 168 / Int(hours)
        let part = Self.part(place, hour) + parts
        let partsOfDay = 24 / Int(hours)
        var largest: (first: UInt8, second: UInt8, third: UInt8) = (0, 0, 0)
        var lately: UInt8 = 0
        for day in 1...6 {
            let same = part - day * partsOfDay
            // The parts before and after, too: people are not as regular as clocks.
            let most = max(
                cells[index(place, (same + parts - 1) % parts)],
                cells[index(place, same % parts)],
                cells[index(place, (same + 1) % parts)]
            )
            if day <= 3 { lately = max(lately, most) }
            if most > largest.first {
                largest = (most, largest.first, largest.second)
            } else if most > largest.second {
                (largest.second, largest.third) = (most, largest.second)
            } else if most > largest.third {
                largest.third = most
            }
        }
        return Self.people(min(largest.third, lately))
    }

    private func index(_ place: Int, _ part: Int) -> Int { (Self.starts[place] + part) * Self.weeks }

    // MARK: One byte

    /// The exponent of one more than `people` in the upper half, four bits of its mantissa in the lower, rounded.
    static func code(_ people: Float) -> UInt8 {
        guard people > 0 else { return 0 }
        let rounded = Int((min(people, 1e9) + 1).bitPattern) + (1 << 18)
        return UInt8(clamping: (rounded >> 19) - (127 << 4))
    }

    static func people(_ code: UInt8) -> Float {
        Float(bitPattern: (UInt32(code) + (127 << 4)) << 19) - 1
    }
}

extension WeekMemory {
    /// From the form before: for each window 56 parts of three hours, three weeks each, two bytes a number.
    init(ofThreeHours bytes: StateReader) {
        self.init()
        guard !bytes.rest.isEmpty else { return }
        var bytes = bytes
        let old = (0..<4 * 56 * 3).map { _ in Float(bytes.integer() as UInt16) }
        for place in 0..<4 {
            let hours = Self.hours[place]
            for part in 0..<168 / hours {
                // Oldest first; a part of six hours had two.
                for week in (0..<3).reversed() {
                    let parts = stride(from: part * hours, to: (part + 1) * hours, by: 3).map { Int($0 / 3) }
                    let most = parts.map { old[(place * 56 + $0) * 3 + week] }.max() ?? 0
                    remember(most, place, part * hours)
                }
            }
        }
    }
}
