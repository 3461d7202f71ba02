// Every query of what clears away, run once.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func prune(_ connection: Connection) throws {
        let all = try PruneStatusQueries.page(after: 0, before: .max, limit: 1000, connection)
        #expect(all.isLast && all.last != nil)
        let found = try PruneStatusQueries.untouched(among: [100, 101], recent: 0, followed: 0, connection)
        #expect(found.isEmpty, "both are of this server")
        // One of another server, alone in its thread.
        try AccountQueries.insert(
            Account(id: 90, username: "farther", domain: "far.example", createdAt: now),
            connection
        )
        let status = Status(
            id: 990,
            accountID: 90,
            isLocal: false,
            conversationID: 990,
            content: "<p>hello</p>",
            uri: "https://far.example/990",
            createdAt: now
        )
        try StatusQueries.insert(status, connection)
        _ = try CounterQueries.change(account: 90, statuses: 1, connection)
        let untouched = try PruneStatusQueries.untouched(among: [100, 990], recent: 1000, followed: 1000, connection)
        #expect(untouched.map(\.id) == [990])
        for row in [5, 6] as [Int64] { try PruneQueries.reach(row, of: "posts", connection) }
        #expect(try PruneQueries.reached("posts", connection) == 6)
        try PruneQueries.finish("posts", connection)
        #expect(try PruneQueries.reached("posts", connection) == 0)
        let told = try PruneQueries.notifications(after: 0, before: now + .seconds(60), limit: 2, connection)
        try PruneQueries.delete(notifications: told, connection)
        #expect(try PruneQueries.countExpired(at: Timestamp(milliseconds: 0), connection) == 0)
        #expect(try PruneQueries.deleteExpired(at: Timestamp(milliseconds: 0), limit: 5, connection) == 0)
        #expect(try PruneQueries.countDeadJobs(before: Timestamp(milliseconds: 0), connection) == 0)
        var far = try #require(try AccountQueries.details(90, connection)?.account)
        far.avatar = ProfilePicture(path: "accounts/ff/far/original.gif", stillPath: "accounts/ff/far/small.png")
        try AccountQueries.updatePictures(of: far, connection)
        var paths: Set<String> = []
        try StoredPathQueries.forEach(connection) { paths.insert($0) }
        #expect(paths.isSuperset(of: ["accounts/ff/far/original.gif", "accounts/ff/far/small.png"]))
        let space = DiskSpace(total: 100, available: 50)
        for day in [1, 2, 2] as [Int64] {
            try DiskSampleQueries.keep(space, day: day, oldest: 2, of: 0, connection)
        }
        #expect(try DiskSampleQueries.samples(of: 0, limit: 5, connection).map(\.day) == [2])
        #expect(try SpaceQueries.size(connection).bytes > 0)
        let backlogs = [
            try BacklogQueries.jobs(at: now, connection), try BacklogQueries.deliveries(at: now, connection),
            try BacklogQueries.inbox(at: now, connection), try BacklogQueries.outbox(at: now, connection),
        ]
        #expect(backlogs.allSatisfy { $0.waiting >= 0 && $0.lag >= 0 })
        _ = try BacklogQueries.deadJobs(connection)
        #expect(try BacklogQueries.failingHosts(at: now, limit: 5, connection).allSatisfy { $0.seconds >= 0 })
    }
}
