// When figures of silent answers may move, and which of them may be shown: docs/silent-answers.md says it in plain words.

public import Basics

/// The numbers by which silent answers are published. Whoever reads this file, watches every state and has nine accounts of
/// their own learns of nobody: `SilentAttackTests` tries.
public struct SilentRule: Sendable, Equatable {
    /// Changes of so many established people, at least, are published together.
    public var leastChanges: Int64 = 10
    /// Drawn in secret after each step and added to `leastChanges`.
    public var secrets: ClosedRange<Int64> = 0...10
    /// An account that is younger may be one of many made for a purpose: it is in the silent figures when it is as old as this.
    public var establishedAfter: Duration = .seconds(7 * 86_400)
    /// What a newcomer has done brings a step nearer up to so much later, by a time drawn in secret: when an account is a week old
    /// everybody can see, and a step just then would tell.
    public var longestDelay: Duration = .seconds(86_400)
    /// What was done longer ago brings no step nearer: who did something silently, and when, is not noted for ever.
    public var longestWait: Duration = .seconds(365 * 86_400)
    /// The same in a call that has ended, counted from its end: until then what is taken back may still make a step.
    public var longestWaitAfterEnd: Duration = .seconds(30 * 86_400)
    /// No step is taken with fewer established people who could answer: all of them could have, otherwise.
    public var leastEstablished: Int64 = 20
    /// In a group of people at least so many answered silently, and so many did not, or it is not said how many. Nine accounts
    /// of one hand in it leave one other on either side.
    public var margin: Int64 = 10

    /// The least figure of silent answers that is shown: one more than an attacker's nine and one that may be there or not.
    public var least: Int64 { margin + 1 }

    public static let standard = SilentRule()

    public init() {}

    /// Accounts that were made until then are in the figures of a step that is taken now.
    public func newest(at now: Timestamp) -> Timestamp { now - establishedAfter }

    public func isEstablished(createdAt: Timestamp, at now: Timestamp) -> Bool { createdAt <= newest(at: now) }

    /// From when on something done silently brings a step nearer.
    ///
    /// - Parameter delay: drawn in secret, up to `longestDelay`.
    public func countsFrom(createdAt: Timestamp, at now: Timestamp, delay: Duration) -> Timestamp {
        isEstablished(createdAt: createdAt, at: now) ? now : createdAt + establishedAfter + delay
    }

    /// Whether a step is due: by the clock and the number of those who wait, never by the act that fills it.
    ///
    /// - Parameters:
    ///   - waiting: established people of one server whose silent acts are not published.
    ///   - secret: drawn after the last step.
    ///   - established: those who could answer, of this server; nil for another, of which nobody here knows how many there are.
    ///   - last: when the last step was taken.
    public func isDue(
        waiting: Int64,
        secret: Int64,
        established: Int64?,
        last: Timestamp?,
        at now: Timestamp
    ) -> Bool {
        let isSmall = established.map { $0 < leastEstablished } ?? false
        guard waiting >= leastChanges + secret, !isSmall else { return false }
        return last.map { $0.milliseconds / 60_000 < now.milliseconds / 60_000 } ?? true
    }
}
