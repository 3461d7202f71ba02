// What the whole server does, so that a tag is not taken for unusual, nor for ended, because all are.

/// How busy the server is against its usual, and its rhythm of the last day. Both are learned from what is usual for the tags alone,
/// so that nothing more has to outlive a restart.
struct Tide: Sendable {
    /// Steady tags that are asked, and the fewest that can tell.
    private static let most = 128
    private static let least = 12
    /// People a day that make a tag steady, and in each window.
    static let steady: Float = 0.5
    /// An ebb changes nothing: what is usual is usual at night, too.
    private static let limits: ClosedRange<Float> = 1...50

    private(set) var tags: [Int64] = []
    /// In each window, how many times what is usual for it a steady tag has now: what three of four of them do not exceed,
    /// as three of four do not exceed once what is usual on a usual day. So no movement moves it, be it most of what the
    /// server does.
    private(set) var level: SIMD4<Float> = .one
    /// The highest level of the running hour, and of the hour before.
    private(set) var levelOfHour: SIMD4<Float> = .one
    private var hour: Int64 = 0
    /// Times by which steady tags have grown in the last week against the weeks before: the median.
    private(set) var growth: Float = 1

    /// People of tags that are no trend in the last 2, 6, 8 and 24 hours.
    var rhythm: SIMD4<Float> = .zero
    static let spans: [Int64] = [7200, 21_600, 28_800, 86_400]
    /// Hours that the tag has been followed which has been for the longest: all that is known of the server.
    private(set) var hours: Int64 = 0
    /// Uses that an hour usually has.
    private(set) var expectedOfHour: Float = 0
    /// The latest two hours that saw any use.
    private var busyHours: (last: Int64, before: Int64) = (0, 0)

    mutating func record(hour: Int64) {
        if hour > busyHours.last { busyHours = (hour, busyHours.last) }
    }

    /// Whether an hour tells what is usual: not if the server saw nothing at all where it usually sees much.
    func isLesson(_ hour: Int64) -> Bool {
        hour == busyHours.last || hour == busyHours.before || expectedOfHour < 5
    }

    /// Takes the steadiest of steady tags, how they have grown, and for how many hours tags have been followed.
    mutating func choose(
        _ found: [(tag: Int64, people: Float, growth: Float?)],
        expectedOfHour: Float,
        hours: Int64 = 0
    ) {
        self.hours = hours
        let steadiest = found.sorted { ($0.people, $1.tag) > ($1.people, $0.tag) }.prefix(Self.most)
        tags = steadiest.map(\.tag)
        growth = Self.upperQuartile(steadiest.compactMap(\.growth)) ?? 1
        self.expectedOfHour = expectedOfHour
    }

    /// Takes in the people of steady tags, and what is usual for them. A window in which too few tags are steady has the
    /// level of the next longer one.
    mutating func rise(_ found: [(people: SIMD4<Float>, usual: SIMD4<Float>)], hour: Int64) {
        var next: Float = 1
        for place in (0..<4).reversed() {
            let times = found.compactMap { $0.usual[place] >= Self.steady ? $0.people[place] / $0.usual[place] : nil }
            next = Self.upperQuartile(times) ?? next
            level[place] = next
        }
        levelOfHour = hour == self.hour ? pointwiseMax(levelOfHour, level) : level
        self.hour = hour
    }

    /// Within the limits; nil of too few.
    private static func upperQuartile(_ times: [Float]) -> Float? {
        guard times.count >= least else { return nil }
        return min(max(times.sorted()[(times.count - 1) * 3 / 4], limits.lowerBound), limits.upperBound)
    }

    /// The part of a longer span's people that comes in a shorter one at its end, at this time of the day, by a cautious
    /// estimate: few people tell little, so that half a deviation is taken away and a dozen are added who come as at night.
    func part(_ short: Int, of long: Int) -> Float {
        let night: SIMD4<Float> = [0.5, 2.5, 4, 12]
        let seen = rhythm[short] - rhythm[short].squareRoot() / 2
        return (max(0, seen) + night[short]) / (rhythm[long] + night[long])
    }

    /// Whether what had so many people in the last 2, 6, 8 and 24 hours is over, not just asleep: far fewer came lately than
    /// would have at this time of the day if it had gone on. At night few are expected, so that few are no sign. In its first
    /// half day two hours are compared with its busiest two; what has lasted longer may have a night of its own, and is over
    /// when eight hours were quiet.
    ///
    /// - Parameters:
    ///   - busiest: the most people of two hours in the last day.
    ///   - hours: for how long it has been a trend.
    func isOver(_ people: SIMD4<Float>, busiest: Float, hours: Float) -> Bool {
        // So many fewer than expected are chance; of a crowd of a dozen no more than four.
        let missing = min(8, max(3, people[3] / 3))
        guard hours < 12 else { return people[2] <= (people[3] * part(2, of: 3) - missing) / 10 }
        return people[0] <= (busiest * min(1, 12 * part(0, of: 3)) - missing) / 10
    }
}
