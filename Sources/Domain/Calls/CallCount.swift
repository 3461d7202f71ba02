// The people of a call counted exactly. Of what is silent in it nothing is shown but by steps: `SilentFigures`.

/// How many people answered a call, by what they said and what they chose.
public struct CallCount: Sendable, Equatable {
    /// Who spoke, by the option that their words name.
    public var spoke: [Int64]
    /// Who spoke in words that name none.
    public var unspecified: Int64 = 0
    /// Who answered silently, by the option chosen, whether or not they also spoke.
    public var silent: [Int64]
    /// Who did both, by the option that their words name.
    public var both: [Int64]
    /// Who did both in words that name none.
    public var bothUnspecified: Int64 = 0

    public var totalSpoke: Int64 { spoke.reduce(unspecified, +) }
    public var totalSilent: Int64 { silent.reduce(0, +) }
    public var totalBoth: Int64 { both.reduce(bothUnspecified, +) }
    /// Distinct people.
    public var people: Int64 { totalSpoke + totalSilent - totalBoth }

    /// - Parameter answers: how many answers the call has.
    public init(answers: Int) {
        spoke = Array(repeating: 0, count: answers)
        silent = spoke
        both = spoke
    }

    /// Counts people in one cell. An option that the call does not have is none.
    public mutating func add(_ people: Int64, option: Int64, _ kind: AnswerKind) {
        let place = spoke.indices.contains(Int(clamping: option)) ? Int(option) : nil
        switch kind {
        case .spoke: if let place { spoke[place] += people } else { unspecified += people }
        case .both: if let place { both[place] += people } else { bothUnspecified += people }
        // Nobody is counted silently without a choice.
        case .silent: if let place { silent[place] += people }
        }
    }
}
