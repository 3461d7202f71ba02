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
            try await stand.withJobs({ stand.services.handleMail(&$0) }) { try await body(stand) }
        }
    }

    /// The letters since the last time, after all jobs that are due were begun and ended.
    func letters(_ stand: ServicesFixture) async throws -> [MailMessage] {
        try await stand.finishJobs()
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
