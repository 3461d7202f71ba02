// The figures of a tag or a call as the templates see them: number, rate, peak, curve.

internal import Basics
internal import Domain

/// What tags and calls show alike.
struct MagnitudeFields {
    var people: Int64
    var rates: Rates
    var peak: Peak?
    var since: Timestamp?
    var at: Timestamp
    var curve: Curve?
    var spans: [TrendSpan] = []
    /// What the curve draws.
    var title: String
    /// Where the figures are as JSON; `.csv` and `/stream` beside it.
    var path: String

    /// The names that `magnitude.mustache` and `curve.mustache` ask for.
    var fields: Fields {
        let chart = CurveChart(curve, spans: spans, now: at)
        return Fields([
            "people": .text(Words.number(people)),
            "peopleWord": .text(Words.noun(people, "person", "people")),
            "rate": .text(Words.rateNow(rates)),
            "peak": .one(
                peak.map {
                    time($0.at).merging(["rate": .text(Words.rate(perSecond: $0.perSecond) ?? localized("none|rate"))])
                }
            ),
            "since": .one(since.map(time)),
            "at": .one(time(at)),
            "figures": .href(path),
            "stream": .href(path + "/stream"),
            "table": .href(path + ".csv"),
            "curve": .one(chart.map(chartFields)),
        ])
    }

    private func chartFields(_ chart: CurveChart) -> Fields {
        var before: Int64 = 0
        let rows = chart.rows(most: 12).map { point in
            defer { before = point.people }
            return time(point.at).merging([
                "people": .text(Words.number(point.people)), "added": .text(Words.number(point.people - before)),
            ])
        }
        return Fields([
            "wide": .html(chart.svg(.wide, title: title)),
            "narrow": .html(chart.svg(.narrow, title: title)),
            "rows": .many(rows),
            "trended": .flag(!chart.spans.isEmpty),
            "spans": .many(spans.map(spanFields)),
        ])
    }

    private func spanFields(_ span: TrendSpan) -> Fields {
        let from = TimeView(milliseconds: span.from.milliseconds)
        let to = span.to.map { TimeView(milliseconds: $0.milliseconds) }
        return Fields([
            "shelf": .text(span.shelf.title),
            "fromDatetime": .text(from.iso),
            "from": .text(from.short),
            "ended": .flag(to != nil),
            "toDatetime": .text(to?.iso),
            "to": .text(to?.short),
        ])
    }

    /// `datetime` and `time` of a moment.
    private func time(_ at: Timestamp) -> Fields { TimeView(milliseconds: at.milliseconds).fields }
}

extension TimeView {
    /// For `<time datetime="{{.datetime}}">{{.time}}</time>`.
    var fields: Fields { Fields(["datetime": .text(iso), "time": .text(short)]) }
}
