// A day in the size of a word: how much was posted in each hour.

internal import Domain

/// Bars for the hours of a trend, without axes; the words beside it say what it shows.
enum Sparkline {
    static let width = 144
    static let height = 36

    /// Nil where nothing happened.
    static func svg(_ curve: Curve?) -> SafeHTML? {
        guard let curve else { return nil }
        let steps = (curve.posts.isEmpty ? added(curve.people) : curve.posts).suffix(24)
        guard let most = steps.max(), most > 0 else { return nil }
        var bars = ""
        for (index, value) in steps.enumerated() {
            let (begin, end) = (index * width / steps.count, (index + 1) * width / steps.count)
            let tall = max(1, Int((Double(max(value, 0)) / Double(most) * Double(height)).rounded()))
            bars += "M\(begin) \(height)v-\(tall)h\(max(1, end - begin - 1))v\(tall)Z"
        }
        return SafeHTML(
            sanitised:
                "<svg class=\"spark\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
                + "aria-hidden=\"true\"><path d=\"\(bars)\"/></svg>"
        )
    }

    /// A running total as what each step added.
    private static func added(_ totals: [Int64]) -> [Int64] {
        zip(totals, [totals.first ?? 0] + totals).map { $0 - $1 }
    }
}
