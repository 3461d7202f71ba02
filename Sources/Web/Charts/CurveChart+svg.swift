// A curve as inline SVG with axes; its colours are those of the style sheet, by class.

internal import Basics

/// How large a chart is drawn. Text in an SVG shrinks with it, so phones get one of their own.
struct ChartSize: Sendable {
    let name: String
    let width: Int
    let height: Int
    let times: Int

    static let wide = ChartSize(name: "wide", width: 656, height: 300, times: 7)
    static let narrow = ChartSize(name: "narrow", width: 350, height: 250, times: 4)
}

extension CurveChart {
    /// - Parameter title: what is drawn; plain text.
    func svg(_ size: ChartSize, title: String) -> SafeHTML {
        let values = ChartScale.values(upTo: most)
        let top = values.last ?? 1
        let labels = values.map { Words.number($0) }
        let left = 14 + (labels.map(\.utf8.count).max() ?? 1) * 7
        let frame = Plot(self, top: top, left: left, right: size.width - 12, above: 24, below: size.height - 28)
        let id = "curve-\(size.name)"
        var out = "<svg class=\"chart \(size.name)\" viewBox=\"0 0 \(size.width) \(size.height)\" role=\"img\" "
        out += "aria-labelledby=\"\(id)-title \(id)-text\"><title id=\"\(id)-title\">\(title.escapedForHTML())</title>"
        out += "<desc id=\"\(id)-text\">\(summary.escapedForHTML())</desc>"
        for span in spans { out += shaded(span, frame) }
        for (value, label) in zip(values, labels) {
            let y = frame.y(value)
            out += "<path class=\"grid\" d=\"M\(left) \(y)H\(frame.right)\"/>"
            out += "<text x=\"\(left - 8)\" y=\"\(y + 4)\" text-anchor=\"end\">\(label)</text>"
        }
        var reached = 0
        for (at, label) in ChartScale.times(from: from, to: to, most: size.times) {
            let (x, half) = (frame.x(at), label.utf8.count * 7 / 2)
            let middle = min(max(x, left + half - 20), size.width - half)
            guard middle - half > reached else { continue }
            reached = middle + half + 6
            out += "<path class=\"tick\" d=\"M\(x) \(frame.below)v5\"/>"
            out += "<text x=\"\(middle)\" y=\"\(size.height - 8)\" text-anchor=\"middle\">\(label)</text>"
        }
        let line = frame.line(points)
        out += "<path class=\"area\" d=\"\(line)V\(frame.below)H\(left)Z\"/><path class=\"line\" d=\"\(line)\"/></svg>"
        return SafeHTML(sanitised: out)
    }

    private func shaded(_ span: Span, _ frame: Plot) -> String {
        let (from, to) = (frame.x(span.from), frame.x(span.to))
        let width = max(to - from, 2)
        var out = "<path class=\"span\" d=\"M\(from) \(frame.above - 16)h\(width)V\(frame.below)h-\(width)Z\"/>"
        // A name that does not fit is in the table.
        if width > span.label.utf8.count * 7 {
            out += "<text class=\"span-name\" x=\"\(from + 5)\" y=\"\(frame.above - 3)\">\(span.label)</text>"
        }
        return out
    }
}

/// Where moments and numbers lie in a drawing, in whole units of it.
struct Plot: Sendable {
    let left: Int
    let right: Int
    let above: Int
    let below: Int
    private let from: Int64
    private let length: Double
    private let top: Double

    init(_ chart: CurveChart, top: Int64, left: Int, right: Int, above: Int, below: Int) {
        (self.left, self.right, self.above, self.below) = (left, right, above, below)
        from = chart.from.milliseconds
        length = Double(max(chart.to.milliseconds - from, 1))
        self.top = Double(max(top, 1))
    }

    func x(_ at: Timestamp) -> Int {
        let part = Double(at.milliseconds - from) / length
        return left + Int((min(max(part, 0), 1) * Double(right - left)).rounded())
    }

    func y(_ value: Int64) -> Int {
        below - Int((min(max(Double(value) / top, 0), 1) * Double(below - above)).rounded())
    }

    /// Straight from point to point; points that fall on the same place are drawn once.
    func line(_ points: [CurveChart.Point]) -> String {
        var out = ""
        var before: (Int, Int)?
        for point in points {
            let place = (x(point.at), y(point.people))
            if let before, before == place { continue }
            out += "\(out.isEmpty ? "M" : "L")\(place.0) \(place.1)"
            before = place
        }
        return out
    }
}
