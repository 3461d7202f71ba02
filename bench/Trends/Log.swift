// When a rule listed which tags.

struct Log: Sendable {
    struct Span: Sendable {
        var from: Int64
        var to: Int64
    }

    private var closed: [Int64: [Span]] = [:]
    /// Since when those that are listed now have been.
    private var open: [Int64: Int64] = [:]
    private var last: Int64 = 0
    /// The order at the moments of a contest.
    var orders: [(at: Int64, tags: [Int64])] = []

    /// What a look found; it holds until the next one.
    mutating func note(_ listed: [Int64], at second: Int64) {
        last = second
        guard !open.isEmpty || !listed.isEmpty else { return }
        let before = open
        open = [:]
        for tag in listed { open[tag] = before[tag] ?? second }
        for (tag, from) in before where open[tag] == nil {
            closed[tag, default: []].append(Span(from: from, to: second))
        }
    }

    private func spans(of tag: Int64) -> [Span] {
        (closed[tag] ?? []) + (open[tag].map { [Span(from: $0, to: last)] } ?? [])
    }

    /// When any of the tags was listed, by rising time.
    func spans(of tags: [Int64]) -> [Span] {
        if tags.count == 1 { return spans(of: tags[0]) }
        var joined: [Span] = []
        for span in tags.flatMap(spans(of:)).sorted(by: { $0.from < $1.from }) {
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1].to = max(last.to, span.to)
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
