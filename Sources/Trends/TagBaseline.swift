// What is usual for a tag: the most people of an hour in each window, as a mean that follows slowly, and as the same part of the
// week and of the day had it.

internal import Basics

/// What was learned of one tag. Each hour teaches the most people that each window held in it at any look: what happens for ten
/// minutes at any minute is seen as it was.
struct TagBaseline: Sendable, Equatable {
    /// The most people of an hour in each window, as usual.
    private(set) var means: SIMD4<Float> = .zero
    /// The most people in each window in the running hour, and in the parts of the week that run now.
    private var most: SIMD4<Float> = .zero
    private var mostOfPart: SIMD4<Float> = .zero
    /// People of the day, summed over the hours of the running day.
    private var ofDay: (sum: Float, hours: Float) = (0, 0)
    private(set) var weeks = WeekMemory()
    private(set) var days = DayMemory()
    private var clusters = ClusterMemory()
    /// Hours that were learned from.
    private(set) var hours: Int64 = 0
    /// The running hour, counted since 1970; -1 before the first look.
    private(set) var hour: Int64 = -1

    /// People usual in each window, for the whole running hour.
    private(set) var usual: SIMD4<Float> = .zero
    /// The same for what is no trend: what a young tag had on the average of its days, and what came at this time on three
    /// of the last six days, is no news. A trend lasts against
    /// the slower `usual`, or it would end within its first week by its own success.
    private(set) var usualAtEntry: SIMD4<Float> = .zero
    /// The plain mean of its hours, from its second day on: what is usual where the server itself is no older.
    private(set) var usualOfLife: SIMD4<Float> = .zero
    /// People a day of the last week, of the week before and of the weeks before the last; nil in the first two weeks.
    private(set) var weekly: (week: Float, weekBefore: Float, month: Float)?
    /// By how many people a good day of a tag that is always there exceeds a usual one; 0 of any other tag, where a good day is
    /// news.
    private(set) var swing: Float = 0

    init() {}

    /// What is usual for several tags together: at most the sum, since nobody knows who was in more than one.
    init(sumOf parts: [TagBaseline], at now: Timestamp) {
        hour = now.hour
        for part in parts {
            usual += part.usual
            usualAtEntry += part.usualAtEntry
        }
    }

    /// Nothing is usual that is left.
    var isForgotten: Bool { means.max() < 0.02 }

    /// What chance does to the number of people where `usual` are, and crowds: at least what the tag's own days differ by. In a
    /// high tide tags differ more.
    func variance(
        _ usual: SIMD4<Float>,
        floor: SIMD4<Float>,
        tide: SIMD4<Float> = .one,
        _ parameters: TrendParameters
    ) -> SIMD4<Float> {
        // A good day is good in all of its hours: each window has its share.
        let swing = swing * tide * means / max(means[3], 1)
        return variance(usual, floor: floor, tide: tide, leastOfCrowds: swing * swing, parameters)
    }

    private func variance(
        _ usual: SIMD4<Float>,
        floor: SIMD4<Float>,
        tide: SIMD4<Float> = .one,
        leastOfCrowds: SIMD4<Float>,
        _ parameters: TrendParameters
    ) -> SIMD4<Float> {
        let size = clusters.size(means, parameters)
        let crowds = pointwiseMax(Float(parameters.overdispersion) * tide * usual * usual, leastOfCrowds)
        return size * usual + crowds + floor * size * size
    }

    /// The score of what grows slowly: a week's people of a day against those of the weeks before, where the week is beyond the
    /// one before, too, and today is no less. Once it is a trend a fifth of that growth is enough, and half of the people.
    ///
    /// - Parameter tide: times by which steady tags have grown meanwhile.
    func growth(today: Float, tide: Float, isEntry: Bool, _ parameters: TrendParameters) -> (
        score: Float, usual: Float
    )? {
        guard let weekly else { return nil }
        let least = isEntry ? Float(parameters.leastGrowth) : 1 + (Float(parameters.leastGrowth) - 1) / 5
        guard weekly.week >= least * tide * weekly.weekBefore, today >= (isEntry ? 0.8 : 0.5) * weekly.week else {
            return nil
        }
        let usual = tide * weekly.month
        // What grows has days that differ: their swing would hide it.
        let variance = variance(
            SIMD4(repeating: usual),
            floor: SIMD4(repeating: Float(parameters.floor)),
            leastOfCrowds: .zero,
            parameters
        )[3]
        return ((weekly.week - usual) / (variance / Float(parameters.daysOfGrowth)).squareRoot(), usual)
    }

    /// What makes the most usual in a window.
    func comparison(_ place: Int, isEntry: Bool) -> TrendComparison {
        if isEntry, usualAtEntry[place] > usual[place] { return .day }
        return usual[place] > means[place] ? .week : .mean
    }

    // MARK: Learning

    /// Whether an hour has ended.
    func isDue(_ now: Timestamp) -> Bool { now.hour > hour }

    /// Takes in how many people the windows hold now.
    mutating func look(_ people: SIMD4<Float>) { most.replace(with: people, where: people .> most) }

    /// Learns from the hour that has ended, and begins the next one with the people of now.
    ///
    /// - Parameters:
    ///   - isTrend: whether it was a trend, so that the hour is compared with the slower usual.
    ///   - tide: how many times its usual the whole server had in that hour.
    ///   - isFounding: on a server as young as the tag nobody can tell a storm: the hour counts whole.
    ///   - isLesson: not for an hour in which the server saw nothing at all.
    mutating func endHour(
        _ people: SIMD4<Float>,
        at now: Timestamp,
        isTrend: Bool = false,
        tide: SIMD4<Float> = .one,
        isFounding: Bool = false,
        isLesson: Bool = true,
        _ parameters: TrendParameters
    ) {
        if hour >= 0, isLesson {
            learn((isTrend ? usual : usualAtEntry) * tide, tide, clips: !isFounding, parameters)
        }
        if hour >= 0 { endParts(now.hour, isLesson: isLesson) }
        hour = now.hour
        most = people
        recall(parameters)
    }

