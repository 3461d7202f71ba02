// Work on threads of its own, which ends when nobody waits for it any more.

internal import Foundation
internal import Synchronization

final class StopFlag: Sendable {
    private let isSet = Atomic(false)

    func set() { isSet.store(true, ordering: .relaxed) }

    /// Throws `CancellationError` once it is to end.
    func check() throws {
        if isSet.load(ordering: .relaxed) { throw CancellationError() }
    }

    /// Runs `body` with a flag that is set when the task is cancelled.
    static func run<T: Sendable>(_ body: (StopFlag) async throws -> T) async throws -> T {
        let flag = StopFlag()
        return try await withTaskCancellationHandler {
            try await body(flag)
        } onCancel: {
            flag.set()
        }
    }
}

/// Runs what waits for a disk on a thread of its own, after all others of this process.
public func onOwnThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
        let thread = Thread {
            #if os(Linux)
            // Of this thread alone (https://man7.org/linux/man-pages/man2/nice.2.html, "C library/kernel differences").
            _ = nice(10)
            #endif
            continuation.resume(with: Result { try body() })
        }
        thread.name = "chorus.backup"
        thread.start()
    }
}
