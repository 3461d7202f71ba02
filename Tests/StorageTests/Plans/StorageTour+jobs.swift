// Every query of the job queue, run once.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func jobs(_ connection: Connection) throws {
        try JobQueries.insert(JobDraft(kind: "greet", key: "a", host: "b.example"), at: now, connection)
        try JobQueries.insert(JobDraft(kind: "greet", payload: "[2]", key: "a"), at: now, connection)
        try JobQueries.insert(JobDraft(kind: "greet", key: "b"), at: now, connection)
        try JobQueries.cancel(kind: "greet", key: "b", connection)
        #expect(try JobQueries.isAnyDue(by: now, connection))
        #expect(try JobQueries.isAnyDue(of: "greet", by: now, connection))
        func lease(except hosts: [String] = []) throws -> [Job] {
            try JobQueries.lease(
                kind: "greet",
                exceptHosts: hosts,
                by: 1,
                now: now,
                until: now + .seconds(60),
                limit: 5,
                connection
            )
        }
        #expect(try lease(except: ["b.example"]).isEmpty)
        let job = try #require(try lease().first)
        #expect(job.payload == "{}" && job.attempts == 1 && job.host == "b.example")
        try JobQueries.handBack(job, by: 1, at: now, connection)
        let again = try #require(try lease().first)
        #expect(again == job)
        try JobQueries.release(by: 1, at: now, connection)
        let third = try #require(try lease().first)
        #expect(third.attempts == 2)
        try JobQueries.finish(again, by: 1, at: now, connection)
        try JobQueries.postpone(third, by: 1, until: now, error: "no", givingUp: true, at: now, connection)
        #expect(try JobQueries.backlog(now: now, connection) == (late: 0, dead: 1))
        try JobQueries.forgetDead(before: now + .seconds(1), limit: 10, connection)
        #expect(try JobQueries.backlog(now: now, connection) == (late: 0, dead: 0))
        try recurringTasks(connection)
    }

    private static func recurringTasks(_ connection: Connection) throws {
        try RecurringTaskQueries.add("greet", at: now, connection)
        try RecurringTaskQueries.add("greet", at: now + .seconds(60), connection)
        #expect(try RecurringTaskQueries.due(at: now, connection) == ["greet"])
        let end = now + .seconds(60)
        #expect(try RecurringTaskQueries.lease("greet", by: 1, at: now, until: end, connection))
        #expect(try !RecurringTaskQueries.lease("greet", by: 2, at: now, until: end, connection))
        try RecurringTaskQueries.finish("greet", by: 1, failed: true, next: end, leasedUntil: end, connection)
        #expect(try RecurringTaskQueries.due(at: now, connection).isEmpty)
        #expect(try RecurringTaskQueries.failing(connection).map(\.failures) == [1])
        for (node, isHeld) in [(1, true), (1, true), (2, false)] as [(Int64, Bool)] {
            #expect(try RecurringTaskQueries.hold("listen", by: node, at: now, until: end, connection) == isHeld)
        }
        #expect(try RecurringTaskQueries.hold("listen", by: 2, at: end, until: end, connection))
        try RecurringTaskQueries.release(by: 1, connection)
    }
}
