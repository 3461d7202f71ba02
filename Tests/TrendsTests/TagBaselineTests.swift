// What is usual for a tag by the time of the day.

import Basics
import Testing
import Trends

@Suite("Baseline of a tag")
struct TagBaselineTests {
    @Test("what comes every morning is no news in the second week, and a trend does not end by it")
    func mornings() {
        var baseline = TagBaseline(windows: 4)
        let start = Timestamp(seconds: 1_508_112_000)
        for hour in Int64(0)..<24 * 7 {
            let people = hour % 24 == 9 ? 30.0 : 2.0
            baseline.sample([0, people, 0, 0], at: start + .seconds(hour * 3600), TrendParameters())
        }
        let morning = start + .seconds((24 * 7 + 8) * 3600 + 3000)
        #expect(baseline.usual(1, at: morning, isEntry: true) == 30)
        #expect(baseline.usual(1, at: morning) < 10)
        #expect(baseline.usual(1, at: morning + .seconds(12 * 3600), isEntry: true) < 10)
    }

    @Test("five days alike are not enough")
    func days() {
        var baseline = TagBaseline(windows: 4)
        let start = Timestamp(seconds: 1_508_112_000)
        for hour in Int64(0)..<24 * 5 {
            baseline.sample(
                [0, hour % 24 == 9 ? 30.0 : 2.0, 0, 0],
                at: start + .seconds(hour * 3600),
                TrendParameters()
            )
        }
        #expect(baseline.usual(1, at: start + .seconds((24 * 5 + 8) * 3600 + 3000), isEntry: true) < 10)
    }
}
