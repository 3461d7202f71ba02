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
        /// Thousandths of a person.
        var weight: Int32
        var isNew: Bool
        /// Wrote nearly the same longer text as others.
        var isCopier = false
        var origin: Int32

        var head: Headcount { Headcount(weight: weight, isNew: isNew, isCopier: isCopier) }
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
    private(set) var origins: [Int32: Int] = [:]
    private var minutes: [Minute] = []
    private var texts = CopiedTexts()
    /// Whose posts of the last day are all taken out again, the last within an hour of posting it, and when that was.
    private(set) var leavers: [Int64: Int64] = [:]
    var recent = RecentBins()
    private(set) var lastUse = Timestamp(milliseconds: 0)
    /// The busiest minute since it is followed.
    private(set) var peak: (posts: Int64, at: Timestamp)?
    private var running: (minute: Int64, posts: Int64) = (0, 0)

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
        if !leavers.isEmpty, let left = leavers[use.person], use.at.milliseconds - left < Self.correction {
            leavers[use.person] = nil
        }
        for copier in texts.take(use.fingerprint, by: use.person, least: leastCopiers) { mark(copier) }
    }

    /// Takes a post out. `remaining` is the person's latest other use, nil where there is none.
    mutating func withdraw(person: Int64, at: Timestamp, remaining: Timestamp?, now: Timestamp) {
        recent.add(-1, at: at)
        guard let before = people[person] else { return }
        if let remaining {
            move(person, before, to: remaining.milliseconds / Self.minute)
        } else {
            uncount(before)
            leave(person, before)
            if now.milliseconds - at.milliseconds <= Self.soon { leavers[person] = now.milliseconds }
        }
    }

    private mutating func enter(_ use: TagUse, _ minute: Int64) {
        let weight = Int32(use.weight > 0 ? min(use.weight, 1) * 1000 : 0)
        let person = Person(minute: minute, weight: weight, isNew: use.isByNewAccount, origin: use.origin)
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

    /// Knows from now on that a person copied.
    private mutating func mark(_ id: Int64) {
        guard var person = people[id], !person.isCopier else { return }
        uncount(person)
        person.isCopier = true
        people[id] = person
        copiers += 1
        count(person, as: nil)
    }

    private mutating func leave(_ person: Int64, _ before: Person) {
        people[person] = nil
        newPeople -= before.isNew ? 1 : 0
        copiers -= before.isCopier ? 1 : 0
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
        if !leavers.isEmpty { leavers = leavers.filter { $0.value > now.milliseconds - Self.day } }
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
