// The plot: people a minute of the sudden call over three days, and when each rule lists it.

import Basics

struct Plot {
    let svg: String
    private static let (width, height) = (960.0, 470.0)
    private static let (left, right, top, bottom) = (90.0, 940.0, 60.0, 320.0)
    private static let step: Int64 = 600

    init(_ series: Series) {
        let end = (series.movement ?? 0) + 3 * 86_400
        let x = { (second: Int64) in
            Self.rounded(Self.left + (Self.right - Self.left) * Double(min(second, end)) / Double(end))
        }
        let counts = Self.peopleByMinute(series, until: end)
        let most = ((counts.max() ?? 1) / 100).rounded(.up) * 100
        let y = { (count: Double) in Self.rounded(Self.bottom - (Self.bottom - Self.top) * count / most) }
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
            font-family="system-ui, sans-serif" font-size="14" fill="#222">
            <title>People a minute of a sudden call over three days, and when each rule lists it</title>
            <rect width="\(Int(Self.width))" height="\(Int(Self.height))" fill="#fff"/>
            """,
            Self.text(
                Self.left,
                30,
                "A sudden call, and when each rule lists its tag",
                "font-size=\"17\" font-weight=\"600\""
            ),
            Self.text(22, (Self.top + Self.bottom) / 2, "people a minute", Self.turned),
            Self.text((Self.left + Self.right) / 2, Self.height - 14, "time (UTC)", "text-anchor=\"middle\""),
        ]
        for part in 0...4 {
            let value = most * Double(part) / 4
            lines.append(Self.line(Self.left, y(value), Self.right, y(value), "#ddd"))
            lines.append(Self.text(Self.left - 8, y(value) + 5, "\(Int(value))", "text-anchor=\"end\""))
        }
        for half in 0...end / 43_200 {
            let at = x(half * 43_200)
            let isMidnight = half % 2 == 0
            lines.append(Self.line(at, Self.top, at, Self.bottom + 92, isMidnight ? "#999" : "#e4e4e4"))
            let name = isMidnight ? "day \(half / 2 + 1), 00:00" : "12:00"
            lines.append(Self.text(at + 4, Self.bottom + 18, name, "font-size=\"12\""))
        }
        let points = counts.enumerated().map { "\(x(Int64($0) * Self.step)),\(y($1))" }.joined(separator: " ")
        lines.append("<polyline points=\"\(points)\" fill=\"none\" stroke=\"#5b3a8c\" stroke-width=\"2\"/>")
        let rules = [("Chorus", "#1f7a4d", ChorusRule.run(series)), ("daily", "#b0582a", DailyRule.run(series))]
        for (place, (name, color, outcome)) in rules.enumerated() {
            let row = Self.bottom + 32 + Double(place) * 32
            lines.append(Self.text(Self.left - 8, row + 16, name, "text-anchor=\"end\""))
            for span in outcome.listed where span.from < end {
                let width = max(1, Self.rounded(x(span.to) - x(span.from)))
                lines.append(
                    "<rect x=\"\(x(span.from))\" y=\"\(row)\" width=\"\(width)\" height=\"22\" fill=\"\(color)\"/>"
                )
            }
        }
        svg = lines.joined(separator: "\n") + "\n</svg>\n"
    }

    /// Distinct people in each ten minutes, for a minute.
    private static func peopleByMinute(_ series: Series, until end: Int64) -> [Double] {
        var people = [Set<Int64>](repeating: [], count: Int(end / step))
        for post in series.posts where post.at / step < end / step { people[Int(post.at / step)].insert(post.person) }
        return people.map { Double($0.count) * 60 / Double(step) }
    }

    private static let turned =
        "text-anchor=\"middle\" transform=\"rotate(-90 22 \((top + bottom) / 2))\""

    private static func text(_ x: Double, _ y: Double, _ words: String, _ style: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" \(style)>\(words)</text>"
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String) -> String {
        "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(color)\"/>"
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
