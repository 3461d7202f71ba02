// What is shown of silent answers from one step to the next.

/// Silent answers as they are published: the same for everybody, in every place. They are made for the people of each server by
/// themselves, of whom only those with an established account are counted, and added up.
///
/// What is shown is a function of a state that could be the true one and in which, in every group of people that the figures
/// tell apart, at least `SilentRule.margin` answered silently and as many did not. So whatever is shown, for each person both
/// is possible, whoever owns nine of the accounts. docs/decisions/0013-silent-answers-in-steps.md has the proof.
public struct SilentFigures: Sendable, Equatable {
    /// By answer, and for the words that name none. All of it is shown, or none.
    public struct Breakdown: Sendable, Equatable {
        public var silent: [Int64]
        public var together: [Int64]
        public var togetherUnspecified: Int64

        public init(silent: [Int64], together: [Int64], togetherUnspecified: Int64) {
            self.silent = silent
            self.together = together
            self.togetherUnspecified = togetherUnspecified
        }
    }

    /// Who answered silently, whether or not they also spoke.
    public var silent: Int64
    /// Who also spoke, as far as that may be said.
    public var together: Int64
    /// Of the people of this server.
    public var breakdown: Breakdown?

    /// The breakdown is without some people, of other servers.
    public var hasOthers: Bool { breakdown.map { $0.silent.reduce(0, +) < silent } ?? false }

    public init(silent: Int64, together: Int64, breakdown: Breakdown? = nil) {
        self.silent = silent
        self.together = together
        self.breakdown = breakdown
    }

    /// What may be shown of a count; nil where that is nothing.
    ///
    /// - Parameters:
    ///   - count: of the established people of one server.
    ///   - able: how many of these could answer, whether or not they did; nil for another server, of which that is not known here. Of
    ///     such a server there is no breakdown, and where it may not be said how many did both it is as many as could have: each of
    ///     its people is counted once at most.
    public init?(of count: CallCount, able: Int64?, rule: SilentRule = .standard) {
        let (silent, spoke) = (count.totalSilent, count.totalSpoke)
        guard silent >= rule.least, able.map({ silent <= $0 - rule.least }) ?? true else { return nil }
        self.silent = silent
        together = Groups(counts: [count.totalBoth], sizes: [spoke], silent, able, rule).shown[0]
        guard able != nil, count.silent.allSatisfy({ $0 >= rule.least }) else { return }
        let groups = Groups(
            counts: count.both + [count.bothUnspecified],
            sizes: count.spoke + [count.unspecified],
            silent,
            able,
            rule
        )
        breakdown = Breakdown(
            silent: count.silent,
            together: groups.shown.dropLast(),
            togetherUnspecified: groups.shown.last ?? 0
        )
        together = groups.shown.reduce(0, +)
    }
}

/// Groups of people who spoke, and how many in each also answered silently.
private struct Groups {
    /// What is said of each group: off by no more than the margin where the group is large enough.
    let shown: [Int64]

    /// - Parameters:
    ///   - counts: who answered silently, by group.
    ///   - sizes: all of the group; anybody can count them.
    ///   - able: all people, at least those of the groups; nil for more than anybody knows.
    init(counts: [Int64], sizes: [Int64], _ silent: Int64, _ able: Int64?, _ rule: SilentRule) {
        let (margin, isOpen) = (rule.margin, able == nil)
        // So many that whoever answered may be somebody who did not speak, with as many more who did neither.
        let able = able ?? sizes.reduce(silent + 2 * margin, +)
        var places = sizes.indices.filter { sizes[$0] >= 2 * margin }
        // Everybody else, spoken or not, is one group, of which nothing is said.
        let rest = able - places.reduce(0) { $0 + sizes[$1] }
        let least = margin * Int64(places.count + 1)
        // Sizes and the sum are known to everybody: that nothing is said of any group for their sake tells nothing.
        if rest < 2 * margin || silent < least || silent > able - least { places = [] }
        var shown = [Int64](repeating: 0, count: sizes.count)
        guard !places.isEmpty else {
            // One group: so many must have done both, or can have, which everybody can reckon.
            if sizes.count == 1 {
                shown[0] = isOpen ? min(silent, sizes[0]) : min(max(0, silent - max(0, able - sizes[0])), sizes[0])
            }
            self.shown = shown
            return
        }
        let others = silent - places.reduce(0) { $0 + counts[$1] }
        let near = Groups.nearest(
            to: places.map { counts[$0] } + [others],
            within: (places.map { sizes[$0] } + [rest]).map { margin...($0 - margin) },
            sum: silent
        )
        for (place, value) in zip(places, near) {
            if isOpen {
                // The most that may be said stands for "many or all".
                shown[place] = value == sizes[place] - margin ? min(silent, sizes[place]) : value
            } else {
                // The least that may be said stands for "few or none", and counts nobody out who is not there.
                shown[place] = value == margin ? 0 : value
            }
        }
        self.shown = shown
    }

    /// The values themselves where all are within their bounds, so that doing it again changes nothing; otherwise some near
    /// them that are, with the same sum.
    private static func nearest(to values: [Int64], within bounds: [ClosedRange<Int64>], sum: Int64) -> [Int64] {
        var values = zip(values, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
        var missing = sum - values.reduce(0, +)
        // From the last, which nobody is told.
        for place in values.indices.reversed() where missing != 0 {
            let value = min(max(values[place] + missing, bounds[place].lowerBound), bounds[place].upperBound)
            missing -= value - values[place]
            values[place] = value
        }
        return values
    }
}
