// The plan: the same for the same seed, and with the shares of the weekend.
import Testing

@testable import Replay

@Suite("A plan")
struct PlanTests {
    @Test("is the same for the same seed, and another one for another")
    func seeded() {
        var options = Plans.options(events: 3000, hours: 4)
        options.hasAttack = true
        let plan = Plans.all(options)
        #expect(plan == Plans.all(options))
        options.seed += 1
        #expect(plan != Plans.all(options))
    }

    @Test("goes forward in time, numbers its events and posts, and calls once")
    func ordered() {
        let plan = Plans.day
        #expect(zip(plan, plan.dropFirst()).allSatisfy { $0.at <= $1.at && $0.number + 1 == $1.number })
        #expect(plan.filter { $0.action == .call }.count == 1)
        #expect(plan.filter { $0.at < 0 }.allSatisfy { $0.post?.content == .earlier })
        let posts = plan.compactMap(\.post?.number)
        #expect(posts == Array(1...PostNumber(posts.count)))
    }

    @Test("has 27 % originals, 62 % reblogs and 11 % replies")
    func mix() {
        let engagements = Plans.day.filter { $0.at >= 0 && ($0.isReblog || $0.post != nil) }
        func share(_ isOne: (ReplayEvent) -> Bool) -> Double {
            100 * Double(engagements.filter(isOne).count) / Double(engagements.count)
        }
        #expect(abs(share { $0.post?.to == nil && $0.post != nil } - 27) < 1.5)
        #expect(abs(share(\.isReblog) - 62) < 2)
        #expect(abs(share { $0.post?.to != nil } - 11) < 1.5)
    }

    @Test("replies to the call along 83 k × (1 − e^(−t / 30 h))")
    func replies() {
        let toCall = Plans.day.filter { $0.post?.to == 0 }
        let by17 = toCall.filter { $0.at <= 17 * 3_600_000 }.count
        // 36 k of 45.7 k at the end of the day.
        #expect(abs(Double(by17) / Double(toCall.count) - 36.0 / 45.7) < 0.03)
    }

    @Test("gives a person 2.3 posts, and most people one")
    func people() {
        let engagements = Plans.day.filter { $0.isReblog || $0.post != nil }
        let counts = Dictionary(grouping: engagements, by: \.person).mapValues(\.count)
        let mean = Double(engagements.count) / Double(counts.count)
        #expect(abs(mean - 2.3) < 0.15)
        let once = Double(counts.values.filter { $0 == 1 }.count) / Double(counts.count)
        #expect(once > 0.55 && once < 0.75)
        #expect(counts.values.max() ?? 0 > 50)
    }

    @Test("gives the top hundred posts 13 % of the reblogs, or a little more")
    func top() {
        let reblogs = Plans.day.compactMap { if case .reblog(let post) = $0.action { post } else { nil } }
        let counts = Dictionary(grouping: reblogs.filter { $0 != 0 }) { $0 }.mapValues(\.count)
        let top = counts.values.sorted(by: >).prefix(100).reduce(0, +)
        let share = Double(top) / Double(reblogs.count)
        #expect(share > 0.115 && share < 0.16)
    }

    @Test("has one tag in 80 % of the posts, two in 13 %")
    func tags() {
        let tags = Plans.day.filter { $0.at >= 0 }.compactMap(\.post?.tags).filter { !$0.isEmpty }
        let share = { (count: Int) in Double(tags.filter { $0.places.count == count }.count) / Double(tags.count) }
        #expect(abs(share(1) - 0.80) < 0.015)
        #expect(abs(share(2) - 0.13) < 0.015)
        #expect(tags.allSatisfy { $0.contains(.movement) })
    }

    @Test("refers only to posts that are there and will not be taken back")
    func references() {
        var written: Set<PostNumber> = [0]
        var goes: Set<PostNumber> = []
        for case .delete(let post) in Plans.day.map(\.action) { goes.insert(post) }
        var wrong: [Int] = []
        for event in Plans.day {
            if let post = event.post {
                if let to = post.to, !written.contains(to) { wrong.append(event.number) }
                written.insert(post.number)
            }
            guard case .reblog(let post) = event.action else { continue }
            if !written.contains(post) || goes.contains(post) { wrong.append(event.number) }
        }
        #expect(wrong.isEmpty)
    }

    @Test("lets nobody who withdrew act again")
    func withdrawals() {
        var gone: Set<Int32> = []
        var wrong: [Int] = []
        for event in Plans.day {
            if gone.contains(event.person) { wrong.append(event.number) }
            if case .withdraw = event.action { gone.insert(event.person) }
        }
        #expect(!gone.isEmpty && wrong.isEmpty)
    }

    @Test("counts each person at most once without being seen")
    func quiet() {
        let quiet = Plans.day.filter { event in
            switch event.action {
            case .vote, .answerSilently: true
            default: false
            }
        }
        #expect(Set(quiet.map(\.person)).count == quiet.count)
        let alsoSpoke = Set(quiet.map(\.person)).intersection(Plans.day.filter { $0.post != nil }.map(\.person))
        #expect(!alsoSpoke.isEmpty)
    }
}
