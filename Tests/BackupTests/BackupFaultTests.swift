// What could go wrong while a backup is made: readers that stand still, disks that fill or forget, files that are none.
import Basics
import Database
import Foundation
import Storage
import TestSupport
import Testing

@testable import Backup

@Suite("A backup when something is wrong")
struct BackupFaultTests {
    /// Runs `body` with a database that has rows, a data folder, and a folder for backups that is not there yet.
    private func run(_ body: (BackupSource, BackupFolder) async throws -> Void) async throws {
        try await BackupFixture.withFilled(.sqlite) { database in
            try await BackupFixture.withFolder { folder in
                try BackupFixture.makeData(folder + "/data")
                try await body(
                    BackupFixture.source(database, folder + "/data"),
                    BackupFolder(path: folder + "/backups")
                )
            }
        }
    }

    @Test("a reader that takes nothing ends it in a sentence, and the database is free again")
    func stalledReader() async throws {
        try await run { source, _ in
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            defer { ends.forEach { close($0) } }
            // More than a pipe holds.
            try DiskFile.write([UInt8](repeating: 7, count: 1 << 20), to: "\(source.dataDirectory)/media/large.png")
            var impatient = source
            impatient.patience = .milliseconds(400)
            let (slow, end) = (impatient, ends[1])
            let error = await #expect(throws: BackupError.self) { try await slow.writeTar(to: end) }
            #expect(error?.description.hasPrefix("Whoever reads the backup has taken nothing for 0.4 seconds") == true)
            #expect(try await source.database.emptyLog())
        }
    }

    @Test("whoever waits for a stalled reader can be told to stop")
    func cancelled() async throws {
        try await run { source, _ in
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            defer { ends.forEach { close($0) } }
            try DiskFile.write([UInt8](repeating: 7, count: 1 << 20), to: "\(source.dataDirectory)/media/large.png")
            let task = Task { [source, ends] in try await source.writeTar(to: ends[1]) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("reading the rows does not go on for ever")
    func longestRead() async throws {
        try await run { source, folder in
            var hurried = source
            hurried.longestRead = .zero
            let short = hurried
            let error = await #expect(throws: BackupError.self) { try await folder.make(of: short) }
            #expect(error?.description.hasPrefix("The rows were not read within 0.0 seconds") == true)
            #expect(BackupFixture.files(in: folder.path) == ["backup.lock"])
        }
    }

    @Test("the last room of a disk is left to the server")
    func fullDisk() async throws {
        try await run { source, folder in
            var full = folder
            full.space = { _ in DiskSpace(total: 100 << 30, available: 1 << 30) }
            let small = full
            let error = await #expect(throws: BackupError.self) { try await small.make(of: source) }
            #expect(error?.description.contains("1024 MB are free, of which 1024 MB stay so") == true)
            #expect(BackupFixture.files(in: folder.path) == ["backup.lock"])
            full.space = { _ in DiskSpace(total: 100 << 30, available: 2 << 30) }
            _ = try await full.make(of: source)
        }
    }

    @Test(
        "what a backup cannot hold is said, not left out",
        arguments: ["media/attachments/link.jpg", "media/holiday pictures.jpg", "media/é.jpg"]
    )
    func unfit(_ path: String) async throws {
        try await run { source, folder in
            let place = "\(source.dataDirectory)/\(path)"
            if path.hasSuffix("link.jpg") {
                #expect(symlink("/etc/hostname", place) == 0)
            } else {
                try DiskFile.write([1], to: place)
            }
            let error = await #expect(throws: BackupError.self) { try await folder.make(of: source) }
            #expect(error?.description.hasPrefix(place) == true)
            try DiskFile.remove(place)
            // What a disk of its own has is nobody's file.
            try DiskFile.makeFolder("\(source.dataDirectory)/media/lost+found")
            _ = try await folder.make(of: source)
        }
    }

    @Test("a file that was damaged in the backup before is copied again, and named")
    func damagedLink() async throws {
        try await run { source, folder in
            let first = try await folder.make(of: source)
            let path = "media/attachments/xk/key/original.jpg"
            let old = "\(folder.path)/\(first.name)/\(path)"
            let bytes = try #require(try DiskFile.bytes(of: old))
            let handle = try #require(FileHandle(forWritingAtPath: old))
            try handle.write(contentsOf: [bytes[0] ^ 1])
            try handle.close()
            let known = Dictionary(uniqueKeysWithValues: first.manifest.files.map { ($0.path, $0) })
            for (isChecked, content) in [(false, try DiskFile.bytes(of: old)), (true, bytes)] {
                let sink = FolderSink(
                    folder: "\(folder.path)/\(isChecked)",
                    earlier: ("\(folder.path)/\(first.name)", known),
                    isChecked: { _ in isChecked }
                )
                #expect(try sink.add(path, from: "\(source.dataDirectory)/\(path)") == known[path])
                #expect(try DiskFile.bytes(of: "\(folder.path)/\(isChecked)/\(path)") == content)
                #expect(sink.damaged == (isChecked ? [path] : []))
            }
        }
    }
}
