// The rule on small series: when a tag becomes a trend, when it is held, when it ends.
import Basics
import Testing

@testable import Trends

/// An engine and its time.
final class Course {
    var engine: TrendEngine
    let start = Timestamp(seconds: 1_508_098_860)
    var now = Timestamp(seconds: 1_508_098_860)
    private var posts: Int64 = 0

    init(_ parameters: TrendParameters = TrendParameters()) { engine = TrendEngine(parameters: parameters) }

    convenience init(mostTags: Int, tagsOfPerson: Int = 100) {
        var parameters = TrendParameters()
        (parameters.mostTags, parameters.mostTagsOfPerson) = (mostTags, tagsOfPerson)
        self.init(parameters)
    }

    /// People post once each, evenly over `seconds`, with a refresh every 5 seconds.
    @discardableResult
    func run(
        people: Range<Int64>,
        seconds: Int64,
        tag: Int64 = 1,
        activePeople: Int = 100,
        age: Int64 = 400 * 86_400,
        origin: Int32 = 0,
        text: (Int64) -> String = { _ in "me too" }
    ) -> TrendAssessment? {
        var last: TrendAssessment?
        var next = people.lowerBound
        let start = now
        for second in 0..<seconds {
            now = start + .seconds(second)
            while next < people.upperBound, (next - people.lowerBound) * seconds < (second + 1) * Int64(people.count) {
                post(by: next, tag: tag, age: age, origin: origin, text: text(next))
                next += 1
            }
            if second % 5 == 0 { last = refresh(tag: tag, activePeople: activePeople) }
        }
        now = start + .seconds(seconds)
        return refresh(tag: tag, activePeople: activePeople) ?? last
    }

    func post(
        by person: Int64,
        tag: Int64 = 1,
        age: Int64 = 400 * 86_400,
        origin: Int32 = 0,
        text: String = "me too",
        isByRegular: Bool = false,
        network: UInt32 = 0
    ) {
        posts += 1
        use(
            tag: tag,
            by: person,
            post: posts,
            age: age,
            origin: origin,
            text: text,
            isByRegular: isByRegular,
            network: network
        )
    }

    func use(
        tag: Int64,
        by person: Int64,
        post: Int64,
        age: Int64 = 400 * 86_400,
        origin: Int32 = 0,
        text: String = "me too",
        isByRegular: Bool = false,
        network: UInt32 = 0
    ) {
        engine.record(
            TagUse(
                tag: tag,
                person: person,
                post: post,
                at: now,
                weight: age < 86_400 ? 0.3 : 1,
                accountCreatedAt: now - .seconds(age),
                origin: origin,
                fingerprint: TextFingerprint.of(text),
                isByRegular: isByRegular,
                network: network
            )
        )
    }

    func refresh(tag: Int64 = 1, activePeople: Int = 100) -> TrendAssessment? {
        engine.refresh(now: now, activePeople: activePeople, isNewServer: false).first { $0.tag == tag }
    }

    /// Time goes by, with a refresh every minute.
    func wait(hours: Int64, step: Int64 = 60) {
        for _ in 0..<hours * 3600 / step {
            now = now + .seconds(step)
            _ = refresh()
        }
    }
}

@Suite("Trends")
struct TrendEngineTests {
    @Test("a call that many answer is listed, as breaking")
    func call() throws {
        let course = Course()
        let found = try #require(course.run(people: 0..<150, seconds: 10))
        #expect(found.state == .listed)
        #expect(found.shelf == .breaking)
        #expect(found.people == 150)
        let since = try #require(found.since)
        #expect(since <= Timestamp(seconds: 1_508_098_860) + .seconds(10))
    }

    @Test("a few people are no trend")
    func few() {
        let course = Course()
        #expect(course.run(people: 0..<4, seconds: 600) == nil)
    }

    @Test("eight people are a trend where few are active, and none where many are")
    func fewAmongFew() {
        for (active, isTrend) in [(30, true), (100, true), (200, false), (0, true)] {
            #expect((Course().run(people: 0..<8, seconds: 600, activePeople: active) != nil) == isTrend)
            #expect(Course().run(people: 0..<7, seconds: 600, activePeople: active) == nil)
        }
    }

