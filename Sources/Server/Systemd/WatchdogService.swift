// Signs of life for systemd: not that the process exists, but that it answers.

internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// Tells the service manager that the server answers, for as long as it does, and when it stops.
struct WatchdogService: Service {
    let manager: ServiceManager
    /// Whether the database answers. A database elsewhere may be away for a while, which no restart of this server mends:
    /// then it is enough that the question has an answer.
    let isDatabaseAnswering: @Sendable () async -> Bool
    let isDatabaseHere: Bool

    func run() async {
        try? await cancelWhenGracefulShutdown {
            guard let period = manager.watchdog else { return try await gracefulShutdown() }
            var wasAnswering = true
            while true {
                try await everyLoopAnswers()
                let isAnswering = await isDatabaseAnswering()
                if isAnswering || !isDatabaseHere { manager.tell("WATCHDOG=1") }
                if isAnswering != wasAnswering {
                    manager.tell("STATUS=\(isAnswering ? WatchdogService.serving : "The database does not answer")")
                    wasAnswering = isAnswering
                }
                try await Task.sleep(for: isAnswering ? period / 2 : period / 8)
            }
        }
        manager.tell("STOPPING=1", "STATUS=Answering what was begun")
    }

    static let serving = "Serving"

    /// Handlers run on these threads: one that hangs has connections that nobody answers.
    private func everyLoopAnswers() async throws {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
    }
}
