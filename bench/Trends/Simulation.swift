// Series on a server in simulated time, seen by all rules at once.

/// The rules with what they know.
struct Watchers: Sendable {
    static let names = ["Chorus", "daily", "CUSUM"]
    var chorus = ChorusRule()
    var daily = DailyRule()
    var cusum = CusumRule()
    var logs = [Log](repeating: Log(), count: names.count)

    mutating func record(_ post: Post, id: Int64) {
        chorus.record(post, id: id)
        daily.record(post, id: id)
        cusum.record(post, id: id)
    }

    mutating func delete(_ post: Post, id: Int64, at second: Int64) {
        chorus.delete(post, id: id, at: second)
        daily.delete(post, id: id, at: second)
        cusum.delete(post, id: id, at: second)
    }

    mutating func look(_ moment: Moment) { note(chorus.look(moment), 0, moment) }

    /// The others look every five minutes.
    mutating func lookSlowly(_ moment: Moment) {
        note(daily.look(moment), 1, moment)
        note(cusum.look(moment), 2, moment)
    }

    private mutating func note(_ listed: [Int64], _ rule: Int, _ moment: Moment) {
        logs[rule].note(listed, at: moment.second)
        if moment.isOfContest { logs[rule].orders.append((moment.second, listed)) }
    }
}

/// A server of one size, with four weeks of a usual life behind it.
struct Server: Sendable {
    private static let weeks: Int64 = 4
    let background: Background
    /// What rules know at the beginning of each day of a week.
    let mornings: [Watchers]

    init(people: Int, tags: Int, seed: UInt64) {
        var dice = Dice(seed, UInt64(people))
        background = Background(people: people, tags: tags, &dice)
        var mornings: [Watchers] = []
        var run = Run(background, Series(days: 7, leastUses: 0, from: 0, pace: 600), Watchers(), dice)
        for day in -Self.weeks * 7..<7 {
            if day >= 0 { mornings.append(run.watchers) }
            run.day(day)
        }
        for place in mornings.indices { mornings[place].logs = Array(repeating: Log(), count: Watchers.names.count) }
        self.mornings = mornings
    }

    /// What the rules made of a series.
    func watch(_ series: Series, _ dice: Dice) -> Watchers {
        var run = Run(background, series, series.isNewServer ? Watchers() : mornings[Int(series.firstDay)], dice)
        for day in series.firstDay..<series.lastDay { run.day(day) }
        return run.watchers
    }

    /// One for each rule.
    func tallies(_ series: Series, _ watchers: Watchers) -> [Tally] {
        var judged = series.judged
        if let (least, from) = series.judgedBackground {
            judged += background.tags(from: least).map { Judged(tags: [$0], quietFrom: from) }
        }
        return watchers.logs.map { log in
            var tally = Tally()
            for one in judged { tally.add(one, log.spans(of: one.tags), until: series.lastDay * 86_400) }
            if let contest = series.contest { tally.contests = [contest.result(log.orders)] }
            return tally
        }
    }
}

/// A series as it goes on.
private struct Run {
    private static let slow: Int64 = 300
    private let background: Background
    private let series: Series
    private(set) var watchers: Watchers
    private var dice: Dice
    private let changes: [Change]
    private var place = 0
    private var posts: Int64 = 0
    private let starts: [Int64]
    private let contest: Set<Int64>

    private struct Change {
        var at: Int64
        var post: Post
        var isDeletion = false
        var id: Int64
    }

    init(_ background: Background, _ series: Series, _ watchers: Watchers, _ dice: Dice) {
        (self.background, self.series, self.watchers, self.dice) = (background, series, watchers, dice)
        self.watchers.chorus.callTexts = series.callTexts
        self.watchers.chorus.skeletons = series.skeletons
        starts = series.judged.flatMap { $0.news.map(\.start) }
        contest = Set(series.contest?.moments ?? [])
        var changes: [Change] = []
        for (place, post) in series.posts.enumerated() {
            let id = -1 - Int64(place)
            changes.append(Change(at: post.at, post: post, id: id))
            if let after = post.deletedAfter {
                changes.append(Change(at: post.at + after, post: post, isDeletion: true, id: id))
            }
        }
        self.changes = changes.sorted { $0.at < $1.at }
    }

    mutating func day(_ day: Int64) {
        let usual = background.day(day, series.tide, &dice)
        var (next, second) = (0, day * 86_400)
        while second < (day + 1) * 86_400 {
            let pace = pace(second)
            let step = min(pace, Self.slow)
            second = (second / step + 1) * step
            while next < usual.count, usual[next].at < second {
                posts += 1
                watchers.record(usual[next], id: posts)
                next += 1
            }
            while place < changes.count, changes[place].at < second {
                apply(changes[place])
                place += 1
            }
            if second % pace == 0 { watchers.look(moment(second)) }
            if second % Self.slow == 0 { watchers.lookSlowly(moment(second)) }
        }
    }

    private func moment(_ second: Int64) -> Moment {
        Moment(
            second: second,
            activePeople: max(1, Int(Double(background.people) * series.tide.active(second))),
            isNewServer: series.isNewServer && second < 3 * 86_400,
            isOfContest: contest.contains(second)
        )
    }

    private mutating func apply(_ change: Change) {
        if change.isDeletion {
            watchers.delete(change.post, id: change.id, at: change.at)
        } else {
            watchers.record(change.post, id: change.id)
        }
    }

    /// As the server does, every five seconds, for half an hour from a start on; each minute for six hours, or where there is
    /// no news as long as posts of the series come; else at the pace of the series, to be quick.
    private func pace(_ second: Int64) -> Int64 {
        if starts.contains(where: { second >= $0 - 60 && second < $0 + 1800 }) { return 5 }
        if starts.contains(where: { second >= $0 && second < $0 + 21_600 }) { return 60 }
        let isNear = place < changes.count && changes[place].at < second + 300
        let wasNear = place > 0 && changes[place - 1].at > second - 3600
        return starts.isEmpty && (isNear || wasNear) ? min(60, series.pace) : series.pace
    }
}
