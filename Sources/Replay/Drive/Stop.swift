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

    var isServerGone: Bool {
        if case .serverGone = reason { true } else { false }
    }

    /// The first reason stays, except that a server may go after somebody pressed Ctrl-C.
    func tell(_ reason: StopReason) {
        told.withLock { told in
            if told == nil || told == .interrupted { told = reason }
        }
    }
}
