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
        mailbox: Mailbox,
        _ configuration: Database.Configuration,
        _ counters: Counters
    ) {
        running = Atomic(count)
        for number in 0..<count {
            let thread = Thread { [self] in
                let worker = PostgresWorker(url: url, configuration, counters)
                while let work = mailbox.take(1).first { worker.serve(work) }
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
