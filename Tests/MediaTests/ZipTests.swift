// ZIP files as other programs read them, of both sizes of fields.
import Basics
import Foundation
import Testing

@testable import Media

@Suite("ZIP files")
struct ZipTests {
    private static let now = Timestamp(milliseconds: 1_508_098_861_500)

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "zip-" + RandomToken.make(length: 12)
        try Files.makeFolder(folder)
        defer { Files.remove(folder) }
        try await body(folder)
    }

    /// What Python's zipfile says of a file: it checks every checksum, and whatever it finds odd it throws.
    private func read(_ path: String) throws -> String {
        let program = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            for i in z.infolist():
                print(i.filename, i.file_size, z.read(i)[:20].decode(), i.date_time[:3])
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program, path]
        let (out, error) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (out, error)
        try process.run()
        let said = try out.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try error.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: complaint, as: UTF8.self))")
        return String(decoding: said, as: UTF8.self)
    }

    @Test("checksums are those of the standard")
    func checksum() {
        var crc = CRC32()
        crc.update(Array("1234".utf8))
        crc.update(Array("56789".utf8))
        #expect(crc.value == 0xCBF4_3926)
    }

    @Test(
        "others read what was written, whatever the sizes",
        arguments: [
            ZipFile.Bounds(), ZipFile.Bounds(size: 0xFFFF_FFFF, count: 2), ZipFile.Bounds(size: 300, count: 0xFFFF),
            ZipFile.Bounds(size: 1, count: 1),
        ]
    )
    func read(_ bounds: ZipFile.Bounds) async throws {
        try await withFolder { folder in
            let path = folder + "/a.zip"
            let zip = try ZipWriter(at: path, now: ZipTests.now, bounds: bounds)
            try await zip.begin("empty.txt")
            try await zip.end()
            try await zip.begin("gone.txt")
            try await zip.append([UInt8](repeating: 7, count: 700_000))
            try await zip.cancel()
            try await zip.begin("grüße/lang.txt")
            for _ in 0..<3 { try await zip.append([UInt8](repeating: UInt8(ascii: "x"), count: 200_000)) }
            try await zip.end()
            try await zip.begin("last.txt")
            try await zip.append(Array("Me too".utf8))
            try await zip.end()
            let size = try await zip.finish()
            #expect(Files.size(of: path) == Int(size))
            let x = String(repeating: "x", count: 20)
            #expect(
                try read(path) == """
                    empty.txt 0  (2017, 10, 15)
                    grüße/lang.txt 600000 \(x) (2017, 10, 15)
                    last.txt 6 Me too (2017, 10, 15)

                    """
            )
        }
    }

    @Test("a disk without room is told")
    func full() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let zip = try ZipWriter(at: "/dev/full", now: ZipTests.now)
        try await zip.begin("a")
        await #expect(throws: MediaError.storage("There is no room left on the disk of this server")) {
            try await zip.append([UInt8](repeating: 0, count: 1 << 20))
        }
    }

    @Test("a stored file is handed over in pieces")
    func pieces() async throws {
        try await withFolder { folder in
            let store = try FolderStore(root: folder)
            let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let file = try IncomingFile(bytes, in: folder)
            try await store.put(MadeFile(path: file.path, suffix: "png"), at: "attachments/aa/aab/original.png")
            var read: [UInt8] = []
            var most = 0
            let isThere = try await store.read("attachments/aa/aab/original.png") { piece in
                read += piece
                most = max(most, piece.count)
            }
            #expect(isThere && read == bytes && most <= 1 << 18)
            #expect(try await !store.read("attachments/aa/aac/original.png") { _ in })
            #expect(try await !store.read("../../etc/passwd") { _ in })
        }
    }
}
