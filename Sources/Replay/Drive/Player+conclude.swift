// After the last event: do the server's figures equal the ledger's? And what remains when the attack is taken down?

internal import Synchronization

extension Player {
    func conclude(_ report: inout ReplayReport, before: [Figure: Int]) async {
        await compare(&report, before)
        report.stopped = stop.reason
        report.tally = tally.snapshot
        report.trends = trends.withLock { $0 }
    }

    private func compare(_ report: inout ReplayReport, _ before: [Figure: Int]) async {
        guard callNames.withLock({ $0 }) != nil else { return }
        let expected = await expectedFigures()
        report.uncertain = ledger.withLock { $0.uncertain.map(\.what) }
        (report.comparisons, report.settledAfter) = await settle(expected, before)
        (report.sampled, report.missing) = await missing()
        if plan.options.hasCall, !stop.isServerGone { report.shown = await shownToEverybody() }
        guard plan.options.hasAttack, let admin = cast.admin, !stop.isServerGone else { return }
        await lookAtTrends()
        await suspendPuppets(admin.token)
        (report.afterTakedown, report.takedownAfter) = await settle(await expectedFigures(), before)
        report.suspended = ledger.withLock { $0.suspended.count }
    }

    /// What the ledger says; of a server without calls that has no magnitude either, only what it can show.
    private func expectedFigures() async -> [Figure: Expected] {
        let figures = ledger.withLock { $0.figures(hasCall: plan.options.hasCall) }
        guard !plan.options.hasCall, !stop.isServerGone, await !hasMagnitude() else { return figures }
        return figures.filter { $0.key.subject == Figure.post }
    }

    /// Looks again until all is equal, for 5 seconds. Returns how long it took; nil if it never was.
    private func settle(_ expected: [Figure: Expected], _ before: [Figure: Int]) async -> ([Comparison], Double?) {
        let start = clock.now
        while true {
            let comparisons = Comparison.all(expected, server: await serverFigures(expected), before: before)
            let (seconds, attoseconds) = (clock.now - start).components
            let took = Double(seconds) + Double(attoseconds) * 1e-18
            if comparisons.allSatisfy(\.isEqual) { return (comparisons, took) }
            if took > options.settle || stop.isServerGone { return (comparisons, nil) }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Looks at up to 200 acknowledged posts, evenly taken: how many, and how many the server does not have. A deletion
    /// that is uncertain excuses one.
    private func missing() async -> (sampled: Int, missing: Int) {
        let (ids, excused) = ledger.withLock { ledger in
            (ledger.sample(200), ledger.uncertain.count { $0.effect == .removes })
        }
        var (sampled, missing) = (0, 0)
        for id in ids {
            guard let answer = await look("/api/v1/statuses/\(id)") else { break }
            sampled += 1
            if !answer.isOK { missing += 1 }
        }
        return (sampled, max(0, missing - excused))
    }

    /// Every puppet that has posted, eight at a time.
    private func suspendPuppets(_ token: String) async {
        let first = plan.options.people
        let puppets = ledger.withLock { ledger in
            Set(ledger.posts.map(\.person).filter { Int($0) >= first }).sorted()
        }
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for place in stride(from: lane, to: puppets.count, by: 8) {
                        guard let member = self.cast.member(puppets[place]) else { continue }
                        let delivery = await self.deliver(self.requests.suspend(member.id, token: token), as: .suspend)
                        self.settle(delivery, "a suspension") { $0.wasSuspended(puppets[place]) }
                    }
                }
            }
        }
    }
}