    @Test("one who posts a hundred times is one person")
    func one() {
        let course = Course()
        for _ in 0..<100 { course.post(by: 7) }
        for _ in 0..<3 { #expect(course.refresh() == nil) }
        #expect(course.engine.recent(tag: 1)?.sum(lastSeconds: 10, now: course.now + .seconds(1)) == 100)
    }

    @Test("midnight changes nothing")
    func midnight() throws {
        let course = Course()
        course.now = Timestamp(seconds: 1_508_198_390)
        let before = try #require(course.run(people: 0..<150, seconds: 10))
        course.now = Timestamp(seconds: 1_508_198_410)
        let after = try #require(course.refresh())
        #expect(after.state == .listed)
        #expect(after.people == before.people)
    }

    @Test("after a day it is sustained, and on day three still there")
    func sustained() throws {
        let course = Course()
        course.run(people: 0..<200, seconds: 60)
        for day in Int64(0)..<3 {
            for hour in Int64(0)..<24 {
                let first = 1000 + (day * 24 + hour) * 20
                for person in first..<first + 20 { course.post(by: person) }
                course.wait(hours: 1)
            }
            let found = try #require(course.refresh())
            #expect(found.state == .listed)
            #expect(found.shelf == .sustained)
        }
    }

    @Test("what is there every day is perennial, and not breaking")
    func perennial() throws {
        let course = Course()
        for day in Int64(0)..<28 {
            for hour in Int64(0)..<24 {
                for person in 0..<Int64(2) { course.post(by: day % 7 * 100 + hour * 2 + person) }
                course.wait(hours: 1)
            }
        }
        let found = try #require(course.refresh())
        #expect(found.shelf == .perennial)
        #expect(found.since == nil)
    }

    @Test("deleting takes people out of the window, and ends a trend that is nothing without them")
    func withdrawal() throws {
        let course = Course()
        course.run(people: 0..<40, seconds: 10)
        for person in Int64(0)..<38 {
            course.engine.withdraw(tag: 1, person: person, post: person + 1, at: course.now, remaining: nil)
        }
        let found = try #require(course.refresh())
        #expect(found.people == 2)
        #expect(found.since == nil)
        #expect(found.state == .unlisted)
        #expect(course.refresh() == nil)
    }

    @Test("a person whose newest post goes stands where the one before was")
    func remaining() throws {
        let course = Course()
        course.run(people: 0..<30, seconds: 10)
        let first = course.now
        course.wait(hours: 1)
        course.post(by: 0)
        course.engine.withdraw(tag: 1, person: 0, post: 31, at: course.now, remaining: first)
        let found = try #require(course.refresh())
        #expect(found.peopleOfDay == 30)
    }

    @Test("each gate holds with its reason", arguments: ["people", "ages", "texts", "deleted", "origins"])
    func gates(_ gate: String) throws {
        let course = Course()
        let copy = { (n: Int64) in "Buy a great many followers here today and be seen \(n) https://x.example/\(n)" }
        let found: TrendAssessment? =
            switch gate {
            case "people": course.run(people: 0..<20, seconds: 30, activePeople: 100_000)
            case "ages": course.run(people: 0..<200, seconds: 60, age: 3600)
            case "texts": course.run(people: 0..<60, seconds: 60, text: copy)
            case "deleted":
                {
                    course.run(people: 0..<30, seconds: 30)
                    let posted = course.now
                    course.run(people: 30..<60, seconds: 30)
                    for person in Int64(0)..<30 {
                        course.engine.withdraw(tag: 1, person: person, post: 0, at: posted, remaining: nil)
                    }
                    return course.refresh()
                }()
            default:
                {
                    course.post(by: 9999, tag: 2)
                    return course.run(people: 0..<60, seconds: 60, origin: 3)
                }()
            }
        let held = try #require(found)
        #expect(held.state == .held)
        #expect(held.failures.map(\.gate.rawValue) == [gate])
    }

    @Test("what is usual, and since when it is a trend, outlives a restart")
    func restart() throws {
        let course = Course()
        course.run(people: 0..<200, seconds: 60)
        course.wait(hours: 1)
        let states = course.engine.states()
        #expect(states.count == 1)
        var other = TrendEngine()
        for (tag, state) in states { other.restore(tag: tag, state: state) }
        // A span may have begun later than the trend.
        other.restore(tag: 1, since: course.now - .seconds(100))
        #expect(other.states() == states)
    }

    @Test("bytes that are no state change nothing")
    func hostile() {
        var engine = TrendEngine()
        let course = Course()
        course.run(people: 0..<20, seconds: 60)
        course.wait(hours: 30)
        var bytes = course.engine.states()[1] ?? []
        #expect(bytes.count > WeekMemory.size)
        // Without the memory of weeks it is a state, too.
        for cut in 0..<bytes.count where cut != bytes.count - WeekMemory.size {
            engine.restore(tag: 1, state: Array(bytes[..<cut]))
        }
        #expect(engine.states().isEmpty)
        for place in 1..<bytes.count { bytes[place] = 0xff }
        engine.restore(tag: 2, state: bytes)
        _ = engine.refresh(now: Timestamp(seconds: 0), activePeople: 0, isNewServer: true)
        _ = engine.refresh(now: Timestamp(milliseconds: .max / 4), activePeople: .max, isNewServer: true)
    }
}
