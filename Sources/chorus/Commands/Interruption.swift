// Ctrl-C and SIGTERM in the middle of a command that has to put things back as they were.

import Dispatch
import Foundation

/// Runs `body` in a task that the first SIGINT or SIGTERM cancels; the second ends the program at once.
///
/// - Parameter sentence: what is said then.
func untilInterrupted<Result: Sendable>(
    saying sentence: String = "Interrupted; nothing was left behind.",
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
        // The source hears of a signal that is ignored.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            if task.isCancelled { _exit(128 + number) }
            task.cancel()
        }
        source.resume()
        return source
    }
    defer { sources.forEach { $0.cancel() } }
    do {
        return try await task.value
    } catch is CancellationError {
        throw ValidationMessage(sentence)
    }
}
