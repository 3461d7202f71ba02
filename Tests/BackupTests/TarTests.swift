// A backup as a stream: damaged anywhere it is refused, or is what it was.
import Basics
import Foundation
import Testing

@testable import Backup

@Suite("A backup as a tar stream")
struct TarTests {
    private static let files: [(String, [UInt8])] = [
        ("database/accounts-000001.tsv", Array("1\talice\n".utf8)),
        ("media/\(String(repeating: "a", count: 90))/\(String(repeating: "b", count: 90)).jpg", [UInt8](0...255) + [0]),
    ]

    /// A small backup in a file, and the bytes of it.
    private func stream(in folder: String) throws -> [UInt8] {
        let path = folder + "/whole.tar"
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let sink = TarSink(
            descriptor: descriptor,
            time: BackupFixture.now,
            patience: .seconds(60),
            stop: StopFlag()
        )
        var manifest = BackupManifest(madeAt: BackupFixture.now, engine: "sqlite", url: "https://chorus.example")
        for (path, bytes) in TarTests.files { manifest.files.append(try sink.add(path, bytes)) }
        try sink.end(manifest)
        return try #require(try DiskFile.bytes(of: path))
    }

    /// The files that come out of a stream, or the sentence that it was refused with.
    private func unpack(_ bytes: [UInt8], in folder: String) throws -> (files: Set<String>?, sentence: String) {
        let (path, place) = (folder + "/changed.tar", folder + "/unpacked")
        defer { try? DiskFile.remove(path); try? DiskFile.remove(place) }
        try DiskFile.write(bytes, to: path)
        let file = try #require(try DiskFile(existing: path))
        do {
            _ = try TarUnpacking.unpack(file, into: place, StopFlag())
        } catch let error as BackupError {
            return (nil, error.description)
        }
        for (name, content) in TarTests.files { #expect(try DiskFile.bytes(of: "\(place)/\(name)") == content) }
        return (BackupFixture.files(in: place).filter { $0.contains(".") }, "")
    }

    @Test("comes back as it was, also with another program's ending")
    func whole() async throws {
        try await BackupFixture.withFolder { folder in
            let bytes = try stream(in: folder)
            let files = try unpack(bytes, in: folder).files
            #expect(files == Set(TarTests.files.map(\.0)))
            let padded = try unpack(bytes + [UInt8](repeating: 0, count: 8192), in: folder).files
            #expect(padded == files)
        }
    }

    @Test("cut off at any place it is refused")
    func cutOff() async throws {
        try await BackupFixture.withFolder { folder in
            let bytes = try stream(in: folder)
            for count in stride(from: 0, to: bytes.count, by: 67) {
                let (files, sentence) = try unpack(Array(bytes.prefix(count)), in: folder)
                #expect(files == nil && sentence.hasSuffix("."), "at \(count)")
            }
        }
    }

    @Test("with any byte changed it is refused, or comes back as it was")
    func damaged() async throws {
        try await BackupFixture.withFolder { folder in
            let bytes = try stream(in: folder)
            var accepted = 0
            for place in stride(from: 0, to: bytes.count, by: 3) {
                var changed = bytes
                changed[place] ^= UInt8(truncatingIfNeeded: 1 << (place % 8))
                if try unpack(changed, in: folder).files != nil { accepted += 1 }
            }
            // Only what ends the number of a checksum means nothing.
            #expect(accepted < 10)
        }
    }

    @Test("a name that leads elsewhere, a link, a stranger: none is unpacked")
    func hostile() async throws {
        try await BackupFixture.withFolder { folder in
            for name in [
                "../evil.jpg", "/etc/passwd", "media/../../x", "media//x", "chorus.sqlite", "media", "database/x.tsv",
            ] {
                let block = try #require(TarHeader.block(name, size: 0, time: 0))
                let sentence = try unpack(block + [UInt8](repeating: 0, count: 1024), in: folder).sentence
                #expect(sentence.contains("not a backup of Chorus"), "\(name): \(sentence)")
            }
            var link = try #require(TarHeader.block("media/a/b", size: 0, time: 0))
            link[156] = UInt8(ascii: "2")
            // The sum has grown by two.
            let sum = link.enumerated().reduce(0) { $0 + Int((148..<156).contains($1.offset) ? 0x20 : $1.element) }
            let digits = String(sum, radix: 8)
            for (place, byte) in (String(repeating: "0", count: 6 - digits.count) + digits).utf8.enumerated() {
                link[148 + place] = byte
            }
            let sentence = try unpack(link, in: folder).sentence
            #expect(sentence.contains("media/a/b is not a file"))
        }
    }

    @Test(
        "what is something else is named",
        arguments: [
            ("age-encryption.org/v1\n", "encrypted by age"), ("\u{1F}\u{8B}", "no tar stream"),
            ("SQLite format 3\0", "SQLite database"), ("", "no tar stream"), ("hello", "no tar stream"),
        ]
    )
    func stranger(_ text: String, _ word: String) async throws {
        try await BackupFixture.withFolder { folder in
            for bytes in [Array(text.utf8), Array(text.utf8) + [UInt8](repeating: 9, count: 600)] {
                let sentence = try unpack(bytes, in: folder).sentence
                #expect(sentence.contains(word))
            }
        }
    }
}
