// The engines a test runs on; PostgreSQL takes part when a server is given in the environment.
import Foundation
public import Testing

/// An engine to test on: `@Test(arguments: TestEngine.allCases)` and `withDatabase(engine, …)`.
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

    /// Reports this case of a test as skipped when its engine is not there.
    public func require() throws {
        if self == .postgres, !Self.hasPostgres { try Test.cancel("CHORUS_TEST_POSTGRES is not set") }
    }
}
