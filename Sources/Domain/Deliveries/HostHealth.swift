// When a host is tried again: failures in a row open a circuit, and a week of them ends it.

public import Basics

/// How deliveries to one host went lately.
public struct HostHealth: Sendable, Equatable {
    /// In a row.
    public var failures: Int
    public var failingSince: Timestamp?

    /// A host that was never reached for so long is left alone until it speaks.
    public static let patience = Duration.seconds(7 * 86_400)
    /// So many answers of "not now" in a row close the way for a while; one without any answer does at once.
    static let refusalsToOpen = 3

    public init(failures: Int = 0, failingSince: Timestamp? = nil) {
        self.failures = failures
        self.failingSince = failingSince
    }

    public var isFailing: Bool { failures > 0 }

    /// Takes note of an attempt.
    ///
    /// - Parameter jitter: 0 ..< 1, so that hosts that failed together are not tried together.
    /// - Returns: how long the host is to be left alone; nil to go on.
    public mutating func record(_ outcome: DeliveryOutcome, at now: Timestamp, jitter: Double) -> Duration? {
        switch outcome {
        case .delivered, .refused, .gone:
            self = HostHealth()
            return nil
        case .later(_, let pause?):
            // It speaks: being asked to wait is not a failure.
            return max(pause, .seconds(1))
        case .later(_, nil):
            fail(at: now)
            return failures < Self.refusalsToOpen ? nil : Self.pause(after: failures, jitter)
        case .unreachable:
            fail(at: now)
            return Self.pause(after: failures, jitter)
        }
    }

    /// Whether the host has failed for a week.
    public func isUnreachable(at now: Timestamp) -> Bool {
        failingSince.map { $0 + Self.patience <= now } ?? false
    }

    private mutating func fail(at now: Timestamp) {
        failures = min(failures + 1, 1000)
        failingSince = failingSince ?? now
    }

    /// 15 s, doubled with each failure up to 6 h, and up to half as much again.
    public static func pause(after failures: Int, _ jitter: Double) -> Duration {
        let seconds = min(15 << min(max(failures - 1, 0), 12), 6 * 3600)
        return .seconds(seconds) + .milliseconds(Int64(Double(seconds) * 500 * min(max(jitter, 0), 1)))
    }
}
