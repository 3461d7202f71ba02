// Why a tag is a trend, or is not, in the language of the page.

internal import Basics
internal import Domain
internal import Localization

extension Trend {
    /// What it was compared with, and a sentence for each thing more that counted.
    var words: String {
        var sentences = [comparisonWords]
        if shelf != .perennial, reason.tide >= 1.5 {
            sentences.append(
                localized(
                    "All tags together have {times} times as many people as usual.",
                    ["times": Words.times(reason.tide)]
                )
            )
        }
        if reason.spellings > 1 {
            sentences.append(
                Words.sentence(
                    reason.spellings,
                    one: "{n} spelling of the word counts.",
                    other: "{n} spellings of the word count together."
                )
            )
        }
        if reason.isSpread {
            sentences.append(localized("They are spread over several networks, so fewer people are needed."))
        }
        if servers > 1 {
            sentences.append(
                Words.sentence(
                    Int(clamping: servers),
                    one: "They are on {n} server.",
                    other: "They are on {n} servers."
                )
            )
        }
        return sentences.joined(separator: " ")
    }

    private var comparisonWords: String {
        let figures = [
            "people": Words.count(people, "person", "people"), "window": windowWords, "times": Words.times(timesUsual),
            "time": TimeView(milliseconds: since.milliseconds).short,
        ]
        if shelf == .perennial { return localized("{people} {window}, as usual.", figures) }
        guard usual >= 1 else {
            return localized("{people} {window}, where hardly anybody is usual. A trend since {time}.", figures)
        }
        if timesUsual < 1.5 { return littleMoreWords(figures) }
        return switch reason.comparison {
        case .mean: localized("{people} {window}, {times} times as many as usual. A trend since {time}.", figures)
        case .week:
            localized(
                "{people} {window}, {times} times as many as usual at this time of the week. A trend since {time}.",
                figures
            )
        case .day:
            localized(
                "{people} {window}, {times} times as many as usual at this time of the day. A trend since {time}.",
                figures
            )
        case .month:
            localized(
                "{people} {window}, {times} times as many as on a day of last month, and more each week. A trend since {time}.",
                figures
            )
        }
    }

    /// Of a large tag: not "1 times as many".
    private func littleMoreWords(_ figures: [String: String]) -> String {
        switch reason.comparison {
        case .mean: localized("{people} {window}, somewhat more than usual. A trend since {time}.", figures)
        case .week:
            localized(
                "{people} {window}, somewhat more than usual at this time of the week. A trend since {time}.",
                figures
            )
        case .day:
            localized(
                "{people} {window}, somewhat more than usual at this time of the day. A trend since {time}.",
                figures
            )
        case .month:
            localized("{people} {window}, and more each week than in the last month. A trend since {time}.", figures)
        }
    }

    /// "in an hour", "in 15 minutes".
    var windowWords: String {
        switch window {
        case 3600: localized("in an hour|so many people")
        case 86_400: localized("in a day|so many people")
        case let seconds where seconds % 3600 == 0:
            Words.sentence(Int(seconds / 3600), one: "in an hour|so many people", other: "in {n} hours|so many people")
        case let seconds:
            Words.sentence(Int(max(1, seconds / 60)), one: "in {n} minutes", other: "in {n} minutes|so many people")
        }
    }
}

extension Words {
    /// How many times, as a whole number; from one and a half on.
    fileprivate static func times(_ times: Double) -> String {
        number(times.isFinite ? Int(min(max(times.rounded(), 0), 1e9)) : 0)
    }
}

extension UnlistedTag {
    /// Why it is not listed.
    ///
    /// - Parameters:
    ///   - until: when it was last a trend; nil where it never was.
    ///   - isForModerators: with what the gates found. Everybody else hears only that moderators are looking: whoever tries to
    ///     pass a gate learns nothing from the page.
    func words(until: Timestamp?, isForModerators: Bool) -> String {
        guard held.isEmpty else { return isForModerators ? held.map(\.words).joined(separator: " ") : heldWords }
        guard let until else { return notTrendWords }
        let time = TimeView(milliseconds: until.milliseconds).short
        return notTrendWords + " " + localized("It was a trend until {time}.", ["time": time])
    }

    private var heldWords: String {
        if held.contains(where: { $0.gate == .moderator }) {
            return localized("Moderators decided that it is not listed as a trend.")
        }
        return localized("More people than usual use it. Moderators are looking at it.")
    }

    private var notTrendWords: String {
        if people <= 0 { return localized("Not a trend: nobody used it in the last day.") }
        let times = Double(people) / max(usual, 1)
        let figures = [
            "people": Words.count(people, "person", "people"), "window": localized("in a day|so many people"),
            "times": Words.times(times),
        ]
        if usual < 1 { return localized("Not a trend: {people} {window}. It takes more to be one.", figures) }
        if times < 0.5 { return localized("Not a trend: {people} {window}, fewer than usual.", figures) }
        if times < 1.5 { return localized("Not a trend: {people} {window}, about as usual.", figures) }
        return localized(
            "Not a trend: {people} {window}, {times} times as many as usual. It takes more to be one.",
            figures
        )
    }
}

extension HeldReason {
    /// What the gate found.
    fileprivate var words: String {
        let figures = ["found": Words.number(found), "of": Words.number(of), "needed": Words.number(needed)]
        return switch gate {
        case .people:
            Words.sentence(
                found,
                one: "{n} person; at least {needed} are needed.",
                other: "{n} people; at least {needed} are needed.",
                ["needed": Words.number(needed)]
            )
        case .origins: localized("{found} of {of} people are from one other server.", figures)
        case .ages: localized("{found} of {of} people have accounts that are not a day old.", figures)
        case .texts: localized("{found} of {of} people wrote nearly the same as others.", figures)
        case .pasted:
            localized(
                "{found} of {of} people pasted the text of a call and were not active here before; at least {needed} others are needed.",
                figures
            )
        case .deleted: localized("{found} of {of} people deleted their posts within an hour.", figures)
        case .moderator: localized("A moderator decided so.")
        }
    }
}
