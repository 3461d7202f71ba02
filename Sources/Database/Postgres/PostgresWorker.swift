// Serves closures on one connection: transactions, retries, and connecting again after the server was away.
import Foundation

/// Lives on one thread.
final class PostgresWorker {
    private let url: String
    let configuration: Database.Configuration
    let counters: Counters
    let commitCost: CommitCost
    private(set) var connection: PostgresConnection?
    /// Since when connecting fails, and when to try next.
    private var down: (since: ContinuousClock.Instant, next: ContinuousClock.Instant, error: any Error)?

    /// A transaction that lost to concurrent ones is tried again this often.
    private static let retries = 3
    /// How long a closure waits for a server that restarts.
    private static let patience = Duration.seconds(3)

    init(url: String, _ configuration: Database.Configuration, _ counters: Counters, _ commitCost: CommitCost) {
        self.url = url
        self.configuration = configuration
        self.counters = counters
        self.commitCost = commitCost
    }

    func close() {
        connection?.close()
        connection = nil
    }

    /// Returns when the mailbox is closed and drained.
    func serveAll(of mailbox: WorkQueue) {
        while true {
            switch mailbox.next() {
            case .single(let work): serve(work)
            case .group(let first): serveGroup(first, mailbox)
            case .closed: return
            }
        }
    }

    /// Runs one closure to its answer, a write in a transaction of its own.
    func serve(_ work: Work) {
        var lostToOthers = 0
        var reconnected = false
        while true {
            do {
                let connection = try connected()
                switch attempt(work, connection) {
                case .done:
                    if work.kind == .write { counters.committed(writes: 1) }
                    return work.succeed()
                case .failed(let error):
                    if connection.isDead {
                        close()
                        // Nothing was committed, so the closure may run once more.
                        if !reconnected {
                            reconnected = true
                            continue
                        }
                    } else if connection.sawTransientFailure, lostToOthers < Self.retries {
                        lostToOthers += 1
                        Thread.sleep(forTimeInterval: Double.random(in: 0.001...0.01) * Double(lostToOthers))
                        continue
                    }
                    throw error
                case .unknown:
                    close()
                    throw Self.unknownOutcome
                }
            } catch {
                return fail(work, error)
            }
        }
    }

    func fail(_ work: Work, _ error: any Error) {
        counters.failed(error)
        work.fail(error)
    }

    /// The connection broke between COMMIT and its answer.
    static let unknownOutcome = DatabaseError.unavailable(
        "the connection was lost during COMMIT, so whether the write was kept is not known"
    )

    private enum Outcome {
        case done
        case failed(any Error)
        case unknown
    }

    private func attempt(_ work: Work, _ connection: PostgresConnection) -> Outcome {
        let session = Connection(.postgres(connection), counters: counters)
        connection.sawTransientFailure = false
        switch work.kind {
        case .read: break
        case .snapshot: connection.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        case .write: connection.begin("BEGIN READ WRITE")
        }
        do {
            try session.use { try work.run(session) }
            try session.writeLast()
        } catch {
            connection.rollback()
            return .failed(error)
        }
        guard work.kind == .write else {
            // The snapshot, or what a script may have left behind.
            connection.rollback()
            return .done
        }
        do {
            try connection.commit()
            return .done
        } catch {
            if connection.isDead { return .unknown }
            connection.rollback()
            return .failed(error)
        }
    }

    /// The connection, opened again if need be. While the server is away, the first closures wait a few seconds for it;
    /// then each fails at once, and one in a second tries.
    private func connected() throws -> PostgresConnection {
        if let connection { return connection }
        var pause = 0.05
        while true {
            if let down, ContinuousClock.now < down.next { throw down.error }
            do {
                let limit = configuration.statementLimit
                let new = try PostgresConnection(url: url, durable: configuration.durable, statementLimit: limit)
                connection = new
                down = nil
                return new
            } catch {
                let now = ContinuousClock.now
                let since = down?.since ?? now
                let isLong = now - since > Self.patience
                down = (since, isLong ? now + .seconds(1) : now, error)
                if isLong { throw error }
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 0.5)
            }
        }
    }
}
