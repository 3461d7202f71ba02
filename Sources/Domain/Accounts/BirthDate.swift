// The day on which somebody was born: looked at once, when they sign up, and never kept.

public import Basics

/// A day of the calendar.
public struct BirthDate: Sendable, Equatable {
    private let year: Int
    private let month: Int
    private let day: Int

    /// Nil for what is not a day of the calendar, or of nobody who lives.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= BirthDate.days(in: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// `2001-04-30` (ISO 8601), and nothing else.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// Whether somebody born then is so old, by the day in UTC. Who was born on a 29 February is a year older on 1 March.
    public func isOld(years: Int, at now: Timestamp) -> Bool {
        guard let today = BirthDate(iso: now.isoDate) else { return false }
        return (year + years, month, day) <= (today.year, today.month, today.day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
