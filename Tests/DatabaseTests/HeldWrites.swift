// Holds writes up, so that others wait together behind them.
import Database
import Foundation
import Synchronization

/// Write closures that wait for a gate: as many as run side by side, and one more, which waits in the queue.
///
/// On PostgreSQL that is one for each thread that has no connection yet, and one as the first of a group.
final class HeldWrites: Sendable {
    private let isReleased = Atomic(false)
    private let running = Atomic(0)
    private let held = Mutex<[Task<Void, any Error>]>([])

    init(_ database: Database) async throws {
        for count in 1...10 {
            let task = Task {
                try await database.write { [self] _ in
                    running.add(1, ordering: .relaxed)
                    while !isReleased.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: 0.001) }
                }
            }
            held.withLock { $0.append(task) }
            for _ in 0..<100 where running.load(ordering: .relaxed) < count {
                try await Task.sleep(for: .milliseconds(2))
            }
            if running.load(ordering: .relaxed) < count { return }
        }
    }

    /// Lets all go on and waits for them.
    func release() async throws {
        isReleased.store(true, ordering: .relaxed)
        for task in held.withLock({ $0 }) { try await task.value }
    }
}
