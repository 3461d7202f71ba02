// Serves closures on one connection: transactions, retries, and connecting again after the server was away.
import Foundation

/// Lives on one thread.
final class PostgresWorker {
    private let url: String
    private let configuration: Database.Configuration
    private let counters: Counters
    private var connection: PostgresConnection?
    /// Since when connecting fails, and when to try next.
    private var down: (since: ContinuousClock.Instant, next: ContinuousClock.Instant, error: any Error)?

    /// A transaction that lost to concurrent ones is tried again this often.
    private static let retries = 3
    /// How long a closure waits for a server that restarts.
    private static let patience = Duration.seconds(3)

    init(url: String, _ configuration: Database.Configuration, _ counters: Counters) {
        self.url = url
        self.configuration = configuration
        self.counters = counters
    }

    func close() {
        connection?.close()
        connection = nil
    }

    /// Runs one closure to its answer.
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
                case .unknown(let error):
                    close()
                    throw error
                }
            } catch {
                counters.failed(error)
                return work.fail(error)
            }
        }
    }

    private enum Outcome {
        case done
        case failed(any Error)
        /// The connection broke between COMMIT and its answer.
        case unknown(DatabaseError)
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
        } catch {
            connection.rollback()
            return .failed(error)
        }
        guard work.kind != .read else {
            // A script may have left a transaction behind.
            connection.rollback()
            return .done
        }
        do {
            try connection.commit()
            return .done
        } catch {
            if connection.isDead, work.kind == .write {
                let message = "the connection was lost during COMMIT, so whether the write was kept is not known"
                return .unknown(.unavailable(message))
            }
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
