// A replay: the plan's events, sent to a server at their time by a bounded number of workers.

internal import Basics
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Plays one plan once.
public final class Player: Sendable {
    let plan: ReplayPlan
    let options: DriveOptions
    let cast: Cast
    let wire: Wire
    let requests: EventRequests
    let tally = Tally()
    let reads: ReadQueue
    let waiters = PostWaiters()
    let stop = Stop()
    let clock = ContinuousClock()
    let ledger = Mutex(Ledger())
    let callNames = Mutex<CallNames?>(nil)
    let trends = Mutex(TrendsSeen())
    /// The made-up servers, where some of the people are on any.
    let origins = Mutex<Origins?>(nil)
    let began: ContinuousClock.Instant

    /// Throws a sentence about the first option that is wrong.
    public init(plan: PlanOptions, drive: DriveOptions, cast: Cast) throws(ReplayError) {
        try plan.validate()
        try drive.validate()
        try cast.validate(for: plan)
        var drive = drive
        if plan.origins > 0 {
            try drive.requireThisMachine()
            // What is taken in is done a moment later.
            drive.settle = max(drive.settle, 60)
        }
        // The sockets' threads run the workers too: a request changes no thread on its way.
        _ = NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        self.plan = ReplayPlan(plan)
        options = drive
        self.cast = cast
        wire = Wire(drive)
        reads = ReadQueue(readers: drive.readers > 0 ? drive.connections : 0)
        requests = EventRequests(options: plan, run: RandomToken.make(length: 8))
        began = clock.now
    }

    /// Plays to the end, or until it is stopped, and compares. Throws if it cannot begin.
    public func run(progress: ProgressLine) async throws -> ReplayReport {
        Interrupt.listen()
        do {
            let report = try await play(progress)
            await close()
            return report
        } catch {
            await close()
            throw error
        }
    }

    private func close() async {
        await origins.withLock({ $0 })?.close()
        await wire.close()
    }

    private func play(_ progress: ProgressLine) async throws -> ReplayReport {
        let before = try await firstLook()
        try await startOrigins()
        let started = clock.now
        let reading = Task { await read() }
        let beside = [Task { await watchTrends() }, Task { await tell(progress) }]
        let sending: Result<Void, any Error>
        do { sending = .success(try await send { progress.say(self.invitation) }) } catch { sending = .failure(error) }
        let took = clock.now - started
        reads.end()
        await reading.value
        for task in beside { task.cancel() }
        for task in beside { await task.value }
        progress.finish()
        try sending.get()
        var report = ReplayReport(options: plan.options, drive: options, took: took, tally: tally.snapshot)
        report.call = callNames.withLock { $0?.id }
        await conclude(&report, before: before)
        return report
    }
}
