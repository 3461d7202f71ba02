// Why a replay ends before its plan does.

internal import Synchronization

public enum StopReason: Sendable, Equatable {
    case interrupted
    case serverGone(String)
}

/// Told once; all workers look.
final class Stop: Sendable {
    private let told = Mutex<StopReason?>(nil)

    var reason: StopReason? {
        told.withLock { told in
            if told == nil, Interrupt.isAsked { told = .interrupted }
            return told
        }
    }

    func tell(_ reason: StopReason) {
        told.withLock { told in
            if told == nil { told = reason }
        }
    }
}
