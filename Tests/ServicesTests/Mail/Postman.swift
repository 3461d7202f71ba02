// Takes letters for a test, and does the jobs that write them.
import Basics
import Database
import Domain
import Jobs
import Logging
import Services
import Storage
import Synchronization
import TestSupport

final class Postman: Sendable {
    private struct State {
        var letters: [MailMessage] = []
        var failure: MailFailure?
    }

    private let state = Mutex(State())

    var settings: MailSettings {
        MailSettings { message in
            try self.state.withLock { state in
                if let failure = state.failure { throw failure }
                state.letters.append(message)
            }
        }
    }

    /// What every letter ends in from now on; nil: it is taken.
    func fail(_ failure: MailFailure?) { state.withLock { $0.failure = failure } }

    /// Runs `body` with services that send mail by this postman, and their jobs beside it.
    func serve(
        _ engine: TestEngine,
        registrations: RegistrationMode = .open,
        _ body: (ServicesFixture) async throws -> Void
    ) async throws {
        try await withServices(engine, registrations: registrations, mail: settings) { stand in
            var handlers = JobHandlers()
            stand.services.handleMail(&handlers)
            var logger = Logger(label: "tests")
            logger.logLevel = .critical
            let runner = JobRunner(queue: stand.services.jobs, handlers: handlers, logger: logger)
            let work = Task { await runner.run() }
            defer { work.cancel() }
            try await body(stand)
        }
    }

    /// The letters since the last time, after all jobs that are due were begun and ended.
    func letters(_ stand: ServicesFixture) async throws -> [MailMessage] {
        stand.services.jobs.wake()
        var (ended, quiet) = (-1, 0)
        while quiet < 8 {
            let (figures, now) = (stand.services.jobs.figures, stand.clock.clock.now())
            let isDue = try await stand.database.read { connection in
                try JobQueries.isAnyDue(by: now, connection) || isAnyJobInHand(connection)
            }
            let count = figures.done + figures.failed + figures.givenUp
            quiet = count == ended && !isDue ? quiet + 1 : 0
            ended = count
            try await Task.sleep(for: .milliseconds(15))
        }
        return state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }
}

extension MailMessage {
    /// The secret of the link in it.
    var secret: String? {
        guard let start = text.ranges(of: "_token=").first?.upperBound else { return nil }
        return String(text[start...].prefix { !$0.isWhitespace })
    }
}
