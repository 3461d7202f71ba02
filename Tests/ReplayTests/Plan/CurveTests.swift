// The weekend's arrivals, against the published points.
import Testing

@testable import Replay

@Suite("The arrival curve")
struct CurveTests {
    @Test(
        "passes through the published points",
        arguments: [(3.7, 20_000.0), (5.7, 83_000), (7.7, 109_000), (24, 500_000), (240, 1_700_000)]
    )
    func published(hour: Double, count: Double) {
        #expect(abs(ArrivalCurve.weekend.cumulative(hour) - count) <= count * 0.01)
    }

    @Test("never falls, and never jumps by more than the busiest hour allows")
    func monotone() {
        let curve = ArrivalCurve.weekend
        let busiest = curve.busiestHour
        var last = 0.0
        for tenth in 1...2400 {
            let count = curve.cumulative(Double(tenth) / 10)
            #expect(count >= last)
            #expect(count - last <= busiest)
            last = count
        }
    }

    @Test("is lower on the second day, and lower still on the last")
    func days() {
        let days = (0..<10).map { day in
            ArrivalCurve.weekend.cumulative(Double(day + 1) * 24) - ArrivalCurve.weekend.cumulative(Double(day) * 24)
        }
        #expect(days[1] < days[0])
        #expect(zip(days, days.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test("finds the hour of a count", arguments: [1.0, 20_000, 100_000, 499_999, 1_650_000])
    func inverse(count: Double) {
        let curve = ArrivalCurve.weekend
        #expect(abs(curve.cumulative(curve.hour(of: count)) - count) < 1)
    }

    @Test("of a plan is the curve, scaled", arguments: [3.7, 5.7, 7.7, 24])
    func planned(hour: Double) {
        let events = Plans.day.filter { !$0.isAfterthought && $0.at >= 0 && $0.at <= Int64(hour * 3_600_000) }.count
        let share = Double(events) / Double(Plans.day.filter { !$0.isAfterthought && $0.at >= 0 }.count)
        let expected = ArrivalCurve.weekend.cumulative(hour) / 500_000
        #expect(abs(share - expected) <= expected * 0.01)
    }
}
