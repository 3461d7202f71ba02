// "Paste this as your status": answers in a call's own words, and floods that pretend to be such.

import Basics
import Testing

@testable import Trends

@Suite("Answers in the words of a call")
struct PastedTests {
    static let call = """
        If everybody who misses the birds of their childhood wrote "Me too" as a status, we might give people a sense of how \
        quiet it has become.
        """

    /// People answer at an even pace, of every hundred so many by pasting. `regulars` of every hundred were here before.
    private func course(
        pasted: Int64,
        of people: Int64,
        regulars: Int64 = 0,
        age: Int64 = 400 * 86_400,
        knowsCall: Bool = true,
        text: String = PastedTests.call
    ) -> (Course, TrendAssessment?) {
        let course = Course()
        var last: TrendAssessment?
        for person in 0..<people {
            let pastes = (person + 1) * pasted / 100 > person * pasted / 100
            let own = TextFingerprintTests.text(Int(person))
            course.post(
                by: person,
                age: age,
                text: pastes ? text : person % 2 == 0 ? "me too" : own,
                isByRegular: person * 37 % 100 < regulars
            )
            if knowsCall {
                for tag in course.engine.tagsOfCopies(most: 10) {
                    course.engine.setCallTexts([TextFingerprint.of(Self.call)], of: tag)
                }
            }
            course.now = course.now + .seconds(5)
            last = course.refresh()
        }
        return (course, last)
    }

    @Test("eleven of twenty who paste the call's words are twenty people", arguments: [0, 60])
    func eleven(_ regulars: Int64) throws {
        let found = try #require(course(pasted: 55, of: 20, regulars: regulars).1)
        #expect(found.state == .listed)
        #expect(found.people == 20)
    }

    @Test("with 70 and 95 of a hundred pasted it is listed at once, where half were here before", arguments: [70, 95])
    func most(_ share: Int64) throws {
        let found = try #require(course(pasted: share, of: 16, regulars: 50).1)
        #expect(found.state == .listed)
    }

    @Test("with 70 of a hundred pasted it is listed at once though nobody is known")
    func strangers() throws { #expect(try #require(course(pasted: 70, of: 20).1).state == .listed) }

    @Test("words before and after, and other spellings, do not make it another text")
    func changed() throws {
        let text = "Me too. " + Self.call.uppercased() + " 🐦 #birds"
        #expect(try #require(course(pasted: 70, of: 20, text: text).1).state == .listed)
    }

    @Test(
        "without a call copies are held where nobody was here before, and not where people are known for other things"
    )
    func withoutCall() throws {
        let strangers = try #require(course(pasted: 95, of: 40, knowsCall: false).1)
        #expect(strangers.failures.map(\.gate) == [.texts])
        let known = try #require(course(pasted: 95, of: 40, regulars: 60, knowsCall: false).1)
        #expect(known.state == .listed)
    }

    @Test("who pasted before the call was known has answered")
    func late() throws {
        let (course, before) = course(pasted: 80, of: 30, knowsCall: false)
        #expect(try #require(before).failures.map(\.gate) == [.texts])
        course.engine.setCallTexts([TextFingerprint.none, TextFingerprint.of(Self.call)], of: 1)
        #expect(try #require(course.refresh()).state == .listed)
        course.now = course.now + .seconds(90_000)
        _ = course.refresh()
        #expect(course.engine.tagsOfCopies(most: 10).isEmpty)
    }

    @Test("when a call is gone, or says something else, who pasted its words has copied")
    func gone() {
        var activity = TagActivity()
        let print = TextFingerprint.of(Self.call)
        let start = Timestamp(seconds: 1_508_112_000)
        activity.setAnswers([print])
        for person in Int64(0)..<6 {
            activity.record(
                TagUse(
                    tag: 1,
                    person: person,
                    post: person,
                    at: start,
                    accountCreatedAt: Timestamp(seconds: 0),
                    fingerprint: print,
                    isByRegular: person < 2
                ),
                leastCopiers: 3
            )
        }
        #expect((activity.copiers, activity.echoes) == (0, 4))
        activity.setAnswers([])
        #expect((activity.copiers, activity.echoes) == (4, 0))
        activity.setAnswers([print])
        #expect((activity.copiers, activity.echoes) == (0, 4))
        activity.trim(now: start + .seconds(86_500))
        #expect(activity.copied == 0)
    }

    @Test("another text than the call's is a copy beside it")
    func another() throws {
        let text = "look here now and buy a great many new followers for your page today"
        #expect(try #require(course(pasted: 95, of: 60, text: text).1).failures.map(\.gate) == [.texts])
    }

    // MARK: Attacks

    @Test("attack: a call of one's own that 200 fresh accounts paste is held by their ages")
    func freshPuppets() throws {
        let held = try #require(course(pasted: 100, of: 200, age: 3600).1)
        #expect(held.failures.contains { $0.gate == .ages })
    }

    @Test("attack: a call of one's own that 200 bought accounts paste is held, and five others let it be listed")
    func boughtPuppets() throws {
        let (course, found) = course(pasted: 100, of: 200)
        let held = try #require(found)
        #expect(held.failures == [GateFailure(gate: .pasted, found: 200, of: 200, needed: 5)])
        for person in Int64(1000)..<1005 { course.post(by: person) }
        #expect(try #require(course.refresh()).state == .listed)
    }

    @Test("attack: who pastes the call to have it held, and who pastes a flood into it, changes nothing")
    func silencing() throws {
        let (course, _) = course(pasted: 70, of: 60, regulars: 60)
        let flood = "look here now and buy a great many new followers for your page today"
        for person in Int64(1000)..<1600 {
            course.post(by: person, age: 3600, text: person % 2 == 0 ? Self.call : flood)
        }
        #expect(try #require(course.refresh()).state == .listed)
    }
}
