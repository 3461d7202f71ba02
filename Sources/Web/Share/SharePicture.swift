// The picture that goes with a link elsewhere: the number, large, with its curve. Drawn as SVG.

internal import Basics
internal import Domain

/// One picture of 1200 × 630, which is what previews show without cutting (OpenGraph).
struct SharePicture: Sendable, Equatable {
    static let width = 1200
    static let height = 630

    /// "#MeToo".
    var heading: String
    /// What a call asks, or empty.
    var prompt: String
    var people: Int64
    /// "posted publicly", "answered".
    var what: String
    var host: String
    var curve: Curve?
    var at: Timestamp

    private static let sans = "DejaVu Sans, Noto Sans, Noto Sans CJK JP, sans-serif"
    private static let serif = "DejaVu Serif, Noto Serif, Noto Serif CJK JP, serif"

    /// A whole SVG document that loads nothing.
    var svg: String {
        let lines = Self.lines(prompt, size: 28)
        let (number, top) = (Words.number(people), lines.isEmpty ? 330 : 372)
        let said = "\(people == 1 ? "person" : "people") \(what)"
        let seen = "As \(Self.cut(host, 50)) has seen it, \(TimeView(milliseconds: at.milliseconds).short)"
        var out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">"
        out += "<rect width=\"1200\" height=\"630\" fill=\"#fbf6ee\"/>" + drawnCurve + Self.mark
        out += Self.text(Self.cut(heading, 44), y: 112, size: 56, "#7c2752", Self.sans, bold: true, within: 930)
        for (index, line) in lines.enumerated() {
            out += Self.text(line, y: 162 + index * 38, size: 28, "#2b2024", Self.sans, within: 1250)
        }
        out += Self.text(number, y: top, size: lines.isEmpty ? 210 : 170, "#2b2024", Self.serif, bold: true)
        out += Self.text(said, y: top + 66, size: 42, "#66565a", Self.serif)
        out += Self.text(seen, y: top + 112, size: 24, "#66565a", Self.sans)
        return out + "</svg>"
    }

    private var drawnCurve: String {
        guard let chart = CurveChart(curve, now: at) else { return "" }
        let plot = Plot(chart, top: chart.most, left: 0, right: 1200, above: 510, below: 630)
        let line = plot.line(chart.points)
        return "<path d=\"\(line)V630H0Z\" fill=\"#7c2752\" fill-opacity=\".1\"/>"
            + "<path d=\"\(line)\" fill=\"none\" stroke=\"#b3526f\" stroke-width=\"4\"/>"
    }

    /// The mark of Chorus.
    private static let mark =
        "<g transform=\"translate(1050 52) scale(2.6)\" fill=\"none\" stroke-width=\"3.2\" stroke-linecap=\"round\">"
        + "<path stroke=\"#7c2752\" d=\"M25.2 6.8a13 13 0 1 0 0 18.4\"/>"
        + "<path stroke=\"#b3526f\" d=\"M21.66 10.34a8 8 0 1 0 0 11.32\"/>"
        + "<circle cx=\"16\" cy=\"16\" r=\"3.1\" fill=\"#c47a12\"/></g>"

    /// A line of text, smaller where it would not fit.
    private static func text(
        _ words: String,
        y: Int,
        size: Int,
        _ colour: String,
        _ family: String,
        bold: Bool = false,
        within: Int = 1040
    ) -> String {
        let fit = max(12, min(size, Int(Double(within) / max(ems(words), 1))))
        return "<text x=\"80\" y=\"\(y)\" font-family=\"\(family)\" font-size=\"\(fit)\" "
            + "font-weight=\"\(bold ? 700 : 400)\" fill=\"\(colour)\">\(escaped(words))</text>"
    }

    /// Widths of a text, in sizes of its letters: most need less than 0.72 for each, the widest Latin ones and those of
    /// East Asia somewhat more than 1, marks on letters nothing.
    private static func ems(_ text: some StringProtocol) -> Double {
        text.unicodeScalars.reduce(0.0) { sum, scalar in
            guard scalar.properties.generalCategory != .nonspacingMark else { return sum }
            let isWide = scalar.value >= 0x1100 || "WMwm@%—…".unicodeScalars.contains(scalar)
            return sum + (isWide ? 1.1 : 0.72)
        }
    }

    /// At most two lines, broken between words, or within one where there are no spaces.
    private static func lines(_ text: String, size: Int) -> [String] {
        let most = 1040 / Double(size) * 1.15
        var lines: [String] = []
        for word in text.prefix(400).split(whereSeparator: \.isWhitespace) {
            var rest = word
            if let last = lines.last, ems(last) + ems(word) + 1 <= most {
                lines[lines.count - 1] = last + " " + word
                continue
            }
            while !rest.isEmpty {
                var part = rest.prefix(Int(most))
                while ems(part) > most, part.count > 1 { part.removeLast() }
                lines.append(String(part))
                rest = rest.dropFirst(part.count)
            }
        }
        guard lines.count > 2 else { return lines }
        return [lines[0], lines[1] + "…"]
    }

    /// At most so many characters, on one line.
    private static func cut(_ text: String, _ most: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= most ? line : line.prefix(most - 1) + "…"
    }

    /// Text for XML 1.0, which has no control characters, surrogates or U+FFFE and U+FFFF at all (2.2). Marks that turn
    /// the direction of text are left out: a name must not reverse what stands beside it. At most eight marks stay on a
    /// letter, for the drawing of a tower of them takes long.
    static func escaped(_ text: String) -> String {
        var out = ""
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: continue
            case _ where marks > 8: continue
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out.escapedForHTML()
    }
}
