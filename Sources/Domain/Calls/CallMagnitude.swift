// How many people have answered a call. What would tell of few people is withheld.

public import Basics

/// What this server has seen of one call. Meanings: docs/api.md.
public struct CallMagnitude: Sendable, Equatable {
    /// Figures of a breakdown from 1 to this less one are withheld.
    public static let withheldBelow: Int64 = 10

    /// One answer's people; nil is withheld.
    public struct Part: Sendable, Equatable {
        public var answer: String
        public var people: Int64?
        public var spoke: Int64?
        public var silent: Int64?

        public init(answer: String, people: Int64?, spoke: Int64?, silent: Int64?) {
            self.answer = answer
            self.people = people
            self.spoke = spoke
            self.silent = silent
        }
    }

    public var call: Call
    public var at: Timestamp
    /// Distinct people; `spoke` + `silent`.
    public var people: Int64 { spoke + silent }
    public var spoke: Int64 = 0
    public var silent: Int64 = 0
    public var parts: [Part] = []
    /// People who spoke without one of the answers being recognised.
    public var unspecified: Int64?
    public var replies: Int64 = 0
    public var reblogs: Int64 = 0
    public var favourites: Int64 = 0
    /// People who answered, per second.
    public var rates = Rates()
    public var peak: Peak?
    public var curve: Curve?

    public init(call: Call, at: Timestamp) {
        self.call = call
        self.at = at
    }
}
