// Whom to wake, and when: whoever posts must not wait for those who listen, though they share threads and a processor.

internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Wakes readers on one event loop, a few at a time. Between them the loop does what else there is to do, so that a request
/// waits for a few writes to listeners, not for those to all of them.
final class StreamPump: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isScheduled = false
    }

    let eventLoop: any EventLoop
    private let state = Mutex(State())

    private let heap: Int
    /// The time after which there is a pause in any case.
    private static let span = TimeAmount.milliseconds(1)
    private static let pause = TimeAmount.microseconds(200)

    /// - Parameter heap: how many readers are woken without a pause.
    init(_ eventLoop: any EventLoop, heap: Int = 64) { (self.eventLoop, self.heap) = (eventLoop, heap) }

    /// Has `reader` called on the event loop.
    func wake(_ reader: @escaping @Sendable () -> Void) {
        let isFirst = state.withLock { state in
            state.waiting.append(reader)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isFirst { schedule() }
    }

    private func schedule() { eventLoop.scheduleTask(in: StreamPump.pause) { self.serve() } }

    private func serve() {
        let readers = state.withLock { state in
            defer { state.waiting.removeAll(keepingCapacity: state.waiting.capacity < 1 << 10) }
            return state.waiting
        }
        serve(readers[...])
    }

    private func serve(_ readers: ArraySlice<@Sendable () -> Void>) {
        let end = NIODeadline.now() + StreamPump.span
        var rest = readers
        for reader in readers.prefix(heap) {
            reader()
            rest.removeFirst()
            if NIODeadline.now() > end { break }
        }
        if !rest.isEmpty {
            let rest = rest
            eventLoop.scheduleTask(in: StreamPump.pause) { self.serve(rest) }
            return
        }
        let isOver = state.withLock { state in
            state.isScheduled = !state.waiting.isEmpty
            return !state.isScheduled
        }
        if !isOver { schedule() }
    }
}

/// A thread for those who tell, beside the threads that answer requests: looking for thousands of hearers takes a while.
final class StreamThread: TaskExecutor {
    static let shared = StreamThread()

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        group.next().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
