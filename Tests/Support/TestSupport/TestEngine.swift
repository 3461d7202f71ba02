// The engines a test runs on; PostgreSQL takes part when a server is given in the environment.
import Foundation
public import Testing

/// An engine to test on: `@Test(arguments: TestEngine.available)` and `withDatabase(engine, …)`.
///
/// An engine that is not there has no cases, so that none of them passes; each test target holds one test
/// `@Test(.enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres))`, which is then reported as skipped.
public enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    public var testDescription: String { rawValue }

    /// The address of a maintenance database whose user may create databases; `scripts/test-postgres run` sets it.
    public static var postgresURL: String? {
        ProcessInfo.processInfo.environment["CHORUS_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// For whole tests of PostgreSQL alone: `.enabled(if: TestEngine.hasPostgres)`.
    public static var hasPostgres: Bool { postgresURL != nil }

    /// What to do about tests that are skipped.
    public static let howToHavePostgres: Comment =
        "CHORUS_TEST_POSTGRES is not set: scripts/test-postgres run swift test"

    /// The engines that are there.
    public static var available: [TestEngine] { hasPostgres ? allCases : [.sqlite] }

    /// Cancels the case of a test whose engine is not there.
    public func require() throws {
        if self == .postgres, !Self.hasPostgres { try Test.cancel("CHORUS_TEST_POSTGRES is not set") }
    }
}
