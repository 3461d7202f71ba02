// Does the jobs of a test beside it.
import Basics
import Database
import Jobs
import Logging
import Services
import Storage
import TestSupport

extension ServicesFixture {
    /// Runs `body` while the jobs of some kinds are done.
    func withJobs(_ handle: (inout JobHandlers) -> Void, _ body: () async throws -> Void) async throws {
        var handlers = JobHandlers()
        handle(&handlers)
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        let runner = JobRunner(queue: services.jobs, handlers: handlers, logger: logger)
        let work = Task { await runner.run() }
        defer { work.cancel() }
        try await body()
    }

    /// Waits until all jobs that are due were begun and ended.
    func finishJobs() async throws {
        services.jobs.wake()
        var (ended, quiet) = (-1, 0)
        while quiet < 8 {
            let (figures, now) = (services.jobs.figures, clock.clock.now())
            let isDue = try await database.read { connection in
                try JobQueries.isAnyDue(by: now, connection) || isAnyJobInHand(connection)
            }
            let count = figures.done + figures.failed + figures.givenUp
            quiet = count == ended && !isDue ? quiet + 1 : 0
            ended = count
            try await Task.sleep(for: .milliseconds(15))
        }
    }
}
