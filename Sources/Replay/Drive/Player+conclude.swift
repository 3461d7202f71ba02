// After the last event: do the server's figures equal the ledger's? And what remains when the attack is taken down?

internal import Synchronization

extension Player {
    func conclude(_ report: inout ReplayReport, before: [Figure: Int]) async {
        let expected = await expectedFigures()
        report.uncertain = ledger.withLock { $0.uncertain.map(\.what) }
        report.stopped = stop.reason
        guard callNames.withLock({ $0 }) != nil else { return }
        if case .serverGone = report.stopped {
            report.comparisons = Comparison.all(expected, server: [:], before: [:])
            return
        }
        (report.comparisons, report.settledAfter) = await settle(expected, before)
        report.missing = await missing(report: &report)
        guard plan.options.hasAttack, let admin = cast.admin else { return }
        await lookAtTrends()
        report.trends = trends.withLock { $0 }
        await suspendPuppets(admin.token)
        (report.afterTakedown, report.takedownAfter) = await settle(await expectedFigures(), before)
        report.suspended = ledger.withLock { $0.suspended.count }
        report.tally = tally.snapshot
    }

    /// What the ledger says; of a server without calls that has no magnitude either, only what it can show.
    private func expectedFigures() async -> [Figure: Expected] {
        let figures = ledger.withLock { $0.figures(hasCall: plan.options.hasCall) }
        guard !plan.options.hasCall, stop.reason == nil, await !hasMagnitude() else { return figures }
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
            if took > options.settle { return (comparisons, nil) }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// How many of up to 200 acknowledged posts, evenly taken, the server does not have.
    private func missing(report: inout ReplayReport) async -> Int {
        let ids = ledger.withLock { $0.sample(200) }
        report.sampled = ids.count
        var missing = 0
        for id in ids {
            guard case .answered(let answer) = await wire.send(WireRequest(path: "/api/v1/statuses/\(id)")), answer.isOK
            else {
                missing += 1
                continue
            }
        }
        return missing
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
