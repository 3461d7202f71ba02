// Several processes on one database: what one did not hear it reads, and one alone writes what began and ended.
import Basics
import Database
import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite("Trends of several nodes")
struct TrendNodeTests {
    private final class Link: Sendable {
        let isCut = Mutex(false)

        /// Another node, which hears the first unless the link is cut.
        func node(_ here: PeopleFixture) async throws -> Services {
            let other = Services(
                database: here.services.database,
                site: here.services.site,
                clock: here.time.clock,
                node: 1
            )
            here.services.events.followHere { [self] events in
                if !isCut.withLock({ $0 }) { other.events.publish(fromElsewhere: events) }
            }
            try await here.services.restoreTrends()
            try await other.restoreTrends()
            return other
        }
    }

    @Test("what a node did not hear it reads at its next look: who came, and who went", arguments: TestEngine.available)
    func missed(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let link = Link()
            let other = try await link.node(here)
            let look = {
                here.time.move(.seconds(5))
                try await here.services.refreshTrends()
                try await other.refreshTrends(keepingSpans: false)
                return (
                    try await here.services.trends().map { [$0.people, $0.since.milliseconds] },
                    try await other.trends().map { [$0.people, $0.since.milliseconds] }
                )
            }
            try await TrendTests.crowd(6, here)
            _ = try await look()
            here.time.move(.seconds(120))
            link.isCut.withLock { $0 = true }
            try await TrendTests.crowd(16, here)
            _ = try await look()
            let (heard, unheard) = try await look()
            #expect(heard.map(\.[0]) == [16])
            #expect(unheard.isEmpty)
            here.time.move(.seconds(120))
            other.events.publish(fromElsewhere: [.eventsMissed])
            _ = try await look()
            _ = try await look()
            var found = try await look()
            #expect(found.0 == found.1 && found.0.map(\.[0]) == [16])
            // Nobody is counted twice who is read again.
            let name = try #require(TagName("metoo"))
            let tag = try #require(try await here.services.tagReference(name)).id
            let now = here.time.clock.now()
            #expect(
                here.services.trendStore.rates(of: tag, at: now).hour == other.trendStore.rates(of: tag, at: now).hour
            )
            for id in Int64(100)..<102 { try await here.services.moderate(id, .suspend, by: .commandLine) }
            here.time.move(.seconds(120))
            other.events.publish(fromElsewhere: [.eventsMissed])
            found = try await look()
            #expect(found.0 == found.1 && found.0.map(\.[0]) == [14])
        }
    }

    @Test(
        "one node writes spans, whatever another sees; when it ends the other goes on",
        arguments: TestEngine.available.filter { $0 == .postgres }
    )
    func writing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let link = Link()
            let other = try await link.node(here)
            link.isCut.withLock { $0 = true }
            try await here.services.refreshTrends()
            try await TrendTests.crowd(12, here)
            let name = try #require(TagName("metoo"))
            let tag = try #require(try await here.services.tagReference(name)).id
            let spans = { [database = here.services.database] in
                try await database.read { try TrendQueries.spans(of: tag, limit: 50, $0) }
            }
            for _ in 0..<20 {
                here.time.move(.seconds(5))
                try await here.services.refreshTrends()
                try await other.refreshTrends()
            }
            #expect(try await spans().map(\.to) == [nil])
            // Nothing is heard here any more: the other goes on, with what it has read meanwhile.
            here.services.trendStore.setDeaf(true)
            other.events.publish(fromElsewhere: [.eventsMissed])
            for id in Int64(100)..<112 { try await here.services.moderate(id, .suspend, by: .commandLine) }
            for _ in 0..<20 {
                here.time.move(.seconds(5))
                try await here.services.refreshTrends()
                try await other.refreshTrends()
            }
            #expect(try await spans().map { $0.to == nil } == [false])
        }
    }

    @Test(
        "a node that was away between its look and its write writes nothing once another has taken over",
        arguments: TestEngine.available.filter { $0 == .postgres }
    )
    func fenced(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let other = try await Link().node(here)
            try await here.post("#metoo", by: PeopleFixture.alice)
            let name = try #require(TagName("metoo"))
            let tag = try #require(try await here.services.tagReference(name)).id
            let kept = { [database = here.services.database] in
                try await database.read {
                    (try TrendQueries.spans(of: tag, limit: 50, $0), try TrendQueries.rulings($0)[tag])
                }
            }
            try await here.services.ruleTrend(name, .approve, by: .commandLine)
            try await here.services.refreshTrends()
            let looked = here.time.clock.now()
            let changes = TrendChanges(began: [tag: .breaking], over: [tag])
            // Away for longer than it holds the task.
            here.time.move(.seconds(16))
            try await other.refreshTrends()
            #expect(try await !here.services.write(changes, at: looked))
            #expect(try await kept().0.isEmpty)
            #expect(try await kept().1 == .approve)
            #expect(try await other.write(changes, at: here.time.clock.now()))
            #expect(try await kept().0.count == 1)
            #expect(try await kept().1 == nil)
        }
    }
}
