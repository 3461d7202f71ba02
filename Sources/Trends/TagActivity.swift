// Who used one tag in the last day, by the minute of each one's latest use: exact people in every rolling window.
// Everything is counted in people, never in posts: one who posts much is to sway nothing.

internal import Basics

/// People of the last 24 hours of one tag, and what gates ask of them.
struct TagActivity: Sendable {
    static let day: Int64 = 86_400_000
    private static let minute: Int64 = 60_000
    /// One who posts again so many milliseconds after a deletion has corrected a post.
    private static let correction: Int64 = 300_000
    /// One who takes the last post back later than this has thought about it, and is no sign of anything.
    private static let soon: Int64 = 3_600_000

    struct Person: Sendable {
        /// Minute (since 1970) of the latest use.
        var minute: Int64
        /// Milliseconds (since 1970) of the use that brought them in.
        let entered: Int64
        /// Thousandths of a person.
        var weight: Int32
        var isNew: Bool
        /// Was active on earlier days.
        var isRegular: Bool
        /// Number of a longer text that they wrote nearly as others did; 0 for none.
        var copied: Int32 = 0
        /// Whether that is the text of a call.
        var copiedAnswer = false
        var origin: Int32
        /// Different texts of theirs that are held.
        var texts: UInt8 = 0

        /// Copied, and nothing else is known of them.
        var isCopier: Bool { copied != 0 && !copiedAnswer && !isRegular }
        /// The same, with the text of a call: an answer, and all that they said.
        var isEcho: Bool { copied != 0 && copiedAnswer && !isRegular }

        /// The same person as seen with another tag: what is in doubt in one is in doubt.
        mutating func add(_ other: Person) {
            if other.minute > minute { minute = other.minute }
            if !isCopier, other.copied != 0, copied == 0 || other.isCopier {
                (copied, copiedAnswer) = (other.copied, other.copiedAnswer)
            }
            isRegular = isRegular || other.isRegular
        }

        var head: Headcount { Headcount(weight: weight, isNew: isNew, isCopier: isCopier) }
    }

    /// One who is gone.
    struct Leaver: Sendable {
        /// Milliseconds (since 1970).
        var at: Int64
        /// Milliseconds for which something of theirs stood, an hour at most.
        var stood: Int64
    }

    /// People whose latest use is in one minute.
    private struct Minute: Sendable {
        var minute: Int64
        var head = Headcount()
        /// Whose latest use was in it at some time; who has moved on is still here.
        var members: [Int64] = []
    }

    private(set) var people: [Int64: Person] = [:]
    /// Of them, those with new accounts, and how many are from each server: kept beside, since gates ask at each refresh.
    private(set) var newPeople = 0
    private(set) var copiers = 0
    private(set) var echoes = 0
    private(set) var origins: [Int32: Int] = [:]
    private var minutes: [Minute] = []
    private var texts = CopiedTexts()
    private(set) var networks = NetworkSample()
    /// Different texts of one person that are held: one who posts much does not crowd out the others.
    private static let mostTextsOfPerson = 4
    private static let mostTextsCompared = 500
    /// Whose posts of the last day are all taken out again, the last within an hour of posting it.
    private(set) var leavers: [Int64: Leaver] = [:]
    var recent = RecentBins()
    private(set) var lastUse = Timestamp(milliseconds: 0)
    /// The busiest minute since it is followed.
    private(set) var peak: (posts: Int64, at: Timestamp)?
    private var running: (minute: Int64, posts: Int64) = (0, 0)

    init() {}

    /// Everybody of several tags, each person once.
    init(_ parts: [TagActivity], leastCopiers: Int) {
        for part in parts {
            lastUse = max(lastUse, part.lastUse)
            if part.peak?.posts ?? 0 > peak?.posts ?? 0 { peak = part.peak }
            networks.add(part.networks)
            for (id, person) in part.people {
                if people[id]?.add(person) == nil { people[id] = person }
            }
        }
        for (id, leaver) in parts.lazy.flatMap(\.leavers) where people[id] == nil { leavers[id] = leaver }
        for person in people.values.sorted(by: { $0.minute < $1.minute }) {
            newPeople += person.isNew ? 1 : 0
            origins[person.origin, default: 0] += 1
            tally(person, 1)
            count(person, as: nil)
        }
        // What two copied in each of several tags was copied by more than two.
        for (print, authors) in parts.lazy.flatMap(\.texts.rareTexts).prefix(Self.mostTextsCompared) {
            for author in authors {
                let found = texts.take(print, by: author, least: leastCopiers, isKept: true)
                for copier in found.copiers { mark(copier, copied: found.number, isAnswer: false) }
            }
        }
    }

