// Ids after a clock that ran ahead.

import Basics
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite struct IDTests {
    @Test("a server that was started with an hour too much goes on above its ids", arguments: TestEngine.available)
    func restart(engine: TestEngine) async throws {
        try await withDatabase(engine, template: "OAuth", migrate: { try await Migrator.migrate($0) }) { database in
            guard let site = Site(url: "https://chorus.example") else { return }
            let right = Timestamp(seconds: 1_508_098_860)
            var numbers = Limits()
            numbers.passwordCost = 4
            func services(_ now: Timestamp) async throws -> Services {
                let services = Services(database: database, site: site, limits: numbers, clock: .fixed(now))
                try await services.continueIDs()
                return services
            }
            func account(_ name: String, _ services: Services) async throws -> Int64 {
                try await services.createAccount(
                    NewAccount(
                        username: name,
                        email: "\(name)@mail.example",
                        password: OAuthFixture.password,
                        agreement: true
                    )
                ).account.id
            }
            let before = try await account("alice", try await services(right + .seconds(3600)))
            #expect(before > Snowflake.least(at: right + .seconds(3599)))
            let after = try await account("bob", try await services(right))
            #expect(after > before)
        }
    }
}
