// What was backed up comes back, on either engine, and what is no whole backup does not.
import Basics
import Database
import Foundation
import Storage
import TestSupport
import Testing

@testable import Backup

@Suite("Restoring a backup")
struct RestoreTests {
    @Test(
        "every row of every table comes back from one engine to another and back again",
        arguments: TestEngine.available,
        TestEngine.available
    )
    func roundTrip(_ from: TestEngine, _ to: TestEngine) async throws {
        try await BackupFixture.withFilled(from) { database in
            let rows = try await BackupFixture.rows(database)
            #expect(rows.count > 100 && rows.values.allSatisfy { $0.count == 3 })
            try await BackupFixture.withFolder { folder in
                try BackupFixture.makeData(folder + "/data")
                let backups = BackupFolder(path: folder + "/backups")
                let made = try await backups.make(of: BackupFixture.source(database, folder + "/data"))
                let (name, manifest) = (made.name, made.manifest)
                #expect(manifest.rows == Int64(3 * manifest.tables.count) + 1)
                try await BackupFixture.withTarget(to) { target, open in
                    let restored = try await target.restore("\(folder)/backups/\(name)")
                    #expect(restored == manifest)
                    let second = try await open()
                    let secondRows = try await BackupFixture.rows(second)
                    #expect(secondRows == rows)
                    try await Migrator.check(second)
                    let sequences = try await second.read { try SchemaQueries.sequences($0) }
                    #expect(sequences["notifications"] == 1000 && sequences["follows"] == 3)
                    // And back, by a stream.
                    let tar = "\(folder)/backup.tar"
                    try await BackupFixture.writeTar(BackupFixture.source(second, target.dataDirectory), to: tar)
                    await second.close()
                    try await BackupFixture.withTarget(from) { target, open in
                        _ = try await target.restore(tar)
                        let third = try await open()
                        let thirdRows = try await BackupFixture.rows(third)
                        #expect(thirdRows == rows)
                        await third.close()
                        let names = BackupFixture.files(in: target.dataDirectory)
                        #expect(names.contains("media/attachments/xk/key/original.jpg") && names.contains("push.key"))
                        #expect(names.contains("media/hidden/ab/key/small.webp"))
                        #expect(!names.contains { $0.contains("in-progress") || $0.contains(".part") })
                    }
                }
            }
        }
    }

    @Test("a backup of an older schema is brought up to date", arguments: TestEngine.available)
    func olderSchema(_ engine: TestEngine) async throws {
        let old: [Int64: String] = [1: "0001 start", 2: "0002 tag counts", 3: "0003 polls and calls"]
        try await BackupFixture.withFolder { folder in
            // Filling brings the schema up to date at its end, so an old database is made by hand.
            try await withDatabase(engine, template: "empty", configure: { $0.isFilling = true }) { database in
                try await database.write { _ = try DatabaseFill.begin(schema: old, $0) }
                let made = try await BackupFolder(path: folder).make(
                    of: BackupFixture.source(database, folder + "/data")
                )
                #expect(made.manifest.schema == old)
                try await BackupFixture.withTarget(engine) { target, open in
                    _ = try await target.restore("\(folder)/\(made.name)")
                    let restored = try await open()
                    try await Migrator.check(restored)
                    await restored.close()
                }
            }
        }
    }

