// What is usual for a tag by the time of the day and of the week.

import Basics
import Testing

@testable import Trends

@Suite("Baseline of a tag")
struct TagBaselineTests {
    static let start = Timestamp(seconds: 1_508_112_000)

    /// One hour after the other, each with the most people of its windows.
    static func learned(hours: Int64, _ people: (Int64) -> Float) -> TagBaseline {
        var baseline = TagBaseline()
        for hour in 0..<hours {
            let now = start + .seconds(hour * 3600)
            baseline.endHour(.zero, at: now, TrendParameters())
            baseline.look([0, people(hour), people(hour), people(hour)])
        }
        baseline.endHour(.zero, at: start + .seconds(hours * 3600), TrendParameters())
        return baseline
    }

    @Test("what comes every morning is no news on the fourth day, and a trend does not end by it")
    func mornings() {
        let at = { (days: Int64) in Self.learned(hours: 24 * days + 9) { $0 % 24 == 9 ? 30 : 2 } }
        #expect(at(2).usualAtEntry[1] < 10)
        #expect(at(3).usualAtEntry[1] == 30)
        #expect(at(3).usual[1] < 10)
        let evening = Self.learned(hours: 24 * 7 + 20) { $0 % 24 == 9 ? 30 : 2 }
        #expect(evening.usualAtEntry[1] < 10)
    }

    @Test("what comes every week is usual from its third time on, a storm of one week is not")
    func weekly() {
        let weekly = Self.learned(hours: 168 * 2 + 3) { $0 % 168 < 6 ? 60 : 0 }
        #expect(abs(weekly.usual[1] - 60) < 2)
        #expect(abs(weekly.usual[2] - 60) < 2)
        let once = Self.learned(hours: 168 * 2 + 3) { $0 < 6 ? 60 : 0 }
        #expect(once.usual[2] < 5)
    }

    @Test("an hour that is no lesson changes nothing")
    func outage() {
        var baseline = Self.learned(hours: 100) { _ in 20 }
        let before = baseline.means
        for hour in Int64(101)..<107 {
            baseline.endHour(.zero, at: Self.start + .seconds(hour * 3600), isLesson: false, TrendParameters())
        }
        #expect(baseline.means == before)
        #expect(baseline.hours == 100)
    }

    @Test("bytes are read as they were written; those of the form before are, too")
    func bytes() throws {
        let baseline = Self.learned(hours: 400) { Float($0 % 50) }
        var writer = StateWriter()
        baseline.write(to: &writer)
        #expect(TagBaseline(StateReader(writer.bytes[...]), TrendParameters()) == baseline)
        var old: [UInt8] = [4]
        for number in [Int64(600), 480_000] { old += withUnsafeBytes(of: number.littleEndian, Array.init) }
        for mean in [Float(1), 2, 3, 40] { old += withUnsafeBytes(of: mean.bitPattern.littleEndian, Array.init) }
        // Each week 25 people from the fourth part of three hours on, in the second window only.
        for place in 0..<4 * 56 * 3 {
            old += withUnsafeBytes(
                of: UInt16(place / (56 * 3) == 1 && place / 3 % 56 == 3 ? 25 : 0).littleEndian,
                Array.init
            )
        }
        let read = try #require(TagBaseline(ofThreeHours: StateReader(old[...]), TrendParameters()))
        #expect(read.means == [1, 2, 3, 40])
        #expect(read.hours == 600)
        #expect((9..<12).allSatisfy { read.weeks.ofWeek(1, $0) == 25 })
        #expect(read.weeks.ofWeek(1, 14) == 0)
        #expect(read.weeks.ofWeek(2, 10) == 0)
        for cut in 0..<old.count where cut != 33 {
            #expect(TagBaseline(ofThreeHours: StateReader(old[..<cut]), TrendParameters()) == nil)
        }
    }

    @Test("a number of people in one byte: exact when small, near when large")
    func code() {
        for people in 0...31 { #expect(WeekMemory.people(WeekMemory.code(Float(people))) == Float(people)) }
        for people in [100, 1234, 60_000] as [Float] {
            #expect(abs(WeekMemory.people(WeekMemory.code(people)) / people - 1) < 0.035)
        }
        #expect(WeekMemory.people(WeekMemory.code(1e12)) == 63_487)
        #expect(WeekMemory.code(-1) == 0)
    }
}
