// A running total over time, made ready to be drawn: few points, from nothing at the start to now.

internal import Basics
internal import Domain

/// A curve with what is shaded behind it.
struct CurveChart: Sendable {
    struct Point: Sendable, Equatable {
        var at: Timestamp
        var people: Int64
    }

    /// An interval within the chart.
    struct Span: Sendable, Equatable {
        var from: Timestamp
        var to: Timestamp
        var label: String
    }

    /// The most points drawn: more cannot be told apart, and a page should stay small.
    static let mostPoints = 180

    let points: [Point]
    let spans: [Span]
    let from: Timestamp
    let to: Timestamp
    let most: Int64

    /// Nil for a curve of nothing.
    ///
    /// - Parameter now: where the chart ends; the last step has run only so far.
    init?(_ curve: Curve?, spans: [TrendSpan] = [], now: Timestamp) {
        guard let curve, curve.resolution > 0, let last = curve.people.last, last > 0 else { return nil }
        let stride = max(1, (curve.people.count + Self.mostPoints - 1) / Self.mostPoints)
        var points = [Point(at: curve.start, people: 0)]
        for (index, people) in curve.people.enumerated()
        where (index + 1) % stride == 0 || index == curve.people.count - 1 {
            let (offset, overflow) = (Int64(index) + 1).multipliedReportingOverflow(by: curve.resolution)
            guard !overflow, offset < 1 << 40 else { return nil }
            let end = min(curve.start + .seconds(offset), now)
            points.append(Point(at: max(end, points[points.count - 1].at), people: people))
        }
        if points[points.count - 1].at < now { points.append(Point(at: now, people: last)) }
        self.points = points
        (from, to) = (curve.start, points[points.count - 1].at)
        guard from < to else { return nil }
        most = points.map(\.people).max() ?? last
        let (first, end) = (from, to)
        self.spans = spans.compactMap { span in
            let (start, stop) = (max(span.from, first), min(span.to ?? end, end))
            return start < stop ? Span(from: start, to: stop, label: span.shelf.title.lowercased()) : nil
        }
    }

    /// At most `most` points in equal steps with the last, for a table.
    func rows(most count: Int) -> [Point] {
        guard points.count > count else { return points }
        return (1...count).map { points[$0 * (points.count - 1) / count] }
    }

    /// The chart in one sentence, for those who do not see it.
    var summary: String {
        let (start, end) = (TimeView(milliseconds: from.milliseconds), TimeView(milliseconds: to.milliseconds))
        let half = points.first { $0.people * 2 >= most }.map { TimeView(milliseconds: $0.at.milliseconds).short }
        let text = localized(
            "From none at {start} to {people} at {end}.",
            ["start": start.short, "people": Words.count(most, "person", "people"), "end": end.short]
        )
        guard let half else { return text }
        return text + " " + localized("Half of them were there at {time}.", ["time": half])
    }
}

extension Shelf {
    /// What a shelf is called on pages.
    var title: String {
        switch self {
        case .breaking: localized("Breaking|shelf")
        case .sustained: localized("Sustained|shelf")
        case .perennial: localized("Perennial|shelf")
        }
    }
}
