// Axes with round numbers, and curves that are honest about their ends.
import Basics
import Domain
import Testing

@testable import Web

@Suite struct ChartTests {
    @Test(
        "an axis ends at or above the highest value, in round steps",
        arguments: [
            (1, [0, 1]), (3, [0, 1, 2, 3]), (10, [0, 5, 10]), (36_412, [0, 10_000, 20_000, 30_000, 40_000]),
            (101, [0, 50, 100, 150]),
        ] as [(Int64, [Int64])]
    )
    func values(_ most: Int64, _ lines: [Int64]) {
        #expect(ChartScale.values(upTo: most) == lines)
    }

    @Test("axes of any number and any length end", arguments: [1, 999, 1_000_000_007, Int64.max / 4] as [Int64])
    func bounds(_ most: Int64) {
        let lines = ChartScale.values(upTo: most)
        #expect(lines.count <= 6 && (lines.last ?? 0) >= most)
        let (from, to) = (Timestamp(milliseconds: 0), Timestamp(milliseconds: min(most, 1 << 45)))
        #expect(ChartScale.times(from: from, to: to, most: 7).count <= 8)
    }

    @Test("times are round; the first and midnight say the date")
    func times() {
        let found = ChartScale.times(from: MovementSamples.start, to: MovementSamples.now, most: 7)
        #expect(found.map(\.label) == ["15 Oct 21:00", "16 Oct", "03:00", "06:00", "09:00", "12:00"])
    }

    @Test("a curve of nothing is not drawn; one of millions of steps has few points")
    func points() throws {
        let now = MovementSamples.now
        #expect(CurveChart(nil, now: now) == nil)
        #expect(CurveChart(Curve(resolution: 60, start: MovementSamples.start, people: [0, 0]), now: now) == nil)
        #expect(CurveChart(Curve(resolution: .max, start: MovementSamples.start, people: [1, 2]), now: now) == nil)
        let long = Curve(resolution: 1, start: MovementSamples.start, people: (1...50_000).map { $0 })
        let chart = try #require(CurveChart(long, now: now))
        #expect(chart.points.count <= CurveChart.mostPoints + 3)
        #expect(chart.points.first?.people == 0 && chart.points.last?.people == 50_000)
        #expect(chart.points.last?.at == now)
        #expect(chart.rows(most: 12).count == 12 && chart.rows(most: 12).last == chart.points.last)
    }

    @Test("a step that has not run to its end is drawn to now and no further")
    func present() throws {
        let curve = Curve(resolution: 3600, start: MovementSamples.start, people: [5])
        let chart = try #require(CurveChart(curve, now: MovementSamples.start + .seconds(60)))
        #expect(chart.to == MovementSamples.start + .seconds(60))
    }

    @Test("a drawing says in words what it shows, and lies within its frame")
    func drawing() throws {
        let chart = try #require(
            CurveChart(MovementSamples.curve, spans: MovementSamples.magnitude.spans, now: MovementSamples.now)
        )
        for size in [ChartSize.wide, .narrow] {
            let svg = chart.svg(size, title: "People <b>").html
            #expect(svg.contains("role=\"img\"") && svg.contains("People &lt;b&gt;"))
            #expect(svg.contains("Half of them were there at"))
            #expect(svg.contains(">breaking</text>"))
            #expect(svg.utf8.count < 6000)
        }
        #expect(Sparkline.svg(MovementSamples.curve) != nil)
        #expect(Sparkline.svg(Curve(resolution: 3600, start: MovementSamples.start, people: [4, 4])) == nil)
    }

    @Test(
        "rates are said in the unit that people can imagine",
        arguments: [
            (0, nil), (-1, nil), (.nan, nil), (.infinity, nil), (4.2, "4.2 a second"), (9.99, "10 a second"),
            (139, "139 a second"), (0.2, "12 a minute"), (1.0 / 60, "1 a minute"), (0.001, "3.6 an hour"),
            (0.0001, "less than one an hour"),
        ] as [(Double, String?)]
    )
    func rates(_ rate: Double, _ words: String?) {
        #expect(Words.rate(perSecond: rate) == words)
    }
}
