// Who used one tag in the last day, by the minute of each one's latest use: exact people in every rolling window.

internal import Basics

/// People of the last 24 hours and the newest posts of one tag.
struct TagActivity: Sendable {
    static let day: Int64 = 86_400_000
    private static let minute: Int64 = 60_000
    /// The most posts that gates look at.
    private static let mostPosts = 256

    struct Person: Sendable {
        /// Minute (since 1970) of the latest use.
        var minute: Int64
        var weight: Float
        var isNew: Bool
        var origin: Int32
    }

    /// People whose latest use is in one minute.
    private struct Minute: Sendable {
        var minute: Int64
        var people: Int32
        var weight: Double
        /// Whose latest use was in it at some time; who has moved on is still here.
        var members: [Int64] = []
    }

    struct Post: Sendable {
        var id: Int64
        var person: Int64
        var at: Timestamp
        var fingerprint: UInt64
        var isDeleted = false
    }

    private(set) var people: [Int64: Person] = [:]
    /// Of them, those with new accounts, and how many are from each server: kept beside, since gates ask at each refresh.
    private(set) var newPeople = 0
    private(set) var origins: [Int32: Int] = [:]
    private var minutes: [Minute] = []
    private(set) var posts: [Post] = []
    var recent = RecentBins()
    private(set) var lastUse = Timestamp(milliseconds: 0)
    /// The busiest minute since it is followed.
    private(set) var peak: (posts: Int64, at: Timestamp)?
    private var running: (minute: Int64, posts: Int64) = (0, 0)

    mutating func record(_ use: TagUse) {
        recent.add(1, at: use.at)
        lastUse = max(lastUse, use.at)
        countMinute(use.at)
        let minute = use.at.milliseconds / Self.minute
        if let before = people[use.person] {
            if minute > before.minute { move(use.person, before, to: minute) }
        } else {
            enter(use, minute)
        }
        posts.append(Post(id: use.post, person: use.person, at: use.at, fingerprint: use.fingerprint))
        if posts.count > 2 * Self.mostPosts { posts.removeFirst(Self.mostPosts) }
    }

    /// Takes a post out. `remaining` is the person's latest other use, nil where there is none.
    mutating func withdraw(person: Int64, post: Int64, at: Timestamp, remaining: Timestamp?) {
        recent.add(-1, at: at)
        if let place = posts.lastIndex(where: { $0.id == post }) { posts[place].isDeleted = true }
        guard let before = people[person] else { return }
        if let remaining {
            move(person, before, to: remaining.milliseconds / Self.minute)
        } else {
            change(before.minute, people: -1, weight: -Double(before.weight))
            leave(person, before)
        }
    }

    private mutating func enter(_ use: TagUse, _ minute: Int64) {
        let weight = Float(min(max(use.weight, 0), 1))
        people[use.person] = Person(minute: minute, weight: weight, isNew: use.isByNewAccount, origin: use.origin)
        newPeople += use.isByNewAccount ? 1 : 0
        origins[use.origin, default: 0] += 1
        change(minute, people: 1, weight: Double(weight), member: use.person)
    }

    private mutating func move(_ person: Int64, _ before: Person, to minute: Int64) {
        change(before.minute, people: -1, weight: -Double(before.weight))
        people[person]?.minute = minute
        change(minute, people: 1, weight: Double(before.weight), member: person)
    }

    private mutating func leave(_ person: Int64, _ before: Person) {
        people[person] = nil
        newPeople -= before.isNew ? 1 : 0
        let left = (origins[before.origin] ?? 0) - 1
        origins[before.origin] = left > 0 ? left : nil
    }

    private mutating func countMinute(_ at: Timestamp) {
        let minute = at.milliseconds / Self.minute
        if minute != running.minute { running = (minute, 0) }
        running.posts += 1
        if running.posts > peak?.posts ?? 0 { peak = (running.posts, Timestamp(milliseconds: minute * Self.minute)) }
    }

    private mutating func change(_ minute: Int64, people: Int32, weight: Double, member: Int64? = nil) {
        var place = minutes.count
        while place > 0, minutes[place - 1].minute > minute { place -= 1 }
        if place == 0 || minutes[place - 1].minute != minute {
            guard people > 0 else { return }
            minutes.insert(Minute(minute: minute, people: 0, weight: 0), at: place)
            place += 1
        }
        minutes[place - 1].people += people
        minutes[place - 1].weight += weight
        if let member { minutes[place - 1].members.append(member) }
    }

    /// Forgets what is older than a day; costs what it forgets, not what there is.
    mutating func trim(now: Timestamp) {
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
        posts.removeAll { $0.at.milliseconds < now.milliseconds - Self.day }
    }

    /// People and their weight in each window (seconds, rising) that ends now, to the minute.
    func people(in windows: [Int64], now: Timestamp) -> [(people: Int, weight: Double)] {
        var found = windows.map { _ in (people: 0, weight: 0.0) }
        let newest = now.milliseconds / Self.minute
        var sum = (people: 0, weight: 0.0)
        var place = minutes.count
        for (index, window) in windows.enumerated() {
            let oldest = newest - window / 60
            while place > 0, minutes[place - 1].minute > oldest {
                place -= 1
                sum.people += Int(minutes[place].people)
                sum.weight += minutes[place].weight
            }
            found[index] = (max(0, sum.people), max(0, sum.weight))
        }
        return found
    }
}
