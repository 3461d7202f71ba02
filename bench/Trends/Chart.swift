// Plots as SVG: axes, lines, dots, and bars below.

import Foundation

/// A scale and its marks.
struct Axis {
    let label: String
    let range: ClosedRange<Double>
    let isLog: Bool
    let marks: [(value: Double, name: String)]

    init(_ label: String, _ range: ClosedRange<Double>, isLog: Bool = false, _ marks: [(Double, String)]) {
        (self.label, self.range, self.isLog) = (label, range, isLog)
        self.marks = marks.map { (value: $0.0, name: $0.1) }
    }

    /// 0...1, from one end to the other.
    func place(_ value: Double) -> Double {
        let value = min(max(value, range.lowerBound), range.upperBound)
        guard isLog else { return (value - range.lowerBound) / (range.upperBound - range.lowerBound) }
        return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
}

struct Chart {
    /// Of the rules, in their order.
    static let colors = ["#1f7a4d", "#b0582a", "#3c5a9a"]
    static let ink = "#5b3a8c"
    private static let (width, left, right, top, bottom) = (960.0, 90.0, 940.0, 64.0, 340.0)

    private let title: String
    private let x: Axis
    private let y: Axis
    private var shapes: [String] = []
    private var names: [(name: String, color: String)] = []
    private var rows = 0

    init(_ title: String, _ x: Axis, _ y: Axis) { (self.title, self.x, self.y) = (title, x, y) }

    mutating func line(_ points: [(Double, Double)], _ name: String? = nil, _ color: String) {
        let places = points.map { "\(across($0.0)),\(up($0.1))" }.joined(separator: " ")
        shapes.append("<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>")
        if let name { names.append((name, color)) }
    }

    mutating func dots(_ points: [(Double, Double)], _ name: String, _ color: String) {
        for (x, y) in points {
            shapes.append("<circle cx=\"\(across(x))\" cy=\"\(up(y))\" r=\"3.5\" fill=\"\(color)\" opacity=\"0.6\"/>")
        }
        names.append((name, color))
    }

    /// A row below the axis with what lasts from one value to another.
    mutating func bars(_ spans: [(Double, Double)], _ name: String, _ color: String) {
        let y = Self.bottom + 32 + Double(rows) * 30
        rows += 1
        shapes.append(text(Self.left - 8, y + 15, name, "text-anchor=\"end\""))
        for (from, to) in spans {
            let width = max(1, round(across(to) - across(from)))
            shapes.append(
                "<rect x=\"\(across(from))\" y=\"\(y)\" width=\"\(width)\" height=\"20\" fill=\"\(color)\"/>"
            )
        }
    }

    var svg: String {
        let height = Self.bottom + 60 + Double(rows) * 30
        let middle = (Self.top + Self.bottom) / 2
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" \
            font-family="system-ui, sans-serif" font-size="14" fill="#222">
            <title>\(title)</title>
            <rect width="\(Int(Self.width))" height="\(Int(height))" fill="#fff"/>
            """,
            text(Self.left, 30, title, "font-size=\"17\" font-weight=\"600\""),
            text(22, middle, y.label, "text-anchor=\"middle\" transform=\"rotate(-90 22 \(middle))\""),
            text((Self.left + Self.right) / 2, height - 14, x.label, "text-anchor=\"middle\""),
        ]
        for mark in y.marks {
            let at = up(mark.value)
            lines.append(rule(Self.left, at, Self.right, at))
            lines.append(text(Self.left - 8, at + 5, mark.name, "text-anchor=\"end\""))
        }
        for mark in x.marks {
            let at = across(mark.value)
            lines.append(rule(at, Self.top, at, Self.bottom + (rows > 0 ? 28 + Double(rows) * 30 : 0)))
            lines.append(text(at + 4, Self.bottom + 18, mark.name, "font-size=\"12\""))
        }
        for (place, entry) in names.enumerated() {
            let at = Self.right - Double(names.count - place) * 110
            lines.append("<rect x=\"\(at)\" y=\"40\" width=\"12\" height=\"12\" fill=\"\(entry.color)\"/>")
            lines.append(text(at + 18, 51, entry.name, ""))
        }
        return (lines + shapes).joined(separator: "\n") + "\n</svg>\n"
    }

    private func across(_ value: Double) -> Double { round(Self.left + (Self.right - Self.left) * x.place(value)) }

    private func up(_ value: Double) -> Double { round(Self.bottom - (Self.bottom - Self.top) * y.place(value)) }

    private func round(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private func text(_ x: Double, _ y: Double, _ words: String, _ style: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" \(style)>\(words)</text>"
    }

    private func rule(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"#ddd\"/>"
    }
}
