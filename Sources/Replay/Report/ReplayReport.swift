// What came of a replay.

/// The call as everybody is shown it: who spoke at once, who answered silently as of the last step.
public struct CallShown: Sendable, Equatable {
    public var people: Int
    public var spoke: Int
    public var silent: Int?
    public var asOf: String?

    public init(people: Int, spoke: Int, silent: Int?, asOf: String?) {
        self.people = people
        self.spoke = spoke
        self.silent = silent
        self.asOf = asOf
    }
}

/// Everything that is reported, as text and as JSON.
public struct ReplayReport: Sendable {
    public let options: PlanOptions
    public let drive: DriveOptions
    public let took: Duration
    var tally: TallyState
    public var call: String?
    public var stopped: StopReason?
    public var uncertain: [String] = []
    /// Before any takedown.
    public var comparisons: [Comparison] = []
    /// Seconds until all was equal; nil if it never was.
    public var settledAfter: Double?
    /// What everybody was shown of the call at the end.
    public var shown: CallShown?
    /// Of `sampled` acknowledged posts, those the server does not have.
    public var missing = 0
    public var sampled = 0
    public var trends = TrendsSeen()
    public var afterTakedown: [Comparison] = []
    public var takedownAfter: Double?
    public var suspended = 0

    init(options: PlanOptions, drive: DriveOptions, took: Duration, tally: TallyState) {
        self.options = options
        self.drive = drive
        self.took = took
        self.tally = tally
    }

    /// The server has all that it acknowledged, its figures are those of the ledger, and it showed no private number.
    public var isExact: Bool {
        guard call != nil, missing == 0, tally.numbersSeen == 0, comparisons.allSatisfy(\.isEqual) else { return false }
        if case .serverGone = stopped { return false }
        return afterTakedown.allSatisfy(\.isEqual)
    }

    var seconds: Double {
        let (seconds, attoseconds) = took.components
        return max(1e-6, Double(seconds) + Double(attoseconds) * 1e-18)
    }

    func tally(_ kind: RequestKind) -> KindTally { tally.kinds[kind] ?? KindTally() }

    /// Kinds that were used, in their order.
    var kinds: [RequestKind] { RequestKind.allCases.filter { tally($0).sent > 0 } }

    /// Of reads or of writes; the takedown comes after the replay and is not among them.
    func sum(_ part: KeyPath<KindTally, Int>, reads: Bool) -> Int {
        kinds.filter { $0.isRead == reads && $0 != .suspend }.reduce(0) { $0 + tally($1)[keyPath: part] }
    }
}
