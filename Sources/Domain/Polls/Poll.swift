// A question under a status, with options to vote for.

public import Basics

/// A poll as stored; how the votes stand is a `PollTally`.
public struct Poll: Sendable, Equatable {
    public var id: Int64
    public var statusID: Int64
    public var accountID: Int64
    public var options: [String]
    /// Nil for one without an end.
    public var expiresAt: Timestamp?
    public var isMultiple: Bool
    /// The votes of each option are shown when it has ended.
    public var hidesTotals: Bool
    /// It carries a call of this server.
    public var isOfCall: Bool
    /// It carries a call of another server, as that server says.
    public var isOfCallElsewhere: Bool

    /// Nobody learns by it that somebody has voted just now.
    public var isSilent: Bool { isOfCall || isOfCallElsewhere }

    public init(
        id: Int64,
        statusID: Int64,
        accountID: Int64,
        options: [String],
        expiresAt: Timestamp?,
        isMultiple: Bool = false,
        hidesTotals: Bool = false,
        isOfCall: Bool = false,
        isOfCallElsewhere: Bool = false
    ) {
        self.id = id
        self.statusID = statusID
        self.accountID = accountID
        self.options = options
        self.expiresAt = expiresAt
        self.isMultiple = isMultiple
        self.hidesTotals = hidesTotals
        self.isOfCall = isOfCall
        self.isOfCallElsewhere = isOfCallElsewhere
    }

    public func isExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }
}

/// How the votes of a poll stand. The poll of a call shows the people of the call, however they answered: figures of votes
/// would tell of each vote in the moment it is given.
public struct PollTally: Sendable, Equatable {
    /// Votes of each option.
    public var votes: [Int64]
    /// Of all options.
    public var total: Int64
    public var voters: Int64

    public init(votes: [Int64], voters: Int64) {
        self.votes = votes
        total = votes.reduce(0, +)
        self.voters = voters
    }

    /// The people of a call, as far as they are shown: always a number. Whose answer is not recognised has no option, and is
    /// among the voters.
    public init(_ figures: CallPeople) {
        self.init(votes: figures.options, voters: figures.people)
    }

    /// Votes of each option; nil where they are hidden until the end.
    public func shown(of poll: Poll, at now: Timestamp) -> [Int64?] {
        poll.hidesTotals && !poll.isExpired(at: now) ? poll.options.map { _ in nil } : votes
    }
}

/// A poll before it is posted, as asked for.
public struct PollDraft: Sendable, Equatable {
    public var options: [String]
    /// Seconds until its end; nil for none, which only calls may have.
    public var expiresIn: Int64?
    public var isMultiple: Bool
    public var hidesTotals: Bool

    public init(options: [String], expiresIn: Int64?, isMultiple: Bool = false, hidesTotals: Bool = false) {
        self.options = options
        self.expiresIn = expiresIn
        self.isMultiple = isMultiple
        self.hidesTotals = hidesTotals
    }
}

/// The rules of a poll that is to be posted.
public struct PollLimits: Sendable, Equatable {
    public var options = 2...4
    public var optionCharacters = 50
    /// Seconds.
    public var expiration: ClosedRange<Int64> = 300...2_629_746
    public var needsEnd = true

    public init() {}

    /// What calls may have.
    public static var ofCalls: PollLimits {
        var limits = PollLimits()
        limits.options = 2...10
        limits.optionCharacters = 100
        limits.needsEnd = false
        return limits
    }

    /// What is wrong with a draft, in a sentence as Mastodon says it; nil where nothing is.
    public func problem(of draft: PollDraft) -> Sentence? {
        guard draft.options.count >= options.lowerBound else {
            return "Poll options must have more than one item"
        }
        guard draft.options.count <= options.upperBound else {
            return "Poll options can't contain more than \(most: options.upperBound) items"
        }
        guard draft.options.allSatisfy({ $0.count <= optionCharacters && $0.utf8.count <= optionCharacters * 16 })
        else {
            return "Poll options cannot be longer than \(most: optionCharacters) characters each"
        }
        guard Set(draft.options).count == draft.options.count else {
            return "Poll options contain duplicate items"
        }
        guard let seconds = draft.expiresIn else { return needsEnd ? "Poll expires at can't be blank" : nil }
        guard seconds >= expiration.lowerBound else { return "Poll expires at is too soon" }
        guard seconds <= expiration.upperBound else {
            return "Poll expires at is too far into the future"
        }
        return nil
    }
}
