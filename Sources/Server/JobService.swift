// Work that was written down, done while the server runs.

internal import Jobs
internal import ServiceLifecycle

struct JobService: Service {
    let runner: JobRunner

    func run() async throws {
        await cancelWhenGracefulShutdown { await runner.run() }
    }
}
