// When a server makes a backup by itself, and what it says of them.
import Basics
import Database
import Foundation
import Logging
import Storage
import TestSupport
import Testing

@testable import Backup
@testable import Server

@Suite("Backups that a server makes by itself")
struct ScheduledBackupsTests {
    private func run(_ body: (ScheduledBackups, BackupFolder, HandClock) async throws -> Void) async throws {
        try await withDatabase(.sqlite, migrate: { try await Migrator.migrate($0) }) { database in
            let root = NSTemporaryDirectory() + "chorus-scheduled-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: root) }
            let clock = HandClock()
            let source = BackupSource(
                database: database,
                dataDirectory: root + "/data",
                url: "https://chorus.example",
                settings: "",
                now: { clock.now }
            )
            let settings = BackupSettings(folder: root + "/backups", interval: .seconds(3600), keep: 2)
            let backups = ScheduledBackups(settings, source, Logger(label: "test"))
            try await body(backups, BackupFolder(path: settings.folder), clock)
        }
    }

    @Test("one at once, then one for each interval, the newest are kept, and their age is known")
    func interval() async throws {
        try await run { backups, folder, clock in
            #expect(backups.state.age == nil && backups.state.isOverdue)
            #expect(backups.health == "\"backup\":{\"state\":\"none\"}")
            try await backups.makeIfDue()
            try await backups.makeIfDue()
            clock.advance(.seconds(3599))
            try await backups.makeIfDue()
            #expect(try folder.backups().count == 1)
            #expect(backups.state.age == 3599 && !backups.state.isOverdue && !backups.state.hasFailed)
            #expect(backups.health == "\"backup\":{\"state\":\"current\",\"age\":3599}")
            let first = try folder.backups()
            for _ in 0..<2 {
                clock.advance(.seconds(3600))
                try await backups.makeIfDue()
            }
            #expect(try folder.backups().count == 2 && folder.backups().first != first.first)
            clock.advance(.seconds(5401))
            #expect(backups.health == "\"backup\":{\"state\":\"overdue\",\"age\":5401}")
        }
    }

    @Test("one that fails is tried again after half an hour, not at once")
    func failure() async throws {
        try await run { backups, folder, clock in
            try DiskFile.makeFolder(DiskFile.parent(of: folder.path))
            try DiskFile.write([1], to: folder.path)
            await #expect(throws: BackupError.self) { try await backups.makeIfDue() }
            #expect(backups.state.hasFailed && backups.state.isOverdue)
            clock.advance(.seconds(1799))
            try await backups.makeIfDue()
            clock.advance(.seconds(1))
            await #expect(throws: BackupError.self) { try await backups.makeIfDue() }
            try DiskFile.remove(folder.path)
            clock.advance(.seconds(1800))
            try await backups.makeIfDue()
            #expect(!backups.state.hasFailed)
            #expect(try folder.backups().count == 1)
        }
    }
}