    private mutating func learn(
        _ expected: SIMD4<Float>,
        _ tide: SIMD4<Float>,
        clips: Bool,
        _ parameters: TrendParameters
    ) {
        let floor = SIMD4(repeating: Float(parameters.floor))
        let deviation = variance(expected, floor: floor, parameters).squareRoot()
        clusters.learn(most, expected, deviation, means: means, hours: hours, parameters)
        let rate = Float(1 - pow2(-1 / (parameters.halfLifeDays * 24)))
        let mean = means * tide
        let largest = mean + Float(parameters.clip) * variance(mean, floor: floor, parameters).squareRoot()
        means += rate * ((clips ? pointwiseMin(most, largest) : most) - means)
        mostOfPart = pointwiseMax(mostOfPart, most)
        ofDay = (ofDay.sum + most[3], ofDay.hours + 1)
        hours += 1
    }

    private mutating func endParts(_ next: Int64, isLesson: Bool) {
        for place in 0..<4 where WeekMemory.part(place, next) != WeekMemory.part(place, hour) {
            if isLesson { weeks.remember(mostOfPart[place], place, hour) }
            mostOfPart[place] = 0
        }
        guard next / 24 != hour / 24, ofDay.hours > 0 else { return }
        days.remember(ofDay.sum / ofDay.hours)
        ofDay = (0, 0)
    }

    private mutating func recall(_ parameters: TrendParameters) {
        weekly = days.means
        if let (middle, high) = days.middleAndHigh, Double(middle) >= parameters.perennialPeople {
            // At most as many again: after a movement of some days the next one is to be seen.
            swing = min(high - middle, middle)
        } else {
            swing = 0
        }
        usual = means
        for place in 0..<4 { usual[place] = max(usual[place], weeks.ofWeek(place, hour)) }
        usualAtEntry = pointwiseMax(usual, means * Self.youth(hours, parameters))
        for place in 0..<4 { usualAtEntry[place] = max(usualAtEntry[place], weeks.ofDay(place, hour)) }
        usualOfLife = hours < 24 ? .zero : means / Float(Self.learned(hours, parameters))
        // The window of a day was filling on the first one.
        if hours >= 24 { usualOfLife[3] *= Float(hours) / Float(hours - 12) }
    }

    /// The part of what is usual that the slow mean knows after so many hours.
    private static func learned(_ hours: Int64, _ parameters: TrendParameters) -> Double {
        1 - pow2(-Double(hours) / (24 * parameters.halfLifeDays))
    }

    /// The plain mean of its hours against the slow one, where as much of it counts as there are hours against three days.
    private static func youth(_ hours: Int64, _ parameters: TrendParameters) -> Float {
        // In its first day a tag has no usual yet.
        guard hours >= 24 else { return 1 }
        return Float(max(1, Double(hours) / Double(hours + 72) / learned(hours, parameters)))
    }

    // MARK: Bytes

    func write(to writer: inout StateWriter) {
        writer.write(hours)
        writer.write(hour)
        for values in [means, most, mostOfPart, [ofDay.sum, ofDay.hours, 0, 0]] { writer.write(values) }
        clusters.write(to: &writer)
        writer.write(UInt8(days.days.count))
        writer.write(days.days)
        writer.write(weeks.cells)
    }

    /// Reads what `write` wrote, to the end. Nil for bytes that are none of ours.
    init?(_ reader: StateReader, _ parameters: TrendParameters) {
        var reader = reader
        hours = max(0, reader.integer())
        hour = min(max(-1, reader.integer()), 1 << 40)
        means = reader.people()
        most = reader.people()
        mostOfPart = reader.people()
        let day = reader.people()
        ofDay = (day[0], day[1])
        clusters = ClusterMemory(&reader)
        let count = Int(reader.integer() as UInt8)
        guard let days = DayMemory(days: reader.bytes(count)), !reader.isShort,
            let weeks = WeekMemory(cells: Array(reader.rest))
        else { return nil }
        (self.days, self.weeks) = (days, weeks)
        recall(parameters)
    }

    /// Reads the form of before: parts of three hours over three weeks, in two bytes each.
    init?(ofThreeHours reader: StateReader, _ parameters: TrendParameters) {
        var reader = reader
        let windows: UInt8 = reader.integer()
        hours = max(0, reader.integer())
        hour = min(max(-1, reader.integer()), 1 << 40)
        means = reader.people()
        guard !reader.isShort, windows == 4, reader.rest.isEmpty || reader.rest.count == 4 * 56 * 3 * 2 else {
            return nil
        }
        weeks = WeekMemory(ofThreeHours: reader)
        recall(parameters)
    }

    static func == (first: TagBaseline, second: TagBaseline) -> Bool {
        var writers = (StateWriter(), StateWriter())
        first.write(to: &writers.0)
        second.write(to: &writers.1)
        return writers.0.bytes == writers.1.bytes
    }
}

extension Timestamp {
    /// Number of the hour since 1970.
    var hour: Int64 { max(0, milliseconds) / 3_600_000 }
}

/// 2 to a power below 0: its whole part is exact, the rest by the series of the exponential function, exact to 1e-9.
func pow2(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.up)
    let x = (exponent - whole) * 0.693_147_180_559_945_3
    var (term, sum) = (1.0, 1.0)
    for n in 1...12 {
        term *= x / Double(n)
        sum += term
    }
    return Double(sign: .plus, exponent: Int(max(whole, -1000)), significand: sum)
}
