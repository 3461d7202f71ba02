// What else goes: old notifications, what has expired, jobs that were given up, files that nothing names.
import Basics
import Database
import Domain
import Foundation
import Jobs
import Media
import Services
import Storage
import TestSupport
import Testing

@Suite("Clearing away the rest")
struct PruneRestTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let charlie = PeopleFixture.charlie
    private let day = Duration.seconds(86_400)

    @Test("old notifications go, and their groups are as many as are left", arguments: TestEngine.available)
    func notifications(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let post = try await here.post("hello", by: alice)
            _ = try await here.services.favouriteStatus(post, by: bob)
            here.time.move(day * 200)
            _ = try await here.services.favouriteStatus(post, by: charlie)
            _ = try await here.services.followAccount(alice, by: charlie)
            var options = PruneOptions(notifications: day * 180)
            options.pause = 0
            options.isDryRun = true
            #expect(try await here.services.prune(options).first { $0.kind == .notifications }?.count == 1)
            #expect(try await here.notices(alice).count == 3)
            options.isDryRun = false
            #expect(try await here.services.prune(options).first { $0.kind == .notifications }?.count == 1)
            #expect(try await here.notices(alice).count == 2)
            #expect(try await here.services.prune(options).first { $0.kind == .notifications }?.count == 0)
        }
    }

    @Test("expired sessions and old failed jobs go, others stay", arguments: TestEngine.available)
    func expired(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (database, alice) = (here.services.database, alice)
            let now = here.time.clock.now()
            let hashes = [UInt8](1...3).map { [UInt8](repeating: $0, count: 32) }
            try await database.write { connection in
                for (hash, end) in zip(hashes, [now - .seconds(1), now - .seconds(2), now + .seconds(60)]) {
                    try SessionQueries.insert(
                        tokenHash: hash,
                        accountID: alice,
                        createdAt: now - .seconds(60),
                        expiresAt: end,
                        connection
                    )
                }
                for age in [1, 30] {
                    let moment = now - .seconds(Int64(age) * 86_400)
                    try JobQueries.insert(JobDraft(kind: "greet", key: "\(age)", runAt: moment), at: moment, connection)
                    let jobs = try JobQueries.lease(
                        kind: "greet",
                        exceptHosts: [],
                        by: 0,
                        now: moment,
                        until: moment,
                        limit: 5,
                        connection
                    )
                    for job in jobs {
                        try JobQueries.postpone(
                            job,
                            by: 0,
                            until: moment,
                            error: "no",
                            givingUp: true,
                            at: moment,
                            connection
                        )
                    }
                }
            }
            var options = PruneOptions()
            options.pause = 0
            for isDryRun in [true, false] {
                options.isDryRun = isDryRun
                let gone = try await here.services.prune(options)
                #expect(gone.first { $0.kind == .sessions }?.count == 2)
                #expect(gone.first { $0.kind == .jobs }?.count == 1)
            }
            #expect(try await database.read { try PruneQueries.countExpired(at: now, $0) } == 0)
            let left = try await database.read {
                try SessionQueries.user(tokenHash: hashes[2], now: now, $0)?.user.accountID
            }
            #expect(left == alice)
            #expect(try await database.read { try JobQueries.backlog(now: now, $0).dead } == 1)
        }
    }

    @Test("files that no row names go, once they are a day old", arguments: TestEngine.available)
    func files(_ engine: TestEngine) async throws {
        let root = NSTemporaryDirectory() + "chorus-prune-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try await PeopleFixture.run(engine) { here in
            let now = here.time.clock.now()
            let paths = [
                "attachments/aa/named/original.png", "attachments/aa/named/small.webp", "accounts/bb/face/original.png",
                "cards/cc/card/small.webp", "attachments/dd/stray/original.png", "attachments/ee/young/original.png",
                "in-progress/work/x/original.png", "copies/ab/cd/original.png",
            ]
            for path in paths {
                let place = "\(root)/\(path)"
                try FileManager.default.createDirectory(
                    atPath: (place as NSString).deletingLastPathComponent,
                    withIntermediateDirectories: true
                )
                try Data("picture".utf8).write(to: URL(filePath: place))
                let age: Int64 = path.contains("young") ? 3600 : 2 * 86_400
                let date = Date(timeIntervalSince1970: Double(now.seconds - age))
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: place)
            }
            let (alice, database) = (alice, here.services.database)
            try await database.write { connection in
                var media = MediaAttachment(id: 77, accountID: alice, kind: .image, state: .ready)
                (media.path, media.previewPath) = (paths[0], paths[1])
                try MediaQueries.insert(media, format: "png", node: 0, at: now, connection)
                var account = try #require(try AccountQueries.details(alice, connection)?.account)
                account.avatar = ProfilePicture(path: paths[2], stillPath: nil)
                try AccountQueries.updatePictures(of: account, connection)
                try HiddenFileQueries.hide("x/y/z/a.png", in: paths[3], of: alice, connection)
            }
            var options = PruneOptions()
            options.pause = 0
            options.store = try FolderStore(root: root)
            for isDryRun in [true, false] {
                options.isDryRun = isDryRun
                let gone = try await here.services.prune(options)
                #expect(gone.first { $0.kind == .files } == PruneFigure(.files, count: 1, bytes: 7))
            }
            let left = paths.filter { FileManager.default.fileExists(atPath: "\(root)/\($0)") }
            #expect(left == paths.filter { !$0.contains("stray") })
        }
    }

    @Test("copies of others' files are held to their room, what nobody looked at first")
    func copies() throws {
        let root = NSTemporaryDirectory() + "chorus-copies-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for number in 1...4 {
            let place = "\(root)/a\(number)/a\(number).png"
            try FileManager.default.createDirectory(
                atPath: (place as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true
            )
            try Data(count: 4096).write(to: URL(filePath: place))
            let date = Date(timeIntervalSince1970: Double(number) * 1000)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: place)
        }
        let cache = try FileCache(root: root, budget: 3 * 4096)
        #expect(cache.excess == (count: 1, bytes: 4096))
        #expect(cache.bytes == 4 * 4096)
        #expect(cache.trim() == (count: 1, bytes: 4096))
        #expect(cache.file("a1", at: 5000) == nil && cache.file("a2", at: 5000) != nil)
        #expect(cache.trim(to: 4096) == (count: 2, bytes: 8192))
        #expect(cache.bytes == 4096 && cache.file("a2", at: 5000) != nil)
    }
}
