// Group commit on PostgreSQL: the writes that wait share one transaction (docs/decisions/0018-groups-on-postgresql.md).

extension PostgresWorker {
    /// How long a group takes along what waits.
    private static let groupTime = Duration.milliseconds(50)
    /// A group that waits for rows of another node is soon given up: its writes then go one by one, and hold fewer rows.
    private static let beginGroup = "BEGIN READ WRITE; SET LOCAL lock_timeout = 200"

    /// Runs a write and those that wait behind it in one transaction, and answers each after its commit.
    ///
    /// Nothing is waited for: a write that comes alone is committed alone. And where a commit costs little, writes run side by
    /// side instead, each in a transaction of its own.
    func serveGroup(_ first: Work, _ mailbox: WorkQueue) {
        guard let connection, commitCost.groupsPay(on: connection, others: mailbox.count) else {
            mailbox.endGroup()
            return serve(first)
        }
        let session = Connection(.postgres(connection), counters: counters)
        let end = ContinuousClock.now + Self.groupTime
        var group = [first]
        var last = first
        connection.begin(Self.beginGroup)
        while true {
            do {
                try session.use { try last.run(session) }
                try connection.checkTransaction()
            } catch {
                connection.rollback()
                if connection.isDead || connection.sawTransientFailure {
                    mailbox.endGroup()
                    return runOneByOne(group, mailbox)
                }
                guard group.count > 1 else {
                    mailbox.endGroup()
                    return fail(first, error)
                }
                return serveCarefully(group, connection, mailbox)
            }
            guard group.count < configuration.groupLimit, ContinuousClock.now < end, let next = mailbox.join() else {
                break
            }
            last = next
            group.append(next)
        }
        finish(good: group, bad: [], session, connection, mailbox)
    }

    /// Each closure behind a savepoint of its own, so that those that throw fail alone. Costs two more round trips a
    /// closure, so this is only for groups in which something threw.
    private func serveCarefully(_ group: [Work], _ connection: PostgresConnection, _ mailbox: WorkQueue) {
        let session = Connection(.postgres(connection), counters: counters)
        var good: [Work] = []
        var bad: [(work: Work, error: any Error)] = []
        connection.begin(Self.beginGroup)
        do {
            for work in group {
                try connection.runScript("SAVEPOINT closure")
                do {
                    try session.use { try work.run(session) }
                    try session.writeLast()
                    try connection.sendWaiting()
                    try connection.checkTransaction()
                    good.append(work)
                } catch {
                    if connection.isDead || connection.sawTransientFailure { throw error }
                    session.dropLast()
                    connection.dropWaiting()
                    try connection.runScript("ROLLBACK TO closure")
                    bad.append((work, error))
                }
                try connection.runScript("RELEASE closure")
            }
        } catch {
            connection.rollback()
            mailbox.endGroup()
            return runOneByOne(group, mailbox)
        }
        finish(good: good, bad: bad, session, connection, mailbox)
    }

    /// Commits and answers. What threw is answered now, too: it may have seen what others of the group had written.
    private func finish(
        good: [Work],
        bad: [(work: Work, error: any Error)],
        _ session: Connection,
        _ connection: PostgresConnection,
        _ mailbox: WorkQueue
    ) {
        do {
            try session.writeLast()
            try connection.sendWaiting()
        } catch {
            connection.rollback()
            mailbox.endGroup()
            guard good.count + bad.count == 1, !connection.isDead, !connection.sawTransientFailure else {
                return runOneByOne(good + bad.map(\.work), mailbox)
            }
            for work in good { fail(work, error) }
            for (work, error) in bad { fail(work, error) }
            return
        }
        // A transaction that commits takes no more locks, so the next group may run meanwhile.
        mailbox.endGroup()
        do {
            try connection.commit()
            counters.committed(writes: good.count)
            for work in good { work.succeed() }
        } catch {
            if connection.isDead {
                close()
                for work in good { fail(work, Self.unknownOutcome) }
            } else {
                connection.rollback()
                guard good.count + bad.count == 1, !connection.sawTransientFailure else {
                    return runOneByOne(good + bad.map(\.work), mailbox)
                }
                for work in good { fail(work, error) }
            }
        }
        for (work, error) in bad { fail(work, error) }
    }

    /// Nothing of the group was committed: each is run in a transaction of its own, by whichever thread is free.
    private func runOneByOne(_ group: [Work], _ mailbox: WorkQueue) {
        if connection?.isDead == true { close() }
        mailbox.putBack(group)
    }
}
