// The figures that are compared: what the server shows beside what the ledger says.

/// One number that the server shows.
public struct Figure: Hashable, Sendable, Comparable {
    public enum Metric: String, Sendable, CaseIterable {
        case people, spoke, silent, posts, replies, reblogs
    }

    /// `#MeToo` or `the call`.
    public var subject: String
    public var metric: Metric

    public init(_ subject: String, _ metric: Metric) {
        self.subject = subject
        self.metric = metric
    }

    public static let call = "the call"
    /// The call's status, as every Mastodon client sees it.
    public static let post = "the call's post"
    public static let tagMetrics: [Metric] = [.people, .posts, .replies, .reblogs]
    public static let callMetrics: [Metric] = [.people, .spoke, .silent]

    private var order: (Int, String, Int) {
        (subject.hasPrefix("#") ? 0 : 1, subject, Metric.allCases.firstIndex(of: metric) ?? 0)
    }

    public static func < (a: Figure, b: Figure) -> Bool { a.order < b.order }
}

/// What a figure can be: one number, or more where the outcome of a request is not known.
public typealias Expected = ClosedRange<Int>

/// One figure from both sides.
public struct Comparison: Sendable, Equatable {
    public var figure: Figure
    public var expected: Expected
    /// Nil if the server withholds it, or cannot be asked.
    public var server: Int?
    public var isWithheld: Bool

    public var isEqual: Bool { isWithheld || server.map(expected.contains) ?? false }

    /// - Parameters:
    ///   - server: nil for a figure that is withheld; a figure that is not there could not be read.
    ///   - before: what the server had shown before the first event; 0 for what is not there.
    public static func all(
        _ ledger: [Figure: Expected],
        server: [Figure: Int?],
        before: [Figure: Int]
    ) -> [Comparison] {
        ledger.keys.sorted().map { figure in
            let expected = ledger[figure] ?? 0...0
            let earlier = before[figure] ?? 0
            guard let shown = server[figure] else {
                return Comparison(figure: figure, expected: expected, server: nil, isWithheld: false)
            }
            return Comparison(
                figure: figure,
                expected: expected,
                server: shown.map { $0 - earlier },
                isWithheld: shown == nil
            )
        }
    }
}
