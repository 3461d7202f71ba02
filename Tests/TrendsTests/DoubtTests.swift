// People in doubt do not count, and do not silence: calls that newcomers answer, that puppets join, that one account floods.

import Basics
import Testing

@testable import Trends

@Suite("People in doubt")
struct DoubtTests {
    private static let copy = "look here now and buy a great many new followers for your page today"

    @Test("a call answered mostly by new accounts is listed once the others alone would be a trend")
    func newcomers() throws {
        let course = Course()
        let few = try #require(course.run(people: 0..<40, seconds: 60, age: 3600))
        #expect(few.failures.map(\.gate) == [.ages])
        let fewOthers = try #require(course.run(people: 40..<45, seconds: 10))
        #expect(fewOthers.failures.map(\.gate) == [.ages])
        let found = try #require(course.run(people: 45..<60, seconds: 10))
        #expect(found.state == .listed)
        #expect(found.people == 60)
    }

    @Test("a dozen people are no cover for hundreds of new accounts; fifty are heard through any number")
    func cover() throws {
        let course = Course()
        course.run(people: 0..<200, seconds: 60, age: 3600)
        #expect(try #require(course.run(people: 200..<212, seconds: 30)).failures.map(\.gate) == [.ages])
        #expect(try #require(course.run(people: 212..<250, seconds: 30)).state == .listed)
        let found = course.run(people: 1000..<3000, seconds: 60, age: 3600)
        #expect(try #require(found).state == .listed)
    }

    @Test("puppets who join a call do not have it held")
    func joined() throws {
        let course = Course()
        course.run(people: 0..<60, seconds: 60)
        let found = course.run(people: 100..<700, seconds: 60, age: 3600) { _ in Self.copy }
        #expect(try #require(found).state == .listed)
        course.wait(hours: 1)
        #expect(try #require(course.refresh()).state == .listed)
    }

    @Test("one account that copies itself or deletes without end has nothing held")
    func flooded() throws {
        let course = Course()
        for person in Int64(0)..<30 {
            course.post(by: person)
            for _ in 0..<20 { course.post(by: 1000, text: Self.copy) }
            for _ in 0..<20 {
                course.post(by: 1001)
                course.engine.withdraw(tag: 1, person: 1001, post: 0, at: course.now, remaining: nil)
            }
            course.now = course.now + .seconds(5)
            _ = course.refresh()
        }
        #expect(try #require(course.refresh()).state == .listed)
    }

    @Test("posts of one account do not hide the copies of others")
    func hidden() throws {
        let course = Course()
        course.run(people: 0..<60, seconds: 60) { _ in Self.copy }
        for _ in 0..<600 { course.post(by: 1000, text: "quite another text that has nothing to do with it at all") }
        #expect(try #require(course.refresh()).failures.map(\.gate) == [.texts])
    }

    @Test("several texts copied by a few each are copies too")
    func severalTexts() throws {
        let course = Course()
        let words = ["garden", "train", "office", "school", "street", "kitchen", "market", "harbour"]
        let found = course.run(people: 0..<64, seconds: 60) { n in
            (0..<8).map { words[($0 * (2 * Int(n % 8) + 1) + Int(n % 8)) % 8] }.joined(separator: " ")
        }
        #expect(try #require(found).failures.map(\.gate) == [.texts])
    }

    @Test("four who post and delete do not hold what fifteen let stand")
    func fewDelete() throws {
        let course = Course()
        course.run(people: 0..<15, seconds: 30)
        let posted = course.now
        for person in Int64(100)..<104 { course.post(by: person) }
        course.now = course.now + .seconds(60)
        for person in Int64(100)..<104 {
            course.engine.withdraw(tag: 1, person: person, post: person, at: posted, remaining: nil)
        }
        #expect(try #require(course.refresh()).state == .listed)
        course.wait(hours: 1)
        #expect(try #require(course.refresh()).state == .listed)
    }

    @Test("a flood that posts and deletes is held, however long each lets it stand")
    func flood() throws {
        let course = Course()
        var posted: [(person: Int64, at: Timestamp, until: Timestamp)] = []
        course.run(people: 0..<3, seconds: 60)
        var listed = 0
        for person in Int64(100)..<1300 {
            course.post(by: person)
            posted.append((person, course.now, course.now + .seconds(60 + person * 7919 % 3000)))
            course.now = course.now + .seconds(5)
            posted.removeAll { post in
                guard post.until <= course.now else { return false }
                course.engine.withdraw(tag: 1, person: post.person, post: 0, at: post.at, remaining: nil)
                return true
            }
            if person % 4 == 0, course.refresh()?.state == .listed, person >= 1000 { listed += 1 }
        }
        #expect(listed == 0)
    }

    @Test("who posts anew within five minutes has corrected a post, not taken it back")
    func corrected() {
        var activity = TagActivity()
        let start = Timestamp(seconds: 1_508_112_000)
        let post = { (second: Int64) in
            TagUse(
                tag: 1,
                person: 1,
                post: second,
                at: start + .seconds(second),
                accountCreatedAt: Timestamp(seconds: 0)
            )
        }
        activity.record(post(0), leastCopiers: 3)
        activity.withdraw(person: 1, at: start, remaining: nil, now: start + .seconds(20))
        #expect(activity.leavers.count == 1)
        activity.record(post(30), leastCopiers: 3)
        #expect(activity.leavers.isEmpty)
        activity.withdraw(person: 1, at: start + .seconds(30), remaining: nil, now: start + .seconds(90))
        activity.trim(now: start + .seconds(86_500))
        #expect(activity.leavers.isEmpty)
        #expect(activity.people(in: [86_400], now: start)[0].people == 0)
    }

    @Test("who takes a post back after an hour is gone, and no sign of anything")
    func regretted() throws {
        let course = Course()
        course.run(people: 0..<60, seconds: 60)
        let posted = course.now
        course.wait(hours: 1)
        course.now = course.now + .seconds(60)
        for person in Int64(0)..<30 {
            course.engine.withdraw(tag: 1, person: person, post: person + 1, at: posted, remaining: nil)
        }
        let found = try #require(course.refresh())
        #expect(found.state == .listed)
        #expect(found.peopleOfDay == 30)
    }

    @Test("a flood from one server is held though a few from elsewhere are in it, and listed with enough of them")
    func oneServer() throws {
        let course = Course()
        course.run(people: 0..<60, seconds: 60, origin: 3)
        let few = try #require(course.run(people: 60..<63, seconds: 5))
        #expect(few.failures == [GateFailure(gate: .origins, found: 60, of: 63, needed: 5)])
        #expect(try #require(course.run(people: 63..<66, seconds: 5)).state == .listed)
    }

    @Test("what is known of copies leaves with the day")
    func forgotten() {
        var activity = TagActivity()
        let start = Timestamp(seconds: 1_508_112_000)
        for person in Int64(0)..<5 {
            let print = TextFingerprint.of(Self.copy)
            let use = TagUse(
                tag: 1,
                person: person,
                post: person,
                at: start,
                accountCreatedAt: Timestamp(seconds: 0),
                fingerprint: print
            )
            activity.record(use, leastCopiers: 3)
        }
        #expect(activity.copiers == 5)
        let head = activity.people(in: [900], now: start)[0]
        #expect([head.weight, head.withoutCopiers, head.withoutDoubt] == [5, 0, 0])
        activity.trim(now: start + .seconds(86_500))
        #expect(activity.copiers == 0)
    }
}
