// A moment as pages show it: for machines and for people, in UTC.

/// A moment in time. Pages show it as `<time datetime>`, readable without JavaScript, so always with its zone.
public struct TimeView: Sendable, Equatable {
    /// RFC 3339 in UTC, to the second: `2017-10-15T20:21:00Z`.
    public let iso: String
    /// For lists: `15 Oct 2017, 20:21 UTC`.
    public let short: String
    /// For the post that a page is about: `Sunday, 15 October 2017 at 20:21 UTC`.
    public let long: String
    /// For "joined": `October 2017`.
    public let month: String
    private let seconds: Int64

    /// A moment from milliseconds since 1970-01-01T00:00:00Z; times before that, and after the year 9999, are clamped.
    public init(milliseconds: Int64) {
        let seconds = min(max(milliseconds, 0), 253_402_300_799_000) / 1000
        let (days, rest) = (Int(seconds / 86_400), Int(seconds % 86_400))
        let (year, monthNumber, day) = Self.civil(days: days)
        let name = Self.months[monthNumber - 1]
        let clock = "\(Self.two(rest / 3600)):\(Self.two(rest / 60 % 60))"
        iso = "\(year)-\(Self.two(monthNumber))-\(Self.two(day))T\(clock):\(Self.two(rest % 60))Z"
        short = "\(day) \(name.prefix(3)) \(year), \(clock) UTC"
        long = "\(Self.weekdays[(days + 4) % 7]), \(day) \(name) \(year) at \(clock) UTC"
        month = "\(name) \(year)"
        self.seconds = seconds
    }

    /// How long ago it is, or in how long: "5 minutes ago", "in 3 hours"; from a week on, the day. `times.js` says it alike.
    func relative(to now: TimeView) -> String {
        let past = now.seconds - seconds
        guard past.magnitude < 7 * 86_400 else { return date }
        guard past.magnitude >= 60 else { return past >= 0 ? "just now" : "in less than a minute" }
        for (length, unit) in [(86_400, "day"), (3600, "hour"), (60, "minute")] as [(Int64, String)] {
            if past >= length { return "\(Words.count(past / length, unit, "\(unit)s")) ago" }
            // What was set two hours ahead a moment ago is two hours ahead.
            if -past >= length { return "in \(Words.count((length / 2 - past) / length, unit, "\(unit)s"))" }
        }
        return short
    }

    /// The day alone: `15 Oct 2017`.
    var date: String { String(short.prefix { $0 != "," }) }

    /// Year, month and day of a count of days since 1970-01-01, by whole 400-year eras that begin on 1 March.
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
