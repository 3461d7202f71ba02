// Dates as each language writes them, by CLDR 48. Clocks show 24 hours and the zone, for pages are made before it is known where
// they are read.

internal import Basics

/// The names and the order of a date's parts. In patterns `{d}` is the day, `{M}` the month's number, `{MMM}` its short and `{MMMM}` its
/// long name, `{y}` the year, `{w}` the weekday, `{t}` the clock.
struct DateWords: Sendable {
    var months: [String]
    var shortMonths: [String]
    /// Sunday first.
    var weekdays: [String]
    var shortWeekdays: [String]
    /// "15 Oct 2017".
    var date = "{d} {MMM} {y}"
    /// "15 October 2017".
    var longDate = "{d} {MMMM} {y}"
    /// "October 2017".
    var month = "{MMMM} {y}"
    /// "Oct 2017".
    var shortMonth = "{MMM} {y}"
    /// "15 Oct".
    var day = "{d} {MMM}"
    /// "15 October".
    var longDay = "{d} {MMMM}"
    /// "Sunday, 15 October 2017".
    var weekdayDate = "{w}, {d} {MMMM} {y}"
    /// A date and a clock, in lists.
    var short = "{date}, {t} UTC"
    /// A date with its weekday, and a clock.
    var long = "{date}, {t} UTC"

    func text(_ pattern: String, _ at: CivilDate, weekday: Int = 0) -> String {
        guard months.indices.contains(at.month - 1) else { return pattern }
        return Placeholders.fill(pattern) { name in
            switch name {
            case "d": String(at.day)
            case "M": String(at.month)
            case "MMM": shortMonths[at.month - 1]
            case "MMMM": months[at.month - 1]
            case "y": String(at.year)
            case "w": weekdays[weekday % 7]
            default: nil
            }
        }
    }
}
