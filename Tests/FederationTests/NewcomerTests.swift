// What other servers find of somebody who has not been let in: nothing.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite struct NewcomerTests {
    @Test("who waits to be let in is not there for other servers", arguments: TestEngine.available)
    func notThere(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, registrations: .approval) { server in
            let dora = try await server.services.signUp(
                NewAccount(
                    username: "dora",
                    email: "dora@example.com",
                    password: "correct horse battery",
                    reason: "To knit",
                    agreement: true
                )
            ).user
            #expect(dora.isNewcomer)
            let finger = "/.well-known/webfinger?resource=acct:dora@chorus.example"
            let paths = [
                finger, "/users/dora", "/@dora", "/users/dora/outbox", "/users/dora/followers", "/users/dora/following",
                "/users/dora/featured",
            ]
            for path in paths { #expect(try await server.get(path).status == .notFound, "\(path)") }
            let bob = try server.peer.person("bob")
            let target = server.uri("dora")
            let follow = #"{"id":"\#(bob)/follows/1","type":"Follow","actor":"\#(bob)","object":"\#(target)"}"#
            #expect(try await server.send(follow, signedBy: bob, to: "/users/dora/inbox") == 404)
            try await server.send(follow, signedBy: bob)
            let counters = try await server.services.database.read {
                try AccountQueries.details(dora.accountID, $0)?.counters
            }
            #expect(counters?.followers == 0)
            #expect(try await server.services.knownAccount(uri: target) == nil)
            try await server.services.approveSignUp(dora.accountID, by: .commandLine)
            for path in paths { #expect(try await server.get(path).status == .ok, "\(path)") }
        }
    }
}
