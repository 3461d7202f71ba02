// What a command does beside a server on the same SQLite file.
import Basics
import Database
import Domain
import Services
import TestSupport
import Testing

@Suite("Events of commands")
struct CommandEventTests {
    @Test("a server on SQLite hears what a command does, in its order and once")
    func commands() async throws {
        try await PeopleFixture.run(.sqlite) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            let command = Services(database: services.database, site: services.site, isCommand: true)
            let token = try await command.createToken(username: "bob", scopes: "read").token
            #expect(try await services.grants.grant(token: token)?.isSuspended == false)
            try await command.moderate(bob, .suspend, by: .commandLine)
            // Kept in memory, until it is heard.
            #expect(try await services.grants.grant(token: token)?.isSuspended == false)
            _ = here.told.take()
            try await services.hearCommands()
            #expect(here.told.take().contains(.accountSuspended(account: bob)))
            #expect(try await services.grants.grant(token: token)?.isSuspended == true)
            try await services.hearCommands()
            #expect(here.told.take() == [])
            try await command.moderate(bob, .unsuspend, by: .commandLine)
            _ = try await command.setPassword(nil, of: "bob")
            try await services.hearCommands()
            #expect(try await services.grants.grant(token: token) == nil)
        }
    }
}
