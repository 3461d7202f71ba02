// What is followed where there is room for little: those who make up tags displace nobody.

import Basics
import Testing

@testable import Trends

@Suite("Room for tags")
struct MemoryTests {
    /// Five people a day use tag 1, for nine days.
    private func steady() -> Course {
        let course = Course(mostTags: 100, tagsOfPerson: 20)
        for day in Int64(0)..<9 {
            for person in Int64(0)..<5 { course.post(by: day % 3 * 10 + person) }
            course.wait(hours: 24, step: 600)
        }
        return course
    }

    private func usual(_ course: Course) throws -> Double {
        var kept = FollowedTag()
        kept.restore(try #require(course.engine.states()[1]), TrendParameters())
        return Double(kept.baseline.usual[3])
    }

    @Test("one account with many more tags than there is room for makes nothing forgotten")
    func junk() throws {
        let course = steady()
        let before = try usual(course)
        #expect(before > 1)
        for tag in Int64(0)..<1000 { course.post(by: 500, tag: 1000 + tag) }
        course.wait(hours: 1)
        #expect(course.engine.count == 21)
        #expect(abs(try usual(course) - before) < 0.2)
    }

    @Test("nor do fifty accounts, each with tags of its own, in one rush or in the course of three days")
    func manyJunkers() throws {
        let course = steady()
        let before = try usual(course)
        for round in Int64(0)..<3 {
            for account in Int64(1)...50 {
                for tag in Int64(0)..<30 { course.post(by: 500 + account, tag: account * 1000 + round * 30 + tag) }
            }
            #expect(course.engine.count <= 200)
            course.wait(hours: 24, step: 600)
            #expect(course.engine.count <= 100)
        }
        #expect(try usual(course) > before / 2)
    }

    @Test("nor do fifty accounts that all use the same made-up tags")
    func sameJunk() throws {
        let course = steady()
        let before = try usual(course)
        for tag in Int64(0)..<200 {
            for account in Int64(0)..<50 { course.post(by: 500 + account, tag: 1000 + tag) }
        }
        course.wait(hours: 1)
        #expect(course.engine.count == 21)
        #expect(abs(try usual(course) - before) < 0.2)
    }

    @Test("a post with 500 tags has thirty of them followed; the next post is counted")
    func post() {
        let course = Course()
        for tag in Int64(0)..<500 { course.use(tag: tag, by: 1, post: 77) }
        #expect(course.engine.count == 30)
        course.use(tag: 600, by: 1, post: 78)
        #expect(course.engine.recent(tag: 600) != nil)
    }

    @Test("who uses many tags a day goes on counting in those they have used, and may bring others the day after")
    func heavy() throws {
        let course = Course()
        for tag in Int64(0)..<150 { course.post(by: 1, tag: tag) }
        #expect(course.engine.count == 100)
        course.run(people: 10..<30, seconds: 10, tag: 7)
        course.post(by: 1, tag: 7)
        #expect(try #require(course.refresh(tag: 7)).peopleOfDay == 21)
        course.wait(hours: 25)
        course.post(by: 1, tag: 149)
        #expect(course.engine.recent(tag: 149) != nil)
    }

    @Test("what is taken back without having been followed takes nothing from others")
    func unfollowed() {
        let course = Course()
        course.run(people: 10..<20, seconds: 5, tag: 499)
        let before = course.engine.recent(tag: 499)
        for tag in Int64(0)..<500 { course.use(tag: tag, by: 1, post: 77) }
        course.engine.withdraw(tag: 499, person: 1, post: 77, at: course.now, remaining: nil)
        #expect(course.engine.recent(tag: 499) == before)
    }

    @Test("a trend stays when there is no room")
    func trend() throws {
        let course = Course(mostTags: 5)
        course.run(people: 0..<30, seconds: 10)
        for tag in Int64(2)..<12 { course.run(people: 100..<104, seconds: 5, tag: tag) }
        course.wait(hours: 2)
        #expect(try #require(course.refresh()).since != nil)
    }
}