    /// - Parameter leastCopiers: this many people with nearly the same text have copied it.
    mutating func record(_ use: TagUse, leastCopiers: Int) {
        recent.add(1, at: use.at)
        lastUse = max(lastUse, use.at)
        countMinute(use.at)
        let minute = use.at.milliseconds / Self.minute
        if let before = people[use.person] {
            if minute > before.minute { move(use.person, before, to: minute) }
        } else {
            enter(use, minute)
        }
        if !leavers.isEmpty, let left = leavers[use.person], use.at.milliseconds - left.at < Self.correction {
            leavers[use.person] = nil
        }
        let isKept = (people[use.person]?.texts ?? 0) < Self.mostTextsOfPerson
        let found = texts.take(use.fingerprint, by: use.person, least: leastCopiers, isKept: isKept)
        if found.isNew, isKept { people[use.person]?.texts += 1 }
        for copier in found.copiers { mark(copier, copied: found.number, isAnswer: found.isAnswer) }
        networks.take(use)
    }

    /// Who copied, be it the text of a call.
    var copied: Int { copiers + echoes }

    /// Different texts that are held.
    var heldTexts: Int { texts.count }

    /// Who is known to have copied stays so.
    mutating func forgetTexts() { texts = CopiedTexts() }

    /// Says which texts are those of calls: who copied one of them has answered.
    mutating func setAnswers(_ answers: [TextFingerprint.Print]) {
        guard answers != texts.answers else { return }
        let isAnswer = texts.setAnswers(answers)
        for (id, person) in people where person.copied != 0 {
            if let isAnswer = isAnswer[person.copied] { mark(id, copied: person.copied, isAnswer: isAnswer) }
        }
    }

    /// Takes a post out. `remaining` is the person's latest other use, nil where there is none.
    mutating func withdraw(person: Int64, at: Timestamp, remaining: Timestamp?, now: Timestamp) {
        guard let before = people[person] else { return }
        recent.add(-1, at: at)
        if let remaining {
            move(person, before, to: remaining.milliseconds / Self.minute)
        } else {
            uncount(before)
            leave(person, before)
            if now.milliseconds - at.milliseconds <= Self.soon {
                let stood = min(max(now.milliseconds - before.entered, 0), Self.soon)
                leavers[person] = Leaver(at: now.milliseconds, stood: stood)
            }
        }
    }

    private mutating func enter(_ use: TagUse, _ minute: Int64) {
        let weight = Int32(use.weight > 0 ? min(use.weight, 1) * 1000 : 0)
        let person = Person(
            minute: minute,
            entered: use.at.milliseconds,
            weight: weight,
            isNew: use.isByNewAccount,
            isRegular: use.isByRegular,
            origin: use.origin
        )
        people[use.person] = person
        newPeople += use.isByNewAccount ? 1 : 0
        origins[use.origin, default: 0] += 1
        count(person, as: use.person)
    }

    private mutating func move(_ id: Int64, _ before: Person, to minute: Int64) {
        var person = before
        person.minute = minute
        uncount(before)
        people[id] = person
        count(person, as: id)
    }

    /// Knows from now on that a person copied. Of several texts the one counts that is no call's.
    private mutating func mark(_ id: Int64, copied: Int32, isAnswer: Bool) {
        guard var person = people[id], copied == person.copied || person.copied == 0 || person.copiedAnswer else {
            return
        }
        uncount(person)
        tally(person, -1)
        (person.copied, person.copiedAnswer) = (copied, isAnswer)
        people[id] = person
        tally(person, 1)
        count(person, as: nil)
    }

    private mutating func tally(_ person: Person, _ sign: Int) {
        copiers += person.isCopier ? sign : 0
        echoes += person.isEcho ? sign : 0
    }

    private mutating func leave(_ person: Int64, _ before: Person) {
        people[person] = nil
        newPeople -= before.isNew ? 1 : 0
        tally(before, -1)
        let left = (origins[before.origin] ?? 0) - 1
        origins[before.origin] = left > 0 ? left : nil
    }

