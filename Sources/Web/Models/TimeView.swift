// A moment as pages show it: for machines and for people, in UTC.

internal import Basics
internal import Localization

/// A moment in time. Pages show it as `<time datetime>`, readable without JavaScript, so always with its zone.
public struct TimeView: Sendable, Equatable {
    /// RFC 3339 in UTC, to the second: `2017-10-15T20:21:00Z`.
    public let iso: String
    private let seconds: Int64

    /// A moment from milliseconds since 1970-01-01T00:00:00Z; times before that, and after the year 9999, are clamped.
    public init(milliseconds: Int64) {
        seconds = min(max(milliseconds, 0), 253_402_300_799_000) / 1000
        let date = CivilDate(daysSinceEpoch: Int(seconds / 86_400))
        let second = Self.two(Int(seconds % 60))
        iso = "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T\(Self.clock(seconds)):\(second)Z"
    }

    /// For lists: `15 Oct 2017, 20:21 UTC`.
    public var short: String { Localizer.current.moment(civil, clock: clock) }

    /// For the post that a page is about: `Sunday, 15 October 2017 at 20:21 UTC`.
    public var long: String { Localizer.current.longMoment(civil, weekday: weekday, clock: clock) }

    /// For "joined": `October 2017`.
    public var month: String { Localizer.current.month(civil) }

    /// The day alone: `15 Oct 2017`.
    var date: String { Localizer.current.date(civil) }

    /// How long ago it is, or in how long: "5 minutes ago", "in 3 hours"; from a week on, the day. `times.js` says it alike.
    func relative(to now: TimeView) -> String {
        let past = now.seconds - seconds
        guard past.magnitude < 7 * 86_400 else { return date }
        guard past.magnitude >= 60 else {
            return past >= 0 ? localized("just now") : localized("in less than a minute")
        }
        // What was set two hours ahead a moment ago is two hours ahead.
        let ahead = { (length: Int64) in Int((length / 2 - past) / length) }
        switch past {
        case 86_400...: return Words.count(Int(past / 86_400), "day ago", "days ago")
        case 3600...: return Words.count(Int(past / 3600), "hour ago", "hours ago")
        case 0...: return Words.count(Int(past / 60), "minute ago", "minutes ago")
        case ...(-86_400): return Words.sentence(ahead(86_400), one: "in {n} day", other: "in {n} days")
        case ...(-3600): return Words.sentence(ahead(3600), one: "in {n} hour", other: "in {n} hours")
        default: return Words.sentence(ahead(60), one: "in {n} minute", other: "in {n} minutes")
        }
    }

    /// The day, for what says it in parts.
    var civil: CivilDate { CivilDate(daysSinceEpoch: Int(seconds / 86_400)) }

    /// 0 is Sunday; 1970-01-01 was a Thursday.
    var weekday: Int { Int((seconds / 86_400 + 4) % 7) }

    /// "20:21".
    var clock: String { Self.clock(seconds) }

    private static func clock(_ seconds: Int64) -> String {
        let rest = Int(seconds % 86_400)
        return "\(two(rest / 3600)):\(two(rest / 60 % 60))"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
