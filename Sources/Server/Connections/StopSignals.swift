// The end of the server: the first signal asks for it, the second one and too long a wait enforce it.

internal import Dispatch
internal import Foundation
internal import Logging
internal import NIOCore
internal import Synchronization

/// Sees the signals that stop the server, beside who stops it gracefully.
final class StopSignals {
    private static let isStopping = Atomic(false)
    private let sources: [any DispatchSourceSignal]

    /// - Parameter wait: how long a graceful end may take.
    init(wait: TimeAmount, logger: Logger) {
        let queue = DispatchQueue(label: "chorus.signals")
        sources = [SIGTERM, SIGINT].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard !StopSignals.isStopping.exchange(true, ordering: .relaxed) else {
                    StopSignals.end("A second signal: Chorus stops at once", logger)
                }
                queue.asyncAfter(deadline: .now() + .nanoseconds(Int(clamping: wait.nanoseconds))) {
                    StopSignals.end("Chorus stops: something did not end in time", logger)
                }
            }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    /// What is committed is safe; what is not was answered to nobody.
    private static func end(_ sentence: String, _ logger: Logger) -> Never {
        logger.warning("\(sentence)")
        _exit(1)
    }
}
