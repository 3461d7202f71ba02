// People of a tag over days: who came, moved on, left and came back, against a count by hand.

import Basics
import Testing

@testable import Trends

@Suite("Activity of a tag")
struct TagActivityTests {
    @Test("people, new ones and origins are those of the last day, whatever order things came in")
    func counts() {
        var activity = TagActivity()
        var uses: [Int64: [(post: Int64, at: Timestamp)]] = [:]
        let start = Timestamp(seconds: 1_508_112_000)
        for step in Int64(0)..<4000 {
            let now = start + .seconds(step * 61)
            let person = step &* 7919 % 131
            if step % 5 == 4, let last = uses[person]?.popLast() {
                let remaining = uses[person]?.last?.at
                activity.withdraw(person: person, at: last.at, remaining: remaining, now: now)
            } else {
                uses[person, default: []].append((step, now))
                activity.record(use(person, step, now), leastCopiers: 3)
            }
            guard step % 50 == 0 else { continue }
            activity.trim(now: now)
            let oldest = now.milliseconds / 60_000 - 1440
            let here = uses.filter { ($0.value.last?.at.milliseconds ?? 0) / 60_000 > oldest }.keys
            #expect(activity.people.count == here.count)
            #expect(activity.people(in: [86_400], now: now).first?.people == here.count)
            #expect(activity.newPeople == here.count { $0 % 3 == 0 })
            #expect(activity.origins.count == Set(here.map { $0 % 4 }).count)
        }
    }

    private func use(_ person: Int64, _ post: Int64, _ now: Timestamp) -> TagUse {
        TagUse(
            tag: 1,
            person: person,
            post: post,
            at: now,
            accountCreatedAt: now - .seconds(person % 3 == 0 ? 60 : 1_000_000),
            origin: Int32(person % 4)
        )
    }
}
