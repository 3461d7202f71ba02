// Six people where few are active: listed where they do not come from one place.

import Basics
import Testing

@testable import Trends

@Suite("Networks of a tag's first people")
struct NetworkTests {
    /// Six people within five minutes, from networks as given, where `active` are active.
    private func found(_ networks: [UInt32], origins: [Int32] = [], active: Int = 30) -> TrendAssessment? {
        let course = Course()
        for (place, network) in networks.enumerated() {
            course.post(by: Int64(place), origin: place < origins.count ? origins[place] : 0, network: network)
            course.now = course.now + .seconds(50)
            _ = course.refresh(activePeople: active)
        }
        return course.refresh(activePeople: active)
    }

    private static let node: UInt32 = 7 << 16

    @Test("six people of several networks are a trend where thirty are active, and none where a hundred are")
    func six() throws {
        let networks = (1...6).map { Self.node + UInt32($0) }
        #expect(try #require(found(networks)).state == .listed)
        #expect(try #require(found(networks, active: 60)).state == .listed)
        #expect(found(networks, active: 100) == nil)
        #expect(found(Array(networks.dropLast())) == nil)
        #expect(try #require(found([1, 1, 1, 2, 2, 3].map { Self.node + $0 })).state == .listed)
    }

    @Test("six of one network, or of networks that nobody knows, are not")
    func one() {
        #expect(found([1, 1, 1, 1, 1, 1].map { Self.node + $0 }) == nil)
        #expect(found([0, 0, 0, 0, 0, 0]) == nil)
        #expect(found([1, 1, 1, 1, 2, 3].map { Self.node + $0 }) == nil)
        #expect(found([1, 2, 3, 4, 5, 0].map { $0 == 0 ? 0 : Self.node + $0 }) == nil)
    }

    @Test("eight are asked of one network, as ever")
    func eight() throws {
        #expect(try #require(found([UInt32](repeating: Self.node + 1, count: 8))).state == .listed)
    }

    @Test("of other servers each is a network")
    func remote() throws {
        #expect(found([0, 0, 0, 0, 0, 0], origins: [3, 3, 3, 3, 3, 3]) == nil)
        #expect(try #require(found([0, 0, 0, 0, 0, 0], origins: [3, 3, 4, 4, 5, 6])).since != nil)
    }

    @Test("what two nodes saw may be the same network")
    func nodes() {
        let other: UInt32 = 9 << 16
        #expect(found([Self.node + 1, Self.node + 1, Self.node + 1, other + 5, other + 5, other + 5]) == nil)
        #expect(found([Self.node + 1, Self.node + 2, Self.node + 3, other + 1, other + 2, other + 3]) != nil)
    }

    @Test("nothing is known of them after an hour, and a trend stays one")
    func forgotten() throws {
        var sample = NetworkSample()
        let start = Timestamp(seconds: 1_508_112_000)
        for person in Int64(0)..<40 {
            let network = UInt32(truncatingIfNeeded: person) + 1
            sample.take(TagUse(tag: 1, person: person, post: 1, at: start, accountCreatedAt: start, network: network))
        }
        #expect(sample.isSpread(24, now: start) && !sample.isSpread(25, now: start))
        #expect(!sample.isSpread(1, now: start + .seconds(3600)))
        sample.trim(now: start + .seconds(3600))
        #expect(!sample.isSpread(1, now: start))
    }

    @Test("six people over a day are none: only what comes within an hour is sudden")
    func slow() {
        let course = Course()
        for person in UInt32(1)...6 {
            course.post(by: Int64(person), network: Self.node + person)
            for _ in 0..<20 {
                course.now = course.now + .seconds(180)
                #expect(course.refresh(activePeople: 30) == nil)
            }
        }
    }

    @Test("attack: five accounts at home and one elsewhere, or one account that posts from everywhere, are no trend")
    func attack() {
        #expect(found([1, 1, 1, 1, 1, 2].map { Self.node + $0 }) == nil)
        let course = Course()
        for network in UInt32(1)...30 { course.post(by: Int64(network % 5), network: Self.node + network) }
        for _ in 0..<3 { #expect(course.refresh(activePeople: 30) == nil) }
    }
}
