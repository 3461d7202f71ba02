// Spellings of one word, and one event under several names.

import Basics
import Testing

@testable import Trends

@Suite("Spellings, and trends that share their people")
struct SpellingTests {
    /// Tags from 1 on are spellings of one word.
    private func spelled(_ course: Course) {
        for tag in course.engine.tagsWithoutSkeleton(most: 100) { course.engine.setSkeleton("word", of: tag) }
        #expect(course.engine.tagsWithoutSkeleton(most: 100).isEmpty)
    }

    private func all(_ course: Course, refused: Set<Int64> = [], active: Int = 1000) -> [TrendAssessment] {
        course.now = course.now + .seconds(5)
        return course.engine.refresh(now: course.now, activePeople: active, isNewServer: false, refused: refused)
    }

    private func looks(_ course: Course, refused: Set<Int64> = [], active: Int = 1000) -> [TrendAssessment] {
        for _ in 0..<3 { _ = all(course, refused: refused, active: active) }
        return all(course, refused: refused, active: active)
    }

    @Test("twelve spellings with three people each are one trend of 36, each with its own count")
    func twelve() throws {
        let course = Course()
        for person in Int64(0)..<36 { course.post(by: person, tag: 1 + person % 12) }
        spelled(course)
        let found = looks(course)
        #expect(found.count == 1)
        let trend = try #require(found.first)
        #expect((trend.state, trend.people, trend.spellings) == (.listed, 36, 12))
        #expect((trend.companions.count, trend.moreCompanions) == (8, 3))
        #expect(trend.companions.allSatisfy { $0.people == 3 && $0.kind == .spelling && $0.tag != trend.tag })
        // The same tags are none if they are no spellings of each other.
        let apart = Course()
        for person in Int64(0)..<36 { apart.post(by: person, tag: 1 + person % 12) }
        #expect(looks(apart).isEmpty)
    }

    @Test("who floods one spelling takes no other off the list")
    func flooded() throws {
        let course = Course()
        for person in Int64(0)..<10 { course.post(by: person, tag: 1 + person % 4) }
        spelled(course)
        #expect(looks(course).first?.state == .listed)
        for person in Int64(100)..<107 { course.post(by: person, tag: 2) }
        #expect(looks(course).contains { $0.state == .listed })
        for person in Int64(1000)..<2900 { course.post(by: person, tag: 3, age: 3600) }
        let found = looks(course)
        #expect(found.contains { $0.state == .held && $0.tag == 3 })
        // Nor is it hidden behind the one that is held.
        #expect(found.contains { $0.state == .listed && $0.tag == 2 && $0.isCompanionOf == nil })
    }