    private mutating func countMinute(_ at: Timestamp) {
        let minute = at.milliseconds / Self.minute
        if minute != running.minute { running = (minute, 0) }
        running.posts += 1
        if running.posts > peak?.posts ?? 0 { peak = (running.posts, Timestamp(milliseconds: minute * Self.minute)) }
    }

    /// - Parameter id: who enters this minute; nil for one who is in it already.
    private mutating func count(_ person: Person, as id: Int64?) {
        let place = place(of: person.minute)
        if place == minutes.count || minutes[place].minute != person.minute {
            minutes.insert(Minute(minute: person.minute), at: place)
        }
        minutes[place].head += person.head
        if let id { minutes[place].members.append(id) }
    }

    private mutating func uncount(_ person: Person) {
        let place = place(of: person.minute)
        guard place < minutes.count, minutes[place].minute == person.minute else { return }
        minutes[place].head -= person.head
    }

    /// The first place that is not before a minute; nearly always near the end.
    private func place(of minute: Int64) -> Int {
        var place = minutes.count
        while place > 0, minutes[place - 1].minute >= minute { place -= 1 }
        return place
    }

    /// Forgets what is older than a day; costs what it forgets, not what there is.
    mutating func trim(now: Timestamp) {
        if !leavers.isEmpty { leavers = leavers.filter { $0.value.at > now.milliseconds - Self.day } }
        networks.trim(now: now)
        let oldest = now.milliseconds / Self.minute - 1440
        guard let first = minutes.first, first.minute <= oldest else { return }
        let past = minutes.prefix { $0.minute <= oldest }
        minutes.removeFirst(past.count)
        for minute in past {
            for person in minute.members {
                guard let before = people[person], before.minute == minute.minute else { continue }
                leave(person, before)
            }
        }
    }

    /// Milliseconds after which nine in ten of the leavers were gone: who is here longer lets it stand.
    var stayOfLeavers: Int64 {
        let stays = leavers.values.map(\.stood).sorted()
        return stays.isEmpty ? 0 : stays[(stays.count - 1) * 9 / 10]
    }

    /// As `people(in:now:)`, of those who came in before `moment`. Looks at everybody: for when a gate would hold.
    func people(in windows: [Int64], now: Timestamp, enteredBefore moment: Int64) -> [Headcount] {
        let newest = now.milliseconds / Self.minute
        var sums = [Headcount](repeating: Headcount(), count: windows.count)
        for person in people.values where person.entered < moment {
            for (place, window) in windows.enumerated() where person.minute > newest - window / 60 {
                sums[place] += person.head
            }
        }
        return sums
    }

    /// What the people of four spans (seconds, rising) weigh that end now, to the minute.
    func weights(in spans: [Int64], now: Timestamp) -> SIMD4<Float> {
        let newest = now.milliseconds / Self.minute
        var (sum, place, weights) = (Headcount(), minutes.count, SIMD4<Float>.zero)
        for (number, span) in spans.enumerated() {
            while place > 0, minutes[place - 1].minute > newest - span / 60 {
                place -= 1
                sum += minutes[place].head
            }
            weights[number] = Float(sum.weight)
        }
        return weights
    }

    /// The most that people weigh whose latest uses are within so many seconds, at any time of the last day.
    func most(within span: Int64) -> Float {
        var (sum, first, most) = (Headcount(), 0, 0.0)
        for minute in minutes {
            sum += minute.head
            while minutes[first].minute <= minute.minute - span / 60 {
                sum -= minutes[first].head
                first += 1
            }
            most = max(most, sum.weight)
        }
        return Float(most)
    }

    /// What people weigh whose latest use is just now; half of it counts after `halfLife` seconds, and so on for a day.
    func recentWeight(halfLife: Double, now: Timestamp) -> Double {
        let newest = now.milliseconds / Self.minute
        let step = pow2(-60 / halfLife)
        var (sum, factor, age) = (0.0, 1.0, Int64(0))
        for minute in minutes.reversed() {
            while age < newest - minute.minute {
                factor *= step
                age += 1
            }
            sum += factor * minute.head.weight
        }
        return sum
    }

    /// Who was here in each window (seconds, rising) that ends now, to the minute.
    func people(in windows: [Int64], now: Timestamp) -> [Headcount] {
        let newest = now.milliseconds / Self.minute
        var sum = Headcount()
        var place = minutes.count
        return windows.map { window in
            let oldest = newest - window / 60
            while place > 0, minutes[place - 1].minute > oldest {
                place -= 1
                sum += minutes[place].head
            }
            return sum
        }
    }
}
