// Events go out at their time, each person's on one lane and so in order.

internal import Synchronization

/// The events of some of the people, one after the other.
private struct Lane {
    let events: AsyncStream<ReplayEvent>
    let input: AsyncStream<ReplayEvent>.Continuation

    init() { (events, input) = AsyncStream.makeStream(of: ReplayEvent.self) }
}

extension Player {
    /// Sends all events and waits for their outcome. Throws if the call cannot go out; `onCall` hears that it has.
    func send(onCall: @escaping @Sendable () -> Void) async throws {
        let lanes = (0..<options.connections).map { _ in Lane() }
        let outstanding = Outstanding()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes {
                group.addTask {
                    for await event in lane.events {
                        // What is not sent yet when the replay is stopped, is not sent.
                        if self.stop.reason == nil { await self.perform(event) } else { self.leaveOut(event) }
                        outstanding.remove()
                    }
                }
            }
            // Lanes end in any case: a group waits for its tasks, also when it throws.
            defer { lanes.forEach { $0.input.finish() } }
            try await dispatch(to: lanes, outstanding, onCall)
            lanes.forEach { $0.input.finish() }
            try await group.waitForAll()
        }
    }

    private func dispatch(to lanes: [Lane], _ outstanding: Outstanding, _ onCall: () -> Void) async throws {
        let start = clock.now
        let most = lanes.count * 4
        var events = plan
        while let event = events.next() {
            if options.speed > 0 {
                let simulated = Double(event.at + plan.lead) / 1000
                let due = start + .seconds(simulated / options.speed)
                await wait(until: due)
            }
            if event.action == .call {
                await outstanding.wait(untilAtMost: 0)
                if stop.reason == nil {
                    try await callOut()
                    onCall()
                }
                continue
            }
            if outstanding.now >= most { await outstanding.wait(untilAtMost: most / 2) }
            guard stop.reason == nil else { return }
            outstanding.add()
            // Puppets and people have places in one row.
            lanes[Int(event.person) % lanes.count].input.yield(event)
        }
    }

    /// Where the number can be seen climbing.
    var invitation: String {
        let base = options.publicURL ?? options.base
        guard plan.options.hasCall, let id = callNames.withLock({ $0?.id }) else { return "Open \(base)/tags/metoo" }
        return "Open \(base)/tags/metoo and \(base)/calls/\(id)"
    }

    private func wait(until due: ContinuousClock.Instant) async {
        let now = clock.now
        if due < now {
            let (seconds, attoseconds) = (now - due).components
            let behind = Double(seconds) + Double(attoseconds) * 1e-18
            if behind > 0.05 { tally.change { $0.behind = max($0.behind, behind) } }
            return
        }
        while stop.reason == nil {
            let left = due - clock.now
            if left < .milliseconds(1) { return }
            // Not longer at once, so that Ctrl-C is heard.
            try? await Task.sleep(for: min(left, .milliseconds(200)))
        }
    }

    /// The call goes out, before everything that answers it.
    private func callOut() async throws {
        guard let caller = cast.caller else { return }
        let request = requests.call(token: caller.token)
        switch await deliver(request, as: .post, isRepeatable: !plan.options.hasCall) {
        case .answered(let answer, _) where answer.isOK:
            guard let names = CallNames(answer.body, isCall: plan.options.hasCall), let id = Int64(names.id) else {
                throw ReplayError("The answer to the call was no JSON with an id.")
            }
            callNames.withLock { $0 = names }
            ledger.withLock { $0.posted(0, id: id, by: Ledger.caller, to: nil, tags: .movement) }
            waiters.answered(0)
        case .answered(let answer, _): throw ReplayError(refusal(of: answer))
        case .uncertain(let why), .unsent(let why):
            throw ReplayError("The call could not go out: \(why).")
        }
    }

    private func refusal(of answer: WireAnswer) -> String {
        let said = String(decoding: answer.body.prefix(200), as: UTF8.self)
        return switch answer.status {
        case 401: "The server does not know the caller's token (401): were the tokens made on its own data?"
        case 404, 405, 501:
            "The server does not know calls (\(answer.status)): --plain replays posts, replies and boosts without one."
        default: "The call was refused with \(answer.status): \(said)"
        }
    }
}
