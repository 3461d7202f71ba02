// Copies of files of others: as many as there is room for.
import Basics
import Foundation
import Testing

@testable import Media

@Suite("The cache of files")
struct FileCacheTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "chorus-cache-\(RandomToken.make(length: 12))"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try body(folder.path)
    }

    private func file(_ size: Int, in folder: String) throws -> MadeFile {
        let file = MadeFile(path: "\(folder)/\(RandomToken.make(length: 8)).jpg", suffix: "jpg")
        try Files.replace(file.path, with: [UInt8](repeating: 1, count: size))
        return file
    }

    @Test("what nobody asked for longest goes when there is no more room, and what comes stays")
    func evicts() throws {
        try withFolder { folder in
            let cache = try FileCache(root: folder + "/copies", budget: 10 * 4096)
            for number in 0..<10 { _ = try cache.put(try file(4000, in: folder), as: "a\(number)", at: 100 + number) }
            #expect(cache.bytes == 10 * 4096)
            #expect(cache.file("a0", at: 200)?.size == 4000)
            _ = try cache.put(try file(1, in: folder), as: "b", at: 201)
            #expect(cache.bytes <= 9 * 4096)
            #expect(cache.file("a0", at: 202) != nil && cache.file("b", at: 202) != nil)
            #expect(cache.file("a1", at: 202) == nil && cache.file("a2", at: 202) == nil)
            // One that is larger than all the room is kept until the next comes.
            let large = try cache.put(try file(100 * 4096, in: folder), as: "c", at: 203)
            #expect(FileManager.default.fileExists(atPath: large.path) && cache.bytes == 100 * 4096)
            // The same again takes its place.
            _ = try cache.put(try file(4096, in: folder), as: "c", at: 204)
            #expect(cache.bytes == 4096)
        }
    }

    @Test("whoever has more than a quarter of the room makes room first")
    func shares() throws {
        try withFolder { folder in
            let cache = try FileCache(root: folder + "/copies", budget: 20 * 4096)
            for number in 0..<4 { _ = try cache.put(try file(1, in: folder), as: "s\(number)-small-x", at: 100) }
            // One server has its people look at more and more.
            for number in 0..<40 {
                _ = try cache.put(try file(1, in: folder), as: "l\(number)-large-x", at: 200 + number)
            }
            #expect((0..<4).allSatisfy { cache.file("s\($0)-small-x", at: 300) != nil })
            #expect(cache.bytes <= 20 * 4096)
            // Where nobody has too much, what was looked at least lately goes.
            for number in 0..<30 { _ = try cache.put(try file(1, in: folder), as: "m\(number)-\(number)-x", at: 400) }
            #expect(cache.file("l39-large-x", at: 500) == nil && cache.bytes <= 20 * 4096)
        }
    }

    @Test("what is there outlives a restart, with when it was last asked for")
    func restarts() throws {
        try withFolder { folder in
            let root = folder + "/copies"
            let now = Int(Date().timeIntervalSince1970)
            let cache = try FileCache(root: root, budget: 4 * 4096)
            for name in ["a", "b", "c"] { _ = try cache.put(try file(10, in: folder), as: name + "x", at: now) }
            #expect(cache.file("ax", at: now + 7200) != nil)
            let again = try FileCache(root: root, budget: 2 * 4096)
            #expect(again.bytes == 3 * 4096)
            _ = try again.put(try file(10, in: folder), as: "dx", at: now + 9000)
            #expect(again.bytes == 4096 && again.file("dx", at: now + 9000) != nil)
            let roomy = try FileCache(root: root, budget: 9 * 4096)
            #expect(roomy.file("dx", at: now) != nil && roomy.file("bx", at: now) == nil)
            // A file that somebody has removed by hand is not there.
            try FileManager.default.removeItem(atPath: try #require(roomy.file("dx", at: now)).path)
            #expect(roomy.file("dx", at: now) == nil && roomy.bytes == 0)
        }
    }
}
