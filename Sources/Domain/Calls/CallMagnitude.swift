// How many people have answered a call: what is said in public as it is, what is silent as of its last step.

public import Basics

/// What this server has seen of one call. Meanings: docs/api.md.
public struct CallMagnitude: Sendable, Equatable {
    /// One answer's people.
    public struct Part: Sendable, Equatable {
        public var answer: String
        /// As far as they are shown.
        public var people: Int64
        public var spoke: Int64
        /// Nil while small numbers are not shown.
        public var silent: Int64?
        public var together: Int64?

        public init(answer: String, people: Int64, spoke: Int64, silent: Int64?, together: Int64?) {
            self.answer = answer
            self.people = people
            self.spoke = spoke
            self.silent = silent
            self.together = together
        }
    }

    public var call: Call
    public var at: Timestamp
    public var figures: CallPeople
    public var replies: Int64 = 0
    public var reblogs: Int64 = 0
    public var favourites: Int64 = 0
    /// People who spoke, per second.
    public var rates = Rates()
    public var peak: Peak?
    public var curve: Curve?

    public var people: Int64 { figures.people }
    public var spoke: Int64 { figures.spoke }
    /// Nil before it is shown: that is not 0.
    public var silent: Int64? { figures.silent?.silent }
    public var together: Int64? { figures.silent?.together }
    /// `people` are those who spoke; how many answered silently is not shown yet.
    public var isSpokenOnly: Bool { silent == nil }
    /// When the silent figures last moved.
    public var silentAsOf: Timestamp? { figures.silentAsOf }
    /// People who spoke without one of the answers being recognised.
    public var unspecified: Int64 { figures.unspecified }
    public var parts: [Part] {
        let (options, breakdown) = (figures.options, figures.silent?.breakdown)
        return zip(call.answers, figures.spokeByAnswer).enumerated().map { place, answer in
            Part(
                answer: answer.0,
                people: options[place],
                spoke: answer.1,
                silent: breakdown?.silent[place],
                together: breakdown?.together[place]
            )
        }
    }

    public init(call: Call, at: Timestamp, figures: CallPeople? = nil) {
        self.call = call
        self.at = at
        self.figures = figures ?? CallPeople(CallCount(answers: call.answers.count), nil, asOf: nil)
    }
}

/// The people of a call as its magnitude and its poll show them.
public struct CallPeople: Sendable, Equatable {
    public var spokeByAnswer: [Int64]
    public var unspecified: Int64
    public var silent: SilentFigures?
    public var silentAsOf: Timestamp?

    /// - Parameters:
    ///   - count: of which only what was said in public is taken.
    ///   - silent: as published; nil while nothing is.
    public init(_ count: CallCount, _ silent: SilentFigures?, asOf: Timestamp?) {
        spokeByAnswer = count.spoke
        unspecified = count.unspecified
        self.silent = silent
        silentAsOf = silent == nil ? nil : asOf
    }

    public var spoke: Int64 { spokeByAnswer.reduce(unspecified, +) }
    /// Distinct people, as far as they are shown.
    public var people: Int64 { CallPeople.people(spoke, silent?.silent, silent?.together) }
    /// The people of each answer, as far as they are shown.
    public var options: [Int64] {
        spokeByAnswer.indices.map { place in
            guard let breakdown = silent?.breakdown else { return spokeByAnswer[place] }
            return CallPeople.people(spokeByAnswer[place], breakdown.silent[place], breakdown.together[place])
        }
    }

    /// Both together less those in both: of these only so many are known as were at the last step, and some may have deleted
    /// their posts since.
    public static func people(_ spoke: Int64, _ silent: Int64?, _ together: Int64?) -> Int64 {
        guard let silent, let together else { return spoke }
        return max(spoke + silent - together, spoke, silent)
    }
}
