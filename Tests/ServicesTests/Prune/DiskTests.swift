// A disk that fills: less is taken, files first and posts last; and SQLite gives back what it does not need.
import Basics
import Database
import Domain
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite("A disk that fills")
struct DiskTests {
    /// A disk of 100 GB with as much room as the test says.
    private final class Disk: Sendable {
        private let free = Mutex<Int64>(50 << 30)

        func set(_ bytes: Int64) { free.withLock { $0 = bytes } }

        func space(_ path: String) -> DiskSpace? { DiskSpace(total: 100 << 30, available: free.withLock { $0 }) }
    }

    @Test("at 95 % files are not taken any more, at 99 % posts, and both again with some more room")
    func pressure() async {
        let disk = Disk()
        let watch = DiskWatch(folder: "/", measure: disk.space)
        for (free, pressure) in [
            (50 << 30, .nothing), (6 << 30, .nothing), (4 << 30, .files), (5 << 30 + 1 << 20, .files),
            (6 << 30, .nothing),
            (1 << 29, .posts), (1 << 30 + 1 << 20, .posts), (2 << 30, .files), (50 << 30, .nothing),
        ] as [(Int64, DiskWatch.Pressure)] {
            disk.set(free)
            let before = watch.pressure
            #expect(await watch.look() == (before == pressure ? nil : pressure), "\(free)")
            #expect(watch.pressure == pressure, "\(free)")
        }
        // A database elsewhere takes posts whatever is on this disk.
        let media = DiskWatch(folder: "/", holdsDatabase: false, measure: disk.space)
        disk.set(1)
        await media.look()
        #expect(media.pressure == .files)
        // What cannot be measured is not said to be full.
        let unknown = DiskWatch(folder: "/", measure: { _ in nil })
        #expect(await unknown.look() == nil && unknown.pressure == .nothing)
    }

    @Test("each refusal is a sentence, and what was scheduled waits", arguments: TestEngine.available)
    func refusals(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let disk = Disk()
            let services = Services(
                database: here.services.database,
                site: here.services.site,
                clock: here.time.clock,
                disk: DiskWatch(folder: "/", measure: disk.space)
            )
            let user = try await here.user(PeopleFixture.alice)
            disk.set(4 << 30)
            #expect(await services.watchDisk() == .files)
            _ = try await services.postStatus(StatusDraft(text: "words still work"), by: user)
            #expect(
                throws: ServiceError.invalid("This server is almost out of room: it takes posts, but no files for now")
            ) {
                try services.requireRoomForFiles()
            }
            disk.set(1 << 20)
            #expect(await services.watchDisk() == .posts)
            let full = ServiceError.invalid(
                "This server is out of room: it takes no posts until its admin has made some"
            )
            await #expect(throws: full) { try await services.postStatus(StatusDraft(text: "no room"), by: user) }
            #expect(throws: full) { try services.requireRoomForFiles() }
            disk.set(50 << 30)
            #expect(await services.watchDisk() == .nothing)
            _ = try await services.postStatus(StatusDraft(text: "there is room again"), by: user)
        }
    }

    @Test("the days that are left follow from what the last days took", arguments: TestEngine.available)
    func forecast(_ engine: TestEngine) async throws {
        func space(_ available: Int64, total: Int64 = 100) -> DiskSpace {
            DiskSpace(total: total, available: available)
        }
        #expect(DiskForecast.daysLeft([]) == nil)
        #expect(DiskForecast.daysLeft([(1, space(50))]) == nil)
        #expect(DiskForecast.daysLeft([(1, space(60)), (3, space(50))]) == 10)
        #expect(DiskForecast.daysLeft([(1, space(50)), (3, space(60))]) == nil)
        // Another machine, before a move.
        #expect(DiskForecast.daysLeft([(1, space(90, total: 500)), (2, space(60)), (4, space(40))]) == 4)
        try await PeopleFixture.run(engine) { here in
            let disk = Disk()
            let services = Services(
                database: here.services.database,
                site: here.services.site,
                clock: here.time.clock,
                disk: DiskWatch(folder: "/", measure: disk.space)
            )
            for free in [50, 48] as [Int64] {
                disk.set(free << 30)
                _ = await services.watchDisk()
                try await services.sampleDisk()
                try await services.sampleDisk()
                here.time.move(.seconds(86_400))
            }
            #expect(services.disk.daysLeft == 24)
            #expect(try await here.services.diskDaysLeft() == 24)
        }
    }

    @Test("SQLite's file gets smaller, a few pages at a time")
    func givesBack() async throws {
        try await PeopleFixture.run(.sqlite) { here in
            let database = here.services.database
            // 40 MB come and go.
            let (large, now) = (String(repeating: "x", count: 1 << 20), here.time.clock.now())
            try await database.write { connection in
                for id in 1...40 as ClosedRange<Int64> {
                    let status = Status(id: id, accountID: 1, conversationID: id, content: large, createdAt: now)
                    try StatusQueries.insert(status, connection)
                }
            }
            try await database.write { connection in
                for id in 1...40 as ClosedRange<Int64> { try StatusQueries.delete(id, connection) }
            }
            let before = try await database.read { try SpaceQueries.size($0) }
            #expect(before.givesBack && before.free > 30 << 20)
            try await here.services.giveBackPages()
            let after = try await database.read { try SpaceQueries.size($0) }
            #expect(after.bytes < before.bytes - 10 << 20)
            // What the next posts fill again stays.
            #expect(after.free > 8 << 20)
        }
    }
}