    @Test(
        "attack: who floods one of the spellings that are a trend only together does not take the others off",
        arguments: [true, false]
    )
    func floodedTogether(_ isListedBefore: Bool) throws {
        let course = Course()
        for person in Int64(0)..<24 { course.post(by: person, tag: 1 + person % 4) }
        spelled(course)
        let since = isListedBefore ? try #require(looks(course).first?.since) : nil
        for person in Int64(1000)..<1500 { course.post(by: person, tag: 3, age: 3600) }
        let found = looks(course)
        #expect(found.contains { $0.state == .held && $0.tag == 3 && $0.failures.map(\.gate) == [.ages] })
        let trend = try #require(found.first { $0.state == .listed })
        #expect((trend.people, trend.spellings) == (18, 3))
        #expect(!trend.companions.map(\.tag).contains(3))
        if let since { #expect(trend.since == since) }
    }

    @Test("attack: a flood does not list what is too little by itself")
    func floodedAndFew() {
        let course = Course()
        for person in Int64(0)..<8 { course.post(by: person, tag: 1 + person % 2) }
        spelled(course)
        #expect(looks(course).isEmpty)
        for person in Int64(1000)..<1500 { course.post(by: person, tag: 3, age: 3600) }
        spelled(course)
        #expect(looks(course).allSatisfy { $0.state == .held })
    }

    @Test("one who uses all spellings is one person")
    func distinct() {
        let course = Course()
        for person in Int64(0)..<5 {
            for tag in Int64(1)...12 { course.post(by: person, tag: tag) }
        }
        spelled(course)
        #expect(looks(course).isEmpty)
    }

    @Test("they are a trend until they are none any more, under one head")
    func course() throws {
        let course = Course()
        for person in Int64(0)..<24 { course.post(by: person, tag: 1 + person % 4) }
        spelled(course)
        let first = try #require(looks(course).first)
        let since = try #require(first.since)
        for person in Int64(100)..<103 { course.post(by: person, tag: first.tag == 1 ? 2 : 1) }
        let second = try #require(looks(course).first)
        #expect((second.tag, second.since, second.people) == (first.tag, since, 27))
        // One of them would be a trend by itself now: they go on together.
        for person in Int64(200)..<220 { course.post(by: person, tag: first.tag == 1 ? 2 : 1) }
        let third = looks(course)
        #expect(third.filter { $0.isCompanionOf == nil }.map(\.people) == [47])
        #expect(third.allSatisfy { $0.tag == third.last?.tag || $0.isCompanionOf == third.last?.tag })
        course.wait(hours: 25, step: 300)
        #expect(looks(course).isEmpty)
    }

    @Test("a spelling that is a trend by itself is one, and shows the others that have people")
    func byItself() throws {
        let course = Course()
        for person in Int64(0)..<60 { course.post(by: person, tag: 1) }
        for person in Int64(100)..<104 { course.post(by: person, tag: 2) }
        course.post(by: 110, tag: 3)
        spelled(course)
        let trend = try #require(looks(course).first)
        #expect((trend.tag, trend.people, trend.spellings) == (1, 60, 1))
        #expect(trend.companions == [Companion(tag: 2, kind: .spelling, people: 4)])
        for person in Int64(200)..<260 { course.post(by: person, tag: 3) }
        let both = looks(course)
        #expect(both.count { $0.isCompanionOf == nil } == 1)
        #expect(both.filter { $0.isCompanionOf != nil }.allSatisfy { $0.state == .listed && $0.since != nil })
    }

    @Test("twelve spellings, each a trend by itself, are one entry")
    func trends() throws {
        let course = Course()
        for person in Int64(0)..<240 { course.post(by: person, tag: 1 + person % 12) }
        spelled(course)
        let found = looks(course)
        #expect(found.count == 12 && found.allSatisfy { $0.state == .listed })
        let lead = try #require(found.first { $0.isCompanionOf == nil })
        #expect(found.count { $0.isCompanionOf == lead.tag } == 11)
        #expect((lead.companions.count, lead.moreCompanions) == (8, 3))
    }

    @Test("after a restart spellings go on as the trend that they are together, under their head")
    func restart() throws {
        let course = Course()
        for person in Int64(0)..<24 { course.post(by: person, tag: 1 + person % 4) }
        spelled(course)
        let since = try #require(looks(course).first?.since)
        course.wait(hours: 5, step: 300)
        let before = try #require(looks(course).first)
        let again = Course()
        again.now = course.now
        for (tag, state) in course.engine.states() { again.engine.restore(tag: tag, state: state) }
        // The span of the head is that of all spellings.
        again.engine.restore(tag: before.tag, since: since)
        for person in Int64(0)..<24 {
            let at = course.start + .seconds(person)
            let made = Timestamp(seconds: 0)
            again.engine.record(
                TagUse(tag: 1 + person % 4, person: person, post: person, at: at, accountCreatedAt: made)
            )
        }
        spelled(again)
        let after = all(again)
        #expect(after.map(\.tag) == [before.tag])
        #expect(after.first?.since == since)
        #expect(after.first?.spellings == 4)
        #expect(after.first?.state == .listed)
    }

    @Test("what is always there is no spelling of what is new")
    func perennial() {
        let course = Course()
        for day in Int64(0)..<14 {
            for person in Int64(0)..<30 { course.post(by: day % 4 * 50 + person, tag: 1) }
            course.wait(hours: 24, step: 1200)
        }
        for person in Int64(1000)..<1009 { course.post(by: person, tag: 2) }
        for person in Int64(1020)..<1025 { course.post(by: person, tag: 3) }
        for tag in Int64(1)...3 { course.engine.setSkeleton("word", of: tag) }
        let found = looks(course).filter { $0.since != nil }
        #expect(found.map(\.tag) == [2])
        #expect(found.first?.people == 14)
    }

    @Test("trends of the same people are shown as one, others are not")
    func languages() throws {
        let course = Course()
        for person in Int64(0)..<60 { course.post(by: person, tag: 1) }
        for person in Int64(40)..<80 { course.post(by: person, tag: 2) }
        for person in Int64(200)..<240 { course.post(by: person, tag: 3) }
        let found = looks(course)
        #expect(found.count == 3 && found.allSatisfy { $0.state == .listed })
        let lead = try #require(found.first { $0.tag == 1 })
        #expect(lead.companions == [Companion(tag: 2, kind: .people, people: 40)])
        #expect(found.first { $0.tag == 2 }?.isCompanionOf == 1)
        #expect(found.first { $0.tag == 3 }?.isCompanionOf == nil)
    }

    @Test("one event in twelve languages, each of which shares people with the next, is one entry")
    func chain() throws {
        let course = Course()
        // The odd ones are larger and share nobody with each other.
        for tag in Int64(1)...12 {
            for person in 30 * tag..<30 * tag + 44 { course.post(by: person, tag: tag) }
            if tag % 2 == 1 {
                for person in 1000 * tag..<1000 * tag + 10 { course.post(by: person, tag: tag) }
            }
        }
        let found = looks(course, active: 2000)
        #expect(found.count == 12 && found.allSatisfy { $0.state == .listed })
        let lead = try #require(found.first { $0.isCompanionOf == nil })
        #expect(found.count { $0.isCompanionOf == lead.tag } == 11)
        #expect((lead.companions.count, lead.moreCompanions) == (8, 3))
    }

    @Test("attack: a few people who use three tags do not put one movement behind another")
    func bridge() {
        let course = Course()
        for person in Int64(0)..<100 { course.post(by: person, tag: 1) }
        for person in Int64(100)..<200 { course.post(by: person, tag: 2) }
        for person in Int64(94)..<106 { course.post(by: person, tag: 3) }
        let found = looks(course)
        #expect(found.first { $0.tag == 3 }?.isCompanionOf != nil)
        #expect(found.filter { $0.tag < 3 }.allSatisfy { $0.isCompanionOf == nil })
    }

    @Test(
        "new accounts count for what is shown only in a server's first days, when all are new",
        arguments: [true, false]
    )
    func newServer(_ isNew: Bool) throws {
        let course = Course()
        for person in Int64(0)..<30 { course.post(by: person, tag: 1) }
        for person in Int64(100)..<112 { course.post(by: person, tag: 2, age: 3600) }
        spelled(course)
        let look = { course.engine.refresh(now: course.now, activePeople: 300, isNewServer: isNew) }
        _ = look()
        let trend = try #require(look().first { $0.tag == 1 })
        #expect(trend.companions.map(\.people) == (isNew ? [12] : []))
    }

    @Test("where few are active everybody talks of everything: that is chance")
    func chance() {
        let course = Course()
        for person in Int64(0)..<24 { course.post(by: person, tag: 1) }
        for person in Int64(6)..<30 { course.post(by: person, tag: 2) }
        #expect(looks(course, active: 30).allSatisfy { $0.isCompanionOf == nil })
        #expect(looks(course, active: 1000).contains { $0.isCompanionOf != nil })
    }

    // MARK: Attacks

    @Test("attack: junk spellings by new accounts, by two people, or by copies are not shown with a movement")
    func junk() throws {
        let course = Course()
        for person in Int64(0)..<60 { course.post(by: person, tag: 1) }
        for person in Int64(100)..<130 { course.post(by: person, tag: 2, age: 3600) }
        for person in Int64(200)..<202 { course.post(by: person, tag: 3) }
        let copy = "look here now and buy a great many new followers for your page today"
        for person in Int64(300)..<330 { course.post(by: person, tag: 4, text: copy) }
        spelled(course)
        let trend = try #require(looks(course).first { $0.tag == 1 })
        #expect(trend.companions.isEmpty)
        for person in Int64(400)..<405 { course.post(by: person, tag: 3) }
        #expect(looks(course).first { $0.tag == 1 }?.companions.map(\.tag) == [3])
        #expect(looks(course, refused: [3]).first { $0.tag == 1 }?.companions.isEmpty == true)
    }

    @Test("attack: copies spread over spellings, two for each, are copies")
    func spread() throws {
        let course = Course()
        let copy = "look here now and buy a great many new followers for your page today"
        for person in Int64(0)..<24 { course.post(by: person, tag: 1 + person % 12, text: copy) }
        spelled(course)
        #expect(try #require(looks(course).first).failures.map(\.gate) == [.texts])
    }

    @Test("attack: an insult beside every post of puppets is not shown with the movement whose tag they add")
    func insult() throws {
        let course = Course()
        for person in Int64(0)..<400 { course.post(by: person, tag: 1) }
        for person in Int64(1000)..<1015 {
            course.post(by: person, tag: 2)
            course.post(by: person, tag: 1)
        }
        let found = looks(course)
        #expect(found.first { $0.tag == 2 }?.isCompanionOf == nil)
        for person in Int64(1015)..<1060 {
            course.post(by: person, tag: 2)
            course.post(by: person, tag: 1)
        }
        #expect(looks(course).first { $0.tag == 2 }?.isCompanionOf == 1)
        // A moderator's refusal parts them.
        let parted = looks(course, refused: [2])
        #expect(parted.first { $0.tag == 1 }?.companions.isEmpty == true)
    }
}
