// Round numbers and round times for axes.

internal import Basics
internal import Localization

/// Steps at which an axis has its lines.
enum ChartScale {
    /// Values from 0 in equal round steps, the last at or above `most`: 0, 10,000, … 40,000.
    static func values(upTo most: Int64, lines: Int = 4) -> [Int64] {
        let rough = Double(max(most, 1)) / Double(lines)
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough && $0 == $0.rounded() } ?? power * 10
        let whole = Int64(max(1, min(step, 2e18)))
        let count = (max(most, 1) + whole - 1) / whole
        return (0...count).map { $0 * whole }
    }

    private static let minute: Int64 = 60_000
    private static let hour = 60 * minute
    private static let day = 24 * hour
    private static let timeSteps =
        [1, 2, 5, 10, 15, 30].map { $0 * minute } + [1, 2, 3, 6, 12].map { $0 * hour }
        + [1, 2, 5, 10, 30, 90, 365].map { $0 * day }

    /// Round moments (UTC) between two, at most `most`, with what stands under each. A moment that begins a day, and the
    /// first one, say the date.
    static func times(from: Timestamp, to: Timestamp, most: Int) -> [(at: Timestamp, label: String)] {
        let length = max(to.milliseconds - from.milliseconds, 1)
        let longest = timeSteps.last ?? day
        var step = timeSteps.first { length / $0 < Int64(most) } ?? longest
        while length / step >= Int64(most) { step *= 2 }
        var at = (from.milliseconds / step) * step
        if at < from.milliseconds { at += step }
        var found: [(Timestamp, String)] = []
        while at <= to.milliseconds {
            let moment = Timestamp(milliseconds: at)
            found.append((moment, label(moment, step: step, isFirst: found.isEmpty)))
            at += step
        }
        return found
    }

    private static func label(_ moment: Timestamp, step: Int64, isFirst: Bool) -> String {
        let time = TimeView(milliseconds: moment.milliseconds)
        if step >= 90 * day { return Localizer.current.shortMonth(time.civil) }
        let dayName = Localizer.current.day(time.civil)
        if step >= day || moment.milliseconds % day == 0 { return dayName }
        return isFirst ? "\(dayName) \(time.clock)" : time.clock
    }
}
