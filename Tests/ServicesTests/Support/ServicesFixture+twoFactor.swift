// Somebody who has an app with codes.
import Basics
import TestSupport
import Testing

@testable import Services

extension ServicesFixture {
    /// Turns it on. Returns what the app has, and the recovery codes.
    func turnOnTwoFactor(of account: Int64) async throws -> (app: TimeCode, codes: [String]) {
        try await services.beginTwoFactor(of: account, password: ServicesFixture.password)
        let shown = try #require(try await services.pendingTwoFactor(of: account))
        let app = TimeCode(secret: try #require(Base32Text.bytes(shown.groups.joined())))
        return (app, try await services.confirmTwoFactor(of: account, code: code(of: app)))
    }

    /// What the app shows now.
    func code(of app: TimeCode) -> String { app.code(at: TimeCode.step(at: clock.now)) }
}
