// A fixed set of threads, each with one connection, that run the closures which wait.
import Foundation
import Synchronization

/// The PostgreSQL side of a `Database`.
final class PostgresServer: Sendable {
    private let finished = Latch()
    private let running: Atomic<Int>

    init(
        url: String,
        count: Int,
        mailbox: WorkQueue,
        _ configuration: Database.Configuration,
        _ counters: Counters
    ) {
        running = Atomic(count)
        let commitCost = CommitCost(limit: configuration.groupingCost)
        for number in 0..<count {
            let thread = Thread { [self] in
                let worker = PostgresWorker(url: url, configuration, counters, commitCost)
                worker.serveAll(of: mailbox)
                worker.close()
                if running.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { finished.open() }
            }
            thread.name = "chorus.pg.\(number)"
            thread.start()
        }
    }

    /// Returns when the work accepted before the mailbox was closed is done and all connections are closed.
    func waitUntilFinished() async { await finished.wait() }
}
