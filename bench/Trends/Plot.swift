// The plot: people by the minute of the sudden call over three days, and when each rule lists it.

import Basics

struct Plot {
    let svg: String

    init(_ series: Series) {
        let (width, height, left, top) = (960.0, 420.0, 70.0, 50.0)
        let (right, bottom) = (width - 20, 300.0)
        let seconds = Double(series.days * 86_400)
        let x = { (second: Double) in left + (right - left) * second / seconds }
        var counts = [Double](repeating: 0, count: Int(series.days) * 24 * 6)
        // Ten minutes a step; after its first ten minutes the series is drawn at a twentieth.
        let start = series.movement ?? 0
        for post in series.posts {
            counts[min(counts.count - 1, Int(post.at / 600))] += (post.at < start + 600 ? 1 : 20) / 10
        }
        let most = (counts.max() ?? 1) * 1.05
        let y = { (count: Double) in bottom - (bottom - top) * count / most }
        var out = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
            font-family="system-ui, sans-serif" font-size="14">
            <title>A sudden call over three days, and when each rule lists it</title>
            <rect width="\(Int(width))" height="\(Int(height))" fill="#ffffff"/>
            <text x="\(left)" y="28" fill="#222" font-size="17" font-weight="600">A sudden call at L1: posts a minute, \
            and when each rule lists its tag</text>

            """
        for step in 0...4 {
            let value = most * Double(step) / 4
            out += """
                <line x1="\(left)" x2="\(right)" y1="\(y(value))" y2="\(y(value))" stroke="#ddd"/>
                <text x="\(left - 8)" y="\(y(value) + 5)" text-anchor="end" fill="#444">\(Int(value))</text>

                """
        }
        for day in 0...series.days {
            let at = x(Double(day * 86_400))
            out += """
                <line x1="\(at)" x2="\(at)" y1="\(top)" y2="\(bottom + 70)" stroke="#999" stroke-dasharray="3 4"/>

                """
            if day < series.days {
                out += "<text x=\"\(at + 6)\" y=\"\(bottom + 20)\" fill=\"#444\">day \(day + 1), 00:00 UTC</text>\n"
            }
        }
        let points = counts.enumerated().map { "\(x(Double($0 * 600))),\(y($1))" }.joined(separator: " ")
        out += "<polyline points=\"\(points)\" fill=\"none\" stroke=\"#5b3a8c\" stroke-width=\"1.5\"/>\n"
        for (place, (name, outcome)) in [("Chorus", ChorusRule.run(series)), ("daily", DailyRule.run(series))]
            .enumerated()
        {
            let row = bottom + 38 + Double(place) * 34
            out += "<text x=\"\(left - 8)\" y=\"\(row + 15)\" text-anchor=\"end\" fill=\"#222\">\(name)</text>\n"
            for span in outcome.listed {
                let (from, to) = (x(Double(span.from)), x(Double(span.to)))
                let color = place == 0 ? "#1f7a4d" : "#b0582a"
                out +=
                    "<rect x=\"\(from)\" y=\"\(row)\" width=\"\(max(1, to - from))\" height=\"20\" fill=\"\(color)\"/>\n"
            }
        }
        svg = out + "</svg>\n"
    }
}
