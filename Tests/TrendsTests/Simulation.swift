// Series drawn at random, the same for the same seed: many tags of one server, and which of them enter as news.

import Basics

@testable import Trends

/// Splitmix64.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x2545_f491_4f6c_dd1d &+ 1 }

    mutating func unit() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return Double((z ^ z >> 31) >> 11) / Double(1 << 53)
    }

    mutating func below(_ count: Int64) -> Int64 { Int64(unit() * Double(count)) }

    /// Poisson's, by as many tries as give the mean.
    mutating func count(_ mean: Double) -> Int {
        let tries = max(20, Int(mean * 4))
        var count = 0
        for _ in 0..<tries where unit() < mean / Double(tries) { count += 1 }
        return count
    }
}

struct Simulation {
    struct Use {
        /// Seconds from the beginning.
        var at: Int64
        var tag: Int64
        var person: Int64
    }

    var dice: Dice
    var activePeople: Int
    /// Hours for which the server is a new one.
    var newHours: Int64 = 0
    var uses: [Use] = []
    var engine = TrendEngine()
    static let start = Timestamp(seconds: 1_508_025_600)
    /// Seconds at which each tag entered the list, but for what is always there, and at which it was listed last.
    private(set) var entries: [Int64: [Int64]] = [:]
    private(set) var lastListed: [Int64: Int64] = [:]
    private(set) var latest: [TrendAssessment] = []

    init(seed: UInt64, activePeople: Int) {
        dice = Dice(seed)
        self.activePeople = activePeople
    }

    /// How much of a day's mean an hour has: fewest at four in the morning.
    static func ofHour(_ hour: Int64) -> Double { [0.2, 0.6, 1.2, 1.6, 1.5, 0.9][Int((hour + 22) % 24 / 4)] }

    /// People of a tag, by the hour.
    mutating func add(_ tag: Int64, hours: Range<Int64>, aDay people: (Int64) -> Double) {
        for hour in hours {
            for _ in 0..<dice.count(people(hour) / 24 * Self.ofHour(hour)) {
                uses.append(Use(at: hour * 3600 + dice.below(3600), tag: tag, person: dice.below(Int64(activePeople))))
            }
        }
    }

    /// So many people within some seconds, each once.
    mutating func add(_ tag: Int64, people: Int64, from: Int64, seconds: Int64) {
        for n in 0..<people { uses.append(Use(at: from + n * seconds / people, tag: tag, person: 1_000_000 + n)) }
    }

    /// Looks every `step` seconds.
    mutating func run(hours: Int64, step: Int64 = 300) {
        uses.sort { $0.at < $1.at }
        var (place, second) = (0, Int64(0))
        var listed: Set<Int64> = []
        while second < hours * 3600 {
            second += step
            while place < uses.count, uses[place].at < second {
                record(uses[place], post: Int64(place))
                place += 1
            }
            let (now, isNew) = (Self.start + .seconds(second), second < newHours * 3600)
            latest = engine.refresh(now: now, activePeople: activePeople, isNewServer: isNew)
            let tags = latest.filter { $0.state == .listed && $0.shelf != .perennial }.map(\.tag)
            for tag in tags {
                lastListed[tag] = second
                if !listed.contains(tag) { entries[tag, default: []].append(second) }
            }
            listed = Set(tags)
        }
    }

    mutating func record(_ use: Use, post: Int64) {
        engine.record(
            TagUse(
                tag: use.tag,
                person: use.person,
                post: post,
                at: Self.start + .seconds(use.at),
                accountCreatedAt: Timestamp(seconds: 0)
            )
        )
    }

    /// Tags of a range that entered within some seconds.
    func entered(_ tags: ClosedRange<Int64>, within seconds: Range<Int64>) -> [Int64] {
        entries.filter { tags.contains($0.key) && $0.value.contains(where: seconds.contains) }.keys.sorted()
    }
}
