// A folder of backups: what is linked, what is kept, what is taken for whole.
import Basics
import Database
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Backup

@Suite("A folder of backups")
struct BackupFolderTests {
    private struct Gone: Error {}

    /// Runs `body` with a migrated database, a data folder, and a folder for backups that is not there yet.
    private func run(_ body: (BackupSource, BackupFolder) async throws -> Void) async throws {
        try await withDatabase(.sqlite, migrate: { try await Migrator.migrate($0) }) { database in
            try await BackupFixture.withFolder { folder in
                try BackupFixture.makeData(folder + "/data")
                try await body(
                    BackupFixture.source(database, folder + "/data"),
                    BackupFolder(path: folder + "/a/backups")
                )
            }
        }
    }

    private func inode(_ path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    @Test("media that an earlier backup has is linked, what has changed is not")
    func links() async throws {
        try await run { source, folder in
            let first = try await folder.make(of: source)
            let changed = "media/hidden/ab/key/small.webp"
            try DiskFile.remove("\(source.dataDirectory)/\(changed)")
            try DiskFile.write([1, 2, 3], to: "\(source.dataDirectory)/\(changed)")
            let second = try await folder.make(of: source)
            #expect(first.name != second.name)
            #expect(try folder.backups() == [first.name, second.name])
            let same = "media/attachments/xk/key/original.jpg"
            let inodes = [first, second].map { inode("\(folder.path)/\($0.name)/\(same)") }
            #expect(inodes[0] == inodes[1] && inodes[0] != 0)
            #expect(inodes[0] != inode("\(source.dataDirectory)/\(same)"))
            #expect(try DiskFile.bytes(of: "\(folder.path)/\(second.name)/\(changed)") == [1, 2, 3])
            for backup in [first, second] {
                try await BackupFixture.withFolder { data in
                    let target = RestoreTarget(dataDirectory: data)
                    let restored = try await target.restore("\(folder.path)/\(backup.name)")
                    #expect(restored == backup.manifest)
                }
            }
            // Of a folder of backups the newest is taken.
            try await BackupFixture.withFolder { data in
                let newest = try await RestoreTarget(dataDirectory: data).restore(folder.path)
                #expect(newest == second.manifest)
            }
        }
    }

    @Test("what is written is for its owner only")
    func permissions() async throws {
        try await run { source, folder in
            let name = try await folder.make(of: source).name
            for path in FileManager.default.subpaths(atPath: folder.path) ?? [] {
                var status = stat()
                #expect(lstat("\(folder.path)/\(path)", &status) == 0)
                #expect(status.st_mode & 0o077 == 0, "\(path)")
            }
            #expect(BackupFixture.files(in: "\(folder.path)/\(name)").isSuperset(of: ["push.key", "settings.yaml"]))
        }
    }

    @Test("the oldest go, and one that was interrupted is never counted")
    func keep() async throws {
        try await run { source, folder in
            var names: [String] = []
            for _ in 0..<3 { names.append(try await folder.make(of: source).name) }
            try DiskFile.makeFolder("\(folder.path)/chorus-20200101T000000Z.part/database")
            try DiskFile.makeFolder("\(folder.path)/chorus-20300101T000000Z")
            try DiskFile.makeFolder("\(folder.path)/holidays.part")
            #expect(try folder.backups() == names)
            #expect(try folder.newest(before: BackupFixture.now + .seconds(60)) == BackupFixture.now + .seconds(2))
            names.append(try await folder.make(of: source, keep: 2).name)
            #expect(try folder.backups() == names.suffix(2))
            #expect(DiskFile.kind(of: "\(folder.path)/chorus-20200101T000000Z.part") == nil)
            // What is somebody else's stays.
            #expect(DiskFile.kind(of: "\(folder.path)/holidays.part") == .folder)
        }
    }

    @Test("a key of the same size is not taken from an earlier backup, and copies of others' files from nowhere")
    func key() async throws {
        try await run { source, folder in
            try DiskFile.makeFolder("\(source.dataDirectory)/media/copies/ab")
            try DiskFile.write([1], to: "\(source.dataDirectory)/media/copies/ab/x.webp")
            _ = try await folder.make(of: source)
            let key = [UInt8](repeating: 9, count: 32)
            try DiskFile.remove("\(source.dataDirectory)/push.key")
            try DiskFile.write(key, to: "\(source.dataDirectory)/push.key")
            let second = try await folder.make(of: source)
            #expect(try DiskFile.bytes(of: "\(folder.path)/\(second.name)/push.key") == key)
            #expect(!second.manifest.files.contains { $0.path.hasPrefix("media/copies") })
        }
    }

    @Test("a backup of a time to come holds up none, and displaces none")
    func ahead() async throws {
        try await run { source, folder in
            let first = try await folder.make(of: source).name
            let future = BackupFolder.name(at: BackupFixture.now + .seconds(86_400 * 900))
            try DiskFile.move("\(folder.path)/\(first)", to: "\(folder.path)/\(future)")
            #expect(try folder.newest(before: BackupFixture.now) == nil)
            let second = try await folder.make(of: source, keep: 1).name
            #expect(try folder.backups() == [second])
        }
    }

    @Test("what fails leaves nothing behind")
    func failure() async throws {
        try await run { source, folder in
            // A file that cannot be read as one.
            try DiskFile.remove("\(source.dataDirectory)/push.key")
            try DiskFile.makeFolder("\(source.dataDirectory)/push.key")
            let error = await #expect(throws: BackupError.self) { try await folder.make(of: source) }
            #expect(error?.description.contains("push.key is not a file") == true)
            #expect(BackupFixture.files(in: folder.path) == ["backup.lock"])
        }
    }

    @Test("a file in the way, a folder that is backed up itself, an empty database: one sentence each")
    func refusals() async throws {
        try await run { source, folder in
            try DiskFile.makeFolder(DiskFile.parent(of: folder.path))
            try DiskFile.write([1], to: folder.path)
            var error = await #expect(throws: BackupError.self) { try await folder.make(of: source) }
            #expect(error?.description == "\(folder.path) is in the way: it is not a folder.")
            for path in ["", "/media", "/media/backups"] {
                let inside = BackupFolder(path: source.dataDirectory + path)
                error = await #expect(throws: BackupError.self) { try await inside.make(of: source) }
                #expect(error?.description.contains("is backed up itself") == true)
            }
        }
        try await withDatabase(.sqlite, template: "empty") { database in
            try await BackupFixture.withFolder { folder in
                let error = await #expect(throws: BackupError.self) {
                    try await BackupFolder(path: folder).make(of: BackupFixture.source(database, folder + "/data"))
                }
                #expect(error?.description == "There is nothing to back up: the database is empty.")
            }
        }
    }

    @Test("while one is being made there is no other")
    func lock() async throws {
        try await run { source, folder in
            let refused = Mutex<String?>(nil)
            _ = try await folder.make(of: source) { [folder] _ in
                guard refused.withLock({ $0 }) == nil else { return }
                // The lock of another process looks the same.
                let descriptor = open(folder.path + "/backup.lock", O_RDWR)
                defer { close(descriptor) }
                refused.withLock { $0 = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? "free" : "held" }
            }
            #expect(refused.withLock { $0 } == "held")
            let descriptor = open(folder.path + "/backup.lock", O_RDWR)
            defer { close(descriptor) }
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            let error = await #expect(throws: BackupError.self) { try await folder.make(of: source) }
            #expect(error?.description.contains("Another backup is being made") == true)
        }
    }

    @Test("the time of a backup is its name")
    func names() {
        let name = BackupFolder.name(at: BackupFixture.now)
        #expect(BackupFolder.time(of: name) == BackupFixture.now)
        for strange in ["", "chorus-", name + "x", name + ".part", "chorus-2026é129T19135Z", "chorus-20269929T191353Z"]
        {
            #expect(BackupFolder.time(of: strange) == nil, "\(strange)")
        }
    }
}