    @Test(
        "what is no whole backup is refused in a sentence, and leaves nothing behind",
        arguments: TestEngine.available
    )
    func refusals(_ engine: TestEngine) async throws {
        try await BackupFixture.withBackup { folder in
            let tables = try DiskFile.names(in: folder + "/database")
            let rows = "\(folder)/database/\(tables[3])"
            let damages: [(sentence: String, damage: (String) throws -> Void)] = [
                ("does not have the checksum", { _ in try flip(rows) }),
                ("does not have the checksum", { _ in try flip(folder + "/push.key") }),
                ("does not have the checksum", { _ in try append(to: folder + "/media/hidden/ab/key/small.webp") }),
                ("is missing", { _ in try DiskFile.remove(rows) }),
                (
                    "symbolic link",
                    { _ in
                        try DiskFile.move(rows, to: folder + "/elsewhere")
                        symlink(folder + "/elsewhere", rows)
                    }
                ),
                ("its manifest", { try flip($0) }),
                ("its manifest", { try cut($0) }),
                ("was interrupted", { try DiskFile.remove($0) }),
                ("newer Chorus", { try rewrite($0) { $0.schema[9999] = "9999 of tomorrow" } }),
                ("not those that its schema makes", { try rewrite($0) { $0.tables.removeLast() } }),
                ("has 3 rows and not 4", { try rewrite($0) { $0.tables[5].rows += 1 } }),
            ]
            for (sentence, damage) in damages {
                try await BackupFixture.withCopy(of: folder) {
                    try damage("\(folder)/\(BackupManifest.name)")
                    try await BackupFixture.withTarget(engine) { target, open in
                        let error = await #expect(throws: (any Error).self, "\(sentence)") {
                            try await target.restore(folder)
                        }
                        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
                        #expect(BackupFixture.files(in: target.dataDirectory) == [])
                        guard engine == .postgres else { return }
                        let database = try await open()
                        let isEmpty = try await database.read { try SchemaQueries.isEmpty($0) }
                        #expect(isEmpty)
                        await database.close()
                    }
                }
            }
        }
    }

    @Test("a row that refers to nothing is refused", arguments: TestEngine.available)
    func broken(_ engine: TestEngine) async throws {
        try await BackupFixture.withBackup { folder in
            let path = "database/statuses-000001.tsv"
            let text = String(decoding: try DiskFile.bytes(of: "\(folder)/\(path)") ?? [], as: UTF8.self)
            // The account of the first.
            let lines = text.split(separator: "\n").enumerated().map { index, line in
                var fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                if index == 0 { fields[1] = "77" }
                return fields.joined(separator: "\t") + "\n"
            }
            try replace("\(folder)/\(path)", Array(lines.joined().utf8))
            try rewrite("\(folder)/\(BackupManifest.name)") { manifest in
                guard let place = manifest.files.firstIndex(where: { $0.path == path }) else { return }
                let bytes = Array(lines.joined().utf8)
                manifest.files[place] = BackedUpFile(path: path, size: Int64(bytes.count), sha256: FileDigest.of(bytes))
            }
            try await BackupFixture.withTarget(engine) { target, _ in
                let error = await #expect(throws: DatabaseError.self) { try await target.restore(folder) }
                guard case .constraint = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(BackupFixture.files(in: target.dataDirectory) == [])
            }
        }
    }

    @Test("a place with something in it is left as it is", arguments: TestEngine.available)
    func notEmpty(_ engine: TestEngine) async throws {
        try await BackupFixture.withBackup { folder in
            try await BackupFixture.withTarget(engine) { target, _ in
                try DiskFile.write([1], to: target.dataDirectory + "/push.key")
                let error = await #expect(throws: BackupError.self) { try await target.restore(folder) }
                #expect(error?.description.contains("is not empty (push.key)") == true)
                #expect(BackupFixture.files(in: target.dataDirectory) == ["push.key"])
                try DiskFile.remove(target.dataDirectory + "/push.key")
                _ = try await target.restore(folder)
                let files = BackupFixture.files(in: target.dataDirectory)
                let again = await #expect(throws: BackupError.self) { try await target.restore(folder) }
                #expect(again?.description.contains("is not empty") == true)
                #expect(BackupFixture.files(in: target.dataDirectory) == files)
            }
        }
    }

    @Test("one with the name of an unfinished backup is never taken for whole", arguments: [TestEngine.sqlite])
    func unfinished(_ engine: TestEngine) async throws {
        try await BackupFixture.withBackup { folder in
            try DiskFile.move(folder, to: folder + ".part")
            for path in [folder + ".part", folder + ".part//", DiskFile.parent(of: folder)] {
                try await BackupFixture.withTarget(engine) { target, _ in
                    let error = await #expect(throws: BackupError.self) { try await target.restore(path) }
                    #expect(error?.description.contains("backup") == true, "\(path)")
                    #expect(BackupFixture.files(in: target.dataDirectory) == [])
                }
            }
        }
    }

    @Test("what an interrupted restore has left is known, and replaced by the next", arguments: TestEngine.available)
    func interrupted(_ engine: TestEngine) async throws {
        try await BackupFixture.withBackup { folder in
            try await BackupFixture.withTarget(engine) { target, open in
                let data = target.dataDirectory
                try DiskFile.makeFolder(data + "/restore.part/media")
                try DiskFile.makeFolder(data + "/media/old")
                try DiskFile.write([1], to: data + "/push.key")
                #expect(RestoreTarget.isUnfinished(data))
                _ = try await target.restore(folder)
                #expect(!RestoreTarget.isUnfinished(data))
                let database = try await open()
                try await Migrator.check(database)
                await database.close()
                #expect(!BackupFixture.files(in: data).contains("media/old"))
                #expect(try DiskFile.bytes(of: data + "/push.key")?.count == 32)
            }
        }
    }

    // MARK: Damage

    private func replace(_ path: String, _ bytes: [UInt8]) throws {
        try DiskFile.remove(path)
        try DiskFile.write(bytes, to: path)
    }

    private func flip(_ path: String) throws {
        var bytes = try DiskFile.bytes(of: path) ?? []
        bytes[bytes.count / 2] ^= 1
        try replace(path, bytes)
    }

    private func cut(_ path: String) throws {
        try replace(path, Array((try DiskFile.bytes(of: path) ?? []).dropLast(70)))
    }

    private func append(to path: String) throws { try replace(path, (try DiskFile.bytes(of: path) ?? []) + [0]) }

    private func rewrite(_ path: String, _ change: (inout BackupManifest) -> Void) throws {
        var manifest = try BackupManifest(text: try DiskFile.bytes(of: path) ?? [])
        change(&manifest)
        try replace(path, manifest.text)
    }
}

extension BackupFixture {
    /// Runs `body` with a backup as a folder.
    static func withBackup(_ body: (String) async throws -> Void) async throws {
        try await withFilled(.sqlite) { database in
            try await withFolder { folder in
                try makeData(folder + "/data")
                let backups = BackupFolder(path: folder + "/backups")
                let name = try await backups.make(of: source(database, folder + "/data")).name
                try await body("\(folder)/backups/\(name)")
            }
        }
    }

    /// Runs `body`, and has the folder as it was afterwards.
    static func withCopy(of folder: String, _ body: () async throws -> Void) async throws {
        let copy = folder + ".copy"
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
        try await body()
        try DiskFile.remove(folder)
        try DiskFile.move(copy, to: folder)
    }

    static func writeTar(_ source: BackupSource, to path: String) async throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        _ = try await source.writeTar(to: descriptor)
    }
}
