// Where leaving quickly leads: a page that anybody could have open, made from nothing but the date.

public import Basics
internal import Foundation
internal import Localization

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
            "today": .text(Localizer.current.weekdayDate(date, weekday: view.weekday)),
            "weekdays": .many(AlmanacPage.weekdays),
            "month": .text(view.month),
            "week": .text(String(AlmanacPage.week(day, newYear: newYear))),
            "dayOfYear": .text(String(day - newYear + 1)),
            "moon": .text(Moon.words(at: now)),
            "fullMoon": .text(Localizer.current.longDate(Moon.nextFull(after: now).civilDate)),
            "season": .text(AlmanacPage.season(after: date)),
            "weeks": .many(AlmanacPage.weeks(first: first, today: day)),
            "icon": .href(Assets.almanacIcon.path),
            "stylesheet": .href(Assets.stylesheet.path),
        ])
    }

    /// As the heads of columns, Monday first.
    private static var weekdays: [Fields] {
        let names = Localizer.current.shortWeekdays
        return (names.dropFirst() + names.prefix(1)).map { Fields(["name": .text($0)]) }
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
        let dates = [(3, 20), (6, 21), (9, 22), (12, 21)]
        let next = dates.first { ($0.0, $0.1) >= (date.month, date.day) } ?? dates[0]
        return Localizer.current.longDay(CivilDate(year: date.year, month: next.0, day: next.1))
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
        let phase = phase(at)
        let lit = ["percent": Words.percent(Int(((1 - cos(2 * .pi * phase)) / 2 * 100).rounded()))]
        switch Int((phase * 8).rounded()) % 8 {
        case 0: return localized("New, {percent} lit", lit)
        case 1: return localized("A waxing crescent, {percent} lit", lit)
        case 2: return localized("In its first quarter, {percent} lit", lit)
        case 3: return localized("Waxing and gibbous, {percent} lit", lit)
        case 4: return localized("Full, {percent} lit", lit)
        case 5: return localized("Waning and gibbous, {percent} lit", lit)
        case 6: return localized("In its last quarter, {percent} lit", lit)
        default: return localized("A waning crescent, {percent} lit", lit)
        }
    }

    static func nextFull(after at: Timestamp) -> Timestamp {
        let ahead = (1.5 - phase(at)).truncatingRemainder(dividingBy: 1)
        return at + .seconds(Int64(ahead * month))
    }
}
