import TestSupport
import Testing

@Suite("Engines of the backup tests")
struct PostgresIsHereTests {
    @Test("PostgreSQL takes part", .enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres))
    func postgres() { #expect(TestEngine.available.count == 2) }
}
