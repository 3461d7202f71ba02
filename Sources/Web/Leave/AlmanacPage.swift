// Where leaving quickly leads: a page that anybody could have open, made from nothing but the date.

public import Basics
internal import Foundation

/// A calendar with the moon. Nothing on it says which server it is on.
public struct AlmanacPage: Sendable {
    public var now: Timestamp

    public init(now: Timestamp) { self.now = now }
}

extension AlmanacPage {
    /// The names that `almanac.mustache` asks for.
    var fields: Fields {
        let day = Int(now.startOfDay.milliseconds / 86_400_000)
        let date = CivilDate(daysSinceEpoch: day)
        let view = TimeView(milliseconds: now.milliseconds)
        let first = day - date.day + 1
        let newYear = AlmanacPage.days(to: CivilDate(year: date.year, month: 1, day: 1), from: day)
        return Fields([
            "today": .text(String(view.long.prefix { $0.isNumber == false }) + AlmanacPage.dayOnly(view.long)),
            "month": .text(view.month),
            "week": .text(String(AlmanacPage.week(day, newYear: newYear))),
            "dayOfYear": .text(String(day - newYear + 1)),
            "moon": .text(Moon.words(at: now)),
            "fullMoon": .text(AlmanacPage.dayOnly(TimeView(milliseconds: Moon.nextFull(after: now).milliseconds).long)),
            "season": .text(AlmanacPage.season(after: date)),
            "weeks": .many(AlmanacPage.weeks(first: first, today: day)),
            "icon": .href(Assets.almanacIcon.path),
            "stylesheet": .href(Assets.stylesheet.path),
        ])
    }

    /// "24 November 2026" of "Tuesday, 24 November 2026 at 09:00 UTC".
    private static func dayOnly(_ long: String) -> String {
        let day = long.drop { !$0.isNumber }
        return day.range(of: " at ").map { String(day[..<$0.lowerBound]) } ?? String(day)
    }

    /// The day number of a date in the same year or near it.
    private static func days(to date: CivilDate, from day: Int) -> Int {
        ((day - 366)...day).last { CivilDate(daysSinceEpoch: $0) == date } ?? day
    }

    /// Monday is 0; 1970-01-01 was a Thursday.
    private static func weekday(_ day: Int) -> Int { (day + 3) % 7 }

    /// ISO 8601: the week that has the year's first Thursday is the first.
    private static func week(_ day: Int, newYear: Int) -> Int {
        let thursday = day - weekday(day) + 3
        let year = CivilDate(daysSinceEpoch: thursday).year
        let start = days(to: CivilDate(year: year, month: 1, day: 1), from: max(thursday, newYear))
        return (thursday - start) / 7 + 1
    }

    private static func weeks(first: Int, today: Int) -> [Fields] {
        let month = CivilDate(daysSinceEpoch: first).month
        let monday = first - weekday(first)
        return (0..<6).map { monday + $0 * 7 }
            .filter { week in (0..<7).contains { CivilDate(daysSinceEpoch: week + $0).month == month } }
            .map { week in
                Fields([
                    "days": .many(
                        (0..<7).map { offset in
                            let date = CivilDate(daysSinceEpoch: week + offset)
                            return Fields([
                                "day": .text(date.month == month ? String(date.day) : nil),
                                "isToday": .flag(week + offset == today),
                            ])
                        }
                    )
                ])
            }
    }

    /// The next equinox or solstice, by its usual date.
    private static func season(after date: CivilDate) -> String {
        let dates = [(3, 20, "March"), (6, 21, "June"), (9, 22, "September"), (12, 21, "December")]
        let next = dates.first { ($0.0, $0.1) >= (date.month, date.day) } ?? dates[0]
        return "\(next.1) \(next.2)"
    }
}

/// The moon from its mean motion: right to within some hours.
enum Moon {
    /// A new moon: 6 January 2000, 18:14 UTC.
    private static let known: Double = 947_182_440
    /// The mean synodic month in seconds.
    private static let month: Double = 29.530588853 * 86_400

    /// 0 is new, 0.5 full.
    private static func phase(_ at: Timestamp) -> Double {
        let part = (Double(at.seconds) - known) / month
        return part - part.rounded(.down)
    }

    static func words(at: Timestamp) -> String {
        let names = [
            "new", "a waxing crescent", "in its first quarter", "waxing and gibbous", "full", "waning and gibbous",
            "in its last quarter", "a waning crescent",
        ]
        let phase = phase(at)
        let lit = Int(((1 - cos(2 * .pi * phase)) / 2 * 100).rounded())
        return "\(names[Int((phase * 8).rounded()) % 8]), \(lit) % lit".sentence
    }

    static func nextFull(after at: Timestamp) -> Timestamp {
        let ahead = (1.5 - phase(at)).truncatingRemainder(dividingBy: 1)
        return at + .seconds(Int64(ahead * month))
    }
}
