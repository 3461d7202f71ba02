// The group-commit writer: one thread, one connection, many closures per durable transaction.
import Foundation

/// Runs the closures that wait in groups of one transaction each and answers them after its commit.
final class SQLiteWriter: Sendable {
    private let mailbox: WorkQueue
    private let connection: SQLiteConnection
    private let counters: Counters
    private let groupLimit: Int
    private let finished = Latch()

    init(connection: SQLiteConnection, mailbox: WorkQueue, counters: Counters, groupLimit: Int) {
        self.connection = connection
        self.mailbox = mailbox
        self.counters = counters
        self.groupLimit = groupLimit
        let thread = Thread { [self] in work() }
        thread.name = "chorus.writer"
        thread.start()
    }

    /// Returns when the work accepted before the mailbox was closed is done and the file closed.
    func waitUntilFinished() async { await finished.wait() }

    private func work() {
        let session = Connection(.sqlite(connection), counters: counters)
        while true {
            let group = mailbox.take(groupLimit)
            if group.isEmpty { break }
            commit(group, session)
        }
        connection.close()
        finished.open()
    }

    /// The quick way: all in one transaction. Any throw rolls everything back and takes the careful way.
    private func commit(_ group: [Work], _ session: Connection) {
        do {
            try connection.beginTransaction()
        } catch {
            return fail(group, error)
        }
        for work in group {
            do {
                try session.use { try work.run(session) }
                guard connection.isInTransaction else { throw Self.endedEarly }
            } catch {
                rollback(session)
                return group.count == 1 ? fail(group, error) : commitCarefully(group, session)
            }
        }
        finish(group, good: group, bad: [], session)
    }

    /// Each closure behind a savepoint of its own, so that those that throw fail alone and one commit serves the rest.
    /// Savepoints cost five times an insert, so this is only for groups in which something threw.
    private func commitCarefully(_ group: [Work], _ session: Connection) {
        var good: [Work] = []
        var bad: [(work: Work, error: any Error)] = []
        do {
            try connection.beginTransaction()
        } catch {
            return fail(group, error)
        }
        for work in group {
            do {
                try connection.runScript("SAVEPOINT closure")
                do {
                    try session.use { try work.run(session) }
                    try session.writeLast()
                    good.append(work)
                } catch {
                    session.dropLast()
                    try connection.runScript("ROLLBACK TO closure")
                    bad.append((work, error))
                }
                try connection.runScript("RELEASE closure")
            } catch {
                // SQLite itself ended the transaction, as it does on a full disk.
                rollback(session)
                return commitOneByOne(group, session)
            }
        }
        finish(group, good: good, bad: bad, session)
    }

    /// The last resort: a transaction, and so a sync of the disk, for each.
    private func commitOneByOne(_ group: [Work], _ session: Connection) {
        for work in group { commit([work], session) }
    }

    /// Commits and answers. A deferred foreign key may be violated only now, by one of many.
    private func finish(_ group: [Work], good: [Work], bad: [(work: Work, error: any Error)], _ session: Connection) {
        do {
            try session.writeLast()
            try connection.commitTransaction()
        } catch {
            rollback(session)
            if case DatabaseError.constraint = error, group.count > 1 { return commitOneByOne(group, session) }
            return fail(group, error)
        }
        counters.committed(writes: good.count)
        for work in good { work.succeed() }
        for (work, error) in bad { fail([work], error) }
    }

    private func rollback(_ session: Connection) {
        session.dropLast()
        connection.rollbackTransaction()
    }

    private func fail(_ group: [Work], _ error: any Error) {
        counters.failed(error)
        for work in group { work.fail(error) }
    }

    private static var endedEarly: DatabaseError {
        .failed("the transaction ended inside of a write closure", sql: nil)
    }
}
