// Waiting no longer than until a moment, also for what cannot be broken off.

internal import NIOCore
internal import NIOPosix

enum Deadline {
    /// The result of `body`, or `error` at the deadline; `body` is cancelled then, and nobody waits for it to notice.
    static func run<Result: Sendable>(
        until deadline: ContinuousClock.Instant,
        orThrow error: any Error,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw error }
        let loop = NIOSingletons.posixEventLoopGroup.next()
        let promise = loop.makePromise(of: Result.self)
        let task = Task {
            do { promise.succeed(try await body()) } catch { promise.fail(error) }
        }
        let end = loop.scheduleTask(in: TimeAmount(left)) { promise.fail(error) }
        return try await withTaskCancellationHandler {
            defer {
                end.cancel()
                task.cancel()
            }
            return try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }
}
